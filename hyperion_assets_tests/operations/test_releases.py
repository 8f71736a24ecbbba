"""`hyperion release`: what it shows of one, and a rollback that brings every consumer along."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import psycopg
import pyarrow.parquet as pq
import pytest
from psycopg.conninfo import make_conninfo
from pydantic import SecretStr
from pyspark.sql import SparkSession

from hyperion_assets.errors import InputError
from hyperion_assets.model.ddl import SCHEMA
from hyperion_assets.operations.console import Console
from hyperion_assets.operations.releases import describe_release
from hyperion_assets.operations.rollback import roll_back_everywhere
from hyperion_assets.release.consumers import consumers
from hyperion_assets.release.manifest import required_release
from hyperion_assets.settings import Settings
from hyperion_assets_tests.release.released import lake_in, retitled


@pytest.fixture
def served(settings: Settings, postgres_dsn: str, sail_remote: str) -> Iterator[Settings]:
    """The home with a database of its own and an engine, as they are named to a command."""
    with psycopg.connect(postgres_dsn, autocommit=True) as server:
        server.execute("CREATE DATABASE operations")
        dsn = SecretStr(make_conninfo(postgres_dsn, dbname="operations"))
        yield settings.model_copy(update={"postgres_dsn": dsn, "spark_remote": sail_remote})
        server.execute("DROP DATABASE operations WITH (FORCE)")


def roll_back(settings: Settings, number: int | None = None) -> tuple[int, list[str]]:
    """The exit code and what was said."""
    said = io.StringIO()
    return roll_back_everywhere(settings, Console(said), number), said.getvalue().splitlines()


def titles(settings: Settings) -> tuple[list[str], list[str]]:
    """The films' titles that PostgreSQL and the exports serve."""
    assert settings.postgres_dsn is not None
    with psycopg.connect(settings.postgres_dsn.get_secret_value()) as connection:
        rows = connection.execute(f"SELECT title FROM {SCHEMA}.films ORDER BY 1".encode()).fetchall()
    exported = pq.read_table(settings.exports / "films_complete.parquet").column("title").to_pylist()
    return [title for (title,) in rows], sorted(map(str, exported))


def test_a_rollback_takes_every_consumer_along_and_shows_who_serves_it(served: Settings) -> None:
    _, lake = lake_in(served.home)
    retitled(lake, "Two")
    before = SparkSession.getActiveSession()
    code, said = roll_back(served)
    assert code == 0
    assert said[0] == "release 3 brings back the tables of release 1; new ones are held"
    assert titles(served) == (["Toy Story", "Up"], ["Toy Story", "Up"])
    assert {consumer.release for consumer in consumers(served)} == {3}
    assert SparkSession.getActiveSession() is before
    shown = describe_release(served, None).splitlines()
    assert shown[0] == "release 3 (rollback of 1, held)"
    assert [line.split() for line in shown[-2:]] == [["postgresql", "serves", "it"], ["exports", "serves", "it"]]
    retold, said = roll_back(served, 2)
    assert retold == 0
    assert said[0] == "release 4 brings back the tables of release 2; new ones are held"
    assert titles(served) == (["Two", "Up"], ["Two", "Up"])


def test_a_rollback_without_postgresql_is_behind_and_says_so(served: Settings) -> None:
    _, lake = lake_in(served.home)
    retitled(lake, "Two")
    dsn = SecretStr("postgresql://me:hush@127.0.0.1:1/films?connect_timeout=2")
    code, said = roll_back(served.model_copy(update={"postgres_dsn": dsn}))
    assert code == 3
    [problem] = [line for line in said if line.startswith("postgresql lags: ")]
    assert "hush" not in "\n".join(said)
    assert "127.0.0.1" in problem
    assert required_release(lake).manifest.restores == 1
    assert pq.read_table(served.exports / "films_complete.parquet").column("title").to_pylist() == ["Toy Story", "Up"]


def test_a_rollback_whose_exports_cannot_be_written_is_behind_and_says_so(served: Settings) -> None:
    _, lake = lake_in(served.home)
    retitled(lake, "Two")
    code, said = roll_back(served.model_copy(update={"spark_remote": "sc://127.0.0.1:1"}))
    assert code == 3
    [problem] = [line for line in said if line.startswith("exports lags: ")]
    assert problem.startswith("exports lags: the engine at sc://127.0.0.1:1 cannot be reached"), problem
    assert [consumer.release for consumer in consumers(served)] == [3, None]


def test_a_release_is_shown_with_its_cut_and_tables(settings: Settings) -> None:
    _, lake = lake_in(settings.home)
    first = required_release(lake)
    retitled(lake, "Two")
    lines = describe_release(settings, 1).splitlines()
    assert lines[0] == "release 1 (release)"
    assert re.fullmatch(r"made    \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, 7 checks passed", lines[1])
    assert lines[2] == f"cut     raw-films: {'A' * 22}.0 → 10"
    tables = {line.split()[0]: line.split()[1:] for line in lines[3:]}
    assert tables == {
        name: [str(table.manifest.rows), "rows", "version", "1", table.manifest.content_hash]
        for name, table in first.manifest.tables.items()
    }


def test_a_release_that_never_was_is_named(settings: Settings) -> None:
    with pytest.raises(InputError, match=r"^there is no release 9: `hyperion release list` shows those there are$"):
        describe_release(settings, 9)
