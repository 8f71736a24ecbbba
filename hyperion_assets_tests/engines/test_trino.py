"""Queries by Trino: values and types as they are, and what it refuses in one line."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest

from hyperion_assets.engines.trino import trino_query
from hyperion_assets.errors import InputError, ServiceError
from hyperion_assets.local.services import Services

# The first start on a machine fetches Trino.
pytestmark = pytest.mark.timeout(900)

VALUES = """
select * from (values
    (true, tinyint '1', smallint '2', 3, bigint '4', real '0.5', 0.25e0, decimal '1.50', 'Zoë',
        date '1899-12-31', X'00ff', timestamp '2020-01-02 03:04:05'),
    (null, null, null, null, null, null, null, null, null, null, null, null)
) as v (a, b, c, d, e, f, g, h, i, j, k, l) order by d nulls last
"""
TYPES = [
    *(pa.bool_(), pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.float32(), pa.float64()),
    *(pa.decimal128(3, 2), pa.string(), pa.date32(), pa.binary(), pa.string()),
]
FIRST = [
    *(True, 1, 2, 3, 4, 0.5, 0.25, Decimal("1.50"), "Zoë", dt.date(1899, 12, 31), b"\x00\xff"),
    "2020-01-02 03:04:05",
]


def test_values_and_types(trino: Services) -> None:
    found = trino_query(trino.trino_url, VALUES, catalog="tpch", schema="tiny")
    assert found.schema.types == TYPES
    assert [list(row.values()) for row in found.to_pylist()] == [FIRST, [None] * len(TYPES)]


def test_no_rows_have_their_columns(trino: Services) -> None:
    found = trino_query(trino.trino_url, "select name from nation where false", catalog="tpch", schema="tiny")
    assert (found.num_rows, found.schema) == (0, pa.schema([("name", pa.string())]))


def test_a_wrong_query_is_one_line(trino: Services) -> None:
    with pytest.raises(InputError, match=r"^Trino refuses the query: line 1:8: Column 'cat' cannot be resolved$"):
        trino_query(trino.trino_url, "select cat from nation", catalog="tpch", schema="tiny")


def test_nobody_at_an_address_is_one_line() -> None:
    told = r"^Trino at http://127\.0\.0\.1:9 does not answer .*: start it with `hyperion stack up --only trino`"
    with pytest.raises(ServiceError, match=told):
        trino_query("http://127.0.0.1:9", "select 1", catalog="tpch", schema="tiny")
