"""Who follows a release, and what each says that it serves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from pydantic import SecretStr

from hyperion_assets.errors import ServiceError
from hyperion_assets.model.ddl import SCHEMA
from hyperion_assets.release.consumers import CONSUMERS, Consumer, consumers, load_postgresql, postgres_dsn
from hyperion_assets.release.manifest import required_release
from hyperion_assets.settings import Settings
from hyperion_assets_tests.release.released import lake_in, retitled


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """DSN of an empty database."""
    dsn = request.getfixturevalue("postgres_dsn")
    with psycopg.connect(dsn, autocommit=True) as server:
        server.execute("CREATE DATABASE consumers")
        yield make_conninfo(dsn, dbname="consumers")
        server.execute("DROP DATABASE consumers WITH (FORCE)")


def test_before_the_first_release_nobody_serves_one(tmp_path: Path) -> None:
    settings, _ = lake_in(tmp_path)
    nowhere = "no PostgreSQL is running: start it with `make dev`, or set HYPERION_POSTGRES_DSN"
    assert consumers(settings) == [Consumer("postgresql", None, nowhere), Consumer("exports", None)]
    assert tuple(consumer.name for consumer in consumers(settings)) == CONSUMERS
    with pytest.raises(ServiceError) as raised:
        postgres_dsn(settings)
    assert str(raised.value) == nowhere


def test_a_database_that_does_not_answer_is_a_problem_without_its_password(tmp_path: Path) -> None:
    dsn = SecretStr("postgresql://me:hush@127.0.0.1:1/films?connect_timeout=2")
    settings = Settings(home=tmp_path, postgres_dsn=dsn, _env_file=None)
    [postgresql, _] = consumers(settings)
    assert postgresql.release is None
    assert postgresql.problem is not None
    assert "127.0.0.1" in postgresql.problem
    assert "hush" not in postgresql.problem
    assert "\n" not in postgresql.problem


def test_a_load_that_came_late_ends_at_the_release_in_force(home: Path, database: str) -> None:
    _, lake = lake_in(home)
    settings = Settings(home=home, postgres_dsn=SecretStr(database), _env_file=None)
    old = required_release(lake)
    retitled(lake, "Two")
    said: list[str] = []
    load_postgresql(settings, lake, old, said.append)
    assert consumers(settings) == [Consumer("postgresql", 2), Consumer("exports", None)]
    with psycopg.connect(database) as connection:
        titles = connection.execute(f"SELECT title FROM {SCHEMA}.films ORDER BY 1".encode()).fetchall()
    assert titles == [("Two",), ("Up",)]
