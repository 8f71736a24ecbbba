"""Reads versions.toml, the one place that names the versions of services."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("versions.toml")


@cache
def version(service: str) -> str:
    """The version of a service by its name in versions.toml. Raises KeyError for an unknown name."""
    return str(tomllib.loads(FILE.read_text(encoding="utf-8"))[service])


def kafka_coordinates() -> list[str]:
    """Maven coordinates of the embedded Kafka: the broker, and a binding that writes its log."""
    return [
        f"org.apache.kafka:kafka_{version('scala')}:{version('kafka')}",
        f"org.slf4j:slf4j-simple:{version('slf4j')}",
    ]


def hdfs_coordinates() -> list[str]:
    """Maven coordinates of the embedded HDFS: NameNode and DataNode, to run beside the client in PySpark's jars."""
    return [f"org.apache.hadoop:hadoop-client-minicluster:{version('hadoop')}"]
