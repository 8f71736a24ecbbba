"""Showing a release, and bringing a former one back with everyone who follows it."""

from __future__ import annotations

from hyperion_assets.engines.session import connect_engine, own_session
from hyperion_assets.errors import HyperionError, InputError
from hyperion_assets.lake.lake import Lake
from hyperion_assets.local.services import services
from hyperion_assets.operations.console import Console
from hyperion_assets.release.consumers import consumers, load_postgresql
from hyperion_assets.release.exports import write_exports
from hyperion_assets.release.manifest import current_release, release_log, required_release, roll_back
from hyperion_assets.settings import Settings

CONSUMER_BEHIND = 3


def describe_release(settings: Settings, number: int | None) -> str:
    """A release in lines: kind, time, cut, tables with rows and hashes; for the current one also who serves it."""
    lake = Lake.of(settings)
    current = required_release(lake)
    log = release_log(lake)
    if number is not None and number not in log.numbers():
        raise InputError(f"there is no release {number}: `hyperion release list` shows those there are")
    shown, made = log.get(number) if number is not None else current
    origin = f" of {made.restores}" if made.restores else ""
    lines = [
        f"release {shown} ({made.kind}{origin}{', held' if made.hold else ''})",
        f"made    {made.created_at:%Y-%m-%d %H:%M:%S} UTC, {made.checks_passed} checks passed",
    ]
    for topic, ends in sorted(made.cut.items()):
        lines.append(f"cut     {topic}: {', '.join(f'{place} → {end:,}' for place, end in sorted(ends.items()))}")
    for name, table in made.tables.items():
        manifest = table.manifest
        lines.append(f"  {name:<32}{manifest.rows:>12,} rows  version {table.version:<4} {manifest.content_hash}")
    if shown == current.number:
        with services(settings, {"postgres"}) as running:
            found = consumers(running.settings)
        for consumer in found:
            serves = "serves it" if consumer.release == shown else f"lags at release {consumer.release}"
            lines.append(f"  {consumer.name:<32}{consumer.problem or serves}")
    return "\n".join(lines)


def roll_back_everywhere(settings: Settings, console: Console, number: int | None) -> int:
    """Bring back a release and every consumer with it; returns the exit code."""
    lake = Lake.of(settings)
    before = current_release(lake)
    release = roll_back(lake, number)
    if before and before.number == release.number:
        console.line(f"release {release.manifest.restores} is in force already")
    behind = 0
    with services(settings, {"postgres", "engine"}, console.line) as running:
        try:
            load_postgresql(running.settings, lake, release, console.line)
        except HyperionError as error:
            console.line(f"postgresql: {error}")
            behind = CONSUMER_BEHIND
        with own_session():
            write_exports(settings, lake, release, lambda: connect_engine(running.engine_remote))
    console.line(
        f"release {release.number} brings back the tables of release {release.manifest.restores}; new ones are held"
    )
    return behind
