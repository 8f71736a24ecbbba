"""Which staged ranges belong to a cut: the contiguous prefix of every topic partition, or what a cut names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from hyperion_assets.lake.cut import covers
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.tables import DataFile


class RangeBounds(NamedTuple):
    """A range as its partition key tells it."""

    place: str
    """`<topic id>.<partition>`."""
    start: int
    end: int

    @classmethod
    def of(cls, key: str) -> RangeBounds:
        """Read a key `{topic_id}.{partition}.{start}-{end}`."""
        place, _, offsets = key.rpartition(".")
        start, _, end = offsets.partition("-")
        return cls(place, int(start), int(end))


def contiguous(keys: Iterable[str]) -> dict[str, int]:
    """For each topic partition the end of the ranges that follow each other without a gap from offset 0 on."""
    ends: dict[str, int] = {}
    for bounds in sorted(RangeBounds.of(key) for key in keys):
        if ends.setdefault(bounds.place, 0) == bounds.start:
            ends[bounds.place] = bounds.end
    return {place: end for place, end in ends.items() if end}


def staged_inputs(
    lake: Lake, name: str, *, resolving: bool
) -> tuple[list[DataFile], Mapping[str, Mapping[str, int]], Mapping[str, str]]:
    """Files of a staged table, its cut, and the content hash of each range.

    When resolving, the cut is the contiguous prefix of what is staged; else it is the cut of the current records,
    so that whatever else reads staged rows stands at the same cut.
    """
    short = name.removeprefix("staged_")
    topic = f"raw-{short}"
    head = lake.table(name).head()
    partitions = head.manifest.partitions if head else {}
    current = lake.table(f"current_{short}").head()
    cut = current.manifest.cut if current and not resolving else {topic: contiguous(partitions)}
    inside = []
    for key in sorted(partitions, key=RangeBounds.of):
        bounds = RangeBounds.of(key)
        if covers(cut, topic, bounds.place, bounds.end):
            inside.append(key)
    files = [file for key in inside for file in partitions[key].files]
    return files, cut, {key: partitions[key].content_hash for key in inside}
