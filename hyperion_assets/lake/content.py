"""Content hashes of tables, read from their files: the same for the same rows, whatever files hold them."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from functools import cache

import duckdb

from hyperion_assets.lake.remote import attach
from hyperion_assets.model.hashing import duckdb_hash_of, duckdb_hash_sql
from hyperion_assets.model.tables import METADATA

RECORD_COLUMNS = frozenset(
    {
        *("topic_id", "generation", "partition", "offset", "timestamp"),
        *("content_hash", "source", "place", "replay_of", "original"),
    }
)
"""Where a record came from: no part of what it says, so a record published twice changes no hash."""


def connect() -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB of one's own, to make views in."""
    connection = duckdb.connect(config={"preserve_insertion_order": False, "autoinstall_known_extensions": False})
    attach(connection)
    return connection


def connect_to_files() -> duckdb.DuckDBPyConnection:
    """A connection for queries over files, which make nothing: it is there at once, where a DuckDB takes 12 ms."""
    database = _database()
    attach(database)
    return database.cursor()


@cache
def _database() -> duckdb.DuckDBPyConnection:
    return connect()


# One that outlives the modules of a file system that it reads through is reported as leaked.
atexit.register(_database.cache_clear)


def relation_sql(uris: Sequence[str]) -> str:
    """`read_parquet` over exactly these files; where `filename` is named it is a column too."""
    listed = ", ".join("'" + uri.replace("'", "''") + "'" for uri in uris)
    return f"read_parquet([{listed}], hive_partitioning = false)"


def hash_rows(
    name: str, uris: Sequence[str], columns: Sequence[str] | None = None, by: str | None = None
) -> dict[str, str]:
    """The hash of a table's rows in Parquet files: of all columns that are no record columns, or of those named.

    Returns group → hash, the group being the text of the column `by`, or '' where there is none. For a table of the
    model the hash is the one that PostgreSQL computes too.
    """
    if not uris:
        return {}
    source = relation_sql(uris)
    table = METADATA.tables.get(name)
    with connect_to_files() as connection:
        if table is not None and columns is None:
            query = duckdb_hash_sql(table, source, by)
        else:
            described = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
            kept = [item for item in described if (item in columns if columns else item not in RECORD_COLUMNS)]
            query = duckdb_hash_of(sorted(kept), source, by)
        rows = connection.execute(query).fetchall()
    return dict(rows) if by else {"": rows[0][0]}
