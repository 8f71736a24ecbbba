"""Clean-up on every store: what goes, what stays whatever runs beside it, and what a killed one leaves."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pyarrow as pa
import pytest

from hyperion_assets.errors import CutError, InputError, StorageError
from hyperion_assets.lake.commits import Commit
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.tables import EMPTY_HASH, LakeTable, TableManifest, TablePartition
from hyperion_assets.operations.console import Console
from hyperion_assets.operations.prune import prune_releases
from hyperion_assets.operations.releases import describe_release, list_releases
from hyperion_assets.release.manifest import (
    ReleaseManifest,
    current_release,
    make_release,
    release_log,
    required_release,
    resume,
    roll_back,
)
from hyperion_assets.release.prune import Plan, claim, plan_prune, remove
from hyperion_assets.settings import REPOSITORY, Settings
from hyperion_assets_tests.lake.written import AT_10, partition, put
from hyperion_assets_tests.places import PLACES, lake_settings

AT_ONCE = timedelta(0)
KILLED = """
import sys
from hyperion_assets_tests.e2e.killed_run import kill_at
from hyperion_assets.cli import main
from hyperion_assets.lake.remote import RemoteStore
from hyperion_assets.lake.store import FolderStore
for store in (FolderStore, RemoteStore):
    store.remove = kill_at(store.remove, "after", int(sys.argv[1]), "")
main(["release", "prune", "--keep", "1", "--grace", "0"])
"""


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of an empty lake in each place."""
    return lake_settings(request, request.param, tmp_path)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, _env_file=None)


def released(lake: Lake, hero: str) -> Commit[ReleaseManifest]:
    """The next release: a hero, daily rows of which only one year is new, and a staged row."""
    heroes = put(lake.table("heroes"), [{"name": hero}])
    daily = lake.table("daily")
    old = daily.partitions()
    new = {"2006": partition(daily, [{"name": hero}])} if old else both_years(daily)
    made = daily.commit({**old, **new}, AT_10, "code", carried=old)
    put(lake.table("staged_films"), [{"name": hero}])
    return make_release(lake, {"heroes": heroes, "daily": made}, 5)


def both_years(daily: LakeTable) -> dict[str, TablePartition]:
    """Two partitions in one folder, as an engine writes them."""
    folder = daily.new_folder().path
    made = {}
    for year in ("1995", "2006"):
        daily.write_arrow(pa.Table.from_pylist([{"name": "Woody"}]), f"{folder}/part={year}")
        files = tuple(daily.written(f"{folder}/part={year}"))
        made[year] = TablePartition(files=files, content_hash=EMPTY_HASH, inputs={})
    return made


def three_releases(settings: Settings) -> Lake:
    lake = Lake(settings)
    lake.raw.put_if_absent("raw-films/data/20200101T000000-0123abcd/range.jsonl", b"{}")
    for hero in ("Woody", "Buzz", "Jessie"):
        released(lake, hero)
    return lake


def prune(settings: Settings, keep: int = 1, grace_hours: float = 0, *, dry_run: bool = False) -> list[str]:
    """What is said of a clean-up, by the console and at the end."""
    console = Console(io.StringIO())
    said = prune_releases(settings, console, keep, grace_hours, dry_run=dry_run)
    assert isinstance(console.stream, io.StringIO)
    return [*console.stream.getvalue().splitlines(), *said.splitlines()]


def plan(lake: Lake, keep: int = 1, grace: timedelta = AT_ONCE, later: timedelta = timedelta(0)) -> Plan:
    return plan_prune(lake, keep, grace, datetime.now(UTC) + later)


def data_files(lake: Lake) -> set[str]:
    """Every data file in the lake but the raw ones."""
    return {path for store in (lake.staging, lake.processed) for path in store.walk("") if path.endswith(".parquet")}


def named(*manifests: TableManifest) -> set[str]:
    return {file.path for manifest in manifests for file in manifest.files}


def used(lake: Lake, *releases: Commit[ReleaseManifest]) -> set[str]:
    """The files of releases and of the current version of every table."""
    tables = [table.manifest for release in releases for table in release.manifest.tables.values()]
    heads = [lake.table(name).required_head().manifest for name in ("heroes", "daily", "staged_films")]
    return named(*tables, *heads)


def heroes(lake: Lake, release: Commit[ReleaseManifest]) -> list[str]:
    """All names in all tables of a release, read from its files."""
    found = [
        row["name"]
        for name, table in release.manifest.tables.items()
        for row in lake.table(name).read_arrow(table.manifest.files).to_pylist()
    ]
    return sorted(found)


def environment(settings: Settings) -> dict[str, str]:
    """The settings that are not the default, as a command reads them."""
    return {**os.environ, **settings.environment(), "PYTHONPATH": str(REPOSITORY)}


def test_what_no_kept_release_uses_goes_and_everything_else_stays(place: Settings) -> None:
    lake = three_releases(place)
    raw, commits = lake.raw.sizes(""), lake.processed.names("daily/_commits")
    three = required_release(lake)
    going = data_files(lake) - used(lake, three)
    assert len(going) == 6
    said = prune(place)
    assert data_files(lake) == used(lake, three)
    assert [line.split()[:3] for line in said[:-1]] == [
        ["daily", "1", "version,"],
        ["heroes", "2", "versions,"],
        ["staged_films", "2", "versions,"],
    ]
    assert said[-1].startswith("removed 5 versions, 6 files, ")
    assert said[-1].endswith(" bytes; kept: release 3")
    assert current_release(lake) == three._replace(manifest=three.manifest.model_copy(update={"kept": KEPT_OF_3}))
    assert heroes(lake, required_release(lake)) == ["Jessie", "Jessie", "Woody"]
    assert lake.raw.sizes("") == raw
    assert lake.processed.names("daily/_commits") == commits
    assert prune(place) == ["removed 0 versions, 0 files, 0 bytes; kept: release 3"]
    assert release_log(lake).numbers() == [1, 2, 3, 4]


KEPT_OF_3 = {"heroes": (3,), "daily": (3,)}


def test_kept_releases_can_be_brought_back_and_others_say_that_they_are_gone(settings: Settings) -> None:
    lake = three_releases(settings)
    prune(settings, keep=2)
    with pytest.raises(StorageError) as raised:
        roll_back(lake, 1)
    assert str(raised.value) == (
        "release 1 cannot be brought back: `hyperion release prune` has removed its files; "
        "`hyperion release list` shows those that stand"
    )
    listed = [line[28:] for line in list_releases(settings).splitlines()]
    assert listed == ["prune", "release", "release", "release  pruned: its files are gone"]
    gone = "pruned  its files are gone: it can neither be read nor brought back"
    assert [gone in describe_release(settings, number).splitlines() for number in (1, 2)] == [True, False]
    back = roll_back(lake)
    assert (back.number, back.manifest.restores) == (5, 2)
    assert heroes(lake, back) == ["Buzz", "Buzz", "Woody"]
    prune(settings, keep=1)
    assert heroes(lake, required_release(lake)) == ["Buzz", "Buzz", "Woody"]
    assert data_files(lake) == used(lake, back)
    assert roll_back(lake, 2).number == 5


def test_a_clean_up_is_no_release(settings: Settings) -> None:
    lake = three_releases(settings)
    prune(settings)
    assert release_log(lake).numbers() == [1, 2, 3, 4]
    for look in (lambda: roll_back(lake, 4), lambda: describe_release(settings, 4)):
        with pytest.raises(InputError, match=r"^there is no release 4: `hyperion release list` shows those there are$"):
            look()
    assert released(lake, "Rex").number == 5
    with pytest.raises(StorageError, match=r"^release 2 cannot be brought back"):
        roll_back(lake, 2)
    assert roll_back(lake).manifest.restores == 3
    put(lake.table("heroes"), [{"name": "Bo"}])
    prune(settings)
    held = required_release(lake)
    assert (held.number, held.manifest.kind, held.manifest.hold) == (6, "rollback", True)
    lifted = resume(lake)
    assert (lifted.number, lifted.manifest.hold) == (8, False)
    assert required_release(lake) == lifted


def test_a_release_that_was_pruned_counts_and_does_not_come_back_to_life(settings: Settings) -> None:
    lake = three_releases(settings)
    prune(settings, keep=1)
    assert prune(settings, keep=3) == ["removed 0 versions, 0 files, 0 bytes; kept: release 3"]
    released(lake, "Rex")
    assert plan(lake, keep=4).releases == [5, 3]


def test_a_dry_run_says_what_would_go_and_changes_nothing(settings: Settings) -> None:
    lake = three_releases(settings)
    before = [store.sizes("") for store in (lake.raw, lake.staging, lake.processed)]
    said = prune(settings, dry_run=True)
    assert [store.sizes("") for store in (lake.raw, lake.staging, lake.processed)] == before
    assert said[-1].startswith("would remove 5 versions, 6 files, ")
    done = prune(settings)
    assert [done[:-1], done[-1].removeprefix("removed")] == [said[:-1], said[-1].removeprefix("would remove")]


def test_without_a_release_there_is_nothing_to_go_by(settings: Settings) -> None:
    put(Lake(settings).table("heroes"), [{"name": "Woody"}])
    with pytest.raises(InputError, match="there is no release yet"):
        prune(settings)


def test_what_was_replaced_within_the_grace_stays(settings: Settings) -> None:
    lake = three_releases(settings)
    put(lake.table("heroes"), [{"name": "Rex"}])
    put(lake.table("heroes"), [{"name": "Bo"}])
    before = data_files(lake)
    assert prune(settings, grace_hours=1) == [
        "3 files replaced within the grace of 1 h stay for now",
        "removed 0 versions, 0 files, 0 bytes; kept: release 3, 2, 1",
    ]
    assert data_files(lake) == before
    found = plan(lake, grace=timedelta(hours=1), later=timedelta(hours=2))
    assert found.releases == [3]
    assert {path for removal in found.removals for path in removal.files} == before - used(lake, required_release(lake))


def test_a_folder_that_no_version_names_stays_until_it_is_a_day_old(place: Settings) -> None:
    lake = three_releases(place)
    prune(place)
    table = lake.table("heroes")
    partition(table, [{"name": "never committed"}], hashed=False)
    begun_long_ago = f"heroes/data/{datetime.now(UTC) - timedelta(hours=30):%Y%m%dT%H%M%S}-0123abcd"
    with lake.processed.writer(f"{begun_long_ago}/part-0.parquet") as out:
        out.write(b"written just now")
    assert prune(place) == [
        "2 folders that no version names stay until they are a day old",
        "removed 0 versions, 0 files, 0 bytes; kept: release 3",
    ]
    assert plan(lake, later=timedelta(hours=23, minutes=50)).unnamed == 2
    found = plan(lake, later=timedelta(hours=24, minutes=10))
    assert found.unnamed == 0
    assert [len(removal.files) for removal in found.removals] == [1, 1]
    assert claim(lake, found)
    assert [each.files for each in remove(found)] == [2]
    assert data_files(lake) == used(lake, required_release(lake))


def test_whatever_is_no_version_of_a_table_is_left_alone(settings: Settings) -> None:
    lake = three_releases(settings)
    foreign = ["notes/readme.parquet", "heroes/data/notes/part-0.parquet", "20200101T000000-0123abcd/part-0.parquet"]
    for path in foreign:
        lake.processed.put_if_absent(path, b"x")
    prune(settings)
    assert data_files(lake) == {*foreign, *used(lake, required_release(lake))}


def test_a_release_that_is_brought_back_first_is_kept(settings: Settings) -> None:
    lake = three_releases(settings)
    found = plan(lake)
    back = roll_back(lake, 1)
    assert not claim(lake, found)
    prune(settings)
    assert data_files(lake) == used(lake, back)


def test_a_release_that_a_clean_up_has_claimed_is_not_brought_back_though_its_files_are_there(
    settings: Settings,
) -> None:
    lake = three_releases(settings)
    before = data_files(lake)
    assert claim(lake, plan(lake))
    with pytest.raises(StorageError, match=r"^release 1 cannot be brought back"):
        roll_back(lake, 1)
    assert data_files(lake) == before


def test_versions_that_a_clean_up_has_claimed_are_not_released(settings: Settings) -> None:
    lake = three_releases(settings)
    audited = {name: put(lake.table(name), [{"name": "Rex"}]) for name in ("heroes", "daily")}
    put(lake.table("heroes"), [{"name": "Bo"}])
    assert claim(lake, plan(lake))
    with pytest.raises(CutError) as raised:
        make_release(lake, audited, 5)
    assert str(raised.value) == "heroes: another run has written it, and a clean-up removed what was; run again"
    assert required_release(lake).number == 3
    newest = {name: lake.table(name).required_head() for name in audited}
    made = make_release(lake, newest, 5)
    assert (made.number, heroes(lake, made)) == (5, ["Bo", "Rex"])


def test_a_version_takes_over_no_file_that_the_current_one_has_not(settings: Settings) -> None:
    lake = three_releases(settings)
    table = lake.table("daily")
    read = table.partitions()
    put(lake.table("daily"), {"1995": [{"name": "Rex"}]})
    prune(settings)
    with pytest.raises(CutError, match=r"^daily was written with other files by another run; run again$"):
        table.commit({**read, "2010": partition(table, [{"name": "Bo"}])}, AT_10, "code", carried=read)
    assert table.commit(table.partitions(), AT_10, "new", carried=table.partitions()).number == 5


def test_clean_ups_and_writers_at_once_leave_every_release_whole(settings: Settings) -> None:
    lake = three_releases(settings)
    start = Barrier(3)

    def clean() -> None:
        start.wait(30)
        for _ in range(8):
            prune(settings, keep=2)

    def write() -> None:
        start.wait(30)
        for number in range(12):
            made = released(Lake(settings), f"hero {number}")
            assert heroes(lake, made) == ["Woody", f"hero {number}", f"hero {number}"]

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(clean), pool.submit(clean), pool.submit(write)]:
            done.result(120)
    prune(settings, keep=2)
    releases = [commit for commit in release_log(lake).history() if not commit.manifest.cleaned][:2]
    assert [heroes(lake, each)[-1] for each in releases] == ["hero 11", "hero 10"]
    assert data_files(lake) == used(lake, *releases)


@pytest.mark.parametrize("number", [1, 3])
def test_the_next_clean_up_ends_what_a_killed_one_has_begun(place: Settings, number: int) -> None:
    lake = three_releases(place)
    three = required_release(lake)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(number)],
        env=environment(place),
        cwd=place.home,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed
    left = data_files(lake)
    assert used(lake, three) < left
    assert heroes(lake, required_release(lake)) == ["Jessie", "Jessie", "Woody"]
    with pytest.raises(StorageError, match=r"^release 2 cannot be brought back"):
        roll_back(lake)
    said = prune(place)
    assert f" {6 - number} files, " in said[-1]
    assert data_files(lake) == used(lake, three)
    assert release_log(lake).numbers() == [1, 2, 3, 4]
