"""Releases listed and shown, and a hold lifted; bringing one back is ``rollback``."""

from __future__ import annotations

from hyperion_assets.lake.lake import Lake
from hyperion_assets.local.needs import Need
from hyperion_assets.local.services import services
from hyperion_assets.release.consumers import consumers
from hyperion_assets.release.manifest import former_release, release_log, required_release, resume
from hyperion_assets.settings import Settings


def describe_release(settings: Settings, number: int | None) -> str:
    """A release in lines: kind, time, cut, tables with rows and hashes; for the current one also who serves it."""
    lake = Lake(settings)
    current = required_release(lake)
    shown, made = current if number is None else former_release(lake, number)
    origin = f" of {made.restores}" if made.restores else ""
    lines = [
        f"release {shown} ({made.kind}{origin}{', held' if made.hold else ''})",
        f"made    {made.created_at:%Y-%m-%d %H:%M:%S} UTC, {made.checks_passed} checks passed",
    ]
    if current.manifest.removed(made.versions):
        lines.append("pruned  its files are gone: it can neither be read nor brought back")
    for topic, ends in sorted(made.cut.items()):
        lines.append(f"cut     {topic}: {', '.join(f'{place} → {end:,}' for place, end in sorted(ends.items()))}")
    for name, table in made.tables.items():
        manifest = table.manifest
        lines.append(f"  {name:<32}{manifest.rows:>12,} rows  version {table.version:<4} {manifest.content_hash}")
    if shown == current.number:
        needed: set[Need] = {"postgres"} if settings.catalog == "none" else {"postgres", "metastore"}
        with services(settings, needed) as running:
            found = consumers(running.settings)
        for consumer in found:
            serves = "serves it" if consumer.release == shown else f"lags at release {consumer.release}"
            lines.append(f"  {consumer.name:<32}{consumer.problem or serves}")
    return "\n".join(lines)


def list_releases(settings: Settings) -> str:
    """A line for each release, newest first: number, time, kind, what it brought back, and whether it holds now.

    A release that was pruned says so; a clean-up has a line as well.
    """
    lines: list[str] = []
    newest = in_force = None
    for number, made in release_log(Lake(settings)).history():
        newest = newest or made
        if made.cleaned:
            lines.append(f"{number:>5}  {made.cleaned.at:%Y-%m-%d %H:%M:%S}  prune")
            continue
        note = f"  of release {made.restores}" if made.restores else ""
        note += "  held" if made.hold and in_force is None else ""
        note += "  pruned: its files are gone" if newest.removed(made.versions) else ""
        in_force = in_force or number
        lines.append(f"{number:>5}  {made.created_at:%Y-%m-%d %H:%M:%S}  {made.kind}{note}")
    return "\n".join(lines) or "no release yet: `hyperion run` makes one"


def resume_releases(settings: Settings) -> str:
    """Lift the hold of a rollback; what was done in a line. Raises InputError if there is no release."""
    number, _ = resume(Lake(settings))
    return f"release {number} is in force and no longer held; `hyperion run` releases the newest tables"
