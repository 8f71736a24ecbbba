"""The end of a run in plain lines: what was built, whether it balances, and where to look."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from hyperion_assets.checks.audit import Auditor, current_versions
from hyperion_assets.checks.ledger import ledger
from hyperion_assets.checks.quarantine_counts import ReasonCount, reason_counts
from hyperion_assets.errors import HyperionError
from hyperion_assets.lake.content import connect
from hyperion_assets.lake.lake import Lake
from hyperion_assets.model.vocabularies import QUARANTINE_SCOPES
from hyperion_assets.operations.console import Console
from hyperion_assets.operations.orchestration import Orchestration
from hyperion_assets.operations.wording import counted
from hyperion_assets.release.consumers import consumers
from hyperion_assets.release.exports import read_manifest
from hyperion_assets.release.manifest import current_release
from hyperion_assets.settings import Settings


def print_summary(orchestration: Orchestration, console: Console) -> None:
    """Print the summary of a run to standard output."""
    platform = orchestration.platform
    settings, lake = platform.settings, platform.lake
    lines = [
        *_records(settings, lake),
        *_tables(lake),
        *_quarantine(lake),
        *_checks(lake, orchestration.auditor),
        *_release(settings, lake),
        *_times(console),
    ]
    command, home = _command(), _home(settings)
    lines += [
        "",
        f'look:  {command} sql "SELECT title, release_year FROM films LIMIT 5"{home}',
        f"       {command} status{home}   {command} ledger{home}   make dev (Dagit)",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def _records(settings: Settings, lake: Lake) -> list[str]:
    lines = [
        "",
        f"{'topic':<16}{'records':>10}{'ranges':>8}{'staged':>10}{'tombstones':>12}{'quarantined':>13}"
        f"{'duplicates':>12}  ledger",
    ]
    for topic in ledger(settings, lake):
        balance = "balances" if topic.difference == 0 else f"{topic.difference:,} UNACCOUNTED FOR"
        lines.append(
            f"{topic.topic:<16}{topic.ranges.records:>10,}{topic.ranges.ranges:>8}{topic.ranges.staged:>10,}"
            f"{topic.ranges.tombstones:>12,}{topic.ranges.quarantined + topic.source.rejected:>13,}"
            f"{topic.cut.duplicate:>12,}  {balance}"
        )
        lines += [f"  missing range {key}" for key in topic.missing]
    return lines


def _tables(lake: Lake) -> list[str]:
    release = current_release(lake)
    if release is None:
        return ["", "no release"]
    rows = release.manifest.rows
    width = max(map(len, rows))
    return ["", f"{'table':<{width}}{'rows':>12}", *(f"{name:<{width}}{count:>12,}" for name, count in rows.items())]


def _quarantine(lake: Lake) -> list[str]:
    head = lake.table("quarantine").head()
    waiting = open_rows(reason_counts(lake.table("quarantine").uris(head.manifest.files))) if head else ""
    return ["", f"open in the quarantine: {waiting}; `hyperion quarantine list` shows them"] if waiting else []


def open_rows(counts: Sequence[ReasonCount]) -> str:
    """How many rows of each scope are open, in words: `1 file, 2 records`; '' if none is."""
    open_by_scope = dict.fromkeys(QUARANTINE_SCOPES, 0)
    for each in counts:
        open_by_scope[each.scope] += each.statuses["open"]
    return ", ".join(counted(rows, scope) for scope, rows in open_by_scope.items() if rows)


def _checks(lake: Lake, auditor: Auditor) -> list[str]:
    try:
        with connect() as connection:
            report = auditor.report(connection, current_versions(lake))
    except HyperionError as error:
        return ["", f"checks   not run: {error}"]
    lines = ["", f"checks   {report.passed} passed, {len(report.failed)} failed ({len(report.blocking)} blocking)"]
    if report.not_run:
        lines.append(f"  {len(report.not_run)} not run: their tables stand at different cuts")
    return lines + [f"  {query.severity}: {query.name}: {result.message}" for query, result in report.failed]


def _release(settings: Settings, lake: Lake) -> list[str]:
    release = current_release(lake)
    if release is None:
        return []
    held = (
        f", held at release {release.manifest.restores} until `hyperion release resume`"
        if release.manifest.hold
        else ""
    )
    lines = [f"release  {release.number} of {release.manifest.created_at:%Y-%m-%d %H:%M:%S} UTC{held}"]
    found = consumers(settings)
    width = 2 + max(len(consumer.name) for consumer in found)
    for consumer in found:
        state = "serves it" if consumer.release == release.number else f"LAGS at {consumer.release}"
        lines.append(f"  {consumer.name:<{width}}{consumer.problem or state}")
    exported = read_manifest(settings)
    if exported:
        sizes = ", ".join(f"{file.name} {file.bytes / 1000:,.0f} kB" for file in exported.files)
        lines.append(f"exports  {settings.exports}: {sizes} ({exported.bytes / 1000:,.0f} kB together)")
    return lines


def _times(console: Console) -> list[str]:
    total = sum(console.seconds.values())
    each = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in console.seconds.items())
    return ["", f"time     {total:.1f} s: {each}"]


def _command() -> str:
    """How the command was called, so that a line can be copied."""
    called = Path(sys.argv[0])
    return str(called) if called.name == "hyperion" else "hyperion"


def _home(settings: Settings) -> str:
    return "" if settings.home == Settings.from_env().home else f" --home {shlex.quote(str(settings.home))}"
