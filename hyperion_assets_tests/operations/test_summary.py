"""The end of a run in plain lines."""

from __future__ import annotations

from hyperion_assets.checks.quarantine_counts import ReasonCount
from hyperion_assets.model.vocabularies import QUARANTINE_STATUSES
from hyperion_assets.operations.summary import open_rows


def count(scope: str, code: str, **statuses: int) -> ReasonCount:
    return ReasonCount(scope, code, dict.fromkeys(QUARANTINE_STATUSES, 0) | statuses, "")


def test_open_rows_are_counted_by_scope_the_widest_first() -> None:
    counts = [
        count("field", "film_not_in_catalogue", open=1_000, resolved=3),
        count("record", "invalid_year", open=1, dropped=2),
        count("field", "unknown_role", open=5),
        count("file", "not_json", open=2),
    ]
    assert open_rows(counts) == "2 files, 1 record, 1,005 fields"


def test_what_is_resolved_or_dropped_is_not_open() -> None:
    assert open_rows([count("record", "no_key", resolved=4, dropped=1, replayed=1)]) == ""
