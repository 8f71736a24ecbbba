"""What PostgreSQL remembers about the release it serves, and the tables it serves it from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
import sqlalchemy as sa

from hyperion_assets.engines.postgres_connection import run, scalar
from hyperion_assets.errors import HyperionError
from hyperion_assets.model.ddl import SCHEMA, postgres_ddl, postgres_table
from hyperion_assets.model.hashing import row_count

_STATE = (
    f"CREATE TABLE {SCHEMA}.served_release ("
    "only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), release integer NOT NULL, "
    "model text NOT NULL, loaded_at timestamptz NOT NULL)",
    f"COMMENT ON TABLE {SCHEMA}.served_release IS 'The release that the tables of this schema hold.'",
    f"CREATE TABLE {SCHEMA}.release_tables ("
    "table_name text PRIMARY KEY, release integer NOT NULL, row_count bigint NOT NULL, content_hash text NOT NULL)",
    f"COMMENT ON TABLE {SCHEMA}.release_tables IS 'What each table holds, and the release that last changed it.'",
)


@dataclass(frozen=True)
class Served:
    """The release served, the fingerprint of the model it was loaded by, and each table's content hash."""

    release: int
    model: str
    hashes: dict[str, str]


def read_served(connection: psycopg.Connection) -> Served | None:
    """What is served, or None before the first load."""
    if scalar(connection, f"SELECT to_regclass('{SCHEMA}.served_release')") is None:
        return None
    row = run(connection, f"SELECT release, model FROM {SCHEMA}.served_release").fetchone()
    if row is None:
        return None
    hashes = run(connection, f"SELECT table_name, content_hash FROM {SCHEMA}.release_tables").fetchall()
    return Served(row[0], row[1], dict(hashes))


def make_tables(connection: psycopg.Connection, served: Served | None, tables: Sequence[sa.Table]) -> bool:
    """Make the tables, without their foreign keys, where they are missing or of another model; whether that was so.

    Tables of another model are dropped first, but nothing that someone else has built on them.
    """
    if served is not None and served.model == _fingerprint(tables):
        return False
    if served is not None:
        _drop(connection, ["served_release", "release_tables", *served.hashes])
    if scalar(connection, f"SELECT to_regnamespace('{SCHEMA}')") is None:
        run(connection, f"CREATE SCHEMA {SCHEMA}")
    for statement in (*_STATE, *(line for item in tables for line in postgres_table(item))):
        run(connection, statement)
    return True


def record_table(connection: psycopg.Connection, name: str, release: int, content_hash: str) -> None:
    """Remember what a table holds from this release on."""
    connection.execute(
        f"INSERT INTO {SCHEMA}.release_tables VALUES (%s, %s, %s, %s) ON CONFLICT (table_name) DO UPDATE SET "
        "release = excluded.release, row_count = excluded.row_count, content_hash = excluded.content_hash".encode(),
        (name, release, row_count(content_hash), content_hash),
    )


def record_release(connection: psycopg.Connection, release: int, tables: Sequence[sa.Table]) -> None:
    """Remember which release is served."""
    connection.execute(
        f"INSERT INTO {SCHEMA}.served_release VALUES (true, %s, %s, now()) ON CONFLICT (only_row) DO UPDATE SET "
        "release = excluded.release, model = excluded.model, loaded_at = excluded.loaded_at".encode(),
        (release, _fingerprint(tables)),
    )


def _drop(connection: psycopg.Connection, names: Sequence[str]) -> None:
    try:
        run(connection, "DROP TABLE IF EXISTS " + ", ".join(f'{SCHEMA}."{name}"' for name in names))
    except psycopg.errors.DependentObjectsStillExist as error:
        built = ", ".join((error.diag.message_detail or "").splitlines())
        raise HyperionError(
            f"the tables of schema {SCHEMA} are of another model and have to be made anew, but {built}; "
            "drop what depends on them, load again, and create it again"
        ) from None


def _fingerprint(tables: Sequence[sa.Table]) -> str:
    return hashlib.sha256("\n".join([postgres_ddl(tables), *_STATE]).encode()).hexdigest()[:32]
