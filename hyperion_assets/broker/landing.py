"""Landing: an offset range becomes one raw file, with the same bytes however often and by whomever it is read."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO

from hyperion_assets.broker.gc_pause import collector_paused
from hyperion_assets.broker.lines import LineWriter
from hyperion_assets.broker.ranges import LandedRange, TopicLog, range_file, topic_log
from hyperion_assets.broker.reading import read_range
from hyperion_assets.errors import RangeError
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets.lake.store import Store
from hyperion_assets.progress import Progress, unheard
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

_PIECE_BYTES = 8 << 20
"""What is written at once: with smaller pieces reader and writer wait for each other more than they gain."""


def land(settings: Settings, store: Store, topic: Topic, key: RangeKey, progress: Progress = unheard) -> LandedRange:
    """Write the raw file of a planned range and put it into the topic's manifest; one that stands is left alone.

    Raises RangeError if the range was not planned or the broker does not hold it whole, ServiceError if the broker
    stops answering, StorageError if the store is full or refuses; no file appears then.
    """
    name = topic.name_in(settings)
    log = topic_log(store, name)
    head = log.head()
    manifest = head.manifest if head else TopicLog()
    entry = manifest.ranges.get(str(key))
    if entry is None:
        raise RangeError(
            f"{name} {key}: this range was never planned; ranges are planned by the sensor or `hyperion land`"
        )
    if isinstance(entry, LandedRange) and _stands(store, entry):
        return entry
    landed = _write(settings, store, topic, key, manifest.generations[key.topic_id], progress)
    log.update(lambda current: _with_landed(current, name, key, landed))
    return landed


def _stands(store: Store, landed: LandedRange) -> bool:
    try:
        return store.size(landed.file) == landed.bytes
    except FileNotFoundError:
        return False


def _with_landed(current: TopicLog | None, name: str, key: RangeKey, landed: LandedRange) -> TopicLog | None:
    if current is None or str(key) not in current.ranges:
        raise RangeError(f"{name} {key}: the manifest lost this range while it was read; rebuild it from the raw files")
    if current.ranges[str(key)] == landed:
        return None
    return current.with_ranges({key: landed})


def _write(
    settings: Settings, store: Store, topic: Topic, key: RangeKey, generation: int, progress: Progress
) -> LandedRange:
    name = topic.name_in(settings)
    file = range_file(name, key)
    lines = LineWriter(name, key.topic_id, generation, key.partition)
    records = 0
    first = last = None
    with store.writer(file) as out, collector_paused(), ThreadPoolExecutor(1) as executor:
        raw = _RawFile(out, executor)
        for batch in read_range(settings, topic, key):
            raw.add(lines.lines(batch))
            records += len(batch)
            first = batch[0].timestamp()[1] if first is None else first
            last = batch[-1].timestamp()[1]
            progress(len(batch))
        raw.finish()
    return LandedRange(
        file=file,
        bytes=raw.bytes,
        sha256=raw.digest.hexdigest(),
        records=records,
        gaps=key.end - key.start - records,
        first_timestamp=first,
        last_timestamp=last,
    )


class _RawFile:
    """Bytes that are written and hashed beside the reader, which they leave the interpreter to."""

    def __init__(self, out: IO[bytes], executor: ThreadPoolExecutor) -> None:
        self.bytes = 0
        self.digest = hashlib.sha256()
        self._out = out
        self._executor = executor
        self._lines: list[bytes] = []
        self._held = 0
        self._writing: Future[None] | None = None

    def add(self, lines: bytes) -> None:
        """Take lines in. Raises OSError if some before them could not be written."""
        self._lines.append(lines)
        self._held += len(lines)
        if self._held >= _PIECE_BYTES:
            self._hand_over()

    def finish(self) -> None:
        """Wait until all of it is written and hashed. Raises OSError if it could not be."""
        self._hand_over()
        self._wait()

    def _hand_over(self) -> None:
        self._wait()
        self._writing = self._executor.submit(self._write, b"".join(self._lines))
        self._lines, self._held = [], 0

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()

    def _write(self, piece: bytes) -> None:
        self._out.write(piece)
        self.digest.update(piece)
        self.bytes += len(piece)
