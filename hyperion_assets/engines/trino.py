"""Queries by Trino, as Arrow tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from hyperion_assets.local.trino_client import trino_cursor

_TYPES = {
    "boolean": pa.bool_(),
    "tinyint": pa.int8(),
    "smallint": pa.int16(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "real": pa.float32(),
    "double": pa.float64(),
    "date": pa.date32(),
    "varbinary": pa.binary(),
}
_DECIMAL = re.compile(r"decimal\((\d+), ?(\d+)\)")


def trino_query(url: str, sql: str, *, catalog: str, schema: str) -> pa.Table:
    """The rows of a query by the Trino at `url`, with the columns and types that it gives them.

    Raises InputError for a query that Trino refuses, ServiceError where it cannot be reached, starts up or fails.
    """
    with trino_cursor(url, catalog=catalog, schema=schema) as cursor:
        rows = cursor.execute(sql).fetchall()
        described = [(str(item[0]), str(item[1])) for item in cursor.description or []]
    return pa.Table.from_arrays(
        [_column([row[place] for row in rows], kind) for place, (_, kind) in enumerate(described)],
        names=[name for name, _ in described],
    )


def _column(values: Sequence[Any], kind: str) -> pa.Array[Any]:
    """One column; what Arrow has no plain type for, such as intervals or maps, is text."""
    if kind.startswith(("varchar", "char")):
        return pa.array(values, pa.string())
    if decimal := _DECIMAL.fullmatch(kind):
        return pa.array(values, pa.decimal128(*map(int, decimal.groups())))
    if kind in _TYPES:
        return pa.array(values, _TYPES[kind])
    return pa.array([None if value is None else str(value) for value in values], pa.string())
