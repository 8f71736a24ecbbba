"""Worlds for the tests of the whole job: each with a home, topics and a database of its own on shared services."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from pydantic import SecretStr

from hyperion_assets.local.dagster_home import DAGSTER_YAML
from hyperion_assets.settings import Settings
from hyperion_assets_tests.e2e.small_source import SmallSource
from hyperion_assets_tests.e2e.world import World
from hyperion_assets_tests.places import settings_of_place

FORGETFUL, _REPLACED = re.subn(
    r"module: \S+\n(\s+)class: \S+", r"module: hyperion_assets_tests.e2e.no_history\n\1class: NoHistory", DAGSTER_YAML
)
"""A dagster.yaml that keeps nothing of the runs."""
assert _REPLACED == 1

MakeWorld = Callable[..., World]


def configure_dagster(settings: Settings, dagster_yaml: str) -> None:
    """Give the home its dagster.yaml: DAGSTER_YAML as every home has it, or FORGETFUL."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    (settings.dagster_home / "dagster.yaml").write_text(dagster_yaml, encoding="utf-8")


@pytest.fixture(scope="session", autouse=True)
def _environment() -> Iterator[None]:
    """A run names its Dagster home in the environment; no other test shall find it there."""
    before = os.environ.get("DAGSTER_HOME")
    yield
    os.environ.pop("DAGSTER_HOME", None)
    if before is not None:
        os.environ["DAGSTER_HOME"] = before


@pytest.fixture(scope="session")
def make_world(
    kafka: str,
    postgres_dsn: str,
    sail_remote: str,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[MakeWorld]:
    """Makes a world with the small source, of which nothing has run yet; `history` keeps Dagster's as usual.

    `place` is where its lake lies; `given` are more settings.
    """
    numbers = itertools.count(1)
    made = []

    def make(*, history: bool = False, place: str = "folder", **given: Any) -> World:
        name = f"e2e_{next(numbers)}"
        with psycopg.connect(postgres_dsn, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}".encode())
        made.append(name)
        folder = tmp_path_factory.mktemp(name, numbered=False)
        settings = Settings(
            home=folder / "home",
            source_dir=folder / "source",
            topic_prefix=f"{name}.",
            kafka_bootstrap_servers=kafka,
            postgres_dsn=SecretStr(make_conninfo(postgres_dsn, dbname=name)),
            spark_remote=sail_remote,
            _env_file=None,
            **settings_of_place(request, place),
            **given,
        )
        if not history:
            configure_dagster(settings, FORGETFUL)
        return World(settings, SmallSource(settings.source_dir))

    yield make
    with psycopg.connect(postgres_dsn, autocommit=True) as server:
        for name in made:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
def built(make_world: MakeWorld) -> World:
    """The small source after one undisturbed run. Tests look at it and leave it as it is."""
    return make_world(history=True).released()
