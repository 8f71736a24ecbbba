"""The four jobs, as programs against Sail, write what the transforms give."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from hyperion_assets.settings import REPOSITORY
from hyperion_assets_tests.spark.chain import DECISIONS, REJECTED, TRANSFORMS, Engine
from hyperion_assets_tests.spark.raw_lines import Sent, takings, write_lines
from spark.transforms import staging

pytestmark = pytest.mark.timeout(300)

JOBS = REPOSITORY / "spark" / "jobs"
UP = {"kind": "film", "title": "Up", "year": 2009}
LOST = {"kind": "film", "title": "Lost Film", "year": 1999}
GAME = {"kind": "game", "title": "Up the Game", "year": 2009}


def film(title: str, year: int) -> Sent:
    studio = {"name": "Pixar", "parent_company": "Disney", "active_from": 1986, "active_to": None}
    value = {"title": title, "year": year, "studio": "Pixar", "studio_facts": studio, "runtime_min": 96}
    return Sent(f"{title}-{year}".lower().encode(), json.dumps(value).encode())


def entry(name: str, voice_actor: str | None, *media: dict[str, object]) -> Sent:
    context = {"shape": "one film", "franchise": None, "category": None, "group": None, "studio": None}
    facts = {"name": name, "voice_actor": voice_actor, "role": "protagonist", "species": "human", "gender": "male"}
    value = {"entry": facts, "context": {**context, "media": media, "file_media": media}}
    return Sent(f"up.json||{name}|1".encode(), json.dumps(value).encode())


RAW = {
    "films": [film("Up", 2009), film("Coco", 2017), film("Up", 2009), Sent(b"poison", b"{")],
    "characters": [
        entry("Carl", "Edward Asner / Jeremy Leary (young)", UP, LOST),
        entry("Additional Voices", "Various", UP),
        entry("Dug", "Bob Peterson", UP, GAME),
    ],
    "boxoffice": [
        Sent(b"up-2009|2009-05-29|CA", takings()),
        Sent(b"up-2009|2010-01-01|NY", takings(date="2010-01-01", state="NY", gross_cents=1)),
        Sent(b"lost-1999|2009-05-29|CA", takings(film_id="lost-1999")),
        Sent(b"up-2009|2009-05-30|CA", None),
    ],
}


def run_job(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(JOBS / name), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env={"PYTHONPATH": str(REPOSITORY)}, timeout=120, check=False
    )


def test_the_four_jobs_write_what_the_transforms_give(sail: SparkSession, sail_remote: str, tmp_path: Path) -> None:
    for topic, records in RAW.items():
        (tmp_path / "raw" / topic).mkdir(parents=True)
        write_lines(tmp_path / "raw" / topic / "range.jsonl", f"raw-{topic}", records)
    common = ["--out", str(tmp_path / "out"), "--remote", sail_remote]
    loads = {"01_load_films": "films", "02_load_characters": "characters", "03_load_boxoffice": "boxoffice"}
    for name, topic in loads.items():
        _assert_done(run_job(f"{name}.py", "--raw", str(tmp_path / "raw" / topic), *common))
    _assert_done(run_job("03_load_boxoffice.py", "--raw", str(tmp_path / "raw" / "boxoffice"), *common))
    _assert_done(run_job("04_export_analytics.py", *common))

    wanted = Engine(sail, _staged(sail, tmp_path), tmp_path)
    for table in [*(f"staged_{topic}" for topic in RAW), *TRANSFORMS]:
        _assert_same_rows(tmp_path / "out" / table, wanted.path(table))


def _assert_done(done: subprocess.CompletedProcess[str]) -> None:
    assert (done.returncode, done.stderr) == (0, "")


def _staged(sail: SparkSession, folder: Path) -> dict[str, Path]:
    transforms = {
        "films": staging.staged_films,
        "characters": staging.staged_characters,
        "boxoffice": staging.staged_boxoffice,
    }
    paths = {name: folder / f"{name}.parquet" for name in ("rejected", "decisions")}
    pq.write_table(REJECTED.slice(0, 0), paths["rejected"])
    pq.write_table(DECISIONS.slice(0, 0), paths["decisions"])
    for topic, transform in transforms.items():
        rows = transform(sail.read.text(str(folder / "raw" / topic / "range.jsonl"))).toArrow()
        paths[f"staged_{topic}"] = folder / f"staged_{topic}.parquet"
        pq.write_table(rows, paths[f"staged_{topic}"])
    return paths


def _assert_same_rows(folder: Path, wanted: Path) -> None:
    parts = ", hive_types = {'year': integer}" if list(folder.glob("year=*")) else ""
    made = f"from read_parquet('{folder}/**/*.parquet'{parts})"
    other = f"from read_parquet('{wanted}')"
    if not list(folder.rglob("*.parquet")):
        assert pq.read_metadata(wanted).num_rows == 0, f"{folder.name} was not written"
        return
    database = duckdb.connect()
    assert database.execute(f"({made}) except all ({other})").fetchall() == []
    assert database.execute(f"({other}) except all ({made})").fetchall() == []


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
