"""Range keys, cutting and the manifest, without a broker."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyperion_assets.broker.ranges import LandedRange, PlannedRange, TopicLog, cut_ranges
from hyperion_assets.errors import RangeError
from hyperion_assets.lake.range_cut import contiguous
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets_tests.properties import SOME

ID = "G-HyuYaYQ2mj4foYMSZ2Ng"
OTHER = "Oh1y5y2ASTulV9ewDacq_w"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

keys = st.builds(
    lambda topic_id, partition, start, length: RangeKey(topic_id, partition, start, start + length),
    st.text(LETTERS, min_size=22, max_size=22),
    st.integers(0, 999_999),
    st.integers(0, 10**17),
    st.integers(1, 10**9),
)


def landed(records: int) -> LandedRange:
    return LandedRange(file="f", bytes=1, sha256="", records=records, gaps=0, first_timestamp=None, last_timestamp=None)


@SOME
@given(keys)
def test_a_key_is_read_back_from_its_text(key: RangeKey) -> None:
    assert RangeKey.parse(str(key)) == key


def test_a_key_reads_as_the_design_writes_it() -> None:
    key = RangeKey(ID, 3, 0, 250_000)
    assert str(key) == f"{ID}.3.000000000000-000000250000"
    assert key.place == f"{ID}.3"


@SOME
@given(st.text(max_size=80))
def test_any_other_text_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(RangeError) as caught:
        RangeKey.parse(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        f"{ID}.0.000000000005-000000000005",
        f"{ID}.0.000000000006-000000000005",
        f"{ID}.00.000000000000-000000000005",
        f"{ID}.0.0000000000000-000000000005",
        f"{ID}.0.000000000000-000000000005\n",
        f"{ID}.0.000000000000-00000000000\N{ARABIC-INDIC DIGIT FIVE}",
        f"../{ID[3:]}.0.000000000000-000000000005",
        f"{ID}.0.000000000000-000000000005/../x",
        f"{ID[1:]}.0.000000000000-000000000005",
    ],
)
def test_near_misses_are_refused(text: str) -> None:
    with pytest.raises(RangeError, match="is not an offset range"):
        RangeKey.parse(text)


@SOME
@given(st.integers(0, 10**12), st.integers(0, 5000), st.integers(1, 500))
def test_cut_ranges_lie_end_to_end_and_none_is_too_long(planned_end: int, waiting: int, limit: int) -> None:
    high = planned_end + waiting
    found = cut_ranges(planned_end, high, limit)
    assert [start for start, _ in found] == [planned_end, *(end for _, end in found[:-1])][: len(found)]
    assert sum(end - start for start, end in found) == waiting
    assert all(end - start == limit for start, end in found[:-1])
    assert all(0 < end - start <= limit for start, end in found)


def test_nothing_is_cut_when_the_planned_end_is_ahead() -> None:
    assert cut_ranges(10, 7, 5) == []


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (
            RangeKey(ID, 0, 12, 20),
            f"leave a gap in partition 0 of topic id {ID}: {ID}.0.000000000000-000000000010 ends at 10",
        ),
        (
            RangeKey(ID, 0, 8, 20),
            f"overlap in partition 0 of topic id {ID}: {ID}.0.000000000000-000000000010 ends at 10",
        ),
    ],
)
def test_a_gap_and_an_overlap_name_both_sides(second: RangeKey, message: str) -> None:
    log = TopicLog().with_generation(ID)
    with pytest.raises(RangeError) as caught:
        log.with_ranges({RangeKey(ID, 0, 0, 10): PlannedRange(), second: PlannedRange()})
    assert message in str(caught.value)
    assert str(second) in str(caught.value)


def test_a_missing_range_holds_back_its_partition_only() -> None:
    log = TopicLog().with_generation(ID).with_generation(OTHER)
    missing = RangeKey(ID, 0, 10, 20)
    log = log.with_ranges(
        {
            RangeKey(ID, 0, 0, 10): landed(10),
            missing: PlannedRange(),
            RangeKey(ID, 0, 20, 30): landed(10),
            RangeKey(ID, 1, 0, 7): landed(7),
            RangeKey(OTHER, 0, 0, 4): landed(4),
        }
    )
    assert log.generations == {ID: 0, OTHER: 1}
    assert contiguous(map(str, log.landed())) == {f"{ID}.0": 10, f"{ID}.1": 7, f"{OTHER}.0": 4}
    assert log.missing() == [missing]
    assert contiguous(map(str, log.with_ranges({missing: landed(10)}).landed())) == {
        f"{ID}.0": 30,
        f"{ID}.1": 7,
        f"{OTHER}.0": 4,
    }


def test_ranges_are_in_order_of_generation_partition_and_offset() -> None:
    log = TopicLog().with_generation(OTHER).with_generation(ID)
    wanted = [RangeKey(OTHER, 0, 0, 5), RangeKey(OTHER, 1, 0, 5), RangeKey(ID, 0, 0, 5), RangeKey(ID, 0, 5, 6)]
    log = log.with_ranges({key: PlannedRange() for key in reversed(wanted)})
    assert log.in_order() == wanted
    assert list(log.ranges) == [str(key) for key in wanted]
    assert TopicLog.model_validate_json(log.model_dump_json()) == log
