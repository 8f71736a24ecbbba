"""Moving a table's rows into PostgreSQL: all of them by COPY, or only those that differ from what it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
import pyarrow as pa
import pyarrow.csv as pacsv
import sqlalchemy as sa

from hyperion_assets.engines.postgres_connection import run
from hyperion_assets.lake.content import connect_to_files, relation_sql
from hyperion_assets.model.ddl import SCHEMA
from hyperion_assets.model.tables import column_names, key_names

_BATCH_ROWS = 100_000
# Strings are quoted and nulls are not, which is how PostgreSQL's CSV tells '' from null.
_CSV = pacsv.WriteOptions(include_header=False, quoting_style="needed")


@dataclass(frozen=True)
class Changes:
    """How many rows of a table differ from the release: missing, different, and not in the release."""

    inserts: int = 0
    updates: int = 0
    deletes: int = 0

    @property
    def rows(self) -> int:
        """Rows to write or remove."""
        return self.inserts + self.updates + self.deletes


def copy_rows(connection: psycopg.Connection, table: sa.Table, files: Sequence[str], target: str, freeze: bool) -> int:
    """COPY a table's Parquet files into a PostgreSQL table; the number of rows.

    `freeze` spares the first vacuum, and is permitted only where this transaction made the target.
    """
    names = ", ".join(f'"{name}"' for name in column_names(table))
    options = "FORMAT csv, FREEZE" if freeze else "FORMAT csv"
    rows = 0
    if not files:
        return rows
    query = f"SELECT {', '.join(_csv_value(item) for item in table.columns)} FROM {relation_sql(files)}"
    with connect_to_files() as lake, connection.cursor() as cursor:
        batches = lake.sql(query).to_arrow_reader(_BATCH_ROWS)
        with cursor.copy(f"COPY {target} ({names}) FROM STDIN ({options})".encode()) as copy:
            for batch in batches:
                buffer = pa.BufferOutputStream()
                pacsv.write_csv(batch, buffer, _CSV)
                copy.write(buffer.getvalue().to_pybytes())
                rows += batch.num_rows
    return rows


def find_changes(connection: psycopg.Connection, table: sa.Table, files: Sequence[str]) -> Changes:
    """Compare a served table with a release's files, and keep what differs for `apply_changes`."""
    keys, values = key_names(table), _values(table)
    run(connection, f"CREATE TEMP TABLE {_incoming(table)} (LIKE {_served(table)}) ON COMMIT DROP")
    copy_rows(connection, table, files, _incoming(table), freeze=False)
    run(connection, f"ANALYZE {_incoming(table)}")
    different = f" OR ROW({_list(values, 'i')}) IS DISTINCT FROM ROW({_list(values, 's')})" if values else ""
    columns = [*(f'coalesce(i."{key}", s."{key}") AS "{key}"' for key in keys), *(f'i."{name}"' for name in values)]
    first = f'"{keys[0]}"'
    run(
        connection,
        f"CREATE TEMP TABLE {_changes(table)} ON COMMIT DROP AS SELECT "
        f"CASE WHEN s.{first} IS NULL THEN 'insert' WHEN i.{first} IS NULL THEN 'delete' ELSE 'update' END "
        f"AS load_action, {', '.join(columns)} "
        f"FROM {_incoming(table)} AS i FULL JOIN {_served(table)} AS s ON {_same(keys, 'i', 's')} "
        f"WHERE s.{first} IS NULL OR i.{first} IS NULL{different}",
    )
    run(connection, f"DROP TABLE {_incoming(table)}")
    found: dict[str, int] = dict(
        run(connection, f"SELECT load_action, count(*) FROM {_changes(table)} GROUP BY 1").fetchall()
    )
    return Changes(found.get("insert", 0), found.get("update", 0), found.get("delete", 0))


def apply_changes(connection: psycopg.Connection, table: sa.Table) -> None:
    """Write what `find_changes` has kept. Foreign keys are looked at later, so tables may come in any order."""
    keys, values = key_names(table), _values(table)
    matched = _same(keys, "c", "s")
    changes = f"{_changes(table)} AS c"
    run(connection, f"DELETE FROM {_served(table)} AS s USING {changes} WHERE c.load_action = 'delete' AND {matched}")
    if values:
        assigned = ", ".join(f'"{name}" = c."{name}"' for name in values)
        run(
            connection,
            f"UPDATE {_served(table)} AS s SET {assigned} FROM {changes} WHERE c.load_action = 'update' AND {matched}",
        )
    names = column_names(table)
    run(
        connection,
        f"INSERT INTO {_served(table)} ({_list(names)}) SELECT {_list(names, 'c')} FROM {changes} "
        "WHERE c.load_action = 'insert'",
    )


def _csv_value(item: sa.Column[object]) -> str:
    if isinstance(item.type, sa.LargeBinary):
        return f"""'\\x' || hex("{item.name}") AS "{item.name}\""""
    return f'"{item.name}"'


def _values(table: sa.Table) -> list[str]:
    return [name for name in column_names(table) if name not in key_names(table)]


def _served(table: sa.Table) -> str:
    return f'{SCHEMA}."{table.name}"'


def _incoming(table: sa.Table) -> str:
    return f'pg_temp."incoming_{table.name}"'


def _changes(table: sa.Table) -> str:
    return f'pg_temp."changes_{table.name}"'


def _same(keys: Sequence[str], left: str, right: str) -> str:
    return " AND ".join(f'{left}."{key}" = {right}."{key}"' for key in keys)


def _list(names: Sequence[str], alias: str = "") -> str:
    prefix = f"{alias}." if alias else ""
    return ", ".join(f'{prefix}"{name}"' for name in names)
