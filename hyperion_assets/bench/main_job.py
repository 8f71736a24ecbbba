"""The platform's main job in this process, and how long each part of it took.

The platform is imported inside the functions, for the time of that is measured as well.
"""

from __future__ import annotations

import importlib
import io
import time
from collections import defaultdict
from contextlib import redirect_stdout

from hyperion_assets.bench.result import MainJob
from hyperion_assets.errors import HyperionError
from hyperion_assets.settings import Settings

BETWEEN = "between steps"
_PREFIXES = {
    "published": "publish",
    "raw": "land",
    "staged": "stage",
    "current": "resolve",
    "resolved": "resolve",
    "audits": "check",
}
_NAMES = {"ledger": "check", "release": "release"}
STAGES = ("publish", "land", "stage", "resolve", "model", "check", "release", BETWEEN)


def import_platform() -> float:
    """Seconds of importing what the main job needs, in a process that has none of it yet."""
    started = time.perf_counter()
    for name in ("pipeline", "orchestration", "stale", "summary"):
        importlib.import_module(f"hyperion_assets.operations.{name}")
    return time.perf_counter() - started


def main_job(settings: Settings) -> MainJob:
    """Run the main job on a home that has none of it yet; the settings name services that run.

    Raises HyperionError if it ends without a release that all consumers serve.
    """
    from hyperion_assets.lake.lake import Lake
    from hyperion_assets.operations import pipeline
    from hyperion_assets.operations.console import Console
    from hyperion_assets.operations.exit import Exit
    from hyperion_assets.release.consumers import CONSUMERS
    from hyperion_assets.release.manifest import required_release

    began = time.time()
    with redirect_stdout(io.StringIO()):
        code = pipeline.run(settings, Console())
    if code is not Exit.RELEASED:
        raise HyperionError(f"the main job ended as {code.name}: its output above says why")
    release = required_release(Lake(settings)).manifest
    seconds = release.created_at.timestamp() - began
    steps = _step_seconds()
    stages = dict.fromkeys(STAGES, 0.0)
    for step, taken in steps.items():
        if step not in CONSUMERS:
            stages[stage_of(step)] += taken
    stages[BETWEEN] = seconds - sum(stages.values())
    return MainJob(
        records=sum(end for ends in release.cut.values() for end in ends.values()),
        table_rows=sum(release.rows.values()),
        release_seconds=seconds,
        stages=stages,
        consumers={step: steps[step] for step in CONSUMERS},
    )


def stage_of(step: str) -> str:
    """The stage that a step of Dagster belongs to: what is neither ingestion nor check nor release makes tables."""
    return _NAMES.get(step) or _PREFIXES.get(step.partition("_")[0], "model")


def _step_seconds() -> dict[str, float]:
    """Seconds of each step, over all runs of the Dagster home that the main job has left in the environment."""
    import dagster as dg

    seconds: dict[str, float] = defaultdict(float)
    with dg.DagsterInstance.get() as instance:
        for run in instance.get_runs():
            for step in instance.get_run_step_stats(run.run_id):
                if step.start_time is not None and step.end_time is not None:
                    seconds[step.step_key] += step.end_time - step.start_time
    return seconds
