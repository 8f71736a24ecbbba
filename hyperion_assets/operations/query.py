"""SQL over the current release: its tables by their names, its exports as `exports.*`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import duckdb

from hyperion_assets.checks.audit import add_views
from hyperion_assets.errors import InputError, StorageError
from hyperion_assets.lake.content import connect, relation_sql
from hyperion_assets.lake.lake import Lake
from hyperion_assets.operations.query_engines import ask
from hyperion_assets.release.manifest import required_release
from hyperion_assets.settings import Settings

Engine = Literal["duckdb", "trino", "postgres", "spark"]
Format = Literal["table", "csv", "json", "parquet"]
SHOWN_ROWS = 100
COPY_AS = {"csv": "FORMAT csv, HEADER", "json": "FORMAT json, ARRAY true", "parquet": "FORMAT parquet"}


def open_release(settings: Settings) -> duckdb.DuckDBPyConnection:
    """A DuckDB that sees the tables and the exports of the current release.

    Raises InputError if there is no release, StorageError if a file of it cannot be read.
    """
    lake = Lake(settings)
    release = required_release(lake).manifest
    connection = connect()
    try:
        add_views(connection, lake, {name: table.manifest for name, table in release.tables.items()})
        connection.execute("CREATE SCHEMA exports")
        for path in sorted(settings.exports.glob("*.parquet")):
            connection.execute(f'CREATE VIEW exports."{path.stem}" AS SELECT * FROM {relation_sql([str(path)])}')
    except duckdb.Error as error:
        connection.close()
        raise StorageError(f"a file of the release is damaged: {error}") from None
    return connection


def query(settings: Settings, sql: str, shape: Format, output: Path | None, engine: Engine = "duckdb") -> None:
    """Run SQL and write its rows to a file or standard output. Raises InputError for what the engine refuses."""
    if shape == "parquet" and output is None:
        raise InputError("--format parquet is not for a terminal: name a file with --output")
    with open_release(settings) if engine == "duckdb" else connect() as connection:
        try:
            # A statement without rows gives None, which DuckDB's own types leave out.
            rows: duckdb.DuckDBPyRelation | None = (
                connection.sql(sql) if engine == "duckdb" else connection.from_arrow(ask(settings, engine, sql))
            )
            if rows is None:
                return
            if shape != "table":
                _copy(connection, rows, shape, output)
            elif output is None:
                rows.show(max_rows=SHOWN_ROWS)
            else:
                output.write_text(str(rows), encoding="utf-8")
        except (duckdb.Error, OSError) as error:
            raise InputError(str(error)) from None


def _copy(
    connection: duckdb.DuckDBPyConnection, asked_for: duckdb.DuckDBPyRelation, shape: Format, output: Path | None
) -> None:
    with TemporaryDirectory() as folder:
        # DuckDB opens what it writes anew, which would cut off what a redirected standard output holds already.
        target = output or Path(folder) / shape
        quoted = str(target).replace("'", "''")
        # It finds `asked_for` among the variables here; a view cannot hold what a statement such as DESCRIBE gives.
        connection.execute(f"COPY (SELECT * FROM asked_for) TO '{quoted}' ({COPY_AS[shape]})")
        if output is None:
            with target.open("rb") as written:
                shutil.copyfileobj(written, sys.stdout.buffer)
                sys.stdout.flush()
