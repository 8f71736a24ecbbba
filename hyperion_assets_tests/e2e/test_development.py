"""`hyperion dev`: published changes become a release with no click, and its end takes everything with it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg
import psutil
import pytest

from hyperion_assets.assets.sensors import RUN_KEY_TAG
from hyperion_assets.release.manifest import current_release
from hyperion_assets.settings import REPOSITORY
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.world import World

LIMIT = 240.0
FINISHED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def wait_for(what: str, holds: Callable[[], bool], dev: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until it holds, at most LIMIT seconds and only while `hyperion dev` lives."""
    deadline = time.monotonic() + LIMIT
    while not holds():
        assert dev.poll() is None, log.read_text()[-3000:]
        assert time.monotonic() < deadline, f"{what} not within {LIMIT} s: {log.read_text()[-3000:]}"
        time.sleep(0.5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def world(make_world: MakeWorld) -> World:
    return make_world(history=True).released()


@pytest.fixture(scope="module")
def log(world: World) -> Path:
    return world.settings.home.parent / "dev.log"


@pytest.fixture(scope="module")
def dev(world: World, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = start_dev(world, log, free_port())
    yield process
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def start_dev(world: World, log: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "hyperion_assets.cli", "dev", "--port", str(port)]
    environment = {**os.environ, **world.settings.environment(), "PYTHONPATH": str(REPOSITORY)}
    with log.open("wb") as output:
        return subprocess.Popen(
            command, env=environment, cwd=log.parent, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )


def release_number(world: World) -> int:
    release = current_release(world.lake)
    return release.number if release else 0


def served_by_all(world: World) -> bool:
    return release_number(world) > 0 and set(world.serving().values()) == {release_number(world)}


def instance(world: World) -> dg.DagsterInstance:
    return dg.DagsterInstance.from_config(str(world.settings.dagster_home))


def test_a_corrected_film_is_released_in_at_most_three_runs_after_landing(
    world: World, dev: subprocess.Popen[bytes], log: Path
) -> None:
    before = release_number(world)
    with instance(world) as history:
        runs = {record.dagster_run.run_id for record in history.get_run_records()}
    world.source.film("Lamp Town")["runtime_min"] = 93
    world.source.write()
    assert world.hyperion("publish", "films").code == 0
    wait_for("a new release", lambda: release_number(world) > before and served_by_all(world), dev, log)
    wait_for("the end of the last run", lambda: not going_on(world), dev, log)
    assert world.query("SELECT runtime_min FROM films WHERE title = 'Lamp Town'") == [(93,)]
    with instance(world) as history:
        made = [r.dagster_run for r in history.get_run_records() if r.dagster_run.run_id not in runs]
    assert all(run.status == dg.DagsterRunStatus.SUCCESS for run in made)
    landing = [run for run in made if RUN_KEY_TAG in run.tags]
    assert len(landing) == 1
    assert len(made) - len(landing) <= 3


def test_a_second_dev_on_the_same_home_says_so(world: World, dev: subprocess.Popen[bytes]) -> None:
    done = world.hyperion("dev", "--port", str(free_port()))
    assert done.code == 2
    assert "another `hyperion dev` runs on" in done.said


def test_its_end_takes_everything_with_it(world: World, dev: subprocess.Popen[bytes]) -> None:
    children = psutil.Process(dev.pid).children(recursive=True)
    assert children
    dev.send_signal(signal.SIGINT)
    assert dev.wait(60) == 0
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []


def test_dagster_ends_with_a_dev_that_is_killed(world: World, log: Path) -> None:
    killed = start_dev(world, log, free_port())
    started = psutil.Process(killed.pid)
    wait_for("Dagster's processes", lambda: len(started.children(recursive=True)) >= 3, killed, log)
    children = started.children(recursive=True)
    killed.kill()
    killed.wait(60)
    _, alive = psutil.wait_procs(children, timeout=60)
    assert alive == []


def test_a_port_in_use_is_named_with_its_holder(world: World) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = world.hyperion("dev", "--port", str(port))
    assert done.code == 2
    assert done.said.startswith(f"hyperion: port {port} is in use by ")
    assert f"(pid {os.getpid()})" in done.said


def going_on(world: World) -> bool:
    with instance(world) as history:
        active = history.get_run_records(dg.RunsFilter(statuses=[s for s in dg.DagsterRunStatus if s not in FINISHED]))
    return bool(active)
