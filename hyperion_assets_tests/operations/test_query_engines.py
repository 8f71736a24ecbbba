"""`hyperion sql --engine`: the same rows of the release from every engine that serves it, and what each refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from pydantic import SecretStr

from hyperion_assets.engines.hive import register
from hyperion_assets.errors import InputError
from hyperion_assets.lake.lake import Lake
from hyperion_assets.local.services import Services
from hyperion_assets.operations.query import Engine, query
from hyperion_assets.operations.query_engines import SERVERS
from hyperion_assets.release.consumers import load_postgresql, release_folders
from hyperion_assets.release.manifest import required_release
from hyperion_assets.settings import Settings

# The first start on a machine fetches Trino.
pytestmark = pytest.mark.timeout(900)

FILMS = """
select film_id, release_year, release_date, budget_cents, title = 'Up' as is_up from films order by film_id
"""
ROWS = [
    {"film_id": "toy-story-1995", "release_year": 1995, "release_date": "1995-11-22", "budget_cents": None}
    | {"is_up": False},
    {"film_id": "up-2009", "release_year": 2009, "release_date": None, "budget_cents": None, "is_up": True},
]


@pytest.fixture(scope="module")
def served(
    home_with_a_release: Path, trino: Services, sail_remote: str, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """A home whose release every engine serves."""
    settings = Settings(
        home=shutil.copytree(home_with_a_release, tmp_path_factory.mktemp("served") / "home"),
        postgres_dsn=SecretStr(trino.postgres_dsn),
        spark_remote=sail_remote,
        metastore_uri=trino.metastore_uri,
        trino_url=trino.trino_url,
        _env_file=None,
    )
    lake = Lake(settings)
    release = required_release(lake)
    load_postgresql(settings, lake, release, print)
    register(trino.metastore_uri, release.number, release_folders(lake, release))
    return settings


@pytest.mark.parametrize("engine", ["duckdb", *SERVERS])
def test_every_engine_gives_the_same_rows(served: Settings, tmp_path: Path, engine: Engine) -> None:
    written = tmp_path / "films.json"
    query(served, FILMS, "json", written, engine)
    assert json.loads(written.read_text(encoding="utf-8")) == ROWS


@pytest.mark.parametrize(
    ("engine", "told"),
    [
        ("trino", r"^Trino refuses the query: line 1:8: Column 'cat' cannot be resolved$"),
        ("postgres", r'^PostgreSQL refuses the query: column "cat" does not exist'),
        ("spark", r"^the engine refuses the query: .*cat"),
    ],
)
def test_a_wrong_query_is_one_line(served: Settings, engine: Engine, told: str) -> None:
    with pytest.raises(InputError, match=told) as raised:
        query(served, "select cat from films", "table", None, engine)
    assert "\n" not in str(raised.value)


def test_what_postgresql_serves_is_not_changed(served: Settings) -> None:
    with pytest.raises(InputError, match=r"^PostgreSQL refuses the query: the release is for reading only$"):
        query(served, "delete from box_office_daily", "table", None, "postgres")


def test_several_statements_are_none(served: Settings) -> None:
    with pytest.raises(InputError, match=r"^PostgreSQL refuses the query: cannot insert multiple commands"):
        query(served, "commit; delete from box_office_daily", "table", None, "postgres")
    query(served, "select 1 from box_office_daily limit 1", "table", None, "postgres")


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("select 1 / 0", r"^PostgreSQL refuses the query: division by zero$"),
        ("set work_mem = '64kB'", r"^PostgreSQL: the statement gives no rows$"),
    ],
)
def test_what_gives_no_rows_says_so(served: Settings, sql: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        query(served, sql, "table", None, "postgres")


def test_a_server_without_a_release_says_how_to_make_one(home: Path, postgres_dsn: str) -> None:
    settings = Settings(home=home, postgres_dsn=SecretStr(postgres_dsn), _env_file=None)
    with pytest.raises(InputError, match=r"^PostgreSQL serves no release yet: `hyperion run` makes one and loads it$"):
        query(settings, FILMS, "table", None, "postgres")
