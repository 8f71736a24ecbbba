"""Runs whose process is gone are ended; those of the living go on."""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Iterator

import dagster as dg
import psutil
import pytest

from hyperion_assets.operations.orphans import PROCESS_TAG, end_orphaned_runs, process_tag

GOING_ON = [getattr(dg.DagsterRunStatus, name) for name in ("NOT_STARTED", "STARTING", "STARTED", "CANCELING")]


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


def run(
    instance: dg.DagsterInstance, tags: dict[str, str], status: dg.DagsterRunStatus = dg.DagsterRunStatus.STARTED
) -> str:
    """A run of that status."""
    made = dg.DagsterRun(job_name="__ASSET_JOB", run_id=str(uuid.uuid4()), tags=tags, status=status)
    return instance.add_run(made).run_id


def status(instance: dg.DagsterInstance, run_id: str) -> dg.DagsterRunStatus:
    found = instance.get_run_by_id(run_id)
    assert found is not None
    return found.status


def dead_process() -> dict[str, str]:
    """The tag of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        created = psutil.Process(process.pid).create_time()
    return {PROCESS_TAG: f"{process.pid}:{created}"}


def test_runs_of_dead_processes_have_failed(instance: dg.DagsterInstance) -> None:
    dead = [run(instance, dead_process(), each) for each in GOING_ON]
    assert end_orphaned_runs(instance) == len(dead)
    assert {status(instance, each) for each in dead} == {dg.DagsterRunStatus.FAILURE}
    assert end_orphaned_runs(instance) == 0


def test_a_process_that_got_the_number_of_a_dead_one_is_another(instance: dg.DagsterInstance) -> None:
    pid = process_tag()[PROCESS_TAG].partition(":")[0]
    reused = run(instance, {PROCESS_TAG: f"{pid}:1.0"})
    assert end_orphaned_runs(instance) == 1
    assert status(instance, reused) is dg.DagsterRunStatus.FAILURE


@pytest.mark.parametrize("only_own", [True, False])
def test_runs_of_the_living_go_on(instance: dg.DagsterInstance, only_own: bool) -> None:
    own = run(instance, process_tag())
    ended = run(instance, dead_process(), dg.DagsterRunStatus.SUCCESS)
    assert end_orphaned_runs(instance, only_own=only_own) == 0
    assert status(instance, own) is dg.DagsterRunStatus.STARTED
    assert status(instance, ended) is dg.DagsterRunStatus.SUCCESS


def test_runs_of_a_daemon_are_ended_only_where_there_is_none(instance: dg.DagsterInstance) -> None:
    launched = run(instance, {})
    assert end_orphaned_runs(instance) == 0
    assert status(instance, launched) is dg.DagsterRunStatus.STARTED
    assert end_orphaned_runs(instance, only_own=False) == 1
    assert status(instance, launched) is dg.DagsterRunStatus.FAILURE
