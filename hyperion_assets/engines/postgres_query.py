"""Queries by PostgreSQL, as Arrow tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
import pyarrow as pa

from hyperion_assets.engines.postgres_connection import connect, run
from hyperion_assets.errors import InputError
from hyperion_assets.model.ddl import SCHEMA

_TYPES = {
    "bool": pa.bool_(),
    "int2": pa.int16(),
    "int4": pa.int32(),
    "int8": pa.int64(),
    "float4": pa.float32(),
    "float8": pa.float64(),
    "date": pa.date32(),
    "bytea": pa.binary(),
    "text": pa.string(),
    "varchar": pa.string(),
}


def postgres_query(dsn: str, sql: str) -> pa.Table:
    """The rows of a query over the tables of the release, which it may not change; numerics are text.

    Raises InputError for what PostgreSQL refuses, ServiceError where it cannot be reached.
    """
    with connect(dsn) as connection:
        run(connection, "SET TRANSACTION READ ONLY")
        run(connection, f"SET LOCAL search_path = {SCHEMA}, public")
        try:
            # What is prepared is one statement: several could end the transaction and go on outside it.
            cursor = connection.execute(sql.encode(), prepare=True)
            if cursor.description is None:
                raise InputError("PostgreSQL: the statement gives no rows")
            rows = cursor.fetchall()
        except (psycopg.ProgrammingError, psycopg.DataError) as error:
            raise InputError(f"PostgreSQL refuses the query: {' '.join(str(error).split())}") from None
        except psycopg.errors.ReadOnlySqlTransaction:
            raise InputError("PostgreSQL refuses the query: the release is for reading only") from None
        described = [(item.name, _type_name(connection, item.type_code)) for item in cursor.description]
    columns = [_column([row[place] for row in rows], kind) for place, (_, kind) in enumerate(described)]
    return pa.Table.from_arrays(columns, names=[name for name, _ in described])


def _type_name(connection: psycopg.Connection, code: int) -> str:
    known = connection.adapters.types.get(code)
    return known.name if known else ""


def _column(values: Sequence[Any], kind: str) -> pa.Array[Any]:
    if kind in _TYPES:
        return pa.array(values, _TYPES[kind])
    return pa.array([None if value is None else str(value) for value in values], pa.string())
