"""What `hyperion status` tells of a home, read from files alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hyperion_assets.broker.ranges import PlannedRange, TopicLog, topic_log
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets.operations.status import platform_status, status_text
from hyperion_assets.release.manifest import make_release, required_release, roll_back
from hyperion_assets.settings import Settings
from hyperion_assets_tests.release.released import lake_in, retitled, with_film, write_tables

KEY = RangeKey("A" * 22, 0, 0, 5)


def test_an_empty_home_has_nothing_and_stays_empty(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", _env_file=None)
    found = platform_status(settings)
    assert found["home"] == str(tmp_path / "home")
    assert found["missing_ranges"] == {"raw-films": [], "raw-characters": [], "raw-boxoffice": []}
    assert found["release"] is None
    assert "release  none yet: `hyperion run` makes one" in status_text(found).splitlines()
    assert list(tmp_path.iterdir()) == []


def test_a_release_with_its_rows_and_who_serves_it(settings: Settings) -> None:
    found: dict[str, Any] = platform_status(settings)
    made = required_release(lake_in(settings.home)[1]).manifest
    assert found["release"] == {
        "number": 1,
        "kind": "release",
        "held": False,
        "created_at": made.created_at.isoformat(),
        "rows": made.rows,
        "exports_serve": None,
        "newer_tables": [],
    }
    assert found["theatrical_films_without_daily_box_office"] == []
    lines = status_text(found).splitlines()
    assert f"release  1 (release) of {made.created_at:%Y-%m-%d %H:%M:%S} UTC" in lines
    assert f"table    {'films':<32}{2:>12} rows" in lines
    assert json.loads(json.dumps(found, default=str))["release"]["rows"]["films"] == 2


def test_tables_that_no_release_names_yet_are_told_of(settings: Settings) -> None:
    _, lake = lake_in(settings.home)
    table = lake.table("talent")
    head = table.required_head().manifest
    table.commit(head.partitions, head.cut, "other code")
    found = platform_status(settings)
    assert found["release"]["newer_tables"] == ["talent"]
    newer = "         1 tables are newer than it: "
    assert f"{newer}`hyperion run` releases them, or names the checks that failed" in status_text(found).splitlines()
    found["release"]["held"] = True
    assert f"{newer}wait for that" in status_text(found).splitlines()


def test_a_theatrical_film_without_a_box_office_is_listed(settings: Settings) -> None:
    _, lake = lake_in(settings.home)
    with_film(lake, 1, release_type="theatrical")
    found = platform_status(settings)
    assert found["theatrical_films_without_daily_box_office"] == ["up-2009"]
    assert status_text(found).splitlines()[-2:] == [
        "films    1 theatrical films have no known original run, so no daily box office:",
        "         up-2009",
    ]


def test_words_in_no_vocabulary_are_counted(settings: Settings) -> None:
    _, lake = lake_in(settings.home)
    unknown = {
        "scope": "field",
        "field": "species",
        "code": "unknown_species",
        "reason": 'the vocabulary has no "grue"',
    }
    rows = [{"quarantine_id": str(number), **unknown} for number in range(2)]
    versions = {name: lake.table(name).required_head() for name in required_release(lake).manifest.tables}
    make_release(lake, versions | write_tables(lake, {"quarantine": rows}), checks_passed=7)
    found = platform_status(settings)
    assert found["words_in_no_vocabulary"] == [{"field": "species", "reason": unknown["reason"], "entries": 2}]
    assert status_text(found).splitlines()[-1] == 'words    2 entries: species: the vocabulary has no "grue"'


def test_a_hold_says_how_it_is_lifted(settings: Settings) -> None:
    _, lake = lake_in(settings.home)
    retitled(lake, "Two")
    roll_back(lake)
    found = platform_status(settings)
    assert (found["release"]["number"], found["release"]["kind"], found["release"]["held"]) == (3, "rollback", True)
    assert ", held: `hyperion release resume` lets new ones in" in status_text(found)


def test_ranges_that_wait_are_named(settings: Settings) -> None:
    _, lake = lake_in(settings.home)
    log = TopicLog().with_generation(KEY.topic_id).with_ranges({KEY: PlannedRange()})
    topic_log(lake.raw, "raw-films").update(lambda _: log)
    found = platform_status(settings)
    assert found["missing_ranges"]["raw-films"] == [str(KEY)]
    lines = status_text(found).splitlines()
    assert f"ranges   raw-films       1 missing: {KEY}" in lines
    assert "ranges   raw-characters  all that are planned are staged" in lines
