"""Raw character records to the staged and current ones, characters, talent, who is in what, and what was decided."""

from __future__ import annotations

import argparse

from spark.jobs.tables import Tables, run
from spark.transforms import catalogue, conflicts, ensembles, media, people, resolutions, resolve, staging


def load(tables: Tables, arguments: argparse.Namespace) -> None:
    """Stage, resolve and model character entries against the films of job 01; writes franchises anew."""
    films = tables.read_filled("current_films", staging.FILMS_SCHEMA)
    tables.write("staged_characters", staging.staged_characters(tables.raw(arguments.raw)))
    tables.write("current_characters", resolve.current(tables.read("staged_characters", staging.CHARACTERS_SCHEMA)))
    characters = tables.read("current_characters", staging.CHARACTERS_SCHEMA)
    tables.write("franchises", catalogue.franchises(films, characters))
    tables.write("talent", people.talent(characters))
    for table in (
        people.characters,
        people.character_films,
        people.character_talent,
        media.media,
        media.media_characters,
        media.media_character_talent,
        ensembles.ensemble_credits,
        conflicts.conflicts,
    ):
        tables.write(table.__name__, table(characters, films))
    made = ("studios", "franchises", "characters", "talent", "character_talent", "media_character_talent")
    decided = resolutions.resolutions(characters, films, *(tables.read(name) for name in made))
    tables.write("resolutions", decided)


if __name__ == "__main__":
    run(__doc__, load)
