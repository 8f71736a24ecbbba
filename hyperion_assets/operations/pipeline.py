"""The main job from end to end: publish, land, stage, resolve, model, check, release, serve."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hyperion_assets.broker.planning import plan
from hyperion_assets.local.needs import needs_of_job
from hyperion_assets.local.services import kept_up, services
from hyperion_assets.operations.console import Console
from hyperion_assets.operations.exit import Exit
from hyperion_assets.queries import ANSWER_CHECKS
from hyperion_assets.release.consumers import consumer_names
from hyperion_assets.release.manifest import current_release
from hyperion_assets.settings import Settings
from hyperion_assets.sources.feeds import check_sources
from hyperion_assets.topics import Topic

if TYPE_CHECKING:
    from hyperion_assets.operations.orchestration import Failure, Orchestration

SOURCES = ["published_films", "published_characters", "published_boxoffice"]
TRIES_AT_A_CUT = 3
COLLECTOR_THRESHOLD = (50_000, 20, 100)
"""Python's own looks through all of Dagster for garbage so often that a tenth of a run goes there."""


def run(settings: Settings, console: Console) -> Exit:
    """Run the main job; the services that it starts are stopped at its end, those that run are joined.

    Raises HyperionError for what a person can mend: settings, sources, services, storage.
    """
    check_sources(settings)
    gc.set_threshold(*COLLECTOR_THRESHOLD)
    with ExitStack() as stack:
        with console.stage("start"):
            pool = stack.enter_context(ThreadPoolExecutor(1))
            # Importing Dagster takes as long as starting the services does.
            imported = pool.submit(importlib.import_module, "hyperion_assets.operations.orchestration")
            running = stack.enter_context(services(settings, needs_of_job(settings), console.line))
            imported.result()
        stack.enter_context(kept_up(running, console.line))
        return _run(running.settings, console)


def _run(settings: Settings, console: Console) -> Exit:
    from hyperion_assets.operations.orchestration import orchestration

    with orchestration(settings, console.progress) as assets:
        return _bring_up_to_date(assets, console)


def _bring_up_to_date(orchestration: Orchestration, console: Console) -> Exit:
    from hyperion_assets.operations.summary import print_summary

    with console.stage("publish"):
        failures = orchestration.materialize(SOURCES)
    _tell(failures, console)
    code = Exit.BAD_INPUT if failures else _land_and_build(orchestration, console)
    print_summary(orchestration, console)
    return code


def _land_and_build(orchestration: Orchestration, console: Console) -> Exit:
    """A range that does not land holds back what follows it and nothing else; but the first release waits for all."""
    failures = _land(orchestration, console)
    _tell(failures, console)
    if failures and current_release(orchestration.platform.lake) is None:
        return Exit.BAD_INPUT
    built = _build(orchestration, console)
    return Exit.BAD_INPUT if failures else built


def _land(orchestration: Orchestration, console: Console) -> list[Failure]:
    settings = orchestration.platform.settings
    failures = []
    with console.stage("land and stage"):
        for topic in Topic:
            plan(settings, orchestration.platform.lake.raw, topic, datetime.now(UTC), force=True)
            failures += orchestration.land_and_stage(topic.value)
    return failures


def _build(orchestration: Orchestration, console: Console) -> Exit:
    """Bring the tables, the release and its consumers up to the cut; what stands there already is left alone."""
    from hyperion_assets.operations.stale import stale_assets

    failures: list[Failure] = []
    for _ in range(TRIES_AT_A_CUT):
        stale = stale_assets(orchestration.platform)
        if not stale:
            return Exit.RELEASED
        with console.stage("resolve, model, check, release"):
            failures = orchestration.materialize(stale)
        if not any(failure.was_overtaken for failure in failures):
            break
    _tell(failures, console)
    return _verdict(failures, {*consumer_names(orchestration.platform.settings), ANSWER_CHECKS})


def _tell(failures: Sequence[Failure], console: Console) -> None:
    for failure in failures:
        console.line(f"failed: {failure}")


def _verdict(failures: Sequence[Failure], followers: set[str]) -> Exit:
    if not failures:
        return Exit.RELEASED
    if {failure.step for failure in failures} <= followers:
        return Exit.CONSUMER_BEHIND
    stopped = any(failure.by_check for failure in failures)
    return Exit.CHECKS_FAILED if stopped else Exit.BAD_INPUT
