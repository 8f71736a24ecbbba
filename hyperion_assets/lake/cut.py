"""The cut: up to which offset of every topic partition a table's rows come from."""

from __future__ import annotations

from collections.abc import Mapping

from hyperion_assets.errors import CutError
from hyperion_assets.topics import Topic

Cut = Mapping[str, Mapping[str, int]]
"""Topic → `<topic id>.<partition>` → end offset, exclusive."""


def merge(cuts: Mapping[str, Cut]) -> dict[str, dict[str, int]]:
    """The cut of what is made of several inputs, by input name. Raises CutError where two disagree on a topic."""
    merged: dict[str, dict[str, int]] = {}
    origin: dict[str, str] = {}
    for name, cut in cuts.items():
        for topic, ends in cut.items():
            if topic in merged and merged[topic] != dict(ends):
                current = next(each.current for each in Topic if each.lake_name == topic)
                raise CutError(
                    f"{origin[topic]} and {name} stand at different cuts of {topic}; "
                    f"materialize what depends on {current} again"
                )
            merged[topic] = dict(ends)
            origin.setdefault(topic, name)
    return merged


def is_behind(cut: Cut, other: Cut) -> bool:
    """Whether `other` holds records that `cut` does not."""
    return any(end > cut.get(topic, {}).get(place, 0) for topic, ends in other.items() for place, end in ends.items())


def covers(cut: Cut, topic: str, place: str, end: int) -> bool:
    """Whether the range of a topic that ends at `end` lies within the cut."""
    return end <= cut.get(topic, {}).get(place, 0)
