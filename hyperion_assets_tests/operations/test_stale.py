"""What has to run: nothing where all stands, and no more than what is behind."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hyperion_assets.assets.quarantine import inputs_beside_tables
from hyperion_assets.assets.table_asset import code_version
from hyperion_assets.lake.decisions import drop
from hyperion_assets.lake.lake import RESOLVED_TABLES, Lake
from hyperion_assets.lake.tables import UNPARTITIONED
from hyperion_assets.model.tables import released_tables
from hyperion_assets.operations.stale import stale_assets
from hyperion_assets.platform import Platform
from hyperion_assets.release.manifest import make_release, resume, roll_back
from hyperion_assets.settings import Settings
from hyperion_assets_tests.lake.written import PLACE, partition, put

TOPICS = ("films", "characters", "boxoffice")
CURRENT = [f"current_{topic}" for topic in TOPICS]
STAGING = [*CURRENT, *RESOLVED_TABLES]
TABLES = [table.name for table in released_tables()]
CONSUMERS = ["postgresql", "exports"]
KEY = f"{PLACE}.{0:012d}-{5:012d}"


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    """A home in which a range of films is staged, and every table stands at it."""
    made = Platform(Settings(home=tmp_path, _env_file=None))
    table = made.lake.table("staged_films")
    table.commit({KEY: partition(table, [{"key": "up"}], hashed=False)}, {}, "code", keep=True)
    for name in [*STAGING, *TABLES]:
        write(made, name)
    return made


def write(platform: Platform, name: str, row: str = "up", code: str | None = None, **made_of: str) -> None:
    """A table as its asset would have left it."""
    table = platform.lake.table(name)
    inputs = inputs_beside_tables(platform) | made_of if name == "quarantine" else {}
    ends: dict[str, dict[str, int]] = {"raw-films": {PLACE: 5}, "raw-characters": {}, "raw-boxoffice": {}}
    cut = {f"raw-{topic}": ends[f"raw-{topic}"] for topic in TOPICS if name not in CURRENT or name.endswith(topic)}
    made = partition(table, [{"key": row}], inputs, hashed=False)
    table.commit({UNPARTITIONED: made}, cut, code or code_version())


def release(lake: Lake) -> None:
    make_release(lake, {name: lake.table(name).required_head() for name in TABLES}, 1)


def test_in_an_empty_home_all_is_to_do(tmp_path: Path) -> None:
    platform = Platform(Settings(home=tmp_path / "home", _env_file=None))
    assert stale_assets(platform) == [*STAGING, *TABLES, "release", *CONSUMERS]
    assert not (tmp_path / "home").exists()


def test_tables_that_stand_are_to_be_released(platform: Platform) -> None:
    assert stale_assets(platform) == ["release", *CONSUMERS]


def test_a_release_is_to_be_served(platform: Platform) -> None:
    release(platform.lake)
    assert stale_assets(platform) == ["postgresql", "exports"]


@pytest.mark.parametrize(
    "behind", ["a range", "a table never written", "other code", "rejected entries", "a row dropped", "current records"]
)
def test_whatever_is_behind_makes_all_of_them_run(platform: Platform, behind: str) -> None:
    release(platform.lake)
    staged = platform.lake.table("staged_films")
    if behind == "a range":
        key = f"{PLACE}.{5:012d}-{6:012d}"
        staged.commit({key: partition(staged, [{"key": "cars"}], hashed=False)}, {}, "code", keep=True)
    elif behind == "a table never written":
        shutil.rmtree(platform.lake.processed.uri("talent"))
    elif behind == "other code":
        write(platform, "talent", code="older")
    elif behind == "rejected entries":
        write(platform, "quarantine", rejected="others")
    elif behind == "a row dropped":
        drop(platform.lake.raw, ["0" * 32], "nobody needs it", datetime.now(UTC))
    else:
        put(platform.lake.table("current_films"), [{"key": "up"}], {"raw-films": {PLACE: 9}})
    assert stale_assets(platform) == [*STAGING, *TABLES, "release", *CONSUMERS]


def test_a_range_behind_a_gap_makes_nothing_run(platform: Platform) -> None:
    release(platform.lake)
    staged = platform.lake.table("staged_films")
    key = f"{PLACE}.{6:012d}-{9:012d}"
    staged.commit({key: partition(staged, [{"key": "cars"}], hashed=False)}, {}, "code", keep=True)
    assert stale_assets(platform) == ["postgresql", "exports"]


def test_under_a_hold_tables_follow_and_no_release_is_made(platform: Platform) -> None:
    release(platform.lake)
    write(platform, "talent", row="cars")
    release(platform.lake)
    roll_back(platform.lake, 1)
    assert stale_assets(platform) == ["postgresql", "exports"]
    write(platform, "talent", code="older")
    assert stale_assets(platform) == [*STAGING, *TABLES, "release", *CONSUMERS]
    write(platform, "talent", row="cars")
    resume(platform.lake)
    assert stale_assets(platform) == ["release", *CONSUMERS]
