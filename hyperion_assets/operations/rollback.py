"""Bringing a former release back, with everyone who follows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from hyperion_assets.engines.session import connect_engine, engine_errors, own_session
from hyperion_assets.errors import HyperionError
from hyperion_assets.lake.commits import Commit
from hyperion_assets.lake.lake import Lake
from hyperion_assets.local.needs import Need, needs_of_catalog
from hyperion_assets.local.services import Services, services
from hyperion_assets.operations.console import Console
from hyperion_assets.operations.exit import Exit
from hyperion_assets.queries import QUERIES
from hyperion_assets.release.answers import ask
from hyperion_assets.release.consumers import load_postgresql, register_hive
from hyperion_assets.release.exports import write_exports
from hyperion_assets.release.manifest import ReleaseManifest, current_release, roll_back
from hyperion_assets.settings import Settings


def roll_back_everywhere(settings: Settings, console: Console, number: int | None) -> Exit:
    """Bring back a release and every consumer with it; one that fails is named and leaves the others alone."""
    lake = Lake(settings)
    before = current_release(lake)
    release = roll_back(lake, number)
    restored = release.manifest.restores
    if before and before.number == release.number:
        console.line(f"release {restored} is in force already, and new ones are held")
    else:
        console.line(f"release {release.number} brings back the tables of release {restored}; new ones are held")
    needed: set[Need] = {"postgres", "engine", *needs_of_catalog(settings)}
    with services(settings, needed, console.line) as running, own_session():
        followers: dict[str, Callable[[], object]] = {
            "postgresql": lambda: load_postgresql(running.settings, lake, release, console.line),
            "exports": lambda: _export(running, lake, release),
        }
        if settings.catalog == "hive":
            followers["hive"] = lambda: register_hive(running.settings, lake, release)
            followers |= {name: partial(ask, running.settings, lake, name) for name in QUERIES}
        served = [_serves(console, name, bring) for name, bring in followers.items()]
    return Exit.RELEASED if all(served) else Exit.CONSUMER_BEHIND


def _export(running: Services, lake: Lake, release: Commit[ReleaseManifest]) -> None:
    with engine_errors(running.engine_remote):
        write_exports(running.settings, lake, release, lambda: connect_engine(running.engine_remote))


def _serves(console: Console, name: str, bring: Callable[[], object]) -> bool:
    try:
        bring()
    except HyperionError as error:
        console.line(f"{name} lags: {error}")
        return False
    return True
