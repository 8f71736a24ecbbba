"""The releases in a Hive Metastore, read by Trino: all tables of one release, whatever is switched meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
import trino

from hyperion_assets.engines.hive import KEPT_RELEASES, STORED, folder_of, point, register, served_release
from hyperion_assets.errors import StorageError
from hyperion_assets.lake.commits import Commit
from hyperion_assets.lake.lake import Lake
from hyperion_assets.local.metastore_client import metastore
from hyperion_assets.local.services import Services, services
from hyperion_assets.release.manifest import ReleaseManifest, make_release, required_release
from hyperion_assets.settings import Settings
from hyperion_assets_tests.release.released import lake_in, write_tables
from hyperion_assets_tests.small_release import small_release

TAGS = """
select film.title, franchise.name from hive.hyperion.films film
join hive.hyperion.franchises franchise on franchise.franchise_id = film.franchise_id
where film.film_id = 'toy-story-1995'
"""
SWITCHES = 300


# The first start on a machine fetches Trino.
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A Trino over a Metastore of this module's own."""
    with services(Settings(home=tmp_path_factory.mktemp("services"), _env_file=None), {"trino"}) as joined:
        yield joined


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A lake with release 1, in a folder with an awkward path."""
    return released(tmp_path / "of Zoë, Ltd")


def released(home: Path) -> Lake:
    """A lake whose box office is partitioned by year."""
    _, lake = lake_in(home)
    versions = write_tables(lake, small_release())
    daily = lake.table("box_office_daily")
    (whole,) = daily.partitions().values()
    versions["box_office_daily"] = daily.commit({"1995": whole}, versions["box_office_daily"].manifest.cut, "1")
    make_release(lake, versions, checks_passed=7)
    return lake


def rows(running: Services, query: str) -> Any:
    at = urlsplit(running.trino_url)
    with trino.dbapi.connect(host=at.hostname, port=at.port, user="reader") as connection:
        return connection.cursor().execute(query).fetchall()


def tagged(lake: Lake, tag: str) -> Commit[ReleaseManifest]:
    """The next release, with the tag in two tables."""
    changed = {name: small_release()[name] for name in ("films", "franchises")}
    changed["films"][0]["title"] = changed["franchises"][0]["name"] = tag
    versions = {name: lake.table(name).required_head() for name in required_release(lake).manifest.tables}
    return make_release(lake, versions | write_tables(lake, changed), checks_passed=7)


def folders(lake: Lake, release: Commit[ReleaseManifest]) -> dict[str, dict[str, str]]:
    return {
        name: {
            part: folder_of(lake.table(name).uris(content.files))
            for part, content in table.manifest.partitions.items()
            if content.files
        }
        for name, table in release.manifest.tables.items()
    }


def serve(running: Services, lake: Lake) -> Any:
    release = required_release(lake)
    return register(running.metastore_uri, release.number, folders(lake, release))


def test_trino_reads_every_table_of_a_release(running: Services, lake: Lake) -> None:
    serve(running, lake)
    assert served_release(running.metastore_uri) == 1
    for name, count in required_release(lake).manifest.rows.items():
        assert rows(running, f"select count(*) from hive.hyperion.{name}") == [[count]], name
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
    other = released(tmp_path / "other")
    tagged(other, "second")
    serve(running, other)
    tagged(lake, "of this lake")
    serve(running, lake)
    assert rows(running, TAGS) == [["of this lake", "of this lake"]]


def test_a_reader_never_sees_two_releases(running: Services, lake: Lake) -> None:
    serve(running, lake)
    tagged(lake, "second")
    serve(running, lake)
    seen: list[tuple[str, str]] = []
    failed: list[BaseException] = []
    done = Event()

    def read() -> None:
        try:
            while not done.is_set():
                seen.extend(tuple(row) for row in rows(running, TAGS))
        except BaseException as error:
            failed.append(error)

    readers = [Thread(target=read) for _ in range(3)]
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


def test_a_partition_in_two_folders_is_an_error() -> None:
    assert folder_of(["/a b/c/1.parquet", "/a b/c/2.parquet"]) == "file:/a b/c"
    assert folder_of(["s3://b/c/1.parquet"]) == "s3://b/c"
    with pytest.raises(StorageError, match="several folders: /a, /b"):
        folder_of(["/a/1.parquet", "/b/1.parquet"])
