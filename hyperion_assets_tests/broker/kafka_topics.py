"""What a test does to the broker behind the platform's back: produce anything, delete, read all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from confluent_kafka import Consumer, IsolationLevel, KafkaError, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource, OffsetSpec, ResourceType

from hyperion_assets.broker.client import Broker
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

LIMIT = 20.0
Headers = list[tuple[str, str | bytes | None]]


class Sent(NamedTuple):
    """A record to produce, or one that was consumed."""

    key: bytes | None
    value: bytes | None
    headers: Headers = []  # noqa: RUF012  (never changed)
    partition: int = 0


class KafkaTopics:
    """Works on the topics that the settings name."""

    def __init__(self, settings: Settings) -> None:
        assert settings.kafka_bootstrap_servers
        self._settings = settings
        self._client = {"bootstrap.servers": settings.kafka_bootstrap_servers, "log_level": 0}
        self._admin = AdminClient(self._client)

    def produce(self, topic: Topic, records: Sequence[Sent], timestamp: int = 0) -> None:
        """Make the topic if needed and put records on it, as they are."""
        Broker(self._settings).ensure_topic(topic)
        producer = Producer(self._client)
        self._queue(producer, topic, records, timestamp)
        assert producer.flush(LIMIT) == 0

    @contextmanager
    def open_transaction(self, topic: Topic, records: Sequence[Sent], commit: bool = True) -> Iterator[None]:
        """Put records on the topic in a transaction, which is committed or aborted when the block ends."""
        producer = Producer({**self._client, "transactional.id": f"test-{topic.name_in(self._settings)}"})
        producer.init_transactions(LIMIT)
        producer.begin_transaction()
        self._queue(producer, topic, records, 0)
        assert producer.flush(LIMIT) == 0
        yield
        (producer.commit_transaction if commit else producer.abort_transaction)(LIMIT)
        # Readers see the end of a transaction a moment after its producer does.
        self._wait_until(
            lambda: (
                self._ends(topic, IsolationLevel.READ_COMMITTED) == self._ends(topic, IsolationLevel.READ_UNCOMMITTED)
            )
        )

    def transact(self, topic: Topic, records: Sequence[Sent], commit: bool) -> None:
        """Put records on the topic in one transaction, which is committed or aborted."""
        with self.open_transaction(topic, records, commit):
            pass

    def delete(self, topic: Topic) -> None:
        """Delete the topic and wait until it is gone."""
        name = topic.name_in(self._settings)
        self._admin.delete_topics([name])[name].result(LIMIT)
        broker = Broker(self._settings)
        self._wait_until(lambda: broker.topic_id(topic) is None)

    def truncate(self, topic: Topic, before: int) -> None:
        """Remove the records of partition 0 before an offset, as retention does."""
        where = TopicPartition(topic.name_in(self._settings), 0, before)
        self._admin.delete_records([where])[where].result(LIMIT)

    def configure(self, topic: Topic, config: dict[str, str]) -> None:
        """Set settings of the topic on the broker."""
        entries = [
            ConfigEntry(name, value, incremental_operation=AlterConfigOpType.SET) for name, value in config.items()
        ]
        resource = ConfigResource(ResourceType.TOPIC, topic.name_in(self._settings), incremental_configs=entries)
        self._admin.incremental_alter_configs([resource])[resource].result(LIMIT)

    def consume(self, topic: Topic) -> list[Sent]:
        """All records of the topic, by partition and offset."""
        name = topic.name_in(self._settings)
        consumer = Consumer({**self._client, "group.id": "test", "enable.partition.eof": True, "fetch.wait.max.ms": 20})
        found: list[Sent] = []
        for partition in range(topic.partitions):
            consumer.assign([TopicPartition(name, partition, 0)])
            at_end = False
            while not at_end:
                message = consumer.poll(LIMIT)
                assert message is not None
                error = message.error()
                at_end = error is not None and error.code() == KafkaError._PARTITION_EOF
                if not at_end:
                    assert error is None
                    headers = message.headers() or []
                    assert isinstance(headers, list)
                    found.append(Sent(message.key(), message.value(), headers, partition))
        consumer.close()
        return found

    def _ends(self, topic: Topic, isolation: IsolationLevel) -> list[int]:
        name = topic.name_in(self._settings)
        asked = {TopicPartition(name, partition): OffsetSpec.latest() for partition in range(topic.partitions)}
        found = self._admin.list_offsets(asked, isolation_level=isolation)
        return [future.result(LIMIT).offset for future in found.values()]

    def _wait_until(self, reached: Callable[[], bool]) -> None:
        deadline = time.monotonic() + LIMIT
        while not reached():
            assert time.monotonic() < deadline

    def _queue(self, producer: Producer, topic: Topic, records: Sequence[Sent], timestamp: int) -> None:
        for record in records:
            producer.produce(
                topic.name_in(self._settings),
                record.value,
                record.key,
                record.partition,
                headers=record.headers,
                timestamp=timestamp,
            )
            producer.poll(0)
