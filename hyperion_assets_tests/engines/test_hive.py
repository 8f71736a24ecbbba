"""The releases in a Hive Metastore, read by Trino and Spark: all tables of one release, whatever is switched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from pyspark.sql import SparkSession

from hyperion_assets.engines.hive import KEPT_RELEASES, Registered, point, register, served_release
from hyperion_assets.engines.trino import trino_query
from hyperion_assets.engines.trino_definitions import DOCUMENT, definitions_document
from hyperion_assets.lake.commits import Commit
from hyperion_assets.lake.lake import Lake
from hyperion_assets.local.metastore_client import metastore
from hyperion_assets.local.services import Services, services
from hyperion_assets.model.ddl import STORED
from hyperion_assets.release.consumers import release_folders
from hyperion_assets.release.manifest import ReleaseManifest, make_release, required_release
from hyperion_assets.settings import Settings
from hyperion_assets_tests.places import lake_settings
from hyperion_assets_tests.release.released import first_release, lake_in, write_tables
from hyperion_assets_tests.small_release import small_release
from hyperion_assets_tests.spark.conftest import session_of

TAGS = """
select film.title, franchise.name from hive.hyperion.films film
join hive.hyperion.franchises franchise on franchise.franchise_id = film.franchise_id
where film.film_id = 'toy-story-1995'
"""
SWITCHES = 300


# The first start on a machine fetches Trino.
pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def running(trino: Services) -> Services:
    return trino


@pytest.fixture(params=["folder"])
def lake(request: pytest.FixtureRequest, tmp_path: Path) -> Lake:
    """A lake with release 1; one in a folder has an awkward path."""
    lake = Lake(lake_settings(request, request.param, tmp_path / "of Zoë, Ltd"))
    first_release(lake)
    return lake


def rows(running: Services, query: str) -> list[list[Any]]:
    found = trino_query(running.trino_url, query, catalog="hive", schema="hyperion")
    return [list(row.values()) for row in found.to_pylist()]


def tagged(lake: Lake, tag: str) -> Commit[ReleaseManifest]:
    """The next release, with the tag in two tables."""
    changed = {name: small_release()[name] for name in ("films", "franchises")}
    changed["films"][0]["title"] = changed["franchises"][0]["name"] = tag
    versions = {name: lake.table(name).required_head() for name in required_release(lake).manifest.tables}
    return make_release(lake, versions | write_tables(lake, changed), checks_passed=7)


def serve(running: Services, lake: Lake) -> Registered:
    release = required_release(lake)
    return register(running.metastore_uri, release.number, release_folders(lake, release))


@pytest.mark.parametrize("lake", ["folder", "s3", pytest.param("hdfs", marks=pytest.mark.stack)], indirect=True)
def test_trino_reads_every_table_of_a_release(running: Services, lake: Lake) -> None:
    serve(running, lake)
    assert served_release(running.metastore_uri) == 1
    counts = required_release(lake).manifest.rows
    counted = [f"select '{name}', count(*) from hive.hyperion.{name}" for name in counts]
    assert dict(rows(running, " union all ".join(counted))) == counts
    assert rows(running, TAGS) == [["Toy Story", "Toy Story"]]
    assert rows(running, "select original from hive.hyperion.quarantine") == [[b"\x00\xff\"',\n"]]
    daily = rows(running, "select distinct year, basis from hive.hyperion.box_office_daily")
    assert daily == [[1995, "modelled"]]


def test_the_same_again_changes_nothing(running: Services, lake: Lake) -> None:
    serve(running, lake)
    assert serve(running, lake) == (0, 0)


def test_the_columns_have_the_comments_of_the_model(running: Services, lake: Lake) -> None:
    serve(running, lake)
    described = {name: comment for name, _, _, comment in rows(running, f"describe hive.{STORED}.films")}
    assert described["film_id"] == "Slug of title and release year."


def test_a_number_that_another_lake_had_is_that_of_this_one(running: Services, lake: Lake, tmp_path: Path) -> None:
    serve(running, lake)
    _, other = lake_in(tmp_path / "other")
    first_release(other)
    tagged(other, "second")
    serve(running, other)
    tagged(lake, "of this lake")
    serve(running, lake)
    assert rows(running, TAGS) == [["of this lake", "of this lake"]]


@pytest.fixture(scope="module")
def spark(trino: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A session with a Spark that finds tables in the Metastore."""
    given = {"engine": "spark", "catalog": "hive", "metastore_uri": trino.metastore_uri}
    settings = Settings(home=tmp_path_factory.mktemp("spark"), _env_file=None, **given)
    with services(settings, {"engine"}) as running, session_of(running.engine_remote, "spark") as session:
        yield session


@pytest.fixture(params=["trino", pytest.param("spark", marks=pytest.mark.stack)])
def read(request: pytest.FixtureRequest, running: Services) -> Callable[[], list[list[Any]]]:
    """Runs the query of the tags, by each engine that reads the Metastore."""
    if request.param == "trino":
        return lambda: rows(running, TAGS)
    session: SparkSession = request.getfixturevalue("spark")
    return lambda: [list(row) for row in session.sql(TAGS.replace("hive.hyperion", "hyperion")).collect()]


def test_a_reader_never_sees_two_releases(running: Services, lake: Lake, read: Callable[[], list[list[Any]]]) -> None:
    serve(running, lake)
    tagged(lake, "second")
    serve(running, lake)
    seen: list[tuple[str, str]] = []
    failed: list[BaseException] = []
    done = Event()

    def look() -> None:
        try:
            while not done.is_set():
                seen.extend((title, franchise) for title, franchise in read())
        except BaseException as error:
            failed.append(error)

    readers = [Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(SWITCHES):
        point(running.metastore_uri, 1 + number % 2)
    while len(seen) < 20 and not failed:
        point(running.metastore_uri, 1 + len(seen) % 2)
    done.set()
    for reader in readers:
        reader.join(60)
    assert not failed
    assert set(seen) == {("Toy Story", "Toy Story"), ("second", "second")}


def test_the_last_releases_stay_registered_and_so_does_the_one_in_force(running: Services, lake: Lake) -> None:
    for number in range(KEPT_RELEASES + 1):
        serve(running, lake)
        tagged(lake, f"release {number}")
    serve(running, lake)
    with metastore(running.metastore_uri) as client:
        kept = sorted(client.get_partition_names(STORED, "films", -1))
    assert kept == [f"release={number}" for number in range(3, KEPT_RELEASES + 3)]
    assert rows(running, TAGS) == [[f"release {KEPT_RELEASES}"] * 2]


def test_what_trino_shows_of_the_tables_is_documented(running: Services, lake: Lake) -> None:
    serve(running, lake)
    assert definitions_document(running.trino_url) == DOCUMENT.read_text(encoding="utf-8")
