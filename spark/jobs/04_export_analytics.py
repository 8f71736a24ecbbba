"""The tables of jobs 01 to 03 to quarantine, provenance, the analytics tables and the exports."""

from __future__ import annotations

import argparse
import inspect
from collections.abc import Callable

from pyspark.sql import DataFrame

from spark.jobs.tables import Tables, run
from spark.transforms import analytics, exports, provenance, quarantine, staging
from spark.transforms.quarantine_fate import DECISIONS_SCHEMA


def export(tables: Tables, _arguments: argparse.Namespace) -> None:
    """Summarize and export. What was rejected before publishing, and what a person decided, is not among raw files."""
    tables.read_filled("box_office_daily")
    tables.write("quarantine", _quarantine(tables))
    tables.write("provenance", _provenance(tables))
    for summary in (
        analytics.revenue_by_studio_year,
        analytics.character_counts_by_franchise,
        analytics.voice_actor_filmography,
        analytics.box_office_trends,
    ):
        tables.write(summary.__name__, _made(summary, tables))
    for table in (exports.films_complete, exports.characters_complete, exports.boxoffice_summary, exports.studio_stats):
        tables.write_sorted(table.__name__, _made(table, tables))


def _quarantine(tables: Tables) -> DataFrame:
    schemas = {
        "staged_films": staging.FILMS_SCHEMA,
        "current_films": staging.FILMS_SCHEMA,
        "staged_characters": staging.CHARACTERS_SCHEMA,
        "current_characters": staging.CHARACTERS_SCHEMA,
        "staged_boxoffice": staging.BOXOFFICE_SCHEMA,
        "current_boxoffice": staging.CURRENT_BOXOFFICE_SCHEMA,
    }
    read = {name: tables.read(name, schema) for name, schema in schemas.items()}
    empty = {
        "rejected": tables.session.createDataFrame([], quarantine.REJECTED_SCHEMA),
        "decisions": tables.session.createDataFrame([], DECISIONS_SCHEMA),
    }
    return quarantine.quarantine(**empty, **read)


def _provenance(tables: Tables) -> DataFrame:
    return provenance.provenance(
        current_films=tables.read("current_films", staging.FILMS_SCHEMA),
        current_characters=tables.read("current_characters", staging.CHARACTERS_SCHEMA),
    )


def _made(table: Callable[..., DataFrame], tables: Tables) -> DataFrame:
    """A table of tables that have the names of the function's parameters."""
    return table(**{name: tables.read(name) for name in inspect.signature(table).parameters})


if __name__ == "__main__":
    run(__doc__, export, reads_raw=False)
