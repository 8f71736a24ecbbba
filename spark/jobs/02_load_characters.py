"""Raw character records to the staged and current ones, characters, talent, who is in what, and what was decided."""

from __future__ import annotations

import argparse

from spark.jobs.tables import Tables, run
from spark.transforms import catalogue, conflicts, ensembles, entries, media, people, resolutions, resolve, staging


def load(tables: Tables, arguments: argparse.Namespace) -> None:
    """Stage, resolve and model character entries against the films of job 01; writes franchises anew."""
    tables.read_filled("current_films")
    tables.write("staged_characters", staging.staged_characters(tables.raw(arguments.raw)))
    tables.write("current_characters", resolve.current(tables.read("staged_characters")))
    for table in (
        entries.resolved_entries,
        entries.resolved_appearances,
        entries.resolved_credits,
        catalogue.franchises,
        people.characters,
        people.talent,
        people.character_films,
        people.character_talent,
        media.media,
        media.media_characters,
        media.media_character_talent,
        ensembles.ensemble_credits,
        conflicts.conflicts,
        resolutions.resolutions,
    ):
        tables.write(table.__name__, tables.made(table))


if __name__ == "__main__":
    run(__doc__, load)
