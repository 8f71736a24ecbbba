"""Resolving any history of a topic: who wins."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import to_arrow_schema

from hyperion_assets_tests.spark.staged_rows import Log
from spark.transforms.current import current_characters
from spark.transforms.staged_schema import BOXOFFICE, STAGED_BOXOFFICE

Row = dict[str, Any]

records = st.tuples(
    st.sampled_from(["staged", "staged", "tombstone", "quarantined"]),
    st.sampled_from(["a", "b", "é|c"]),
    st.integers(0, 2),  # content
    st.integers(0, 1),  # generation
    st.integers(0, 2),  # partition
)


def history(drawn: list[tuple[str, str, int, int, int]]) -> list[Row]:
    log = Log(BOXOFFICE.names)
    for outcome, key, content, generation, partition in drawn:
        origin = {"generation": generation, "partition": partition}
        if outcome == "staged":
            log.staged(key, {"gross_cents": content}, **origin)
        elif outcome == "tombstone":
            log.tombstone(key, **origin)
        else:
            log.quarantined(key, "not_json", b"{", **origin)
    return log.rows


def told(rows: list[Row]) -> set[tuple[int, int, int]]:
    """The places of the current records, told by walking through the topic in time."""
    places = {place(row): row for row in rows}
    latest: dict[str, Row] = {}
    for _, row in sorted(places.items()):
        if row["outcome"] != "quarantined":
            latest[row["key"]] = row
    return {place(row) for row in latest.values() if row["outcome"] == "staged"}


def place(row: Row) -> tuple[int, int, int]:
    return row["generation"], row["offset"], row["partition"]


@given(st.lists(records, min_size=1, max_size=25))
@settings(max_examples=25, deadline=None)
def test_any_history_resolves_as_it_is_told(sail: SparkSession, drawn: list[tuple[str, str, int, int, int]]) -> None:
    rows = history(drawn)
    arrow = pa.Table.from_pylist(rows, schema=to_arrow_schema(STAGED_BOXOFFICE, timezone="UTC"))
    staged = sail.createDataFrame(arrow)
    winners = told(rows)
    found = current_characters(staged).select("generation", "offset", "partition").collect()
    assert {tuple(row) for row in found} == winners
    assert len(found) == len(winners)
