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
from hyperion_assets.settings import PREFIX
from hyperion_assets_tests.spark.jobs_world import JOBS, LOADS, TABLES, assert_same_rows, wanted_tables, write_raw
from hyperion_assets_tests.spark_processes import of_home

pytestmark = [pytest.mark.stack, pytest.mark.timeout(1200)]

FEW_ROWS = ["--conf", "spark.sql.codegen.wholeStage=false", "--conf", "spark.sql.shuffle.partitions=1"]
"""For a handful of rows: code generation and shuffles would take nearly all the time."""


ALL_FOUR = """
import runpy, sys

for program, *arguments in [line.split() for line in sys.argv[1:]]:
    sys.argv = [program, *arguments]
    runpy.run_path(program, run_name="__main__")
"""
"""A program that runs others, in one application: most of the time of a small job is its start."""


class Jobs:
    """The raw records of a few films in a folder of HDFS or S3 of the test's own, and what jobs write beside them."""

    def __init__(self, cluster: Services, address: str, folder: Path) -> None:
        self.settings = of_home(cluster)
        self.address = f"{address}/{uuid.uuid4().hex}"
        self.folder = folder
        self.store = open_store(self.address.replace("hdfs://", self.settings.hdfs_namenode or "", 1), self.settings)
        self.raw = write_raw(folder / "raw")
        for topic, file in self.raw.items():
            self.store.put_if_absent(f"raw/{topic}/range.jsonl", file.read_bytes())

    def commands(self) -> list[list[str]]:
        """The four jobs as they are to be submitted."""
        out = ["--out", f"{self.address}/out"]
        loads = [
            [str(JOBS / f"{name}.py"), "--raw", f"{self.address}/raw/{topic}", *out] for name, topic in LOADS.items()
        ]
        return [*loads, [str(JOBS / "04_export_analytics.py"), *out]]

    def submit(self, *arguments: str) -> None:
        """`hyperion submit` with the environment that a person would set."""
        where = ("home", "engine", "spark_master", "processed_root")
        names = (*where, "hdfs_namenode", "s3_endpoint", "s3_access_key")
        given = {f"{PREFIX}{name.upper()}": str(getattr(self.settings, name)) for name in names}
        assert self.settings.s3_secret_key is not None
        given[f"{PREFIX}S3_SECRET_KEY"] = self.settings.s3_secret_key.get_secret_value()
        command = [sys.executable, "-m", "hyperion_assets.cli", "submit", *FEW_ROWS, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **given}, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "wrote " in done.stdout

    def assert_written(self, sail: SparkSession) -> None:
        """The tables are those that the transforms make on Sail, and nothing else lies with them."""
        wanted = wanted_tables(sail, self.raw, self.folder)
        for table in TABLES:
            paths = self.store.walk(f"out/{table}")
            files = [path for path in paths if path.endswith(".parquet")]
            assert [path for path in paths if path not in files and not path.endswith("/")] == []
            assert_same_rows([self.store.uri(path) for path in files], wanted.path(table))


def test_the_four_jobs_write_to_hdfs_what_the_transforms_give(
    cluster: Services, sail: SparkSession, tmp_path: Path
) -> None:
    jobs = Jobs(cluster, "hdfs://", tmp_path)
    for command in jobs.commands():
        jobs.submit(*command)
    jobs.assert_written(sail)


def test_the_four_jobs_write_to_s3_what_the_transforms_give(
    cluster: Services, sail: SparkSession, tmp_path: Path
) -> None:
    jobs = Jobs(cluster, "s3://hyperion-processed", tmp_path)
    program = tmp_path / "all_four.py"
    program.write_text(ALL_FOUR)
    jobs.submit(str(program), *(" ".join(command) for command in jobs.commands()))
    jobs.assert_written(sail)
