"""Which staged ranges belong to a cut: the contiguous prefix of every topic partition, or what a cut names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hyperion_assets.lake.cut import covers
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets.lake.tables import DataFile
from hyperion_assets.topics import Topic


def contiguous(keys: Iterable[str]) -> dict[str, int]:
    """For each topic partition the end of the ranges that follow each other without a gap from offset 0 on."""
    ends: dict[str, int] = {}
    for key in sorted(map(RangeKey.parse, keys)):
        if ends.setdefault(key.place, 0) == key.start:
            ends[key.place] = key.end
    return {place: end for place, end in ends.items() if end}


def staged_inputs(
    lake: Lake, topic: Topic, *, resolving: bool
) -> tuple[list[DataFile], Mapping[str, Mapping[str, int]], Mapping[str, str]]:
    """Files of a topic's staged table, its cut, and the content hash of each range.

    When resolving, the cut is the contiguous prefix of what is staged; else it is the cut of the current records,
    so that whatever else reads staged rows stands at the same cut.
    """
    partitions = lake.table(topic.staged).partitions()
    current = lake.table(topic.current).head()
    cut = current.manifest.cut if current and not resolving else {topic.lake_name: contiguous(partitions)}
    ordered = sorted(map(RangeKey.parse, partitions))
    inside = [str(key) for key in ordered if covers(cut, topic.lake_name, key.place, key.end)]
    files = [file for key in inside for file in partitions[key].files]
    return files, cut, {key: partitions[key].content_hash for key in inside}
