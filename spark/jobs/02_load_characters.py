"""Raw character records to staged_characters, current_characters, characters, talent, and who is in what."""

from __future__ import annotations

import argparse

from spark.jobs.tables import Tables, run
from spark.transforms import catalogue, ensembles, media, people, resolve, staging


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
    ):
        tables.write(table.__name__, table(characters, films))


if __name__ == "__main__":
    run(__doc__, load)
