"""A run that is proven, and the same run once somebody has changed one row of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from pydantic import SecretStr

from hyperion_assets.lake.lake import Lake
from hyperion_assets.model.tables import TABLES
from hyperion_assets.operations.console import Console
from hyperion_assets.proof.cells import Cell
from hyperion_assets.proof.command import run_main_job
from hyperion_assets.proof.comparing import Comparing
from hyperion_assets.proof.damage import LIMITS
from hyperion_assets.proof.lakes import COMPARED
from hyperion_assets.proof.run import cell_settings
from hyperion_assets.proof.source import write_source
from hyperion_assets.release.manifest import make_release, required_release
from hyperion_assets.settings import Settings
from hyperion_assets_tests.lake.written import put

FIRST, AGAIN = Cell("sail", "folder"), Cell("sail", "hdfs")
pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def settings(
    kafka: str, postgres_dsn: str, sail_remote: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """The settings of a home in which the proof's source was run once."""
    folder = tmp_path_factory.mktemp("proof")
    write_source(folder / "source")
    shared = Settings(
        home=folder / "home",
        source_dir=folder / "source",
        kafka_bootstrap_servers=kafka,
        postgres_dsn=SecretStr(postgres_dsn),
        spark_remote=sail_remote,
        _env_file=None,
        **LIMITS,
    )
    made = cell_settings(FIRST, shared, folder)
    run_main_job(made)
    yield made
    with psycopg.connect(postgres_dsn, autocommit=True) as server:
        server.execute(b"DROP DATABASE proof_sail_folder WITH (FORCE)")


def test_a_run_is_as_the_oracle_says_until_a_row_is_changed(settings: Settings, tmp_path: Path) -> None:
    said = io.StringIO()
    comparing = Comparing(Console(said))
    comparing.add(FIRST, settings, 1.0)
    proven = comparing.proof(2.0)
    assert proven.differences == []
    assert set(proven.expected) == set(COMPARED) >= {table.name for table in TABLES}
    assert set(COMPARED) - proven.by_oracle == {"staged_films", "staged_characters"}
    assert [reading.reader for reading in proven.readings] == ["DuckDB", "PostgreSQL"]
    retitle(Lake(settings), "the-tin-whale-1994", "The Tin Wail")
    drop_a_studio(settings)
    comparing.add(AGAIN, settings, 1.0)
    of_lake, of_postgresql = comparing.proof(3.0).differences
    assert (of_lake.table, of_lake.cell, of_lake.reader) == ("films", "sail/hdfs", "DuckDB")
    assert of_lake.expected == proven.expected["films"] != of_lake.found
    assert [row[:2] for row in of_lake.only_expected] == [("the-tin-whale-1994", "The Tin Whale")]
    assert [row[:2] for row in of_lake.only_found] == [("the-tin-whale-1994", "The Tin Wail")]
    assert (of_postgresql.table, of_postgresql.reader) == ("revenue_by_studio_year", "PostgreSQL")
    assert f"differs: films in sail/hdfs as DuckDB reads it: {of_lake.found}" in said.getvalue()
    assert "'The Tin Wail'" in said.getvalue()


def retitle(lake: Lake, film: str, title: str) -> None:
    """Release the same tables, but for the title of one film."""
    released = required_release(lake).manifest
    table = lake.table("films")
    rows = table.read_arrow(table.files())
    changed = pc.if_else(pc.equal(rows["film_id"], film), title, rows["title"])
    rows = rows.set_column(rows.schema.get_field_index("title"), "title", pa.chunked_array(changed))
    versions = {name: lake.table(name).required_head() for name in released.tables}
    versions["films"] = put(table, rows, versions["films"].manifest.cut)
    make_release(lake, versions, checks_passed=1)


def drop_a_studio(settings: Settings) -> None:
    """Take a row out of a table in PostgreSQL."""
    assert settings.postgres_dsn is not None
    with psycopg.connect(settings.postgres_dsn.get_secret_value()) as connection:
        connection.execute(b"DELETE FROM hyperion.revenue_by_studio_year WHERE year = 1994")
