"""The content hash is the same in Trino as in DuckDB and PostgreSQL, on rows of every type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings

from hyperion_assets.local.services import Services
from hyperion_assets.local.trino_client import trino_cursor
from hyperion_assets.model.hashing import postgres_hash_sql, trino_hash_sql
from hyperion_assets_tests.model.test_hashing import EVERY_TYPE, FULL, ROWS, TYPES, Row, duckdb_hash

# The first start on a machine fetches Trino.
pytestmark = pytest.mark.timeout(900)

TRINO_TYPES = ("varchar", "varchar", "integer", "bigint", "boolean", "date", "double", "varbinary")
NULLS: Row = ("", *[None] * 7)
AWKWARD: list[list[Row]] = [
    [],
    [NULLS],
    [NULLS, ("", "", *[None] * 6)],
    [FULL, FULL, FULL],
    [("it's", "null", -(2**31), -(2**63), False, dt.date(1, 1, 1), -0.0000005, b"")],
    [("a\x1fb", "=\x1f=", 2**31 - 1, 2**63 - 1, True, dt.date(1969, 12, 31), -1234.5678905, bytes(range(256)))],
    [("ǅ İ ß ﬁ e\u0301 é", "\U0001f41f\u200d\ufeff \t\n\\", 0, 0, None, dt.date(9999, 12, 31), 1e12, b"\xff\x00")],
    [(str(number), None, number, -number, None, None, number / 3, None) for number in range(500)],
]


@pytest.fixture(scope="module")
def trino_cursor_of_all(trino: Services) -> Iterator[Any]:
    with trino_cursor(trino.trino_url) as cursor:
        yield cursor


@pytest.fixture(scope="module")
def postgres(postgres_dsn: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(f"CREATE TEMP TABLE every_type ({TYPES})".encode())
        yield connection


def literal(value: Any, kind: str) -> str:
    """A value in Trino's SQL."""
    if value is None:
        return f"CAST(NULL AS {kind})"
    if isinstance(value, bytes):
        return f"X'{value.hex()}'"
    if isinstance(value, dt.date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return f"CAST('{str(value).lower()}' AS {kind})"


def relation(rows: list[Row]) -> str:
    """The rows as a relation of Trino; a row that is left out gives the types where there are none."""
    written = [", ".join(map(literal, row, TRINO_TYPES)) for row in [FULL, *rows]]
    listed = ", ".join(f"({number}, {row})" for number, row in enumerate(written))
    names = ", ".join(f'"{item.name}"' for item in EVERY_TYPE.columns)
    return f"(SELECT {names} FROM (VALUES {listed}) AS given (nth, {names}) WHERE nth > 0)"


def trino_hash(cursor: Any, rows: list[Row]) -> str:
    ((found,),) = cursor.execute(trino_hash_sql(EVERY_TYPE, relation(rows))).fetchall()
    return str(found)


@pytest.mark.parametrize("rows", AWKWARD, ids=range(len(AWKWARD)))
def test_awkward_rows(trino_cursor_of_all: Any, postgres: psycopg.Connection, rows: list[Row]) -> None:
    postgres.execute("TRUNCATE every_type")
    with postgres.cursor() as cursor:
        cursor.executemany("INSERT INTO every_type VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", rows)
    found = postgres.execute(postgres_hash_sql(EVERY_TYPE, "pg_temp").encode()).fetchone()
    assert found == (duckdb_hash(rows),)
    assert trino_hash(trino_cursor_of_all, rows) == duckdb_hash(rows)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_trino_and_duckdb_agree(trino_cursor_of_all: Any, rows: list[Row]) -> None:
    assert trino_hash(trino_cursor_of_all, rows) == duckdb_hash(rows)


def test_rows_that_look_alike_differ(trino_cursor_of_all: Any) -> None:
    alike = [FULL, ("ab", *FULL[1:]), ("a", "", *FULL[2:]), ("a", None, *FULL[2:]), (*FULL[:5], None, *FULL[6:])]
    assert len({trino_hash(trino_cursor_of_all, [row]) for row in alike}) == len(alike)
