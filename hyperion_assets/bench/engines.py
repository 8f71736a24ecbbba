"""The transforms of the box office on Sail and on Spark, over the files that the main job has landed and staged."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

from hyperion_assets.broker.ranges import read_log
from hyperion_assets.engines.session import connect_engine
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.range_cut import staged_inputs
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic
from spark.transforms import box_office, staging
from spark.transforms.current import current_boxoffice

TIMES = 2
Rows = dict[str, int]
Seconds = dict[str, tuple[float, float]]


def transform_times(settings: Settings, remote: str, folder: Path) -> tuple[Rows, Seconds]:
    """Rows and seconds of stage, resolve and box_office_daily, written as Parquet below `folder`, each twice.

    `settings` are those of a home where the main job has run; the engine at `remote` reads that home's files.
    """
    session = connect_engine(remote)
    rows: Rows = {}
    seconds: Seconds = {}
    for name, work in _work(session, settings).items():
        taken = []
        for turn in range(TIMES):
            path = str(folder / name / str(turn))
            started = time.perf_counter()
            work(path)
            taken.append(time.perf_counter() - started)
        rows[name] = session.read.parquet(path).count()
        seconds[name] = (taken[0], taken[1])
    session.stop()
    return rows, seconds


def _work(session: SparkSession, settings: Settings) -> dict[str, Callable[[str], None]]:
    lake = Lake(settings)
    landed = read_log(lake.raw, Topic.BOXOFFICE.name_in(settings)).landed().values()
    lines = [lake.raw.uri(entry.file) for entry in landed]
    files, _, _ = staged_inputs(lake, Topic.BOXOFFICE, resolving=True)
    staged = lake.table(Topic.BOXOFFICE.staged).uris(files)

    def table(name: str) -> DataFrame:
        stored = lake.table(name)
        return session.read.parquet(*stored.uris(stored.required_head().manifest.files))

    def stage(path: str) -> None:
        _write(staging.staged_boxoffice(session.read.text(lines)), path)

    def current(path: str) -> None:
        _write(current_boxoffice(session.read.parquet(*staged)), path, "year")

    def daily(path: str) -> None:
        _write(box_office.box_office_daily(table("current_boxoffice"), table("films")), path, "year")

    return {"stage": stage, "resolve": current, "box_office_daily": daily}


def _write(rows: DataFrame, path: str, by: str | None = None) -> None:
    """As the lake writes: zstd, a folder for each value of the partition column."""
    writer = rows.repartition(by).write.partitionBy(by) if by else rows.write
    writer.option("compression", "zstd").parquet(path)
