"""PostgreSQL follows the release: one transaction that leaves every table equal to it, or everything as it was."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import psycopg
import sqlalchemy as sa

from hyperion_assets.engines.postgres_connection import connect, run, scalar
from hyperion_assets.engines.postgres_rows import Changes, apply_changes, copy_rows, find_changes
from hyperion_assets.engines.postgres_state import make_tables, read_served, record_release, record_table
from hyperion_assets.errors import HyperionError, ServiceError
from hyperion_assets.model.ddl import SCHEMA, postgres_add, postgres_drop
from hyperion_assets.model.hashing import postgres_hash_sql, row_count
from hyperion_assets.model.tables import foreign_keys, released_tables
from hyperion_assets.progress import Report

# Any number does that no other program locks; this one spells HYPERION on a telephone.
_LOCK = 49737466
# From about here on, building an index and checking keys once for all rows is faster than once a row.
_BULK_ROWS = 100_000


@dataclass(frozen=True)
class TableLoad:
    """A table after the load: its rows, and those that the load wrote or removed."""

    rows: int
    changes: Changes


@dataclass(frozen=True)
class LoadReport:
    """What a load did; `rebuilt` if the tables were made anew, because there were none or of another model."""

    release: int
    rebuilt: bool
    tables: dict[str, TableLoad]
    seconds: float


def load_release(
    dsn: str,
    tables: Mapping[str, Sequence[str]],
    release: int,
    hashes: Mapping[str, str],
    report: Report,
    *,
    lock_seconds: float = 60.0,
) -> LoadReport:
    """Make PostgreSQL serve a release: all of it when this returns, the one before if it raises or is killed.

    `tables` gives the Parquet files of every released table, `hashes` its content hash (`model.hashing`). A table
    that is recorded with the same hash is not touched. Of the others only the rows that differ are written, and the
    table is hashed again: one that does not equal the release undoes the load. Tables of another model are made anew,
    but never what others have built on them.

    Raises ServiceError if the server cannot be reached, refuses the user, or another load holds the lock for longer
    than `lock_seconds`; HyperionError if rows are not those of the release or break a key.
    """
    started = time.monotonic()
    wanted = released_tables()
    missing = [item.name for item in wanted if item.name not in tables or item.name not in hashes]
    if missing:
        raise HyperionError(f"release {release} has no table {', '.join(missing)}; PostgreSQL is left as it is")
    with connect(dsn) as connection:
        _lock(connection, lock_seconds)
        served = read_served(connection)
        rebuilt = make_tables(connection, served, wanted)
        held = served.hashes if served and not rebuilt else {}
        changed = [item for item in wanted if held.get(item.name) != hashes[item.name]]
        fill = _fill if rebuilt else _update
        changes = fill(connection, changed, tables, report)
        for item in changed:
            _prove(connection, item, hashes[item.name], release)
            record_table(connection, item.name, release, hashes[item.name])
        if changed or served is None or served.release != release:
            record_release(connection, release, wanted)
    loads = {item.name: TableLoad(row_count(hashes[item.name]), changes.get(item.name, Changes())) for item in wanted}
    return LoadReport(release, rebuilt, loads, time.monotonic() - started)


def served_release(dsn: str) -> int | None:
    """The number of the release that PostgreSQL serves, or None before the first load. Raises ServiceError."""
    with connect(dsn) as connection:
        served = read_served(connection)
    return served.release if served else None


def _lock(connection: psycopg.Connection, seconds: float) -> None:
    """Wait for other loads to end, and give this one memory to sort and join in."""
    run(connection, f"SET LOCAL lock_timeout = {int(seconds * 1000)}")
    try:
        run(connection, f"SELECT pg_advisory_xact_lock({_LOCK})")
    except psycopg.errors.LockNotAvailable:
        raise ServiceError(
            f"another load of PostgreSQL has been under way for {seconds:g} s; load again when it has ended"
        ) from None
    for setting, value in {"work_mem": "256MB", "maintenance_work_mem": "256MB", "jit": "off"}.items():
        run(connection, f"SET LOCAL {setting} = '{value}'")


def _fill(
    connection: psycopg.Connection, made: Sequence[sa.Table], files: Mapping[str, Sequence[str]], report: Report
) -> dict[str, Changes]:
    """Load tables that this transaction has made; keys are built when the rows are there, which is faster."""
    changes = {}
    for item in made:
        _each(connection, postgres_drop([item.primary_key]))
        rows = copy_rows(connection, item, files[item.name], f'{SCHEMA}."{item.name}"', freeze=True)
        _each(connection, postgres_add([item.primary_key]))
        run(connection, f'ANALYZE {SCHEMA}."{item.name}"')
        changes[item.name] = Changes(inserts=rows)
        report(f"{item.name}: {rows:,} rows")
    for item in made:
        _each(connection, postgres_add(foreign_keys(item)))
    return changes


def _update(
    connection: psycopg.Connection, changed: Sequence[sa.Table], files: Mapping[str, Sequence[str]], report: Report
) -> dict[str, Changes]:
    """Write the rows that differ. All are found before any is written: keys can only be dropped before."""
    changes = {item.name: find_changes(connection, item, files[item.name]) for item in changed}
    bulk = {item: _own_keys(item) for item in changed if changes[item.name].rows > _BULK_ROWS}
    for keys in bulk.values():
        _each(connection, postgres_drop(keys))
    for item in changed:
        apply_changes(connection, item)
        found = changes[item.name]
        report(f"{item.name}: {found.inserts:,} inserted, {found.updates:,} updated, {found.deletes:,} deleted")
    run(connection, "SET CONSTRAINTS ALL IMMEDIATE")
    for item, keys in bulk.items():
        _each(connection, postgres_add(keys))
        run(connection, f'ANALYZE {SCHEMA}."{item.name}"')
    return changes


def _own_keys(table: sa.Table) -> list[sa.Constraint]:
    """The keys that no other table depends on: the primary key if none refers to it, and all foreign keys."""
    referred = {key.referred_table.name for item in released_tables() for key in foreign_keys(item)}
    return [*([] if table.name in referred else [table.primary_key]), *foreign_keys(table)]


def _prove(connection: psycopg.Connection, table: sa.Table, expected: str, release: int) -> None:
    found = scalar(connection, postgres_hash_sql(table, SCHEMA))
    if found != expected:
        raise HyperionError(
            f"{table.name} in PostgreSQL would not equal release {release}: {row_count(found):,} rows with hash "
            f"{found}, the release has {row_count(expected):,} with {expected}; nothing was changed"
        )


def _each(connection: psycopg.Connection, statements: Sequence[str]) -> None:
    for statement in statements:
        run(connection, statement)
