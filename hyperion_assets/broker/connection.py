"""How librdkafka reaches the broker of the settings, and what its errors mean to a person.

Belongs here: the only place that unwraps the broker's secrets. Not here: asking the broker for anything.
"""

from __future__ import annotations

import logging
from typing import Any

from confluent_kafka import KafkaError, KafkaException

from hyperion_assets.errors import ServiceError
from hyperion_assets.settings import Settings

MAX_RECORD_BYTES = 4 << 20
"""Largest value of a record; a topic's limit is twice that, for key, headers and the batch around them."""
MAX_BATCH_BYTES = 2 * MAX_RECORD_BYTES

# librdkafka writes to standard error unless it is given a logger; who wants its words configures this one.
log = logging.getLogger("hyperion.kafka")
log.addHandler(logging.NullHandler())
log.propagate = False

_LOGIN = {
    KafkaError._AUTHENTICATION,
    KafkaError.SASL_AUTHENTICATION_FAILED,
    KafkaError.UNSUPPORTED_SASL_MECHANISM,
    KafkaError.ILLEGAL_SASL_STATE,
}
_RIGHTS = {
    KafkaError.TOPIC_AUTHORIZATION_FAILED,
    KafkaError.CLUSTER_AUTHORIZATION_FAILED,
    KafkaError.GROUP_AUTHORIZATION_FAILED,
}
_ABSENT = {
    KafkaError._TRANSPORT,
    KafkaError._ALL_BROKERS_DOWN,
    KafkaError._TIMED_OUT,
    KafkaError._TIMED_OUT_QUEUE,
    KafkaError._MSG_TIMED_OUT,
    KafkaError._RESOLVE,
    KafkaError.REQUEST_TIMED_OUT,
    KafkaError.BROKER_NOT_AVAILABLE,
    KafkaError.NETWORK_EXCEPTION,
}


class Connection:
    """The broker's address and login, and the last thing that librdkafka said about them."""

    def __init__(self, settings: Settings) -> None:
        if not settings.kafka_bootstrap_servers:
            raise ServiceError(
                "no Kafka broker is known: set HYPERION_KAFKA_BOOTSTRAP_SERVERS, or use `make dev`, which starts one"
            )
        self.settings = settings
        self.address = settings.kafka_bootstrap_servers
        self.timeout = settings.kafka_timeout_seconds
        self._said: dict[int, KafkaError] = {}

    def config(self, **needed: object) -> dict[str, Any]:
        """librdkafka's configuration: address and login, then HYPERION_KAFKA_CONFIG, then what the caller relies on.

        Dots in the names of `needed` are written as underscores.
        """
        settings = self.settings
        password = settings.kafka_sasl_password
        base: dict[str, object] = {
            "bootstrap.servers": self.address,
            "client.id": "hyperion",
            "security.protocol": settings.kafka_security_protocol,
            "sasl.mechanism": settings.kafka_sasl_mechanism,
            "sasl.username": settings.kafka_sasl_username,
            "sasl.password": password.get_secret_value() if password else None,
            "ssl.ca.location": str(settings.kafka_ssl_ca_location) if settings.kafka_ssl_ca_location else None,
            "socket.connection.setup.timeout.ms": max(1000, round(self.timeout * 1000)),
            "reconnect.backoff.max.ms": 1000,
        }
        return {
            **{name: value for name, value in base.items() if value is not None},
            **settings.kafka_config,
            **{name.replace("_", "."): value for name, value in needed.items()},
            "error_cb": self._hear,
            "logger": log,
        }

    def error(self, doing: str, cause: KafkaError | None = None) -> ServiceError:
        """One line for what went wrong while `doing`; what librdkafka said before explains a mere time-out."""
        codes = {*self._said, *({cause.code()} if cause else ())}
        login = (
            f"user {self.settings.kafka_sasl_username}" if self.settings.kafka_sasl_username else "an anonymous client"
        )
        if codes & _LOGIN:
            return ServiceError(
                f"Kafka at {self.address} refuses the login of {login} while {doing}: check "
                "HYPERION_KAFKA_SASL_USERNAME, HYPERION_KAFKA_SASL_PASSWORD and HYPERION_KAFKA_SASL_MECHANISM"
            )
        if codes & _RIGHTS:
            return ServiceError(f"Kafka at {self.address} gives {login} no right for {doing}: grant it on the broker")
        if KafkaError._SSL in codes:
            return ServiceError(
                f"no TLS connection to Kafka at {self.address} while {doing}: check HYPERION_KAFKA_SECURITY_PROTOCOL "
                f"and HYPERION_KAFKA_SSL_CA_LOCATION ({self._said.get(KafkaError._SSL, cause)!s})"
            )
        if cause is None or cause.code() in _ABSENT:
            return ServiceError(
                f"Kafka at {self.address} did not answer within {self.timeout:g} s while {doing}: start it, or correct "
                "HYPERION_KAFKA_BOOTSTRAP_SERVERS and HYPERION_KAFKA_SECURITY_PROTOCOL"
            )
        if cause.code() == KafkaError._INVALID_ARG:
            return ServiceError(
                f"librdkafka refuses the settings for {doing}: {cause.str()}; check the HYPERION_KAFKA_ settings"
            )
        return ServiceError(f"Kafka at {self.address} failed while {doing}: {cause.str()} ({cause.name()})")

    def _hear(self, error: KafkaError) -> None:
        self._said[error.code()] = error


def kafka_error(exception: KafkaException) -> KafkaError:
    """The error inside librdkafka's exception."""
    error = exception.args[0]
    assert isinstance(error, KafkaError)
    return error
