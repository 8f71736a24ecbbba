"""`hyperion release prune`: a clean-up of the lake and of the catalog that follows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hyperion_assets.engines import hive
from hyperion_assets.errors import StorageError
from hyperion_assets.lake.lake import Lake
from hyperion_assets.local.needs import Need
from hyperion_assets.local.services import services
from hyperion_assets.operations.console import Console
from hyperion_assets.operations.wording import counted
from hyperion_assets.release.consumers import metastore_uri
from hyperion_assets.release.manifest import release_log
from hyperion_assets.release.prune import Plan, Removed, by_table, claim, plan_prune, remove
from hyperion_assets.settings import Settings

ATTEMPTS = 20


def prune_releases(settings: Settings, console: Console, keep: int, grace_hours: float, *, dry_run: bool) -> str:
    """Remove what nothing kept uses; a line for each table goes to the console, the sum and what stays is returned.

    Raises InputError if there is no release.
    """
    grace = timedelta(hours=grace_hours)
    needed: set[Need] = {"metastore"} if settings.catalog == "hive" else set()
    with services(settings, needed, console.line) as running:
        lake = Lake(running.settings)
        uri = metastore_uri(running.settings) if settings.catalog == "hive" else None
        if dry_run:
            plan = plan_prune(lake, keep, grace, datetime.now(UTC), _served(uri))
            return _said(plan, _told((figures for figures, _ in by_table(plan)), console), grace_hours, dry_run=True)
        plan = _claimed_plan(lake, keep, grace, uri)
        if uri is not None:
            # One that was made after the plan is none of its business.
            old = {number for number in release_log(lake).numbers() if number <= plan.newest.number}
            hive.forget(uri, old - set(plan.releases))
        return _said(plan, _told(remove(plan), console), grace_hours, dry_run=False)


def _claimed_plan(lake: Lake, keep: int, grace: timedelta, uri: str | None) -> Plan:
    """A plan that the log of releases knows of; one that removes nothing needs no entry there."""
    for _ in range(ATTEMPTS):
        plan = plan_prune(lake, keep, grace, datetime.now(UTC), _served(uri))
        if not plan.removals or claim(lake, plan):
            return plan
    raise StorageError(f"releases: {ATTEMPTS} other writers were faster; run again")


def _served(uri: str | None) -> int | None:
    return None if uri is None else hive.served_release(uri)


def _told(removed: Iterable[Removed], console: Console) -> list[Removed]:
    found = []
    for each in removed:
        console.line(f"{each.table:<32}{_amount(*each[1:])}")
        found.append(each)
    return found


def _said(plan: Plan, removed: list[Removed], grace_hours: float, *, dry_run: bool) -> str:
    lines = []
    if plan.recent:
        lines.append(f"{counted(plan.recent, 'file')} replaced within the grace of {grace_hours:g} h stay for now")
    if plan.unnamed:
        lines.append(f"{counted(plan.unnamed, 'folder')} that no version names stay until they are a day old")
    amounts = [each[1:] for each in removed]
    kept = ", ".join(map(str, plan.releases))
    versions, files, size = (sum(each[at] for each in amounts) for at in range(3))
    lines.append(f"{'would remove' if dry_run else 'removed'} {_amount(versions, files, size)}; kept: release {kept}")
    return "\n".join(lines)


def _amount(versions: int, files: int, size: int) -> str:
    return f"{counted(versions, 'version')}, {counted(files, 'file')}, {counted(size, 'byte')}"
