"""Consuming offset ranges: exactly the records of a range, or an error.

A reader follows no consumer group and commits no offset: the landed manifest says what was read. It sees committed
records only, so an aborted transaction is a gap.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from hyperion_assets.broker.client import Broker
from hyperion_assets.broker.connection import Connection, kafka_error
from hyperion_assets.errors import RangeError
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

# Larger batches are slower: their messages leave the processor's cache before they are written.
_BATCH = 1000
# consume() waits for a full batch; a range with gaps never fills its last one.
_POLL_SECONDS = 0.05
_LOST = {KafkaError._AUTO_OFFSET_RESET, KafkaError.OFFSET_OUT_OF_RANGE}
_NO_TOPIC = {KafkaError.UNKNOWN_TOPIC_OR_PART, KafkaError._UNKNOWN_TOPIC, KafkaError._UNKNOWN_PARTITION}


def read_range(settings: Settings, topic: Topic, key: RangeKey) -> Iterator[list[Message]]:
    """The records of a range in batches, in the order of their offsets.

    Raises RangeError if the broker does not hold the whole range, and ServiceError if it stops answering.
    """
    name = topic.name_in(settings)
    broker = Broker(settings)
    _check_topic(broker, topic, name, key)
    _check_offsets(broker, topic, name, key)
    with _consumer(settings, name, key.partition, key.start) as (consumer, connection):
        yield from _batches(consumer, connection, f"{name} {key}", key)
    # A topic made anew while it was read would have answered with its own records.
    _check_topic(broker, topic, name, key)


def first_timestamp(settings: Settings, topic: Topic, partition: int, start: int, end: int) -> int | None:
    """Timestamp (ms since 1970) of the first record between two offsets; None if they hold none."""
    key = RangeKey("", partition, start, end)
    with _consumer(settings, topic.name_in(settings), partition, start) as (consumer, connection):
        for batch in _batches(consumer, connection, f"{topic.name_in(settings)} partition {partition}", key, size=1):
            return batch[0].timestamp()[1]
    return None


def _check_topic(broker: Broker, topic: Topic, name: str, key: RangeKey) -> None:
    found = broker.topic_id(topic)
    if found is None:
        raise RangeError(
            f"{name} {key}: the topic is not on the broker any more, and the records of this range went with it; "
            "publish again, and this range is superseded"
        )
    if found != key.topic_id:
        raise RangeError(
            f"{name} {key}: the topic was made anew (its id is now {found}), and the records of this range went with "
            "the old one; publish again, and this range is superseded"
        )


def _check_offsets(broker: Broker, topic: Topic, name: str, key: RangeKey) -> None:
    low, high = broker.watermarks(topic)[key.partition]
    if key.start < low:
        raise RangeError(
            f"{name} {key}: the broker has removed the records before offset {low} (retention); delete the topic, so "
            "that it is made anew and published again in full"
        )
    if key.end > high:
        raise RangeError(
            f"{name} {key}: the partition ends at offset {high}; the broker has lost records that it had shown"
        )


@contextmanager
def _consumer(settings: Settings, name: str, partition: int, start: int) -> Iterator[tuple[Consumer, Connection]]:
    connection = Connection(settings)
    config = connection.config(
        group_id="hyperion-landing",
        enable_auto_commit=False,
        enable_auto_offset_store=False,
        enable_partition_eof=True,
        auto_offset_reset="error",
        isolation_level="read_committed",
        # By default a full queue pauses fetching for a second; a range is read in less.
        fetch_queue_backoff_ms=10,
        fetch_wait_max_ms=50,
        fetch_message_max_bytes=16 << 20,
    )
    try:
        consumer = Consumer(config)
        try:
            consumer.assign([TopicPartition(name, partition, start)])
            yield consumer, connection
        finally:
            consumer.close()
    except KafkaException as error:
        raise connection.error(f"reading {name}", kafka_error(error)) from None


def _batches(
    consumer: Consumer, connection: Connection, what: str, key: RangeKey, size: int = _BATCH
) -> Iterator[list[Message]]:
    position = key.start
    deadline = time.monotonic() + connection.timeout
    while position < key.end:
        messages = consumer.consume(min(size, key.end - position), _POLL_SECONDS)
        records = [message for message in messages if message.error() is None]
        reached = _reached(messages, connection, what) if len(records) < len(messages) else position
        if records:
            last = _offset(records[-1])
            reached = max(reached, last + 1)
            if last >= key.end:
                records = [record for record in records if _offset(record) < key.end]
        if records:
            yield records
        if reached > position:
            position = reached
            deadline = time.monotonic() + connection.timeout
        elif time.monotonic() > deadline:
            raise connection.error(f"reading {what} from offset {position}")


def _reached(messages: list[Message], connection: Connection, what: str) -> int:
    """The end of the partition if it is among the messages, else 0; an error among them is raised."""
    reached = 0
    for message in messages:
        error = message.error()
        if error is None:
            continue
        if error.code() == KafkaError._PARTITION_EOF:
            reached = _offset(message)
        elif error.code() in _LOST:
            raise RangeError(f"{what}: the broker has removed records of this range while they were read (retention)")
        elif error.code() in _NO_TOPIC:
            raise RangeError(f"{what}: the topic was deleted while this range was read")
        elif not error.retriable() and error.code() not in (KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN):
            raise connection.error(f"reading {what}", error)
    return reached


def _offset(message: Message) -> int:
    """The offset of a consumed message; the client's type has room for one that was not."""
    return cast(int, message.offset())
