"""A topic as the lake knows it, written by hand: ranges, staged rows, current records, and what was published."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from hyperion_assets.broker.counts import Counts
from hyperion_assets.broker.publish_manifest import Published, UnitState, published_log
from hyperion_assets.broker.ranges import LandedRange, PlannedRange, TopicLog, topic_log
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic
from hyperion_assets_tests.lake.written import partition, put

COLUMNS: dict[str, pa.DataType] = {
    "generation": pa.int32(),
    "partition": pa.int32(),
    "offset": pa.int64(),
    "key": pa.string(),
    "content_hash": pa.string(),
    "outcome": pa.string(),
    "reason_code": pa.string(),
}
STAGED = pa.schema(COLUMNS)


class Record(NamedTuple):
    """A Kafka record as staging sees it."""

    key: str | None
    content: str | None
    outcome: str = "staged"
    code: str | None = None


class Range(NamedTuple):
    """Records from the start of a range on, and the offsets after them that hold none."""

    records: Sequence[Record]
    gaps: int = 0
    generation: int = 0
    partition: int = 0
    state: str = "staged"
    """`planned`, `landed` or `staged`."""


class TopicWorld:
    """One topic in a lake of its own."""

    def __init__(self, home: Path, topic: Topic) -> None:
        self.topic = topic
        self.settings = Settings(home=home, topic_prefix="test.", _env_file=None)
        self.lake = Lake(self.settings)
        self.keys: list[RangeKey] = []

    def ranges(self, ranges: Sequence[Range]) -> None:
        """Plan, land and stage ranges, each behind those before it in its partition."""
        log = TopicLog()
        for generation in range(1 + max((each.generation for each in ranges), default=0)):
            log = log.with_generation(topic_id(generation))
        staged: dict[str, pa.Table] = {}
        for each in ranges:
            name, start = topic_id(each.generation), log.planned_ends(topic_id(each.generation)).get(each.partition, 0)
            key = RangeKey(name, each.partition, start, start + len(each.records) + each.gaps)
            self.keys.append(key)
            log = log.with_ranges({key: PlannedRange() if each.state == "planned" else _landed(key, each)})
            if each.state == "staged":
                staged[str(key)] = rows_of(each, start)
        topic_log(self.lake.raw, self.topic.name_in(self.settings)).update(lambda _: log)
        self.stage(staged)

    def stage(self, ranges: dict[str, pa.Table]) -> None:
        """Staged rows of ranges, by key."""
        table = self.lake.table(f"staged_{self.topic}")
        if ranges:
            table.commit(
                {key: partition(table, rows, hashed=False) for key, rows in ranges.items()}, {}, "code", keep=True
            )

    def current(self, keys: Sequence[str | None], cut: dict[str, int]) -> None:
        """The current records, at a cut of this topic."""
        rows = pa.table({"key": pa.array(keys, pa.string())})
        put(self.lake.table(f"current_{self.topic}"), rows, {f"raw-{self.topic}": cut})

    def published(self, *counts: Counts) -> None:
        """What publishing says of the units of the topic."""
        units = {f"unit {n}": UnitState(fingerprint="f", file="none", counts=each) for n, each in enumerate(counts)}
        log = published_log(self.lake.raw, self.topic.name_in(self.settings))
        log.update(lambda _: Published(topic_id=topic_id(0), units=units))


def topic_id(generation: int) -> str:
    """The id of a topic that was made anew so many times."""
    return f"topic-{generation}".ljust(22, "_")


def rows_of(each: Range, start: int) -> pa.Table:
    """The staged rows of a range."""
    rows = [
        {
            "generation": each.generation,
            "partition": each.partition,
            "offset": start + place,
            "key": record.key,
            "content_hash": record.content,
            "outcome": record.outcome,
            "reason_code": record.code,
        }
        for place, record in enumerate(each.records)
    ]
    return pa.Table.from_pylist(rows, schema=STAGED)


def _landed(key: RangeKey, each: Range) -> LandedRange:
    return LandedRange(
        file=f"{key}.jsonl",
        bytes=0,
        sha256="0",
        records=len(each.records),
        gaps=each.gaps,
        first_timestamp=None,
        last_timestamp=None,
    )
