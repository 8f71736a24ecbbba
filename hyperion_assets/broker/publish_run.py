"""One run of a publish: units are read in chunks, compared with what was published, sent and committed.

Not here: what to do when another publisher was faster (``publishing``); how records reach the broker (``producing``).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hyperion_assets.broker.connection import MAX_RECORD_BYTES
from hyperion_assets.broker.counts import Counts, PublishReport
from hyperion_assets.broker.producing import Sender, Tombstone
from hyperion_assets.broker.publish_manifest import PUBLISHED, ROWS, Published, RowFiles, UnitState
from hyperion_assets.broker.replay_log import Replays
from hyperion_assets.errors import InputError
from hyperion_assets.lake.commits import CommitLog
from hyperion_assets.progress import Progress
from hyperion_assets.sources.documents import text_hash
from hyperion_assets.sources.encodings import UTF_8
from hyperion_assets.sources.units import Rejection, SourceUnit, UnitContent

CHUNK_RECORDS = 200_000
"""Records that are read, sent and committed as one: what is held in memory, and what a kill makes sent again."""
KEPT_BYTES = 64 << 10
WHOLE_FILE = ""
"""The place of a rejection that stands for a whole file."""


class OvertakenError(Exception):
    """Another publisher committed since this one compared."""


@dataclass(frozen=True)
class _Difference:
    """A unit that was read: its content, what of it is to be sent, and the keys that are gone from it.

    `kept` are the rows of a unit that cannot be read now: what it has lost is unknown, so its records stay.
    """

    unit: SourceUnit
    content: UnitContent
    changed: pa.Table
    gone: list[Tombstone]
    kept: pa.Table

    @property
    def counts(self) -> Counts:
        published, rejected = self.changed.num_rows, len(self.content.rejections)
        return Counts(self.content.entries, published, self.content.entries - rejected - published, rejected)


class Publication:
    """Compares with the manifest that is current now; raises OvertakenError as soon as another one is committed."""

    def __init__(
        self,
        log: CommitLog[Published],
        replays: CommitLog[Replays],
        topic_id: str,
        sender: Sender,
        progress: Progress,
    ) -> None:
        head, replayed = log.head(), replays.head()
        self._log = log
        self._head = head.manifest if head else None
        # What was published to a topic that is gone says nothing of the one made anew.
        known = self._head if self._head and self._head.topic_id == topic_id else None
        self._state = known or Published(topic_id=topic_id)
        self._files = RowFiles(log.store)
        self._replays = replays
        standing = replayed.manifest.standing(topic_id) if replayed else {}
        self._replayed = [
            (Tombstone(key, sent.source, sent.place), sent) for (_, key), sent in standing.items() if key is not None
        ]
        self._sender = sender
        self._progress = progress
        self._counts: dict[str, Counts] = {}
        self._gone: dict[str, list[Tombstone]] = {}

    def run(self, units: Sequence[SourceUnit]) -> PublishReport:
        """Publish what is new or changed in the units, then tombstones for what is gone from the topic's sources."""
        new = [unit for unit in units if self._is_new(unit)]
        unread = {unit.name for unit in units} - {unit.name for unit in new}
        for name in unread:
            counts = self._state.units[name].counts
            self._counts[name] = replace(counts, published=0, unchanged=counts.published + counts.unchanged)
        for chunk in _chunks(map(self._difference, new)):
            self._publish(chunk)
        self._delete({unit.name for unit in units})
        encodings = {name: self._state.units[name].encoding for name in sorted({unit.name for unit in units})}
        return PublishReport(self._counts, {name: read for name, read in encodings.items() if read != UTF_8})

    def _is_new(self, unit: SourceUnit) -> bool:
        state = self._state.units.get(unit.name)
        return state is None or state.fingerprint != unit.fingerprint or unit.name in self._state.unfinished

    def _difference(self, unit: SourceUnit) -> _Difference:
        content = _sendable(unit.read())
        keys = _values(content.records, "key")
        present = set(keys)
        if len(present) < len(keys):
            raise ValueError(f"{unit.name} gives a key more than once")
        unreadable = _is_unreadable(content)
        outlived = [] if unreadable else self._outlived(unit.name, content)
        before = [] if unreadable else [*self._rows(unit.name), *outlived]
        gone = [row for row in before if row.key not in present]
        kept = self._known(unit.name, ROWS.names) if unreadable else ROWS.empty_table()
        changed = content.records
        if known := self._hashes(unit.name):
            for row in outlived:
                # Its replay stands there, and not what the unit has under the key.
                known.pop(row.key, None)
            hashes = _values(changed, "content_hash")
            differs = [known.get(key) != content_hash for key, content_hash in zip(keys, hashes, strict=True)]
            changed = changed.filter(pa.array(differs, pa.bool_()))
        return _Difference(unit, content, changed, gone, kept)

    def _hashes(self, unit: str) -> dict[str, str]:
        """The content hash that stands on the topic by key; empty where that is not known."""
        rows = self._known(unit, ["key", "content_hash"])
        columns: list[list[Any]] = [column.to_pylist() for column in rows.columns]
        return dict(zip(*columns, strict=True))

    def _known(self, unit: str, columns: list[str]) -> pa.Table:
        """The rows of what stands on the topic; none where that is not known."""
        state = self._state.units.get(unit)
        if state is None or unit in self._state.unfinished:
            return ROWS.empty_table().select(columns)
        return self._files.read(state.file, unit, columns, PUBLISHED)

    def _rows(self, unit: str) -> Iterable[Tombstone]:
        """What makes a tombstone of every key of the unit that may stand on the topic."""
        found: dict[str, Tombstone] = {}
        for file in self._state.files(unit):
            rows = self._files.read(file, unit, ["key", "source", "place"], PUBLISHED)
            columns: list[list[Any]] = [column.to_pylist() for column in rows.columns]
            found |= {key: Tombstone(key, source, place) for key, source, place in zip(*columns, strict=True)}
        return found.values()

    def _outlived(self, unit: str, content: UnitContent | None) -> list[Tombstone]:
        """What deletes the replays of texts that the unit has no more; all of them if the unit is gone."""
        replayed = [(deletion, sent.corrects) for deletion, sent in self._replayed if sent.unit == unit]
        if not replayed:
            return []
        texts = _texts(content) if content else set()
        standing = {deletion.key for deletion, corrects in replayed if corrects in texts}
        return [deletion for deletion, _ in replayed if deletion.key not in standing]

    def _publish(self, chunk: Sequence[_Difference]) -> None:
        file = f"{self._log.folder}/{uuid.uuid4().hex}.parquet"
        self._files.write(file, ((found.unit.name, found.content, found.kept) for found in chunk))
        before = {found.unit.name: self._state.files(found.unit.name) for found in chunk}
        # What a unit has on the topic stays in doubt while the unit cannot be read.
        doubted = set(self._state.unfinished)
        sending = [found for found in chunk if found.changed.num_rows]
        if sending:
            started = {found.unit.name: [*before[found.unit.name], file] for found in sending}
            self._commit(self._state.units, {**self._state.unfinished, **started})
            for found in sending:
                for records in self._sender.send(found.changed):
                    self._progress(records)
            self._sender.finish()
            self._end_replays(key for found in sending for key in _values(found.changed, "key"))
        units, unfinished = dict(self._state.units), dict(self._state.unfinished)
        for found in chunk:
            name = found.unit.name
            self._counts[name] = found.counts
            units[name] = UnitState(
                fingerprint=found.unit.fingerprint, file=file, counts=found.counts, encoding=found.content.encoding
            )
            in_doubt = name in doubted and _is_unreadable(found.content)
            if found.gone or in_doubt:
                unfinished[name] = before[name]
            else:
                unfinished.pop(name, None)
            if found.gone:
                self._gone[name] = found.gone
        self._commit(units, unfinished)

    def _delete(self, names: set[str]) -> None:
        """Send a tombstone for every key that is gone, unless it is in another unit now."""
        dropped = {*self._state.units, *self._state.unfinished} - names
        of_dropped = {name: [*self._rows(name), *self._outlived(name, None)] for name in dropped}
        gone = {**self._gone, **of_dropped}
        if not gone:
            return
        if self._nothing_left(names):
            raise InputError(
                f"the sources give no record, and {sum(map(len, gone.values())):,} are published: nothing is removed; "
                "look whether the source folder is the right one, or take another home"
            )
        units = {name: state for name, state in self._state.units.items() if name not in dropped}
        in_doubt = {name: files for name, files in self._state.unfinished.items() if name not in gone}
        self._commit(units, {**in_doubt, **{name: self._state.files(name) for name in gone}})
        done = {key for name, state in units.items() for key in self._keys(state.file, name)}
        done.update(key for name, files in in_doubt.items() for file in files for key in self._keys(file, name))
        deleted: set[str] = set()
        for name, rows in gone.items():
            tombstones = list({row.key: row for row in rows if row.key not in done}.values())
            done.update(row.key for row in tombstones)
            self._sender.delete(tombstones)
            deleted.update(row.key for row in tombstones)
            self._counts[name] = replace(self._counts.get(name, Counts()), tombstones=len(tombstones))
        self._sender.finish()
        self._end_replays(deleted)
        self._commit(units, in_doubt)

    def _end_replays(self, keys: Iterable[str]) -> None:
        """What was replayed under these keys has ended: the publish has put something else there."""
        if not self._replayed:
            return
        ended = {deletion.key for deletion, _ in self._replayed}.intersection(keys)
        if ended:
            self._replays.update(lambda current: (current or Replays()).ended(ended))

    def _nothing_left(self, names: set[str]) -> bool:
        """Whether no unit has a record, or could have one if it could be read."""
        left = (self._state.units[name] for name in names if name in self._state.units)
        return not any(
            state.counts.published + state.counts.unchanged or state.counts.rejected == state.counts.entries == 1
            for state in left
        )

    def _keys(self, file: str, unit: str) -> list[Any]:
        return _values(self._files.read(file, unit, ["key"], PUBLISHED), "key")

    def _commit(self, units: Mapping[str, UnitState], unfinished: Mapping[str, list[str]]) -> None:
        made = Published(topic_id=self._state.topic_id, units=dict(units), unfinished=dict(unfinished))

        def build(current: Published | None) -> Published:
            if current != self._head:
                raise OvertakenError
            return made

        self._log.update(build)
        self._head = self._state = made


def _is_unreadable(content: UnitContent) -> bool:
    return any(rejection.place == WHOLE_FILE for rejection in content.rejections)


def _texts(content: UnitContent) -> set[str]:
    """The hash of every text of a unit, published or rejected."""
    rejected = (text_hash(each.original) for each in content.rejections)
    return {*_values(content.records, "content_hash"), *rejected}


def _values(rows: pa.Table, column: str) -> list[Any]:
    return rows.column(column).to_pylist()


def _chunks(differences: Iterable[_Difference]) -> Iterator[list[_Difference]]:
    chunk: list[_Difference] = []
    for found in differences:
        chunk.append(found)
        if sum(each.content.records.num_rows for each in chunk) >= CHUNK_RECORDS:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _sendable(content: UnitContent) -> UnitContent:
    """The content with the records that are larger than a topic takes among the rejections."""
    sizes = pc.binary_length(content.records.column("value"))
    too_large = pc.greater(sizes, pa.scalar(MAX_RECORD_BYTES))
    large = content.records.filter(too_large)
    if not large.num_rows:
        return content
    rejections = [
        Rejection(
            place,
            "too_large",
            f"the record {key} has {len(value)} bytes, and a topic takes {MAX_RECORD_BYTES}",
            value[:KEPT_BYTES],
        )
        for key, value, place in zip(
            *(large.column(name).to_pylist() for name in ("key", "value", "place")), strict=True
        )
    ]
    records = content.records.filter(pc.invert(too_large))
    return UnitContent(content.entries, records, [*content.rejections, *rejections])
