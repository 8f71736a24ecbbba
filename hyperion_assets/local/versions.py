"""Reads versions.toml, the one place that names the versions of services."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("versions.toml")
AWS_MODULES = (
    *("annotations", "apache-client", "arns", "auth", "aws-core", "aws-query-protocol", "aws-xml-protocol"),
    *("checksums", "checksums-spi", "crt-core", "endpoints-spi", "http-auth", "http-auth-aws"),
    *("http-auth-aws-eventstream", "http-auth-spi", "http-client-spi", "identity-spi", "json-utils", "metrics-spi"),
    *("netty-nio-client", "profiles", "protocol-core", "regions", "retries", "retries-spi", "s3"),
    *("s3-transfer-manager", "sdk-core", "sts", "third-party-jackson-core", "utils", "utils-lite"),
)


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


def s3a_coordinates() -> list[str]:
    """Maven coordinates of Hadoop's client for S3, and of what it needs beside PySpark's jars.

    AWS's SDK is named module by module, as its own POMs name them: the bundle of all is 686 MB.
    """
    return [
        f"org.apache.hadoop:hadoop-aws:{version('hadoop')}",
        f"org.reactivestreams:reactive-streams:{version('reactive_streams')}",
        *(f"software.amazon.awssdk:{module}:{version('aws_sdk')}" for module in AWS_MODULES),
        f"software.amazon.eventstream:eventstream:{version('eventstream')}",
        f"software.amazon.s3.analyticsaccelerator:analyticsaccelerator-s3:{version('analytics_accelerator')}",
    ]
