"""Raw character records to the staged and current ones, characters, talent, who is in what, and what was decided."""

from __future__ import annotations

import argparse

from spark.jobs.tables import Tables, run
from spark.transforms import catalogue, conflicts, current, ensembles, media, people, resolutions, resolved, staging


def load(tables: Tables, arguments: argparse.Namespace) -> None:
    """Stage, resolve and model character entries against the films of job 01; writes franchises anew."""
    tables.expect("current_films")
    tables.write("staged_characters", staging.staged_characters(tables.raw(arguments.raw)))
    for table in (
        current.current_characters,
        resolved.resolved_entries,
        resolved.resolved_appearances,
        resolved.resolved_credits,
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
