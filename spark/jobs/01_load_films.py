"""Raw film records to staged_films, current_films, studios, franchises and films."""

from __future__ import annotations

import argparse

from spark.jobs.tables import Tables, run
from spark.transforms import catalogue, current, staging
from spark.transforms.resolved_schema import RESOLVED
from spark.transforms.staged_schema import columns_of


def load(tables: Tables, arguments: argparse.Namespace) -> None:
    """Stage, resolve and model the film catalogue; franchises are those of films until characters are loaded."""
    tables.write("staged_films", staging.staged_films(tables.raw(arguments.raw)))
    tables.write("current_films", tables.made(current.current_films))
    nobody = {
        name: tables.session.createDataFrame([], columns_of(RESOLVED[name]))
        for name in ("resolved_entries", "resolved_appearances")
    }
    tables.write("studios", tables.made(catalogue.studios))
    tables.write("franchises", tables.made(catalogue.franchises, **nobody))
    tables.write("films", tables.made(catalogue.films))


if __name__ == "__main__":
    run(__doc__, load)
