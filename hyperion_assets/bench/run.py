"""One run of the benchmarks: everything at one scale on one Kafka, one thing after the other."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from dataclasses import replace
from pathlib import Path

from hyperion_assets.bench.bare_loop import bare_loop
from hyperion_assets.bench.command import command_times
from hyperion_assets.bench.engines import transform_times
from hyperion_assets.bench.landing import landing_rates
from hyperion_assets.bench.machine import machine
from hyperion_assets.bench.main_job import import_platform, main_job
from hyperion_assets.bench.own_process import own_process
from hyperion_assets.bench.provider import provider_rate
from hyperion_assets.bench.reading import reading_rate
from hyperion_assets.bench.requests import Count, NameNodeCalls, counted_s3, uncounted
from hyperion_assets.bench.result import BareLoop, EngineRun, Result, Scale, StoreRun, Stores
from hyperion_assets.bench.stores import file_rates, table_write
from hyperion_assets.local.hdfs import NAMENODE
from hyperion_assets.local.registry import Registry
from hyperion_assets.local.services import Need, services, status
from hyperion_assets.operations.console import Console
from hyperion_assets.settings import Settings
from hyperion_assets.sources.feeds import feed

ALL: set[Need] = {"kafka", "postgres", "engine"}
ENGINES = ("sail", "spark")
PLACES = ("folder", "hdfs", "s3")


def benchmarks(scales: Sequence[int], console: Console) -> Result:
    """Measure everything; what that makes lies in a temporary folder that is gone afterwards."""
    with _folder() as folder:
        settings = [_settings(folder / f"scale-{scale}", scale) for scale in scales]
        found = machine()
        with console.stage("box-office provider"), own_process() as python:
            provider = python.run(provider_rate, _settings(folder, 1))
        measures = [_scale(each, console) for each in settings]
        with console.stage("hyperion run, then unchanged"):
            command = command_times(folder / "command")
        with console.stage("character files"), own_process() as python:
            reading = python.run(reading_rate, folder / "reading")
    return Result(found, provider, measures, command, reading, stores(console))


def stores(console: Console) -> Stores:
    """Measure every store; what that makes lies in a temporary folder that is gone afterwards."""
    with _folder() as folder:
        found = machine()
        return Stores(found, [_store(_settings(folder / place, 1), place, console) for place in PLACES])


@contextmanager
def _folder() -> Iterator[Path]:
    # The working folder as well, because a `.env` is read from where a command runs.
    with tempfile.TemporaryDirectory(prefix="hyperion-bench-") as made, chdir(made):
        yield Path(made)


def _scale(settings: Settings, console: Console) -> Scale:
    folder, scale = settings.home, settings.scale
    started = time.monotonic()
    with services(settings, ALL, console.line) as running:
        start_seconds = time.monotonic() - started
        pids = {found.service: found.pid for found in status(settings) if found.pid is not None}
        loops = [_bare_loop(running.settings, pids, console)]
        with console.stage(f"scale {scale}: main job"), own_process() as python:
            import_seconds = python.run(import_platform)
            job, use = python.measure(pids, main_job, running.settings)
        loops.append(_bare_loop(running.settings, pids, console))
        with console.stage(f"scale {scale}: landing"), own_process() as python:
            landing = python.run(landing_rates, running.settings, folder / "landing")
    engines = [_engine(settings.model_copy(update={"engine": engine}), console) for engine in ENGINES]
    shutil.rmtree(folder)
    return Scale(scale, start_seconds, import_seconds, loops, replace(job, use=use), landing, engines)


def _bare_loop(settings: Settings, pids: Mapping[str, int], console: Console) -> BareLoop:
    folder = settings.home / "bare-loop"
    kafka = {"kafka": pids["kafka"]}
    with console.stage(f"scale {settings.scale}: bare loop"), own_process() as python:
        loop, use = python.measure(kafka, run_bare_loop, settings, folder)
    shutil.rmtree(folder)
    return replace(loop, use=use)


def run_bare_loop(settings: Settings, folder: Path) -> BareLoop:
    """The bare loop over the box office of the settings, on the Kafka that they name."""
    assert settings.kafka_bootstrap_servers
    records, stages = bare_loop(settings.kafka_bootstrap_servers, feed(settings, "boxoffice"), folder)
    return BareLoop(records, stages)


def _engine(settings: Settings, console: Console) -> EngineRun:
    folder = settings.home / "engine"
    stage = console.stage(f"scale {settings.scale}: {settings.engine}")
    with services(settings, {"engine"}) as running, stage, own_process() as python:
        pids = {found.service: found.pid for found in status(settings) if found.pid is not None}
        (rows, seconds), use = python.measure(pids, transform_times, settings, running.engine_remote, folder)
    shutil.rmtree(folder)
    return EngineRun(settings.engine, rows, seconds, use[settings.engine])


def _store(settings: Settings, place: str, console: Console) -> StoreRun:
    with _served(settings, place) as (served, count):
        with console.stage(f"stores: {place}, a big file"), own_process() as python:
            file = python.run(file_rates, served)
        stage = console.stage(f"stores: {place}, a table")
        with services(served, {"engine"}) as running, stage, own_process() as python:
            table = python.run(table_write, running.settings, running.engine_remote, count)
    shutil.rmtree(settings.home)
    return StoreRun(place, file, table)


@contextmanager
def _served(settings: Settings, place: str) -> Iterator[tuple[Settings, Count]]:
    """A lake in a place, whose server runs while the block does, and what counts the requests to that."""
    if place == "s3":
        roots = {f"{layer}_root": f"s3://hyperion-{layer}" for layer in ("raw", "staging", "processed")}
        with counted_s3(settings.model_copy(update=roots)) as counted:
            yield counted
    elif place == "hdfs":
        roots = {f"{layer}_root": f"hdfs:///{layer}" for layer in ("raw", "staging", "processed")}
        with services(settings.model_copy(update=roots), {"hdfs"}) as running:
            rpc, http, *_ = Registry(settings.home / "services" / "services.json").read()[NAMENODE].ports
            yield running.settings, NameNodeCalls(http, rpc)
    else:
        settings.home.mkdir(parents=True)
        yield settings, uncounted


def _settings(home: Path, scale: int) -> Settings:
    return Settings.from_env(home=home, scale=scale)
