"""The tables of jobs 01 to 03 to quarantine, provenance, the analytics tables and the exports."""

from __future__ import annotations

import argparse

from spark.jobs.tables import Tables, run
from spark.transforms import analytics, exports, provenance, quarantine
from spark.transforms.quarantine_fate import DECISIONS_SCHEMA


def export(tables: Tables, _arguments: argparse.Namespace) -> None:
    """Summarize and export. What was rejected before publishing, and what a person decided, is not among raw files."""
    tables.expect("box_office_daily")
    nothing = {
        "rejected": tables.session.createDataFrame([], quarantine.REJECTED_SCHEMA),
        "decisions": tables.session.createDataFrame([], DECISIONS_SCHEMA),
    }
    tables.write("quarantine", tables.made(quarantine.quarantine, **nothing))
    tables.write("provenance", tables.made(provenance.provenance))
    for summary in (
        analytics.revenue_by_studio_year,
        analytics.character_counts_by_franchise,
        analytics.voice_actor_filmography,
        analytics.box_office_trends,
    ):
        tables.write(summary.__name__, tables.made(summary))
    for table in (exports.films_complete, exports.characters_complete, exports.boxoffice_summary, exports.studio_stats):
        tables.write_sorted(table.__name__, tables.made(table))


if __name__ == "__main__":
    run(__doc__, export, reads_raw=False)
