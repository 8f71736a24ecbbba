"""Topics and offsets on a real broker, and what is said when there is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from confluent_kafka import KafkaError
from confluent_kafka.admin import AdminClient, ConfigResource, NewTopic, ResourceType

from hyperion_assets.broker.client import Broker, Watermarks
from hyperion_assets.broker.connection import Connection
from hyperion_assets.errors import ServiceError
from hyperion_assets.local.ports import HOST
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic
from hyperion_assets_tests.broker.conftest import SettingsWith
from hyperion_assets_tests.broker.kafka_topics import LIMIT, KafkaTopics, Sent


def test_a_topic_is_made_once_and_keeps_its_records(settings: Settings) -> None:
    broker = Broker(settings)
    assert broker.topic_id(Topic.BOXOFFICE) is None
    made = broker.ensure_topic(Topic.BOXOFFICE)
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", made)
    assert broker.ensure_topic(Topic.BOXOFFICE) == broker.topic_id(Topic.BOXOFFICE) == made
    assert broker.watermarks(Topic.BOXOFFICE) == dict.fromkeys(range(4), Watermarks(0, 0))
    admin = AdminClient({"bootstrap.servers": str(settings.kafka_bootstrap_servers)})
    resource = ConfigResource(ResourceType.TOPIC, Topic.BOXOFFICE.name_in(settings))
    config = admin.describe_configs([resource])[resource].result(LIMIT)
    found = {name: config[name].value for name in ("cleanup.policy", "retention.ms", "max.message.bytes")}
    assert found == {"cleanup.policy": "delete", "retention.ms": "-1", "max.message.bytes": str(8 << 20)}


def test_a_topic_made_anew_has_another_id(settings: Settings, topics: KafkaTopics) -> None:
    broker = Broker(settings)
    first = broker.ensure_topic(Topic.FILMS)
    topics.delete(Topic.FILMS)
    assert broker.ensure_topic(Topic.FILMS) != first


def test_watermarks_follow_what_was_removed_and_stop_before_an_open_transaction(
    settings: Settings, topics: KafkaTopics
) -> None:
    topics.produce(Topic.FILMS, [Sent(b"k", b"1")] * 5)
    topics.truncate(Topic.FILMS, 2)
    assert Broker(settings).watermarks(Topic.FILMS) == {0: Watermarks(2, 5)}
    with topics.open_transaction(Topic.FILMS, [Sent(b"k", b"2")]):
        assert Broker(settings).watermarks(Topic.FILMS) == {0: Watermarks(2, 5)}
    assert Broker(settings).watermarks(Topic.FILMS) == {0: Watermarks(2, 7)}


def test_another_number_of_partitions_is_an_error(settings: Settings) -> None:
    admin = AdminClient({"bootstrap.servers": str(settings.kafka_bootstrap_servers)})
    name = Topic.BOXOFFICE.name_in(settings)
    admin.create_topics([NewTopic(name, num_partitions=2, replication_factor=1)])[name].result(LIMIT)
    with pytest.raises(ServiceError, match=f"topic {name} at .* has 2 partitions, not 4: delete it"):
        Broker(settings).ensure_topic(Topic.BOXOFFICE)


def test_a_missing_broker_is_one_line_in_time(settings_with: SettingsWith) -> None:
    settings = settings_with(kafka_bootstrap_servers=f"{HOST}:1", kafka_timeout_seconds=1)
    with pytest.raises(ServiceError) as caught:
        Broker(settings).ensure_topic(Topic.FILMS)
    assert str(caught.value) == (
        f"Kafka at {HOST}:1 did not answer within 1 s while looking for the topic {Topic.FILMS.name_in(settings)}: "
        "start it, or correct HYPERION_KAFKA_BOOTSTRAP_SERVERS and HYPERION_KAFKA_SECURITY_PROTOCOL"
    )


def test_no_broker_named_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match="set HYPERION_KAFKA_BOOTSTRAP_SERVERS"):
        Broker(Settings(home=tmp_path, _env_file=None))


def test_an_unknown_setting_of_librdkafka_is_named(settings_with: SettingsWith) -> None:
    with pytest.raises(ServiceError, match=r'No such configuration property: "fo\.o"; check the HYPERION_KAFKA_'):
        Broker(settings_with(kafka_config={"fo.o": "1"}))


def test_a_login_that_the_broker_refuses_is_one_line_without_the_password(settings_with: SettingsWith) -> None:
    settings = settings_with(
        kafka_timeout_seconds=2,
        kafka_security_protocol="SASL_PLAINTEXT",
        kafka_sasl_mechanism="PLAIN",
        kafka_sasl_username="mickey",
        kafka_sasl_password="steamboat-1928",
    )
    with pytest.raises(ServiceError) as caught:
        Broker(settings).topic_id(Topic.FILMS)
    assert "refuses the login of user mickey" in str(caught.value)
    assert "HYPERION_KAFKA_SASL_PASSWORD" in str(caught.value)
    assert "steamboat" not in str(caught.value) + repr(settings)


def test_what_the_platform_relies_on_wins_over_passed_settings(settings_with: SettingsWith, tmp_path: Path) -> None:
    settings = settings_with(
        kafka_security_protocol="SASL_SSL",
        kafka_sasl_mechanism="SCRAM-SHA-512",
        kafka_sasl_username="mickey",
        kafka_sasl_password="steamboat-1928",
        kafka_ssl_ca_location=tmp_path / "ca.pem",
        kafka_config={"acks": "1", "client.id": "mine", "ssl.endpoint.identification.algorithm": "none"},
    )
    config = Connection(settings).config(acks="all")
    assert config["acks"] == "all"
    assert config["client.id"] == "mine"
    assert config["ssl.endpoint.identification.algorithm"] == "none"
    assert config["security.protocol"] == "SASL_SSL"
    assert config["sasl.mechanism"] == "SCRAM-SHA-512"
    assert (config["sasl.username"], config["sasl.password"]) == ("mickey", "steamboat-1928")
    assert config["ssl.ca.location"] == str(tmp_path / "ca.pem")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (KafkaError.TOPIC_AUTHORIZATION_FAILED, "gives an anonymous client no right for reading x: grant it"),
        (KafkaError._SSL, "no TLS connection to Kafka"),
        (KafkaError._TIMED_OUT, "did not answer within 15 s while reading x"),
        (KafkaError.POLICY_VIOLATION, r"failed while reading x: .* \(POLICY_VIOLATION\)"),
    ],
)
def test_errors_say_what_to_do(settings: Settings, code: int, words: str) -> None:
    message = str(Connection(settings).error("reading x", KafkaError(code)))
    assert re.search(words, message)
    assert "\n" not in message
