"""Raw box-office records to staged_boxoffice, and by year to current_boxoffice and box_office_daily."""

from __future__ import annotations

import argparse

from spark.jobs.tables import Tables, run
from spark.transforms import box_office, current, staging


def load(tables: Tables, arguments: argparse.Namespace) -> None:
    """Stage, resolve and model the daily box office of the films of job 01."""
    tables.expect("films")
    tables.write("staged_boxoffice", staging.staged_boxoffice(tables.raw(arguments.raw)))
    for table in (current.current_boxoffice, box_office.box_office_daily):
        tables.write(table.__name__, tables.made(table), partition_by="year")


if __name__ == "__main__":
    run(__doc__, load)
