"""The four jobs, as programs against Sail, write what the transforms give."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from hyperion_assets.settings import REPOSITORY
from hyperion_assets_tests.spark.jobs_world import JOBS, LOADS, TABLES, assert_same_rows, wanted_tables, write_raw

pytestmark = pytest.mark.timeout(300)


def run_job(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(JOBS / name), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env={"PYTHONPATH": str(REPOSITORY)}, timeout=120, check=False
    )


def test_the_four_jobs_write_what_the_transforms_give(sail: SparkSession, sail_remote: str, tmp_path: Path) -> None:
    raw = write_raw(tmp_path / "raw")
    common = ["--out", str(tmp_path / "out"), "--remote", sail_remote]
    for name, topic in LOADS.items():
        _assert_done(run_job(f"{name}.py", "--raw", str(raw[topic].parent), *common))
    _assert_done(run_job("03_load_boxoffice.py", "--raw", str(raw["boxoffice"].parent), *common))
    _assert_done(run_job("04_export_analytics.py", *common))

    wanted = wanted_tables(sail, raw, tmp_path)
    for table in TABLES:
        files = [str(file) for file in (tmp_path / "out" / table).rglob("*.parquet")]
        assert_same_rows(files, wanted.path(table))


def _assert_done(done: subprocess.CompletedProcess[str]) -> None:
    assert (done.returncode, done.stderr) == (0, "")


def test_a_job_that_comes_too_early_says_so(sail_remote: str, tmp_path: Path) -> None:
    done = run_job("04_export_analytics.py", "--out", str(tmp_path), "--remote", sail_remote)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error: no table box_office_daily in {tmp_path}: run the jobs of lower numbers first\n"


def test_a_folder_without_raw_lines_is_named(sail_remote: str, tmp_path: Path) -> None:
    empty = str(tmp_path / "nothing")
    done = run_job("01_load_films.py", "--raw", empty, "--out", str(tmp_path), "--remote", sail_remote)
    assert done.returncode == 2
    assert done.stderr == f"error: no raw lines in {empty}: name folders of landed *.jsonl files\n"


@pytest.mark.parametrize("job", ["01_load_films", "02_load_characters", "03_load_boxoffice", "04_export_analytics"])
def test_help_says_what_a_job_does(job: str) -> None:
    done = run_job(f"{job}.py", "--help")
    assert done.returncode == 0
    assert "--remote" in done.stdout
