"""Runs whose process is gone: Dagster would count them as going on for ever, and let no other begin."""

from __future__ import annotations

import dagster as dg
import psutil

from hyperion_assets.local.process import Identity, is_running

PROCESS_TAG = "hyperion/process"


def process_tag() -> dict[str, str]:
    """The tag by which a later command can tell whether this process still lives: pid and time of its start."""
    process = psutil.Process()
    return {PROCESS_TAG: f"{process.pid}:{process.create_time()}"}


def end_orphaned_runs(instance: dg.DagsterInstance, *, only_own: bool = True) -> int:
    """Mark the runs of dead processes as failed, and return their number.

    Runs of `hyperion` commands carry their process. Those that Dagster's daemon launched do not: with `only_own`
    false, which takes that no daemon is running on this home, they are ended too.
    """
    status = dg.DagsterRunStatus
    going_on = instance.get_run_records(
        dg.RunsFilter(statuses=[status.NOT_STARTED, status.STARTING, status.STARTED, status.CANCELING])
    )
    dead = [
        record.dagster_run
        for record in going_on
        if not (_lives(tag) if (tag := record.dagster_run.tags.get(PROCESS_TAG)) else only_own)
    ]
    for run in dead:
        instance.report_run_failed(run, "The process of this run was killed; what it had committed stands.")
    return len(dead)


def _lives(tag: str) -> bool:
    pid, _, created = tag.partition(":")
    return is_running(Identity(int(pid), float(created)))
