"""The landed manifest made anew from the raw files, for when it is lost or damaged."""

from __future__ import annotations

import hashlib
from itertools import groupby

import orjson

from hyperion_assets.broker.lines import RawRecord, decode_line
from hyperion_assets.broker.ranges import LandedRange, PlannedRange, TopicLog, range_file, range_of, topic_log
from hyperion_assets.errors import RangeError, StorageError
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets.lake.store import Store


def rebuild_log(store: Store, name: str) -> TopicLog:
    """Commit and return the manifest of a topic (its name on the broker) that its raw files give.

    What the current manifest has planned, and its generations, are kept; offsets between the files that nobody planned
    are planned as one range. Raises StorageError for a file that is not what its name says.
    """
    found = {key: _landed(store, name, key) for key in _files(store, name)}
    made = topic_log(store, name).update(lambda current: _rebuilt(name, current or TopicLog(), found))
    return made.manifest if made else TopicLog()


def _files(store: Store, name: str) -> list[RangeKey]:
    try:
        return [range_of(file) for file in store.names(name) if file.endswith(".jsonl")]
    except RangeError as error:
        raise StorageError(f"a file in {store.uri(name)} is not a raw file: {error}") from None


def _landed(store: Store, name: str, key: RangeKey) -> tuple[LandedRange, int | None]:
    """What a file holds, and its generation if it holds a record."""
    file = range_file(name, key)
    data = store.read(file)
    records = _records(store.uri(file), key, data)
    landed = LandedRange(
        file=file,
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        records=len(records),
        gaps=key.end - key.start - len(records),
        first_timestamp=records[0].timestamp if records else None,
        last_timestamp=records[-1].timestamp if records else None,
    )
    return landed, records[0].generation if records else None


def _records(uri: str, key: RangeKey, data: bytes) -> list[RawRecord]:
    try:
        records = [decode_line(line) for line in data.split(b"\n")[:-1]]
    except (orjson.JSONDecodeError, KeyError, ValueError, TypeError):
        raise StorageError(f"the raw file {uri} is damaged: delete it, and land the range again") from None
    offsets = [record.offset for record in records]
    whole = data.endswith(b"\n") or not data
    origins = {(record.topic_id, record.partition) for record in records}
    in_order = all(before < after for before, after in zip([key.start - 1, *offsets], [*offsets, key.end], strict=True))
    if not (whole and in_order and origins <= {(key.topic_id, key.partition)}):
        raise StorageError(
            f"the raw file {uri} does not hold the range of its name: delete it, and land the range again"
        )
    return records


def _rebuilt(name: str, current: TopicLog, found: dict[RangeKey, tuple[LandedRange, int | None]]) -> TopicLog | None:
    generations = _generations(name, current, found)
    planned: dict[str, PlannedRange | LandedRange] = {str(key): PlannedRange() for key in current.in_order()}
    log = TopicLog(generations=generations, ranges=planned)
    entries = {key: landed for key, (landed, _) in found.items()}
    keys = sorted({*log.in_order(), *entries}, key=log.order)
    made = log.with_ranges({**{hole: PlannedRange() for hole in _holes(keys)}, **entries})
    return None if made == current else made


def _generations(name: str, current: TopicLog, found: dict[RangeKey, tuple[LandedRange, int | None]]) -> dict[str, int]:
    generations = dict(current.generations)
    for key, (_, generation) in found.items():
        if generation is not None and generations.setdefault(key.topic_id, generation) != generation:
            raise StorageError(
                f"{name}: {key} was landed as generation {generation}, the manifest has {generations[key.topic_id]}"
            )
    log = TopicLog(generations=generations)
    for key in found:
        # A file of gaps only names no generation.
        log = log.with_generation(key.topic_id)
    return log.generations


def _holes(keys: list[RangeKey]) -> list[RangeKey]:
    """Ranges for the offsets that lie between, or before, sorted ranges of one partition."""
    holes = []
    for (topic_id, partition), group in groupby(keys, lambda key: key[:2]):
        end = 0
        for key in group:
            if key.start > end:
                holes.append(RangeKey(topic_id, partition, end, key.start))
            end = key.end
    return holes
