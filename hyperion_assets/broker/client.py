"""What the platform asks a broker besides records: topics, their ids, their offsets.

Not here: producing (``publishing``) and consuming (``reading``).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import Any, NamedTuple, TypeVar

from confluent_kafka import IsolationLevel, KafkaError, KafkaException, TopicCollection, TopicPartition

# The package is typed, but does not mark what it re-exports.
from confluent_kafka.admin import AdminClient, NewTopic, OffsetSpec, TopicDescription  # type: ignore[attr-defined]

from hyperion_assets.broker.connection import MAX_BATCH_BYTES, Connection, kafka_error
from hyperion_assets.errors import ServiceError
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

T = TypeVar("T")

TOPIC_CONFIG = {
    "cleanup.policy": "delete",
    "retention.ms": "-1",
    "retention.bytes": "-1",
    "max.message.bytes": str(MAX_BATCH_BYTES),
}
_METADATA_WAIT_SECONDS = 0.1
_NO_LEADER = frozenset({KafkaError.NOT_LEADER_FOR_PARTITION, KafkaError.LEADER_NOT_AVAILABLE})


class Watermarks(NamedTuple):
    """Offsets of a partition: the first one held, and the one after the last that a reader may see."""

    low: int
    high: int


class Broker:
    """An admin client. Every method raises ServiceError in one line when the broker does not do as asked."""

    def __init__(self, settings: Settings) -> None:
        self.connection = Connection(settings)
        self._settings = settings
        try:
            self._admin = AdminClient(self.connection.config())
        except KafkaException as error:
            raise self.connection.error("connecting", kafka_error(error)) from None

    def ensure_topic(self, topic: Topic) -> str:
        """Make the topic if it is not there, and return its id. A topic with other partitions is an error."""
        name = topic.name_in(self._settings)
        deadline = time.monotonic() + self.connection.timeout
        while (found := self._describe(name)) is None:
            if time.monotonic() > deadline:
                raise self.connection.error(f"making the topic {name}")
            self._create(topic, name)
            # A new topic reaches the broker's metadata a moment after it was made, one being deleted leaves likewise.
            time.sleep(_METADATA_WAIT_SECONDS)
        if len(found.partitions) != topic.partitions:
            raise ServiceError(
                f"topic {name} at {self.connection.address} has {len(found.partitions)} partitions, not "
                f"{topic.partitions}: delete it, so that it is made anew and published again, or set "
                "HYPERION_TOPIC_PREFIX to use other topics"
            )
        return _text(found)

    def topic_id(self, topic: Topic) -> str | None:
        """Id of the topic, in letters that a path and a partition key allow; None if there is no such topic.

        A topic that was deleted and made anew has another id.
        """
        found = self._describe(topic.name_in(self._settings))
        return None if found is None else _text(found)

    def watermarks(self, topic: Topic) -> dict[int, Watermarks]:
        """Low and high offset of each partition. `high` stands before transactions that are still open."""
        name = topic.name_in(self._settings)
        specs: Any = (OffsetSpec.earliest(), OffsetSpec.latest())  # type: ignore[no-untyped-call]  # as above
        low, high = (self._offsets(name, topic.partitions, spec) for spec in specs)
        return {partition: Watermarks(low[partition], high[partition]) for partition in range(topic.partitions)}

    def _offsets(self, name: str, partitions: int, spec: OffsetSpec) -> dict[int, int]:
        doing = f"asking for the offsets of {name}"
        asked = {TopicPartition(name, partition): spec for partition in range(partitions)}
        deadline = time.monotonic() + self.connection.timeout
        while True:
            futures = self._call(
                lambda: self._admin.list_offsets(
                    asked, isolation_level=IsolationLevel.READ_COMMITTED, request_timeout=self.connection.timeout
                ),
                doing,
            )
            # A partition that was just made, or moves to another broker, has no leader for a moment.
            expected = _NO_LEADER if time.monotonic() < deadline else frozenset[int]()
            try:
                return {
                    at.partition: int(self._result(future, doing, expected).offset) for at, future in futures.items()
                }
            except _ExpectedError:
                time.sleep(_METADATA_WAIT_SECONDS)

    def _describe(self, name: str) -> TopicDescription | None:
        doing = f"looking for the topic {name}"
        futures = self._call(
            lambda: self._admin.describe_topics(TopicCollection([name]), request_timeout=self.connection.timeout), doing
        )
        try:
            found: TopicDescription = self._result(futures[name], doing, frozenset({KafkaError.UNKNOWN_TOPIC_OR_PART}))
            return found
        except _ExpectedError:
            return None

    def _create(self, topic: Topic, name: str) -> None:
        doing = f"making the topic {name}"
        wanted = NewTopic(name, num_partitions=topic.partitions, replication_factor=-1, config=TOPIC_CONFIG)
        futures = self._call(
            lambda: self._admin.create_topics([wanted], request_timeout=self.connection.timeout), doing
        )
        try:
            self._result(futures[name], doing, frozenset({KafkaError.TOPIC_ALREADY_EXISTS}))
        except _ExpectedError:
            return

    def _call(self, ask: Callable[[], T], doing: str) -> T:
        try:
            return ask()
        except KafkaException as error:
            raise self.connection.error(doing, kafka_error(error)) from None

    def _result(self, future: Future[T], doing: str, expected: frozenset[int] = frozenset()) -> T:
        try:
            # librdkafka ends a request in time by itself; the margin is for a client that never does.
            return future.result(self.connection.timeout + 5)
        except KafkaException as error:
            cause = kafka_error(error)
            if cause.code() in expected:
                raise _ExpectedError from None
            self._admin.poll(0)  # lets the client say why
            raise self.connection.error(doing, cause) from None
        except FutureTimeoutError:
            raise self.connection.error(doing) from None


class _ExpectedError(Exception):
    """The broker refused in the way that the caller provides for."""


def _text(description: TopicDescription) -> str:
    return str(description.topic_id).translate(str.maketrans("+/", "-_", "="))
