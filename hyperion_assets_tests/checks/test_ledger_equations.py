"""Which title and equation each book of the ledger has, when it balances, and how units of a provider are summed up."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyperion_assets.broker.counts import Counts
from hyperion_assets.broker.publish_manifest import Published, UnitState, published_log
from hyperion_assets.checks.ledger_books import Book, Line, file_books, range_books, reason_books, topic_books
from hyperion_assets.topics import Topic
from hyperion_assets_tests.checks.topic_world import TopicWorld, topic_id

ENTRIES = "entries = published + unchanged + rejected"
OFFSETS = "offsets = records + gaps; records = staged + quarantined + tombstones"


@pytest.mark.parametrize(
    ("differences", "balances"),
    [([], True), ([0], True), ([1], False), ([-1], False), ([0, 1], False), ([1, -1], False)],
)
def test_a_book_balances_when_each_line_does(differences: list[int], balances: bool) -> None:
    book = Book("title", "a = b", [Line(str(n), {}, difference) for n, difference in enumerate(differences)])
    assert book.balances is balances


def test_each_book_says_its_equation(tmp_path: Path) -> None:
    world = TopicWorld(tmp_path, Topic.FILMS)
    books = [
        *topic_books(world.settings, world.lake, [Topic.FILMS]),
        *file_books(world.settings, world.lake, [Topic.FILMS], every_unit=True),
        *range_books(world.settings, world.lake, [Topic.FILMS]),
        *reason_books(world.settings, world.lake, [Topic.FILMS]),
    ]
    assert [(book.title, book.equation) for book in books] == [
        ("sources", ENTRIES),
        ("ranges", OFFSETS),
        ("cut", "staged = current + duplicate + superseded + deleted; a row for each current record"),
        ("test.raw-films: source files", ENTRIES),
        ("test.raw-films: ranges", OFFSETS),
        ("test.raw-films: reasons", "all rejected entries and all quarantined records, by code"),
    ]


def test_units_of_a_provider_that_balance_are_summed_up(tmp_path: Path) -> None:
    world = TopicWorld(tmp_path, Topic.BOXOFFICE)
    counts = {
        "faker:box-office/cars-2006": Counts(entries=3, published=2, rejected=1),
        "faker:box-office/up-2009": Counts(entries=4, published=1, unchanged=3),
        "faker:box-office/bolt-2008": Counts(entries=4, published=1),
        "characters/up.json": Counts(entries=1, published=1),
    }
    units = {name: UnitState(fingerprint="f", file="none", counts=each) for name, each in counts.items()}
    log = published_log(world.lake.raw, world.topic.name_in(world.settings))
    log.update(lambda _: Published(topic_id=topic_id(0), units=units))

    [book] = file_books(world.settings, world.lake, [Topic.BOXOFFICE], every_unit=False)
    assert [(line.name, list(line.counts.values()), line.difference) for line in book.lines] == [
        ("characters/up.json", [1, 1, 0, 0], 0),
        ("faker:box-office/bolt-2008", [4, 1, 0, 0], 3),
        ("faker:box-office (2 units)", [7, 3, 3, 1], 0),
    ]
    [book] = file_books(world.settings, world.lake, [Topic.BOXOFFICE], every_unit=True)
    assert [line.name for line in book.lines] == sorted(counts)
