"""Rows and current records of a release, held against each other: what stands on nothing and what leads nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hyperion_assets.checks.ledger_books import Line
from hyperion_assets.checks.ledger_rows import release_books
from hyperion_assets.lake.lake import Lake
from hyperion_assets.release.manifest import make_release
from hyperion_assets.topics import Topic
from hyperion_assets_tests.lake.written import PLACE, put
from hyperion_assets_tests.release.released import lake_in, write_tables
from hyperion_assets_tests.small_release import Rows, small_release

CUT = {topic.lake_name: {PLACE: 99} for topic in Topic}
AT_7 = {"generation": 0, "partition": 0, "offset": 7}
UNUSED = AT_7 | {"key": "lost"}


class ReleaseWorld:
    """The small release with the current records that it was made of; change either, then look at the books."""

    def __init__(self, home: Path) -> None:
        self.lake: Lake = lake_in(home)[1]
        self.tables: Rows = small_release()
        self.tables["quarantine"] = [
            {"quarantine_id": "q", "scope": "record", "topic": "raw-films", "code": "x", "reason": "y"} | AT_7
        ]
        self.current: Rows = {
            "films": [dict(UNUSED)],
            "characters": [
                {name: row[name] for name in ("generation", "partition", "offset", "key")}
                for row in self.tables["provenance"]
            ],
            "boxoffice": [
                UNUSED | {name: row[name] for name in ("film_id", "date", "state")}
                for row in self.tables["box_office_daily"]
            ],
        }

    def books(self, cut: dict[str, dict[str, int]] | None = None) -> tuple[dict[str, Line], dict[str, Line], str]:
        """The lines of records, and of tables, with the note; the current records stand at a cut of their own."""
        make_release(self.lake, write_tables(self.lake, self.tables, CUT), checks_passed=1)
        for topic, rows in self.current.items():
            name = f"raw-{topic}"
            put(self.lake.table(f"current_{topic}"), rows, {name: (cut or CUT)[name]})
        records, rows_of = release_books(self.lake, Topic)
        return (
            {line.name: line for line in records.lines},
            {line.name: line for line in rows_of.lines},
            records.note,
        )


@pytest.fixture
def world(tmp_path: Path) -> ReleaseWorld:
    return ReleaseWorld(tmp_path)


def off(lines: dict[str, Line]) -> dict[str, int]:
    """The lines that do not balance, by how much."""
    return {name: line.difference for name, line in lines.items() if line.difference}


def test_everything_stands_on_a_record_and_leads_to_a_row_or_the_quarantine(world: ReleaseWorld) -> None:
    records, tables, note = world.books()
    assert (off(records), off(tables), note) == ({}, {}, "")
    assert records["raw-films"].counts == {"current": 1, "in rows": 0, "quarantined": 1, "not current": 0}
    assert records["raw-boxoffice"].counts["in rows"] == tables["box_office_daily"].counts["rows"] == 102
    assert tables["films"].counts == {"rows": 2, "traced": 2}
    of = {topic: {line.name for line in release_books(world.lake, [topic])[1].lines} for topic in Topic}
    assert of[Topic.FILMS] == {"studios", "films"}
    assert of[Topic.BOXOFFICE] == {"box_office_daily"}
    assert of[Topic.CHARACTERS] == tables.keys() - of[Topic.FILMS] - of[Topic.BOXOFFICE]


def test_a_current_record_that_leads_nowhere_is_told(world: ReleaseWorld) -> None:
    world.current["characters"].append(UNUSED | {"offset": 90})
    world.tables["quarantine"] = []
    records, _, _ = world.books()
    assert off(records) == {"raw-films": 1, "raw-characters": 1}


def test_a_row_that_stands_on_a_record_which_is_not_current_is_told(world: ReleaseWorld) -> None:
    world.current["characters"].pop()
    records, _, _ = world.books()
    assert records["raw-characters"].counts["not current"] == 1
    assert off(records) == {"raw-characters": 1}


def test_a_row_without_a_record_is_told(world: ReleaseWorld) -> None:
    world.tables["talent"].append({"talent_id": "nobody", "name": "Nobody"})
    world.current["boxoffice"].pop()
    _, tables, _ = world.books()
    assert off(tables) == {"talent": 1, "box_office_daily": 1}


def test_a_release_that_is_behind_the_records_is_not_compared(world: ReleaseWorld) -> None:
    newer: dict[str, Any] = {**CUT, "raw-characters": {PLACE: 100}}
    records, tables, note = world.books(newer)
    assert list(records) == ["raw-films", "raw-boxoffice"]
    assert list(tables) == ["studios", "films", "box_office_daily"]
    assert note == "newer records wait: what is not listed is compared after the next release"


def test_a_topic_without_current_records_is_not_compared(world: ReleaseWorld) -> None:
    del world.current["characters"]
    records, _, note = world.books()
    assert list(records) == ["raw-films", "raw-boxoffice"]
    assert note.startswith("newer records wait")


def test_there_is_nothing_to_compare_without_a_release(tmp_path: Path) -> None:
    assert release_books(lake_in(tmp_path)[1], Topic) == []
