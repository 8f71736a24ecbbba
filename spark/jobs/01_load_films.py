"""Raw film records to staged_films, current_films, studios, franchises and films."""

from __future__ import annotations

import argparse

from spark.jobs.tables import Tables, run
from spark.transforms import catalogue, resolve, staging


def load(tables: Tables, arguments: argparse.Namespace) -> None:
    """Stage, resolve and model the film catalogue; franchises are those of films until characters are loaded."""
    tables.write("staged_films", staging.staged_films(tables.raw(arguments.raw)))
    tables.write("current_films", resolve.current(tables.read("staged_films", staging.FILMS_SCHEMA)))
    current = tables.read("current_films", staging.FILMS_SCHEMA)
    nobody = tables.session.createDataFrame([], staging.CHARACTERS_SCHEMA)
    tables.write("studios", catalogue.studios(current))
    tables.write("franchises", catalogue.franchises(current, nobody))
    tables.write("films", catalogue.films(current))


if __name__ == "__main__":
    run(__doc__, load)
