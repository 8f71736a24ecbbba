"""The peer of `make bench`: the box office from source to Parquet with nothing of the platform but its records.

It produces, consumes, writes JSON lines and runs one DuckDB script, as a person would in an afternoon: no ranges, no
manifests, no quarantine, no release, no rerun. What the platform takes beyond it is the price of those.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import duckdb
import orjson
import pyarrow as pa
from confluent_kafka import Consumer, KafkaError, KafkaException, Message, Producer, TopicPartition

# The package is typed, but does not mark what it re-exports.
from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]

from hyperion_assets.errors import ServiceError
from hyperion_assets.sources.units import SourceUnit

PARTITIONS = 4
PRODUCED_AT_ONCE, CONSUMED_AT_ONCE = 10_000, 1_000
SILENCE_SECONDS, ADMIN_SECONDS = 30.0, 10.0

_CLIENT = {"log_level": 3}  # errors only: "coordinator load in progress" of a young broker is none
_PRODUCER = {
    **_CLIENT,
    "enable.idempotence": True,
    "acks": "all",
    "compression.type": "zstd",
    "linger.ms": 20,
    "queue.buffering.max.messages": 1_000_000,
}
_CONSUMER = {
    **_CLIENT,
    "group.id": "bare-loop",
    "enable.auto.commit": False,
    "auto.offset.reset": "error",
    "enable.partition.eof": True,
    # Together with batches of 1,000 these make the loop about three times as fast; none of them does so alone. By
    # default a full queue pauses fetching for a second, a fetch brings 1 MB, and larger batches leave the cache.
    "fetch.queue.backoff.ms": 10,
    "fetch.wait.max.ms": 50,
    "fetch.message.max.bytes": 16 << 20,
}

_SCRIPT = """
copy (
    select value.film_id, value.date, value.state, value.gross_cents, value.basis, year(value.date) as year
    from read_json({lines}, format = 'newline_delimited', columns = {{
        'offset': 'bigint', 'key': 'varchar',
        'value': 'struct(film_id varchar, "date" date, state varchar, gross_cents bigint, basis varchar)'
    }})
    qualify row_number() over (partition by key order by "offset" desc) = 1
    order by key
) to {parquet} (format parquet, partition_by (year), compression zstd);
"""


def bare_loop(bootstrap: str, units: Iterable[SourceUnit], folder: Path) -> tuple[int, dict[str, float]]:
    """Records, and seconds by stage: read (making them), produce, consume (with JSON check and lines), tables.

    `units` are those of box_office; they go through a topic made for this run and deleted after it. Lines stand in
    `folder`/lines, rows in `folder`/box_office_daily/year=*/. Raises ServiceError if a record is lost on the way.
    """
    seconds: dict[str, float] = {}
    with _topic(bootstrap) as topic:
        seconds["read"], seconds["produce"], produced = _produce(bootstrap, topic, units)
        started = time.perf_counter()
        consumed = _consume(bootstrap, topic, folder / "lines")
        seconds["consume"] = time.perf_counter() - started
    if consumed != produced:
        raise ServiceError(f"bare loop: {produced} records were produced to {topic}, {consumed} consumed")
    started = time.perf_counter()
    _write_tables(folder / "lines", folder / "box_office_daily")
    seconds["tables"] = time.perf_counter() - started
    return produced, seconds


@contextmanager
def _topic(bootstrap: str) -> Iterator[str]:
    admin = AdminClient({"bootstrap.servers": bootstrap, **_CLIENT})
    topic = f"bare-loop-{uuid.uuid4().hex[:12]}"
    try:
        asked = [NewTopic(topic, num_partitions=PARTITIONS, replication_factor=1)]
        for made in admin.create_topics(asked, request_timeout=ADMIN_SECONDS).values():
            made.result()
    except KafkaException as error:
        raise ServiceError(f"bare loop: no topic can be made on Kafka at {bootstrap}: {error.args[0].str()}") from None
    try:
        yield topic
    finally:
        for gone in admin.delete_topics([topic], request_timeout=ADMIN_SECONDS).values():
            gone.result()


def _produce(bootstrap: str, topic: str, units: Iterable[SourceUnit]) -> tuple[float, float, int]:
    """Seconds of reading units, seconds of producing them up to the last acknowledgement, and records."""
    producer = Producer({"bootstrap.servers": bootstrap, **_PRODUCER})
    started, reading, produced = time.perf_counter(), 0.0, 0
    for unit in units:
        before = time.perf_counter()
        records = unit.read().records
        reading += time.perf_counter() - before
        _produce_records(producer, topic, records)
        produced += records.num_rows
    waiting = producer.flush(SILENCE_SECONDS)
    if waiting:
        raise ServiceError(f"bare loop: Kafka at {bootstrap} did not acknowledge {waiting} records")
    return reading, time.perf_counter() - started - reading, produced


def _produce_records(producer: Producer, topic: str, records: pa.Table) -> None:
    produce = producer.produce
    for batch in records.to_batches(max_chunksize=PRODUCED_AT_ONCE):
        columns = [batch.column(name).to_pylist() for name in ("key", "value", "source", "place", "content_hash")]
        for key, value, source, place, content_hash in zip(*columns, strict=True):
            headers = [("source", source), ("place", place), ("content_hash", content_hash), ("schema_version", "1")]
            try:
                produce(topic, value, key, headers=headers)
            except BufferError:  # the queue is full: wait until the broker has taken some
                producer.poll(1.0)
                produce(topic, value, key, headers=headers)
        producer.poll(0)


def batches(bootstrap: str, topic: str) -> Iterator[list[Message]]:
    """The records of all partitions of a topic as they come, up to the end of each.

    Raises ServiceError if the broker falls silent or fails.
    """
    consumer = Consumer({"bootstrap.servers": bootstrap, **_CONSUMER})
    consumer.assign([TopicPartition(topic, partition, 0) for partition in range(PARTITIONS)])
    ended, heard = 0, time.perf_counter()
    try:
        while ended < PARTITIONS:
            messages = consumer.consume(CONSUMED_AT_ONCE, 0.05)
            if not messages and time.perf_counter() - heard > SILENCE_SECONDS:
                raise ServiceError(f"bare loop: Kafka at {bootstrap} fell silent")
            heard = time.perf_counter() if messages else heard
            errors = [error for message in messages if (error := message.error()) is not None]
            for error in errors:
                if error.code() != KafkaError._PARTITION_EOF:
                    raise ServiceError(f"bare loop: Kafka at {bootstrap}: {error.str()}")
            ended += len(errors)
            yield [message for message in messages if message.error() is None] if errors else messages
    finally:
        consumer.close()


def _consume(bootstrap: str, topic: str, lines: Path) -> int:
    """Write every record as a line into one file a partition; the number of records."""
    lines.mkdir(parents=True)
    consumed = 0
    with ExitStack() as stack:
        files = [stack.enter_context((lines / f"{part}.jsonl").open("wb")) for part in range(PARTITIONS)]
        for messages in batches(bootstrap, topic):
            written: list[list[bytes]] = [[] for _ in files]
            for message in messages:
                written[message.partition() or 0].append(_line(message))
            consumed += len(messages)
            for file, new in zip(files, written, strict=True):
                file.write(b"".join(new))
    return consumed


def _line(message: Message) -> bytes:
    value, key = message.value() or b"", message.key() or b""
    orjson.loads(value)  # a value that is not JSON ends the loop: this is where the platform quarantines
    return b'{"offset":%d,"key":%s,"value":%s}\n' % (message.offset() or 0, orjson.dumps(key.decode()), value)


def _write_tables(lines: Path, parquet: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(_SCRIPT.format(lines=_quoted(lines / "*.jsonl"), parquet=_quoted(parquet)))


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
