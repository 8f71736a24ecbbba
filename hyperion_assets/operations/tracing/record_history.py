"""What became of Kafka records: where they lie, how they were staged, and which record of a key counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from hyperion_assets.broker.ranges import LandedRange, TopicLog, read_log
from hyperion_assets.lake.content import connect_to_files, relation_sql
from hyperion_assets.lake.cut import covers
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

_TOLD = ("timestamp", "key", "content_hash", "source", "place", "outcome", "reason_code", "reason")


class Place(NamedTuple):
    """Where a record stands: the order of these three is the order of records in time."""

    generation: int
    offset: int
    partition: int

    def in_words(self, topic: str) -> str:
        """`raw-films/0/17`, which `hyperion trace` takes; the generation is named after the first."""
        again = f"@{self.generation}" if self.generation else ""
        return f"{topic}{again}/{self.partition}/{self.offset}"


@dataclass(frozen=True)
class Record:
    """A staged record. `fate` is current, duplicate, superseded, deleted, quarantined, tombstone or waiting; `by` names
    the record that decided it. `code_version` is that of the code which staged it, `staged_version` the number of the
    staged table's version that it was read from."""

    record: str
    place_on_topic: Place
    timestamp: datetime
    key: str | None
    content_hash: str | None
    source: str | None
    place: str | None
    outcome: str
    reason_code: str | None
    reason: str | None
    range: str
    raw_file: str | None
    code_version: str
    staged_version: int
    fate: str = "waiting"
    by: str | None = None


class TopicHistory:
    """The records of one topic, read from the staged ranges."""

    def __init__(self, settings: Settings, lake: Lake, topic: Topic) -> None:
        self.topic = topic
        self.log: TopicLog = read_log(lake.raw, topic.name_in(settings))
        self._table = lake.table(topic.staged)
        head = self._table.head()
        self._version, self._partitions = (head.number, head.manifest.partitions) if head else (0, {})
        current = lake.table(topic.current).head()
        self._cut: Mapping[str, Mapping[str, int]] = current.manifest.cut if current else {}

    def range_of(self, place: Place) -> RangeKey | None:
        """The planned range that a record stands in."""
        for key in self.log.in_order():
            here = self.log.generations[key.topic_id] == place.generation and key.partition == place.partition
            if here and key.start <= place.offset < key.end:
                return key
        return None

    def is_staged(self, key: RangeKey) -> bool:
        """Whether the records of a range are staged."""
        return str(key) in self._partitions

    def at(self, place: Place) -> Record | None:
        """The staged record at a place, with its fate; reads the one range that has it."""
        key = self.range_of(place)
        if key is None or not self.is_staged(key):
            return None
        condition = f'"offset" = {place.offset} AND "partition" = {place.partition} AND generation = {place.generation}'
        found = self._read([str(key)], condition, [])
        if not found or found[0].key is None:
            return self._judged(found)[0] if found else None
        return next(each for each in self.of_keys([found[0].key]) if each.place_on_topic == place)

    def of_keys(self, keys: Collection[str]) -> list[Record]:
        """All staged records of these keys, each with its fate, in the order of time."""
        found = self._read(list(self._partitions), '"key" IN (SELECT unnest(?))', [list(keys)]) if keys else []
        by_key: dict[str | None, list[Record]] = {}
        for each in found:
            by_key.setdefault(each.key, []).append(each)
        return sorted(
            (each for same in by_key.values() for each in self._judged(same)), key=lambda each: each.place_on_topic
        )

    def _judged(self, same_key: list[Record]) -> list[Record]:
        """Records of one key with their fates: the last one that is not quarantined counts."""
        inside = [each for each in same_key if self._in_cut(each)]
        competing = [each for each in inside if each.outcome != "quarantined"]
        winner = max(competing, key=lambda each: each.place_on_topic) if competing else None
        return [_fate(each, winner) if each in inside else each for each in same_key]

    def _in_cut(self, record: Record) -> bool:
        key = RangeKey.parse(record.range)
        return record.outcome == "quarantined" or covers(self._cut, self.topic.lake_name, key.place, key.end)

    def _read(self, ranges: Iterable[str], condition: str, given: list[object]) -> list[Record]:
        range_of = {uri: key for key in ranges for uri in self._table.uris(self._partitions[key].files)}
        if not range_of:
            return []
        source = relation_sql(list(range_of))
        told = ", ".join(f'"{name}"' for name in _TOLD)
        query = f'SELECT filename, generation, "offset", "partition", {told} FROM {source} WHERE {condition}'
        with connect_to_files() as connection:
            rows = connection.execute(query, given).fetchall()
        return [
            self._record(range_of[row[0]], Place(*row[1:4]), dict(zip(_TOLD, row[4:], strict=True))) for row in rows
        ]

    def _record(self, key: str, place: Place, told: dict[str, Any]) -> Record:
        landed = self.log.ranges.get(key)
        return Record(
            record=place.in_words(self.topic.lake_name),
            place_on_topic=place,
            range=key,
            raw_file=landed.file if isinstance(landed, LandedRange) else None,
            code_version=self._partitions[key].inputs.get("code", ""),
            staged_version=self._version,
            **told,
        )


def _fate(record: Record, winner: Record | None) -> Record:
    if record.outcome in ("quarantined", "tombstone"):
        return replace(record, fate=record.outcome)
    assert winner is not None
    if record.place_on_topic == winner.place_on_topic:
        return replace(record, fate="current")
    if winner.outcome == "tombstone":
        return replace(record, fate="deleted", by=winner.record)
    same = record.content_hash == winner.content_hash
    return replace(record, fate="duplicate" if same else "superseded", by=winner.record)
