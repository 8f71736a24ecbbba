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


def hive_coordinates() -> list[str]:
    """Maven coordinates of the Hive Metastore, and what it reaches PostgreSQL with."""
    return [
        f"org.apache.hive:hive-standalone-metastore:{version('hive')}:tar.gz:bin",
        f"commons-collections:commons-collections:{version('commons_collections')}",
        f"org.postgresql:postgresql:{version('postgresql_jdbc')}",
    ]


def trino_coordinates() -> list[str]:
    """Maven coordinates of Trino's server."""
    return [f"io.trino:trino-server:{version('trino')}:tar.gz"]
