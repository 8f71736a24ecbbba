"""Which ranges share a run: those that stand without a break in Dagster's list of partitions."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hyperion_assets.assets.sensors import batches, range_tags
from hyperion_assets_tests.properties import SOME


@SOME
@given(st.lists(st.text("abc", min_size=1, max_size=3), unique=True), st.data())
def test_groups_stand_without_a_break_and_as_few_as_can_be(known: list[str], data: st.DataObject) -> None:
    keys = data.draw(st.lists(st.sampled_from(known), unique=True)) if known else []
    groups = batches(keys, known)
    assert sorted(key for group in groups for key in group) == sorted(keys)
    places = [[known.index(key) for key in group] for group in groups]
    for place in places:
        assert place == list(range(place[0], place[0] + len(place)))
    for before, after in pairwise(places):
        assert after[0] > before[-1] + 1
    for group, place in zip(groups, places, strict=True):
        tags = range_tags(group)
        first, last = (known.index(key) for key in tags.values())
        assert known[first : last + 1] == [known[at] for at in place]


def test_nothing_is_no_group() -> None:
    assert batches([], ["a"]) == []


def test_the_order_is_that_of_the_partitions() -> None:
    assert batches(["d", "a", "b"], ["b", "a", "c", "d"]) == [["b", "a"], ["d"]]
    assert range_tags(["b", "a"]) == {
        "dagster/asset_partition_range_start": "b",
        "dagster/asset_partition_range_end": "a",
    }
