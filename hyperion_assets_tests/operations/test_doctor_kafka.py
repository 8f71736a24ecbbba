"""What `hyperion doctor` says of a Kafka that keeps rights on its topics."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

import pytest
from confluent_kafka.admin import (
    AclBinding,
    AclOperation,
    AclPermissionType,
    AdminClient,
    NewTopic,
    ResourcePatternType,
    ResourceType,
)

from hyperion_assets.broker.client import Broker
from hyperion_assets.local import kafka as embedded
from hyperion_assets.local.services import services
from hyperion_assets.operations.doctor.kafka import kafka
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

GUARDED = {
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "allow.everyone.if.no.acl.found": "true",
}
LIMIT_SECONDS = 20.0
ALLOW, DENY = AclPermissionType.ALLOW, AclPermissionType.DENY


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A Kafka that gives everybody every right until a rule says otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in GUARDED.items():
            patch.setitem(embedded.PROPERTIES, name, value)
        with services(Settings(home=tmp_path_factory.mktemp("guarded"), _env_file=None), {"kafka"}) as running:
            yield running.settings


def rules(settings: Settings, kind: ResourceType, of: str, **permissions: AclPermissionType) -> None:
    """Allow or deny operations, by their names, on a topic or the cluster."""
    admin = AdminClient({"bootstrap.servers": settings.kafka_bootstrap_servers})
    made = [
        AclBinding(kind, of, ResourcePatternType.LITERAL, "User:ANONYMOUS", "*", AclOperation[name], permission)
        for name, permission in permissions.items()
    ]
    for done in admin.create_acls(made).values():
        done.result(LIMIT_SECONDS)


def found_in_time(settings: Settings, text: str) -> str:
    """The failure that tells of it, as soon as the broker knows of the rule."""
    end = monotonic() + LIMIT_SECONDS
    while True:
        found = kafka(settings)
        if text in str(found) and found.state == "failed":
            return str(found)
        assert monotonic() < end, found


def test_rights_on_topics_that_are_missing_are_named(guarded: Settings) -> None:
    assert "no topic yet" in str(kafka(guarded))
    for topic in Topic:
        Broker(guarded).ensure_topic(topic)
    assert "3 of 3 topics made, with the rights to read and write" in str(kafka(guarded))
    rules(guarded, ResourceType.TOPIC, "raw-films", READ=ALLOW, DESCRIBE=ALLOW)
    assert found_in_time(guarded, "to WRITE") == (
        "no right to WRITE on the topic raw-films: mend it on the broker, or set HYPERION_TOPIC_PREFIX"
    )
    rules(guarded, ResourceType.TOPIC, "raw-films", ALL=DENY)
    assert found_in_time(guarded, "to DESCRIBE").startswith("no right to DESCRIBE the topic raw-films: ")


def test_topics_of_other_partitions_are_named(guarded: Settings) -> None:
    admin = AdminClient({"bootstrap.servers": guarded.kafka_bootstrap_servers})
    for done in admin.create_topics([NewTopic("other.raw-films", 7)]).values():
        done.result(LIMIT_SECONDS)
    other = guarded.model_copy(update={"topic_prefix": "other."})
    assert "the topic other.raw-films has 7 partitions, not 1" in found_in_time(other, "partitions")


def test_topics_that_may_not_be_made_are_named(guarded: Settings) -> None:
    # What the broker itself does needs a right as well, now that there are rules.
    rules(guarded, ResourceType.BROKER, "kafka-cluster", CLUSTER_ACTION=ALLOW, ALTER=ALLOW, CREATE=DENY)
    rules(guarded, ResourceType.TOPIC, "new.raw-films", DESCRIBE=ALLOW, CREATE=DENY)
    said = found_in_time(guarded.model_copy(update={"topic_prefix": "new."}), "cannot be made")
    assert said.startswith("the topic new.raw-films cannot be made: ")
    assert "uthorization failed" in said
