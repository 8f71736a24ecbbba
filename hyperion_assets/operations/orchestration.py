"""Running assets in this process, with the runs kept in the Dagster home so that Dagit shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import dagster as dg

from hyperion_assets.assembly import build_defs
from hyperion_assets.assets.partitions import RANGES
from hyperion_assets.assets.sensors import batches, range_tags
from hyperion_assets.broker.waiting import obtainable_ranges, partition_ranges
from hyperion_assets.checks.audit import Auditor, ChecksFailedError
from hyperion_assets.engines.session import own_session
from hyperion_assets.errors import CutError, HyperionError, ServiceError
from hyperion_assets.operations.dagster_instance import add_partitions, dagster_instance
from hyperion_assets.operations.orphans import end_orphaned_runs, process_tag
from hyperion_assets.operations.stale import stale_ranges
from hyperion_assets.platform import Platform
from hyperion_assets.progress import AssetProgress, unheard
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

BLOCKED = "DagsterAssetCheckFailedError"
"""How Dagster says that blocking checks failed; it names them one a line."""
INTERRUPTED = "DagsterExecutionInterruptedError"
"""What Dagster makes of Ctrl-C and SIGTERM: a failed step, after which a caller would go on."""
ONE_LINE = frozenset(found.__name__ for found in HyperionError.__subclasses__())
"""Errors that say all a person needs; what caused them is for Dagit."""
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


class Failure:
    """Why a step failed: the asset or check, the class of the first cause, and its message in one line."""

    def __init__(self, step: str, kind: str, message: str) -> None:
        self.step = step
        self.kind = kind
        self.message = message

    def __str__(self) -> str:
        return f"{self.step}: {self.message}"

    @property
    def by_check(self) -> bool:
        """Whether a check that blocks is what failed."""
        return self.kind in (BLOCKED, ChecksFailedError.__name__)

    @property
    def was_overtaken(self) -> bool:
        """Whether another run has written at a later cut meanwhile."""
        return self.kind == CutError.__name__

    @property
    def was_interrupted(self) -> bool:
        """Whether Ctrl-C or SIGTERM ended the step."""
        return self.kind == INTERRUPTED

    @property
    def by_service(self) -> bool:
        """Whether a service is to blame, which anything else would wait for in vain as well."""
        return self.kind == ServiceError.__name__


class Orchestration:
    """The platform's assets, ready to be materialized one selection after the other."""

    def __init__(self, settings: Settings, instance: dg.DagsterInstance, progress: AssetProgress) -> None:
        self.platform = Platform(settings, progress)
        self.auditor = Auditor(self.platform.lake)
        self.instance = instance
        self._job = build_defs(
            settings, {"platform": self.platform, "auditor": self.auditor}
        ).resolve_implicit_global_asset_job_def()

    def materialize(self, assets: Sequence[str], tags: Mapping[str, str] | None = None) -> list[Failure]:
        """Run these assets and their checks; returns what failed, in order. Raises KeyboardInterrupt for Ctrl-C."""
        result = self._job.execute_in_process(
            run_config=QUIET,
            instance=self.instance,
            asset_selection=[dg.AssetKey(name) for name in assets],
            raise_on_error=False,
            tags={**process_tag(), **(tags or {})},
        )
        failures = [] if result.success else [_failure(event) for event in result.get_step_failure_events()]
        if any(failure.was_interrupted for failure in failures):
            raise KeyboardInterrupt
        return failures

    def land_and_stage(self, name: str) -> list[Failure]:
        """Land and stage every planned range of a topic that is not staged yet, or was by other code."""
        topic = Topic(name)
        waiting = obtainable_ranges(self.platform.settings, self.platform.lake, topic)
        waiting += stale_ranges(self.platform.settings, self.platform.lake, topic)
        known = self._partitions(topic)
        if not waiting:
            return []
        failures = []
        for keys in batches(waiting, known):
            failed = self._land_and_stage(name, keys)
            apart = failed and len(keys) > 1 and not any(failure.by_service for failure in failed)
            failures += self._one_by_one(name, keys) if apart else failed
        return failures

    def _partitions(self, topic: Topic) -> Sequence[str]:
        """The ranges that Dagster knows of a topic, after it was told of those that it had not known or has lost."""
        name = RANGES[topic.value].name or ""
        known = self.instance.get_dynamic_partitions(name)
        planned = partition_ranges(self.platform.settings, self.platform.lake, topic)
        if set(planned) <= set(known):
            return known
        add_partitions(self.instance, name, planned)
        return self.instance.get_dynamic_partitions(name)

    def _one_by_one(self, name: str, keys: Sequence[str]) -> list[Failure]:
        """One range that fails has failed the run of all; on its own it does not hold up the others."""
        failures: list[Failure] = []
        for key in keys:
            failures += self._land_and_stage(name, [key])
            if any(failure.by_service for failure in failures):
                break
        return failures

    def _land_and_stage(self, name: str, keys: Sequence[str]) -> list[Failure]:
        return self.materialize([f"raw_{name}", f"staged_{name}"], range_tags(keys))


@contextmanager
def orchestration(settings: Settings, progress: AssetProgress = unheard) -> Iterator[Orchestration]:
    """The platform's assets over the home's Dagster instance and services that run, until the block ends."""
    with dagster_instance(settings) as instance, own_session():
        end_orphaned_runs(instance)
        yield Orchestration(settings, instance, progress)


def _failure(event: dg.DagsterEvent) -> Failure:
    """Why a step failed: the one line that there is for it, or the innermost cause, or the checks that failed."""
    # Checks that run in between are steps of one name, numbered.
    step = re.sub(r"_[0-9]+$", "", event.step_key or "run")
    error: Any = getattr(event.event_specific_data, "error", None)
    while error is not None and error.cause is not None and error.cls_name not in ONE_LINE:
        error = error.cause
    if error is None:
        return Failure(step, "", event.message or "failed")
    message = (error.message.strip().partition(": ")[2] or error.message).strip()
    lines = [line.strip() for line in message.splitlines()] or ["failed"]
    named = lines if error.cls_name == BLOCKED else lines[:1]
    return Failure(step, error.cls_name or "", " ".join(named))
