"""The quarantine in numbers, for the table's metadata and for the check that warns of what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import dagster as dg

from hyperion_assets.lake.content import connect_to_files, relation_sql
from hyperion_assets.model.vocabularies import QUARANTINE_STATUSES

SAMPLE = 80
"""Characters of a reason that a sample shows."""


class ReasonCount(NamedTuple):
    """How many rows of one scope and code there are of each status, and the first of them, an open one if there is."""

    scope: str
    code: str
    statuses: dict[str, int]
    sample: str

    @property
    def rows(self) -> int:
        """All rows of the reason."""
        return sum(self.statuses.values())


def reason_counts(uris: Sequence[str]) -> list[ReasonCount]:
    """The reasons in the files of the quarantine, the most frequent first."""
    if not uris:
        return []
    counts = ", ".join(f"count(*) FILTER (status = '{status}')" for status in QUARANTINE_STATUSES)
    with connect_to_files() as connection:
        found = connection.execute(
            f"""
            SELECT scope, code, {counts},
                   min_by(
                       concat_ws(' ', left(quarantine_id, 8), source, place, reason), (status <> 'open', quarantine_id)
                   )
            FROM {relation_sql(uris)} GROUP BY scope, code ORDER BY count(*) DESC, scope, code
            """
        ).fetchall()
    return [
        ReasonCount(scope, code, dict(zip(QUARANTINE_STATUSES, numbers, strict=True)), sample)
        for scope, code, *numbers, sample in found
    ]


def by_reason(uris: Sequence[str]) -> dict[str, dg.MetadataValue]:
    """Metadata of a version of the quarantine: rows by status, and a table of the reasons with a sample of each."""
    counts = reason_counts(uris)
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each.statuses)
    return {
        **{status: dg.MetadataValue.int(total[status]) for status in QUARANTINE_STATUSES},
        "by reason": dg.MetadataValue.md(_table(counts)),
    }


def _table(counts: Sequence[ReasonCount]) -> str:
    if not counts:
        return "nothing is in the quarantine"
    heads = ["code", "scope", *QUARANTINE_STATUSES, "sample"]
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for each in counts:
        cells = [each.code, each.scope, *(str(each.statuses[status]) for status in QUARANTINE_STATUSES)]
        lines.append("| " + " | ".join([*cells, _cell(each.sample)]) + " |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    shown = text if len(text) <= SAMPLE else text[: SAMPLE - 1] + "…"
    return " ".join(shown.replace("|", "\\|").split())
