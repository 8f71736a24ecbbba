"""The four jobs, submitted to the Spark cluster against HDFS and S3, write what the transforms give."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from hyperion_assets.lake.stores import open_store
from hyperion_assets.local.services import Services
from hyperion_assets.settings import PREFIX, Settings
from hyperion_assets_tests.spark.jobs_world import JOBS, LOADS, TABLES, assert_same_rows, wanted_tables, write_raw
from hyperion_assets_tests.spark_processes import of_home

pytestmark = pytest.mark.timeout(900)

FEW_ROWS = ["--conf", "spark.sql.codegen.wholeStage=false", "--conf", "spark.sql.shuffle.partitions=1"]
"""For a handful of rows: code generation and shuffles would take nearly all the time."""


def submit(settings: Settings, job: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`hyperion submit` with the environment that a person would set."""
    where = ("home", "engine", "spark_master", "processed_root")
    names = (*where, "hdfs_namenode", "s3_endpoint", "s3_access_key")
    given = {f"{PREFIX}{name.upper()}": str(getattr(settings, name)) for name in names}
    assert settings.s3_secret_key is not None
    given[f"{PREFIX}S3_SECRET_KEY"] = settings.s3_secret_key.get_secret_value()
    command = [sys.executable, "-m", "hyperion_assets.cli", "submit", *FEW_ROWS, str(JOBS / f"{job}.py"), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **given}, timeout=300, check=False
    )


@pytest.mark.parametrize("place", ["hdfs", "s3"])
def test_the_four_jobs_write_what_the_transforms_give(
    place: str, cluster: Services, sail: SparkSession, tmp_path: Path
) -> None:
    settings = of_home(cluster)
    own = uuid.uuid4().hex
    root = f"{settings.hdfs_namenode}/{own}" if place == "hdfs" else f"s3://hyperion-processed/{own}"
    store = open_store(root, settings)
    raw = write_raw(tmp_path / "raw")
    for topic, file in raw.items():
        store.put_if_absent(f"raw/{topic}/range.jsonl", file.read_bytes())

    named = root.replace(f"{settings.hdfs_namenode}", "hdfs://")
    for job, topic in LOADS.items():
        _assert_done(submit(settings, job, "--raw", f"{named}/raw/{topic}", "--out", f"{named}/out"))
    _assert_done(submit(settings, "04_export_analytics", "--out", f"{named}/out"))

    wanted = wanted_tables(sail, raw, tmp_path)
    for table in TABLES:
        paths = store.walk(f"out/{table}")
        assert not [path for path in paths if "_temporary" in path]
        assert_same_rows([store.uri(path) for path in paths if path.endswith(".parquet")], wanted.path(table))


def _assert_done(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stdout + done.stderr
    assert "wrote " in done.stdout


def test_a_job_that_comes_too_early_says_so(cluster: Services) -> None:
    done = submit(of_home(cluster), "04_export_analytics", "--out", "hdfs:///nothing")
    assert (done.returncode, done.stdout) == (2, "")
    at = f"{cluster.settings.hdfs_namenode}/nothing/box_office_daily"
    assert f"error: [PATH_NOT_FOUND] Path does not exist: {at}" in done.stderr
