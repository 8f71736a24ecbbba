"""Raw box-office records to staged_boxoffice, and by year to current_boxoffice and box_office_daily."""

from __future__ import annotations

import argparse

from spark.jobs.tables import Tables, run
from spark.transforms import box_office, resolve, staging


def load(tables: Tables, arguments: argparse.Namespace) -> None:
    """Stage, resolve and model the daily box office of the films of job 01."""
    films = tables.read_filled("films")
    tables.write("staged_boxoffice", staging.staged_boxoffice(tables.raw(arguments.raw)))
    staged = tables.read("staged_boxoffice", staging.BOXOFFICE_SCHEMA)
    tables.write("current_boxoffice", resolve.current_boxoffice(staged), partition_by="year")
    current = tables.read("current_boxoffice", staging.CURRENT_BOXOFFICE_SCHEMA)
    tables.write("box_office_daily", box_office.box_office_daily(current, films), partition_by="year")


if __name__ == "__main__":
    run(__doc__, load)
