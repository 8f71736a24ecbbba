"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version as installed
from pathlib import Path

import psutil

from hyperion_assets.bench.result import Machine
from hyperion_assets.local.versions import version

PACKAGES = ("confluent-kafka", "dagster", "duckdb", "pyarrow", "hdfs-native", "s3fs", "boto3")
SERVICES = ("kafka", "sail", "spark", "postgresql", "java", "hadoop", "seaweedfs")


def machine() -> Machine:
    """This machine now."""
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 0,
        memory=psutil.virtual_memory().total,
        system=f"{platform.system()} {platform.release()}",
        measured_at=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        load=os.getloadavg()[0],
        versions={
            "python": platform.python_version(),
            **{service: version(service) for service in SERVICES},
            **{package: installed(package) for package in PACKAGES},
        },
    )


def _processor() -> str:
    """The model that Linux names; elsewhere what Python knows."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    found = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return found[0] if found else platform.processor() or platform.machine()
