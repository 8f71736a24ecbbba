"""Kafka: whether it answers, has the topics as they should be, and lets this user at them."""

from __future__ import annotations

from typing import Any

from confluent_kafka import KafkaError, KafkaException, TopicCollection

# The package is typed, but does not mark what it re-exports.
from confluent_kafka.admin import AclOperation, AdminClient, NewTopic  # type: ignore[attr-defined]

from hyperion_assets.broker.client import TOPIC_CONFIG
from hyperion_assets.broker.connection import Connection, kafka_error
from hyperion_assets.operations.doctor.finding import Finding, failed, ok
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

ANSWER_SECONDS = 5.0
USED = (AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE)
"""What publishing and landing do on a topic; without a list of rights a broker gives everybody all of them."""


def kafka(settings: Settings) -> Finding:
    """The brokers, and the topics with the rights on them. Raises ServiceError if none answers.

    Kafka's protocol tells no version of a broker: what is asked for here is what all of the platform asks for.
    """
    quick = settings.model_copy(update={"kafka_timeout_seconds": min(ANSWER_SECONDS, settings.kafka_timeout_seconds)})
    connection = Connection(quick)
    admin = None
    try:
        admin = AdminClient(connection.config())
        # Refusals of the login are told to the client while it waits for this.
        brokers = len(admin.list_topics(timeout=ANSWER_SECONDS).brokers)
        made, problems = _topics(admin, settings)
    except KafkaException as error:
        if admin is not None:
            admin.poll(0)  # lets the client say why
        raise connection.error("looking for the brokers", kafka_error(error)) from None
    if problems:
        return failed("; ".join(problems), "mend it on the broker, or set HYPERION_TOPIC_PREFIX")
    topics = f"{made} of {len(Topic)} topics made, with the rights to read and write" if made else "no topic yet"
    return ok(f"{connection.address}: {brokers} broker{'' if brokers == 1 else 's'}; {topics}")


def _topics(admin: AdminClient, settings: Settings) -> tuple[int, list[str]]:
    """How many of the topics there are, and what is wrong with them or would keep the others from being made."""
    names = {topic.name_in(settings): topic for topic in Topic}
    asked = admin.describe_topics(
        TopicCollection(list(names)), include_authorized_operations=True, request_timeout=ANSWER_SECONDS
    )
    absent, problems = [], []
    for name, topic in names.items():
        found, error = _answer(asked[name])
        if error is None:
            problems += _of_topic(name, topic, found)
        elif error.code() == KafkaError.UNKNOWN_TOPIC_OR_PART:
            absent.append(name)
        elif error.code() == KafkaError.TOPIC_AUTHORIZATION_FAILED:
            problems.append(f"no right to DESCRIBE the topic {name}")
        else:
            raise KafkaException(error)
    return len(names) - len(absent), problems + _of_absent(admin, {name: names[name] for name in absent})


def _of_topic(name: str, topic: Topic, found: Any) -> list[str]:
    lacking = [operation.name for operation in USED if operation not in found.authorized_operations]
    problems = [f"no right to {', '.join(lacking)} on the topic {name}"] if lacking else []
    if len(found.partitions) != topic.partitions:
        problems.append(f"the topic {name} has {len(found.partitions)} partitions, not {topic.partitions}")
    return problems


def _of_absent(admin: AdminClient, names: dict[str, Topic]) -> list[str]:
    """Why topics could not be made, as the broker says when it is asked without wanting them."""
    if not names:
        return []
    wanted = [
        NewTopic(name, topic.partitions, replication_factor=-1, config=TOPIC_CONFIG) for name, topic in names.items()
    ]
    asked = admin.create_topics(wanted, validate_only=True, request_timeout=ANSWER_SECONDS)
    errors = {name: _answer(asked[name])[1] for name in names}
    return [f"the topic {name} cannot be made: {error.str()}" for name, error in errors.items() if error is not None]


def _answer(future: Any) -> tuple[Any, KafkaError | None]:
    """What the broker gives, or its error."""
    try:
        return future.result(ANSWER_SECONDS), None
    except KafkaException as error:
        return None, kafka_error(error)
