"""Offset ranges: how they are cut, and the manifest that says which are planned and which have landed.

A range is fixed before it is read. In one partition of one topic id, ranges lie end to end from offset 0; a topic
made anew under its old name has another id, and is the next generation. Not here: asking a broker for anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from hyperion_assets.errors import RangeError
from hyperion_assets.lake.commits import CommitLog
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets.lake.store import Store


class PlannedRange(BaseModel):
    """A range that is fixed, and not read yet."""

    model_config = ConfigDict(frozen=True)
    state: Literal["planned"] = "planned"


class LandedRange(BaseModel):
    """A range that stands as a raw file. `end - start` of its key = records + gaps; timestamps are in ms since 1970."""

    model_config = ConfigDict(frozen=True)
    state: Literal["landed"] = "landed"
    file: str
    bytes: int = Field(ge=0)
    sha256: str
    records: int = Field(ge=0)
    gaps: int = Field(ge=0)
    first_timestamp: int | None
    last_timestamp: int | None


Entry = Annotated[PlannedRange | LandedRange, Field(discriminator="state")]


class TopicLog(BaseModel):
    """The manifest of a topic: its generations by topic id, and every range by its key, in order."""

    model_config = ConfigDict(frozen=True)
    generations: dict[str, int] = Field(default_factory=dict)
    ranges: dict[str, Entry] = Field(default_factory=dict)

    def in_order(self) -> list[RangeKey]:
        """All ranges, by generation, partition and start."""
        return sorted(map(RangeKey.parse, self.ranges), key=self.order)

    def order(self, key: RangeKey) -> tuple[int, int, int]:
        """What ranges are sorted by: generation, partition, start."""
        return self.generations[key.topic_id], key.partition, key.start

    def landed(self) -> dict[RangeKey, LandedRange]:
        """The ranges that have landed, in order."""
        entries = ((key, self.ranges[str(key)]) for key in self.in_order())
        return {key: entry for key, entry in entries if isinstance(entry, LandedRange)}

    def missing(self) -> list[RangeKey]:
        """The ranges that were planned and have not landed, in order."""
        return [key for key in self.in_order() if isinstance(self.ranges[str(key)], PlannedRange)]

    def superseded(self) -> list[RangeKey]:
        """The missing ranges of a topic that has been made anew: their records went with it, the next one has all."""
        newest = max(self.generations.values(), default=0)
        return [key for key in self.missing() if self.generations[key.topic_id] < newest]

    def awaited(self) -> list[RangeKey]:
        """The missing ranges that can still be landed, in order."""
        return [key for key in self.missing() if key not in self.superseded()]

    def planned_ends(self, topic_id: str) -> dict[int, int]:
        """Per partition of a topic id that has ranges, the offset where the next one begins."""
        return {key.partition: key.end for key in self.in_order() if key.topic_id == topic_id}

    def with_generation(self, topic_id: str) -> TopicLog:
        """This log knowing the topic id; one not seen before is the next generation."""
        if topic_id in self.generations:
            return self
        number = 1 + max(self.generations.values(), default=-1)
        return self.model_copy(update={"generations": {**self.generations, topic_id: number}})

    def with_ranges(self, entries: Mapping[RangeKey, PlannedRange | LandedRange]) -> TopicLog:
        """This log with ranges added, or replaced under their keys. Raises RangeError at a gap or an overlap."""
        made = {**self.ranges, **{str(key): entry for key, entry in entries.items()}}
        ordered = sorted(map(RangeKey.parse, made), key=self.order)
        check_contiguous(ordered)
        return self.model_copy(update={"ranges": {str(key): made[str(key)] for key in ordered}})


def topic_log(store: Store, name: str) -> CommitLog[TopicLog]:
    """The commits of a topic's ranges in hyperion-raw; `name` is the topic's on the broker."""
    return CommitLog(store, name, TopicLog)


def read_log(store: Store, name: str) -> TopicLog:
    """The current manifest of a topic (its name on the broker); an empty one if nothing was planned yet."""
    head = topic_log(store, name).head()
    return head.manifest if head else TopicLog()


def range_file(name: str, key: RangeKey) -> str:
    """Path of a range's raw file in hyperion-raw."""
    # A topic id may begin with an underscore, and engines read a file whose name does as if it were empty.
    return f"{name}/range-{key}.jsonl"


def range_of(file: str) -> RangeKey:
    """The range of a raw file by its name without the folder. Raises RangeError for any other name."""
    before, prefix, key = file.removesuffix(".jsonl").partition("range-")
    return RangeKey.parse(key if prefix and not before else file)


def cut_ranges(planned_end: int, high: int, limit: int) -> list[tuple[int, int]]:
    """The offsets from `planned_end` to `high` as ranges (start, end) of `limit` offsets; the last may have fewer."""
    return [(start, min(start + limit, high)) for start in range(planned_end, high, limit)]


def check_contiguous(keys: Iterable[RangeKey]) -> None:
    """Raise RangeError at the first gap or overlap of sorted ranges; it names both sides."""
    for (topic_id, partition), group in groupby(keys, lambda key: key[:2]):
        before, end = "the beginning of the partition", 0
        for key in group:
            if key.start != end:
                what = "overlap" if key.start < end else "leave a gap"
                raise RangeError(
                    f"offset ranges {what} in partition {partition} of topic id {topic_id}: {before} ends at {end}, "
                    f"and {key} starts at {key.start}"
                )
            before, end = str(key), key.end
