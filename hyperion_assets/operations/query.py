"""SQL over the current release: its tables by their names, its exports as `exports.*`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import duckdb

from hyperion_assets.checks.audit import add_views
from hyperion_assets.errors import InputError
from hyperion_assets.lake.content import connect, relation_sql
from hyperion_assets.lake.lake import Lake
from hyperion_assets.release.manifest import required_release
from hyperion_assets.settings import Settings

Format = Literal["table", "csv", "json", "parquet"]
SHOWN_ROWS = 100


def open_release(settings: Settings) -> duckdb.DuckDBPyConnection:
    """A DuckDB that sees the tables and the exports of the current release. Raises InputError if there is none."""
    lake = Lake.of(settings)
    release = required_release(lake).manifest
    connection = connect()
    add_views(connection, lake, {name: table.manifest for name, table in release.tables.items()})
    connection.execute("CREATE SCHEMA exports")
    for path in sorted(settings.exports.glob("*.parquet")):
        connection.execute(f'CREATE VIEW exports."{path.stem}" AS SELECT * FROM {relation_sql([str(path)])}')
    return connection


def query(settings: Settings, sql: str, shape: Format, output: Path | None) -> None:
    """Run SQL and write its rows to a file or standard output. Raises InputError for what DuckDB refuses."""
    if shape == "parquet" and output is None:
        raise InputError("--format parquet is not for a terminal: name a file with --output")
    with open_release(settings) as connection:
        try:
            found = connection.sql(sql)
            if found is None:
                return
            if output is not None:
                _write(found, shape, output)
            elif shape == "table":
                found.show(max_rows=SHOWN_ROWS)
            else:
                rows = found.df()
                text = rows.to_csv(index=False) if shape == "csv" else rows.to_json(orient="records", date_format="iso")
                sys.stdout.write(text if text.endswith("\n") else text + "\n")
        except duckdb.Error as error:
            raise InputError(str(error)) from None


def _write(found: duckdb.DuckDBPyRelation, shape: Format, output: Path) -> None:
    if shape == "parquet":
        found.to_parquet(str(output))
    elif shape == "csv":
        found.to_csv(str(output))
    else:
        text = str(found) if shape == "table" else found.df().to_json(orient="records", date_format="iso")
        output.write_text(text, encoding="utf-8")
