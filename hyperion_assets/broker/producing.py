"""Producing: records and tombstones to one topic, each acknowledged by all replicas or reported.

Not here: deciding what to send (``publishing``).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pyarrow as pa
from confluent_kafka import KafkaError, KafkaException, Message, Producer

from hyperion_assets.broker.connection import MAX_BATCH_BYTES, Connection, kafka_error
from hyperion_assets.broker.lines import PUBLISHED_HEADERS, REPLAY_OF
from hyperion_assets.model.vocabularies import SCHEMA_VERSION
from hyperion_assets.settings import Settings

_COLUMNS = ["key", "value", "source", "place", "content_hash"]
_ROWS_AT_ONCE = 10_000
_POLL_SECONDS = 0.1


class Tombstone(NamedTuple):
    """A record that is gone from its source: its key, and where it was last."""

    key: str
    source: str
    place: str


class Replay(NamedTuple):
    """A corrected record: the quarantine_id of what it corrects; a value of None deletes the key.

    `unit` is the source unit that has the text which was wrong, and `corrects` that text's hash
    (:func:`hyperion_assets.sources.documents.text_hash`).
    """

    quarantine_id: str
    key: str
    value: bytes | None
    source: str
    place: str
    content_hash: str
    unit: str
    corrects: str


class Sender:
    """Queues records; :meth:`finish` waits until all of them stand on the broker."""

    def __init__(self, name: str, producer: Producer, connection: Connection) -> None:
        self._name = name
        self._producer = producer
        self._connection = connection
        self._failed = 0
        self._first_failure: KafkaError | None = None

    def send(self, records: pa.Table) -> Iterator[int]:
        """Queue records (columns key, value, source, place, content_hash); yields how many, batch by batch."""
        for batch in records.select(_COLUMNS).to_batches(max_chunksize=_ROWS_AT_ONCE):
            columns = [column.to_pylist() for column in batch.columns]
            for key, value, source, place, content_hash in zip(*columns, strict=True):
                self._queue(key, value, source, place, content_hash)
            self._producer.poll(0)
            yield batch.num_rows

    def delete(self, tombstones: Iterable[Tombstone]) -> None:
        """Queue a record without a value for each key."""
        for tombstone in tombstones:
            self._queue(tombstone.key, None, tombstone.source, tombstone.place, "")

    def replay(self, replays: Iterable[Replay]) -> None:
        """Queue corrected records, each with the header that names what it corrects."""
        for each in replays:
            self._queue(each.key, each.value, each.source, each.place, each.content_hash, each.quarantine_id)

    def finish(self) -> None:
        """Return when every queued record is acknowledged. Raises ServiceError that says how many were not, and why."""
        waiting, deadline = len(self._producer), time.monotonic() + self._connection.timeout
        while waiting and time.monotonic() < deadline:
            left = self._producer.flush(_POLL_SECONDS)
            if left < waiting:
                waiting, deadline = left, time.monotonic() + self._connection.timeout
        unsent = waiting + self._failed
        if unsent:
            doing = f"publishing to {self._name} ({unsent} records were not acknowledged; run again)"
            raise self._connection.error(doing, self._first_failure)

    def _queue(
        self,
        key: str,
        value: bytes | None,
        source: str,
        place: str,
        content_hash: str,
        replay_of: str | None = None,
    ) -> None:
        headers: list[tuple[str, str | bytes | None]] = [*headers_of(source, place, content_hash, replay_of)]
        deadline = 0.0
        while True:
            try:
                self._producer.produce(self._name, value, key, headers=headers, on_delivery=self._delivered)
            except BufferError:
                # The queue is full: the broker has to take some first.
                deadline = deadline or time.monotonic() + self._connection.timeout
                self._producer.poll(_POLL_SECONDS)
                if time.monotonic() > deadline:
                    raise self._connection.error(f"publishing to {self._name}", self._first_failure) from None
            else:
                return

    def _delivered(self, error: KafkaError | None, _message: Message) -> None:
        if error is not None:
            self._failed += 1
            self._first_failure = self._first_failure or error


def headers_of(source: str, place: str, content_hash: str, replay_of: str | None = None) -> list[tuple[str, str]]:
    """The headers of a record that is sent."""
    texts = (source, place, content_hash, SCHEMA_VERSION)
    headers = list(zip(PUBLISHED_HEADERS, texts, strict=True))
    return headers if replay_of is None else [*headers, (REPLAY_OF, replay_of)]


@contextmanager
def sender(settings: Settings, name: str) -> Iterator[Sender]:
    """A sender to the topic of this name. What was not finished when the block ends is given up."""
    connection = Connection(settings)
    config = connection.config(
        acks="all",
        enable_idempotence=True,
        compression_type="zstd",
        linger_ms=20,
        message_max_bytes=MAX_BATCH_BYTES,
        message_timeout_ms=round(4000 * connection.timeout),
        # All records of a key stand in one partition, whoever produces them: this is how the Java client spreads keys.
        partitioner="murmur2_random",
        delivery_report_only_error=True,
    )
    try:
        producer = Producer(config)
        try:
            yield Sender(name, producer, connection)
        finally:
            producer.purge()
    except KafkaException as error:
        raise connection.error(f"publishing to {name}", kafka_error(error)) from None
