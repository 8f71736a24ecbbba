"""Raw records of a few films, and what the jobs make of them: what the transforms give."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
from pyspark.sql import SparkSession

from hyperion_assets.lake.content import connect
from hyperion_assets.settings import REPOSITORY
from hyperion_assets_tests.spark.chain import DECISIONS, REJECTED, TRANSFORMS, Engine
from hyperion_assets_tests.spark.raw_lines import Sent, takings, write_lines
from spark.transforms import staging

JOBS = REPOSITORY / "spark" / "jobs"
LOADS = {"01_load_films": "films", "02_load_characters": "characters", "03_load_boxoffice": "boxoffice"}
"""The topic that each of the first three jobs loads."""
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
TABLES = [*(f"staged_{topic}" for topic in RAW), *TRANSFORMS]


def write_raw(folder: Path) -> dict[str, Path]:
    """Write the records as landing does; returns the file of each topic."""
    found = {}
    for topic, records in RAW.items():
        found[topic] = folder / topic / "range.jsonl"
        found[topic].parent.mkdir(parents=True)
        write_lines(found[topic], f"raw-{topic}", records)
    return found


def wanted_tables(session: SparkSession, raw: dict[str, Path], folder: Path) -> Engine:
    """The tables as the transforms make them on an engine, kept in a folder."""
    return Engine(session, _staged(session, raw, folder), folder)


def assert_same_rows(files: Sequence[str], wanted: Path) -> None:
    """The Parquet files that a job has written hold the rows of another; what has no rows may have no file."""
    is_parted = any("/year=" in file for file in files)
    parts = ", hive_partitioning = true, hive_types = {'year': integer}" if is_parted else ""
    other = f"from read_parquet('{wanted}')"
    if not files:
        assert pq.read_metadata(wanted).num_rows == 0, f"{wanted.stem} was not written"
        return
    made = f"from read_parquet({list(files)}{parts})"
    with connect() as database:
        assert database.execute(f"({made}) except all ({other})").fetchall() == []
        assert database.execute(f"({other}) except all ({made})").fetchall() == []


def _staged(session: SparkSession, raw: dict[str, Path], folder: Path) -> dict[str, Path]:
    transforms = {
        "films": staging.staged_films,
        "characters": staging.staged_characters,
        "boxoffice": staging.staged_boxoffice,
    }
    paths = {name: folder / f"{name}.parquet" for name in ("rejected", "decisions")}
    pq.write_table(REJECTED.slice(0, 0), paths["rejected"])
    pq.write_table(DECISIONS.slice(0, 0), paths["decisions"])
    for topic, transform in transforms.items():
        rows = transform(session.read.text(str(raw[topic]))).toArrow()
        paths[f"staged_{topic}"] = folder / f"staged_{topic}.parquet"
        pq.write_table(rows, paths[f"staged_{topic}"])
    return paths
