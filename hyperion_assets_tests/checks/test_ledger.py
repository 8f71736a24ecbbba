"""The ledger: it balances for whatever comes over a topic, and tells whatever is lost or added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hyperion_assets.broker.counts import Counts
from hyperion_assets.broker.waiting import waiting_ranges
from hyperion_assets.checks.ledger import (
    CutBalance,
    RangeBalance,
    SourceBalance,
    TopicLedger,
    ledger,
    range_balances,
    topic_ledger,
)
from hyperion_assets.lake.range_cut import contiguous
from hyperion_assets.topics import Topic
from hyperion_assets_tests.checks.topic_world import Range, Record, TopicWorld, rows_of, topic_id

KEYS = st.sampled_from(["up", "cars", "wall-e"])
RECORDS = st.one_of(
    st.builds(Record, KEYS, st.sampled_from("ab"), st.just("staged")),
    st.builds(Record, KEYS, st.none(), st.just("tombstone")),
    st.builds(Record, st.none() | KEYS, st.sampled_from("ab"), st.just("quarantined")),
)
RANGES = st.builds(
    Range,
    st.lists(RECORDS, max_size=5),
    st.integers(0, 2),
    st.integers(0, 1),
    st.integers(0, 2),
    st.sampled_from(["staged", "staged", "staged", "landed", "planned"]),
).filter(lambda each: len(each.records) + each.gaps > 0)

Placed = tuple[tuple[int, int, int], Record]


def placed(ranges: Sequence[Range]) -> list[tuple[Range, list[Placed]]]:
    """Each range with its records by (generation, offset, partition), which is their order in time."""
    ends: Counter[tuple[int, int]] = Counter()
    found = []
    for each in ranges:
        start = ends[each.generation, each.partition]
        ends[each.generation, each.partition] += len(each.records) + each.gaps
        records = [((each.generation, start + n, each.partition), record) for n, record in enumerate(each.records)]
        found.append((each, records))
    return found


def inside(world: TopicWorld, ranges: Sequence[Range]) -> tuple[list[Placed], dict[str, int]]:
    """The records within the cut, and the cut."""
    cut = contiguous(str(key) for key, each in zip(world.keys, ranges, strict=True) if each.state == "staged")
    records = [
        record
        for key, (each, records) in zip(world.keys, placed(ranges), strict=True)
        if each.state == "staged" and key.end <= cut.get(f"{key.topic_id}.{key.partition}", 0)
        for record in records
    ]
    return records, cut


def fates(records: Sequence[Placed]) -> Counter[str]:
    """What becomes of staged records, by the rule that the last word on a key counts."""
    competing = sorted((at, record) for at, record in records if record.outcome != "quarantined")
    last = {record.key: (at, record) for at, record in competing}
    found: Counter[str] = Counter()
    for at, record in competing:
        if record.outcome == "staged":
            where, winner = last[record.key]
            same = "duplicate" if winner.content == record.content else "superseded"
            found["current" if at == where else "deleted" if winner.outcome == "tombstone" else same] += 1
    return found


def winners(records: Sequence[Placed]) -> list[str | None]:
    """The keys that are current."""
    last = {
        record.key: record for _, record in sorted(records, key=lambda each: each[0]) if record.outcome != "quarantined"
    }
    return [key for key, record in last.items() if record.outcome == "staged"]


@given(ranges=st.lists(RANGES, max_size=8))
@settings(
    # Each example writes a lake and asks DuckDB, 0.1 s; the equations alone are in test_ledger_arithmetic.
    max_examples=max(15, settings().max_examples // 100),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_it_balances_whatever_comes(ranges: list[Range], tmp_path_factory: pytest.TempPathFactory) -> None:
    world = TopicWorld(tmp_path_factory.mktemp("topic"), Topic.BOXOFFICE)
    world.ranges(ranges)
    records, cut = inside(world, ranges)
    if any(each.state == "staged" for each in ranges):
        world.current(winners(records), cut)
    found = topic_ledger(world.settings, world.lake, Topic.BOXOFFICE)
    staged = [each for each in ranges if each.state == "staged"]
    outcomes = Counter(record.outcome for each in staged for record in each.records)
    expected = fates(records)
    assert found.ranges == RangeBalance(
        ranges=len(staged),
        offsets=sum(len(each.records) + each.gaps for each in staged),
        records=sum(len(each.records) for each in staged),
        gaps=sum(each.gaps for each in staged),
        staged=outcomes["staged"],
        quarantined=outcomes["quarantined"],
        tombstones=outcomes["tombstone"],
    )
    assert found.cut == CutBalance(
        staged=sum(expected.values()),
        current=expected["current"],
        duplicate=expected["duplicate"],
        superseded=expected["superseded"],
        deleted=expected["deleted"],
        rows=expected["current"],
    )
    assert found.difference == 0, found.in_words
    assert "UNACCOUNTED" not in found.in_words
    waiting = [str(key) for key, each in zip(world.keys, ranges, strict=True) if each.state != "staged"]
    assert sorted(found.missing) == sorted(waiting)
    assert waiting_ranges(world.settings, world.lake, Topic.BOXOFFICE) == found.missing


RECORD = Record("up", "a")
SENT = [
    Range([Record("up", "a"), Record("cars", "a"), Record("up", "a")], gaps=1),
    Range(
        [Record("wall-e", "a"), Record("up", "b"), Record("cars", None, "tombstone"), Record(None, "x", "quarantined")]
    ),
]


@pytest.fixture
def world(tmp_path: Path) -> TopicWorld:
    """A topic of which everything is accounted for."""
    made = TopicWorld(tmp_path, Topic.FILMS)
    made.ranges(SENT)
    made.current(["up", "wall-e"], {f"{topic_id(0)}.0": 8})
    made.published(
        Counts(entries=5, published=3, unchanged=1, rejected=1), Counts(entries=2, unchanged=2, tombstones=9)
    )
    return made


def test_what_it_says_of_a_topic(world: TopicWorld) -> None:
    found = topic_ledger(world.settings, world.lake, Topic.FILMS)
    assert found == TopicLedger(
        topic="test.raw-films",
        source=SourceBalance(entries=7, published=3, unchanged=3, rejected=1),
        ranges=RangeBalance(ranges=2, offsets=8, records=7, gaps=1, staged=5, quarantined=1, tombstones=1),
        cut=CutBalance(staged=5, current=2, duplicate=0, superseded=2, deleted=1, rows=2),
    )
    assert found.in_words == (
        "test.raw-films: 7 entries = 3 published + 3 unchanged + 1 rejected; "
        "8 offsets = 1 gaps + 5 staged + 1 quarantined + 1 tombstones; "
        "5 staged = 2 current + 0 duplicate + 2 superseded + 1 deleted"
    )


def test_topics_of_which_nothing_is_known_balance(tmp_path: Path) -> None:
    world = TopicWorld(tmp_path, Topic.FILMS)
    found = ledger(world.settings, world.lake)
    assert [each.topic for each in found] == [f"test.raw-{topic}" for topic in ("films", "characters", "boxoffice")]
    assert {(each.difference, len(each.missing), each.ranges.offsets, each.cut.rows) for each in found} == {
        (0, 0, 0, 0)
    }


def unaccounted(world: TopicWorld) -> TopicLedger:
    """The ledger, which must not balance and must say so."""
    found = topic_ledger(world.settings, world.lake, Topic.FILMS)
    assert found.difference > 0
    assert found.in_words.endswith(f"; {found.difference:,} UNACCOUNTED FOR")
    return found


@pytest.mark.parametrize("counts", [Counts(entries=6, published=4), Counts(entries=4, published=4, rejected=2)])
def test_entries_that_are_lost_or_added_are_told(world: TopicWorld, counts: Counts) -> None:
    world.published(counts, Counts(entries=1, unchanged=1))
    found = unaccounted(world)
    assert abs(found.source.difference) == found.difference == 2
    assert (found.ranges.difference, found.cut.difference) == (0, 0)


@pytest.mark.parametrize("lost", [0, 3])
def test_a_record_that_was_not_staged_is_told(world: TopicWorld, lost: int) -> None:
    records = [record for place, record in enumerate(SENT[1].records) if place != lost]
    world.stage({str(world.keys[1]): rows_of(Range(records), 4)})
    found = unaccounted(world)
    assert found.ranges.difference == 1
    assert found.source.difference == 0


def test_a_record_that_was_staged_twice_is_told(world: TopicWorld) -> None:
    world.stage({str(world.keys[0]): rows_of(Range([*SENT[0].records, RECORD]), 0)})
    assert unaccounted(world).ranges.difference == 1


def test_an_outcome_that_nobody_knows_is_told(world: TopicWorld) -> None:
    records = [record._replace(outcome="dropped") for record in SENT[0].records]
    world.stage({str(world.keys[0]): rows_of(Range(records), 0)})
    assert unaccounted(world).ranges.difference == 3


def test_rows_of_a_range_that_never_landed_are_told(world: TopicWorld) -> None:
    stray = world.keys[1]._replace(start=8, end=9)
    world.stage({str(stray): rows_of(Range([RECORD]), 8)})
    assert unaccounted(world).ranges.difference == 1
    balances = range_balances(world.settings, world.lake, Topic.FILMS)
    assert list(balances) == [*world.keys, stray]
    assert balances[stray] == RangeBalance(
        ranges=0, offsets=0, records=0, gaps=0, staged=1, quarantined=0, tombstones=0
    )


def test_ranges_stand_in_the_order_in_which_their_topics_were_made(tmp_path: Path) -> None:
    made = TopicWorld(tmp_path, Topic.FILMS)
    made.ranges([Range([RECORD], generation=2), Range([RECORD], generation=10)])
    assert made.keys[1] < made.keys[0], "their ids sort the other way round"
    assert list(range_balances(made.settings, made.lake, Topic.FILMS)) == made.keys


@pytest.mark.parametrize("keys", [["up"], ["up", "wall-e", "cars"], []])
def test_a_current_record_too_few_or_too_many_is_told(world: TopicWorld, keys: list[str]) -> None:
    world.current(keys, {f"{topic_id(0)}.0": 8})
    found = unaccounted(world)
    assert found.cut.difference == abs(len(keys) - 2)
    assert (found.source.difference, found.ranges.difference) == (0, 0)


def test_current_records_without_staged_ones_are_told(tmp_path: Path) -> None:
    world = TopicWorld(tmp_path, Topic.FILMS)
    world.current(["up"], {})
    assert unaccounted(world).cut.difference == 1


def test_a_staged_record_without_a_key_is_told(world: TopicWorld) -> None:
    records = [SENT[1].records[0], *SENT[1].records[1:3], Record(None, "x")]
    world.stage({str(world.keys[1]): rows_of(Range(records), 4)})
    found = unaccounted(world)
    assert (found.cut.staged, found.cut.difference) == (6, 1)
    assert found.ranges.difference == 0


def test_differences_do_not_cancel_out(world: TopicWorld) -> None:
    world.published(Counts(entries=1, published=2))
    world.stage({str(world.keys[0]): rows_of(Range(SENT[0].records[1:]), 1)})
    found = unaccounted(world)
    assert (found.source.difference, found.ranges.difference) == (-1, 1)
    assert found.difference == 2 + found.cut.difference


def test_at_an_older_cut_later_ranges_do_not_count_yet(tmp_path: Path) -> None:
    world = TopicWorld(tmp_path, Topic.FILMS)
    world.ranges(SENT)
    world.current(["up", "cars"], {f"{topic_id(0)}.0": 4})
    found = topic_ledger(world.settings, world.lake, Topic.FILMS)
    assert found.cut == CutBalance(staged=3, current=2, duplicate=1, superseded=0, deleted=0, rows=2)
    assert found.ranges.staged == 5
    assert found.difference == 0
