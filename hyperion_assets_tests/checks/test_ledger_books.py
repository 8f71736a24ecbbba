"""The ledger's lines: each range and reason has one, and one that does not balance is told and marked."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyperion_assets.broker.counts import Counts
from hyperion_assets.checks.ledger import RangeBalance, range_balances
from hyperion_assets.checks.ledger_books import WITHOUT_CODE, Book, Line, file_books, range_books, reason_books
from hyperion_assets.operations.books import WIDTH, ledger_books, ledger_json, ledger_text, missing_ranges
from hyperion_assets.topics import Topic
from hyperion_assets_tests.checks.topic_world import Range, Record, TopicWorld, rows_of, topic_id

REFUSED = Record(None, "x", "quarantined", "no_key")
FIRST = Range([Record("up", "a"), REFUSED, Record("up", "b")], gaps=1)
SECOND = Range([Record("up", None, "tombstone"), REFUSED._replace(code="not_json")], generation=1)


@pytest.fixture
def world(tmp_path: Path) -> TopicWorld:
    """Two ranges of a topic that was made anew, which balance."""
    made = TopicWorld(tmp_path, Topic.FILMS)
    made.ranges([FIRST, SECOND])
    made.current([], {f"{topic_id(0)}.0": 4, f"{topic_id(1)}.0": 2})
    return made


def lines(books: list[Book]) -> dict[str, Line]:
    [book] = books
    return {line.name: line for line in book.lines}


def test_a_range_has_a_line_by_the_name_of_its_records(world: TopicWorld) -> None:
    found = lines(range_books(world.settings, world.lake, [Topic.FILMS]))
    assert list(found) == ["raw-films/0/0-4", "raw-films@1/0/0-2"]
    assert found["raw-films/0/0-4"].counts == {
        "offsets": 4, "records": 3, "gaps": 1, "staged": 2, "quarantined": 1, "tombstones": 0
    }  # fmt: skip
    assert [line.difference for line in found.values()] == [0, 0]


def test_the_range_that_lost_a_record_is_the_one_that_is_marked(world: TopicWorld) -> None:
    world.stage({str(world.keys[0]): rows_of(Range(FIRST.records[1:]), 1)})
    books = ledger_books(world.settings, "range", Topic.FILMS)
    assert {name: line.difference for name, line in lines(books).items()} == {
        "raw-films/0/0-4": 1,
        "raw-films@1/0/0-2": 0,
    }
    text = ledger_text(books, {}).splitlines()
    assert [line for line in text if line.startswith("!")] == [
        "! raw-films/0/0-4             4        3     1       1            1           0  off by 1"
    ]
    assert text[-1] == "1 of 2 lines do NOT balance"
    assert ledger_json(books, {})["balances"] is False


def test_a_loss_in_one_range_is_not_made_up_for_by_another(world: TopicWorld) -> None:
    world.stage({str(world.keys[0]): rows_of(Range(FIRST.records[1:]), 1)})
    world.stage({str(world.keys[1]): rows_of(Range([*SECOND.records, Record("up", "c")], generation=1), 0)})
    found = lines(range_books(world.settings, world.lake, [Topic.FILMS]))
    assert [line.difference for line in found.values()] == [1, 1]


def test_a_staged_range_that_never_landed_has_no_offsets(world: TopicWorld) -> None:
    stray = world.keys[0]._replace(start=4, end=5)
    world.stage({str(stray): rows_of(Range([Record("up", "d")]), 4)})
    found = range_balances(world.settings, world.lake, Topic.FILMS)
    assert list(found)[-1] == stray
    assert found[stray] == RangeBalance(0, 0, 0, 0, staged=1, quarantined=0, tombstones=0)
    assert found[stray].difference == 1


def test_reasons_add_up_to_the_quarantined_records(world: TopicWorld) -> None:
    found = lines(reason_books(world.settings, world.lake, [Topic.FILMS]))
    assert {name: (dict(line.counts), line.difference) for name, line in found.items()} == {
        "no_key": ({"rejected": 0, "quarantined": 1}, 0),
        "not_json": ({"rejected": 0, "quarantined": 1}, 0),
        "all": ({"rejected": 0, "quarantined": 2}, 0),
    }


def test_a_record_that_was_quarantined_for_no_reason_does_not_balance(world: TopicWorld) -> None:
    world.stage({str(world.keys[1]): rows_of(Range([REFUSED._replace(code=None), SECOND.records[0]]), 0)})
    found = lines(reason_books(world.settings, world.lake, [Topic.FILMS]))
    assert {name: line.difference for name, line in found.items()} == {"no_key": 0, WITHOUT_CODE: 1, "all": 0}


def test_units_of_a_provider_are_one_line_but_for_those_that_do_not_balance(tmp_path: Path) -> None:
    world = TopicWorld(tmp_path, Topic.FILMS)
    world.published(Counts(entries=2, published=2), Counts(entries=2, published=1))
    found = lines(file_books(world.settings, world.lake, [Topic.FILMS], every_unit=False))
    assert {name: line.difference for name, line in found.items()} == {"unit 0": 0, "unit 1": 1}


def test_no_line_is_wider_than_a_terminal(tmp_path: Path) -> None:
    long = Line("characters/" + "a" * 200 + ".json", {"entries": 10**9, "published": 10**9 - 1, "unchanged": 0}, 1)
    text = ledger_text([Book("source files", "entries = …", [long, Line("short", dict(long.counts), 0)])], {})
    assert max(map(len, text.splitlines())) == WIDTH
    assert "a.json" in text
    assert "…aaa" in text


def test_missing_ranges_are_named_and_no_difference(tmp_path: Path) -> None:
    world = TopicWorld(tmp_path, Topic.FILMS)
    world.ranges([FIRST, Range([Record("up", "c")], state="planned")])
    world.current(["up"], {f"{topic_id(0)}.0": 4})
    missing = missing_ranges(world.settings, Topic.FILMS)
    text = ledger_text(ledger_books(world.settings, "topic", Topic.FILMS), missing).splitlines()
    assert f"missing range {world.keys[1]} of test.raw-films" in text
    assert text[-1] == "it balances"
