"""The content hash: the same in DuckDB and PostgreSQL, whatever the order, and different for different rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import duckdb
import psycopg
import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hyperion_assets.lake.content import connect
from hyperion_assets.model.arrow import arrow_schema
from hyperion_assets.model.definition import BINARY, BOOL, DATE, DOUBLE, INT, KEY, LONG, TEXT
from hyperion_assets.model.hashing import combine, duckdb_hash_of, duckdb_hash_sql, postgres_hash_sql, row_count

EVERY_TYPE = sa.Table(
    "every_type",
    sa.MetaData(),
    sa.Column("key", KEY, primary_key=True),
    sa.Column("words", TEXT),
    sa.Column("small", INT),
    sa.Column("large", LONG),
    sa.Column("flag", BOOL),
    sa.Column("day", DATE),
    sa.Column("ratio", DOUBLE),
    sa.Column("bytes", BINARY),
)
TYPES = "key text, words text, small int, large bigint, flag boolean, day date, ratio float8, bytes bytea"
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)
ROWS = st.lists(
    st.tuples(
        TEXTS,
        st.none() | TEXTS,
        st.none() | st.integers(-(2**31), 2**31 - 1),
        st.none() | st.integers(-(2**63), 2**63 - 1),
        st.none() | st.booleans(),
        st.none() | st.dates(),
        st.none() | st.floats(-1e9, 1e9),
        st.none() | st.binary(max_size=8),
    ),
    max_size=6,
)
Row = tuple[Any, ...]
FULL: Row = ("a", "b", 1, 2, True, dt.date(2000, 1, 1), 1.5, b"\x01")


def duckdb_hash(rows: list[Row]) -> str:
    columns = zip(*rows, strict=True) if rows else [[] for _ in EVERY_TYPE.columns]
    schema = arrow_schema(EVERY_TYPE)
    arrays = [pa.array(list(values), field.type) for values, field in zip(columns, schema, strict=True)]
    with connect() as connection:
        connection.register("every_type", pa.Table.from_arrays(arrays, schema.names))
        return str(connection.execute(duckdb_hash_sql(EVERY_TYPE, "every_type")).fetchall()[0][0])


@pytest.fixture(scope="module")
def postgres(postgres_dsn: str) -> Iterator[psycopg.Connection]:
    """A connection with an empty temporary table of every type."""
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(f"CREATE TEMP TABLE every_type ({TYPES})".encode())
        yield connection


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_postgres_and_duckdb_agree(postgres: psycopg.Connection, rows: list[Row]) -> None:
    postgres.execute("TRUNCATE every_type")
    with postgres.cursor() as cursor:
        cursor.executemany("INSERT INTO every_type VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", rows)
    found = postgres.execute(postgres_hash_sql(EVERY_TYPE, "pg_temp").encode()).fetchone()
    assert found == (duckdb_hash(rows),)


def test_agreement_does_not_depend_on_a_servers_date_style(postgres: psycopg.Connection) -> None:
    with postgres.transaction(force_rollback=True):
        postgres.execute("SET LOCAL datestyle = 'German'")
        postgres.execute("SET LOCAL extra_float_digits = -5")
        postgres.execute("SET LOCAL bytea_output = 'escape'")
        postgres.execute("TRUNCATE every_type")
        with postgres.cursor() as cursor:
            cursor.execute("INSERT INTO every_type VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", FULL)
        found = postgres.execute(postgres_hash_sql(EVERY_TYPE, "pg_temp").encode()).fetchone()
    assert found == (duckdb_hash([FULL]),)


@settings(max_examples=30, deadline=None)
@given(rows=ROWS, data=st.data())
def test_order_and_parts_do_not_matter(rows: list[Row], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(rows))
    cut = data.draw(st.integers(0, len(rows)))
    assert duckdb_hash(shuffled) == duckdb_hash(rows)
    assert combine([duckdb_hash(rows[:cut]), duckdb_hash(rows[cut:])]) == duckdb_hash(rows)
    assert row_count(duckdb_hash(rows)) == len(rows)


@pytest.mark.parametrize("column", range(1, len(FULL)))
def test_null_is_a_value_of_its_own(column: int) -> None:
    without = (*FULL[:column], None, *FULL[column + 1 :])
    assert duckdb_hash([without]) != duckdb_hash([FULL])


def test_rows_that_look_alike_differ() -> None:
    empty, null = ("a", "", *FULL[2:]), ("a", None, *FULL[2:])
    assert duckdb_hash([empty]) != duckdb_hash([null])
    assert duckdb_hash([("ab", "c", *FULL[2:])]) != duckdb_hash([("a", "bc", *FULL[2:])])
    assert duckdb_hash([FULL, FULL]) != duckdb_hash([FULL])
    assert duckdb_hash([]) == combine([]) == "0-" + "0" * 30


def test_nested_columns_have_a_hash() -> None:
    def hashed(value: str) -> str:
        query = duckdb_hash_of(["key", "credits"], f"(SELECT 1 AS key, {value} AS credits)")
        return str(duckdb.execute(query).fetchall()[0][0])

    assert hashed("[{'name': 'x', 'media': ['a', NULL]}]") != hashed("[{'name': 'x', 'media': ['a', 'NULL']}]")
    assert hashed("NULL::VARCHAR[]") != hashed("[]::VARCHAR[]")


def test_parts_by_a_column() -> None:
    columns = ", ".join(
        f"NULL::{kind} AS {name}" for name, kind in [("words", "VARCHAR"), ("small", "INT"), ("large", "BIGINT")]
    )
    rows = (
        f"(SELECT k AS key, {columns}, true AS flag, NULL::DATE AS day, NULL::DOUBLE AS ratio, NULL::BLOB AS bytes FROM"
    )
    whole = duckdb.execute(duckdb_hash_sql(EVERY_TYPE, f"{rows} (VALUES ('a'), ('b')) AS t(k))")).fetchall()
    parts = dict(
        duckdb.execute(duckdb_hash_sql(EVERY_TYPE, f"{rows} (VALUES ('a'), ('b')) AS t(k))", "key")).fetchall()
    )
    assert set(parts) == {"a", "b"}
    assert combine(parts.values()) == whole[0][0]
