"""Ctrl-C and SIGTERM: a run ends at once and in order, and the same command goes on from there."""

from __future__ import annotations

import signal
import subprocess

import pytest

from hyperion_assets.operations.exit import Exit
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.world import World, ended


@pytest.fixture(scope="module")
def world(make_world: MakeWorld) -> World:
    return make_world()


@pytest.mark.parametrize(
    ("after", "by"), [("publish", signal.SIGINT), ("land and stage", signal.SIGTERM)], ids=["Ctrl-C", "SIGTERM"]
)
def test_an_interrupted_run_says_so_and_releases_nothing(world: World, after: str, by: signal.Signals) -> None:
    process = world.start("hyperion_assets.cli", "run")
    _await_line(process, after)
    process.send_signal(by)
    done = ended(process)
    assert done.code == Exit.INTERRUPTED, done
    assert done.said.splitlines()[-1] == "hyperion: stopped; the same command goes on from here"
    assert "Traceback" not in done.said
    assert world.lake.processed.walk("releases") == []


def test_the_next_run_ends_as_an_undisturbed_one(world: World, built: World) -> None:
    world.released()
    assert world.contents() == built.contents()


def _await_line(process: subprocess.Popen[str], stage: str) -> None:
    """Return when the run has told that a stage is done; the test's own limit ends the wait."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(stage):
            return
    raise AssertionError(f"the run ended before {stage!r}")
