"""Cuts: what ranges follow each other, what fits together, and what lies within."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hyperion_assets.errors import CutError
from hyperion_assets.lake.cut import covers, is_behind, merge
from hyperion_assets.lake.range_cut import contiguous
from hyperion_assets_tests.properties import SOME

PLACES = st.sampled_from([f"{'A' * 21}{topic}.{partition}" for topic in "-_Z" for partition in (0, 1, 13)])
ENDS = st.dictionaries(PLACES, st.integers(1, 50), max_size=4)
CUTS = st.dictionaries(st.sampled_from(["raw-films", "raw-characters", "raw-boxoffice"]), ENDS, max_size=3)


def key(place: str, start: int, end: int) -> str:
    return f"{place}.{start:012d}-{end:012d}"


@st.composite
def planned(draw: st.DrawFn) -> dict[str, list[tuple[int, int]]]:
    """Ranges end to end from offset 0 for some topic partitions."""
    lengths = draw(st.dictionaries(PLACES, st.lists(st.integers(1, 10**6), min_size=1, max_size=6), max_size=4))
    return {place: [(sum(each[:i]), sum(each[: i + 1])) for i in range(len(each))] for place, each in lengths.items()}


@SOME
@given(planned(), st.data())
def test_the_prefix_ends_at_the_first_missing_range(
    ranges: dict[str, list[tuple[int, int]]], data: st.DataObject
) -> None:
    here = {place: data.draw(st.lists(st.sampled_from(each), unique=True)) for place, each in ranges.items()}
    keys = data.draw(st.permutations([key(place, *bounds) for place, each in here.items() for bounds in each]))
    expected = {}
    for place, each in ranges.items():
        first_missing = next((bounds for bounds in each if bounds not in here[place]), None)
        end = each[-1][1] if first_missing is None else first_missing[0]
        if end:
            expected[place] = end
    assert contiguous(keys) == expected


@SOME
@given(planned())
def test_without_a_missing_range_every_partition_is_whole(ranges: dict[str, list[tuple[int, int]]]) -> None:
    keys = [key(place, *bounds) for place, each in ranges.items() for bounds in each]
    assert contiguous(reversed(keys)) == {place: each[-1][1] for place, each in ranges.items()}


def test_a_later_generation_does_not_wait_for_an_older_one() -> None:
    old, new = "old".ljust(22, "x"), "new".ljust(22, "x")
    keys = [key(f"{old}.0", 10, 20), key(f"{new}.0", 0, 5), key(f"{new}.10", 0, 7), key(f"{new}.1", 7, 9)]
    assert contiguous(keys) == {f"{new}.0": 5, f"{new}.10": 7}


@SOME
@given(CUTS, st.data())
def test_inputs_of_one_cut_merge_to_all_their_topics(cut: dict[str, dict[str, int]], data: st.DataObject) -> None:
    topics = st.sets(st.sampled_from(sorted(cut))) if cut else st.just(set())
    parts = [data.draw(topics) for _ in range(3)]
    inputs = {f"table {number}": {topic: cut[topic] for topic in part} for number, part in enumerate(parts)}
    assert merge(inputs) == {topic: ends for topic, ends in cut.items() if any(topic in part for part in parts)}


@SOME
@given(CUTS, CUTS)
def test_two_cuts_of_a_topic_do_not_merge(one: dict[str, dict[str, int]], two: dict[str, dict[str, int]]) -> None:
    torn = [topic for topic in two if topic in one and one[topic] != two[topic]]
    assume(torn)
    with pytest.raises(CutError, match=re.escape(f"films and talent stand at different cuts of {torn[0]}; ")):
        merge({"films": one, "talent": two})


def test_the_error_names_what_to_run() -> None:
    place = f"{'A' * 22}.0"
    cuts = {
        "studios": {"raw-films": {place: 4}},
        "talent": {"raw-characters": {place: 9}},
        "films": {"raw-films": {place: 5}},
    }
    with pytest.raises(CutError) as raised:
        merge(cuts)
    assert str(raised.value) == (
        "studios and films stand at different cuts of raw-films; materialize what depends on current_films again"
    )


@SOME
@given(CUTS, CUTS)
def test_a_cut_is_behind_exactly_where_records_are_missing(
    cut: dict[str, dict[str, int]], other: dict[str, dict[str, int]]
) -> None:
    def records(of: dict[str, dict[str, int]]) -> set[tuple[str, str, int]]:
        return {(topic, place, at) for topic, ends in of.items() for place, end in ends.items() for at in range(end)}

    assert is_behind(cut, other) is bool(records(other) - records(cut))
    assert not is_behind(cut, cut)
    assert not is_behind(cut, {})
    for topic, ends in other.items():
        for place, end in ends.items():
            assert covers(cut, topic, place, end) is ((topic, place, end - 1) in records(cut))
