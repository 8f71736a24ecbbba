"""The services of a profile, kept running between commands: up, down, their logs, and what they hold."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from hyperion_assets.errors import InputError
from hyperion_assets.local.needs import Need, needs_of_job
from hyperion_assets.local.services import keep_up, status, take_down
from hyperion_assets.operations.console import Console
from hyperion_assets.settings import Settings

LOG_LINES = 40


def stack_up(settings: Settings, only: Sequence[Need], console: Console) -> str:
    """Start what does not run, leave all of it running, and return a line for each service."""
    needed = set(only) or needs_of_job(settings)
    with console.stage("stack"):
        keep_up(settings, needed, console.line)
    return stack_status(settings)


def stack_down(settings: Settings, console: Console) -> None:
    """Stop all services of the home. Raises ServiceError while another command uses them."""
    take_down(settings, console.line)


def stack_status(settings: Settings) -> str:
    """A line for each service as it stands; asks none of them."""
    rows = [
        f"{found.service:<14}{found.state:<10}{found.pid or '':<9}{found.address or ''}" for found in status(settings)
    ]
    return "\n".join(row.rstrip() for row in rows)


def service_log(settings: Settings, service: str, lines: int = LOG_LINES) -> str:
    """The last lines of a service's log. Raises InputError for a service that has none."""
    folder = _folder(settings)
    log = folder / f"{service}.log"
    known = sorted(path.stem for path in folder.glob("*.log"))
    if service not in known:
        raise InputError(f"no log of {service!r} in {folder}: there are {', '.join(known) or 'none'}")
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def stack_reset(settings: Settings, console: Console) -> None:
    """Stop all services of the home and remove all that they hold: topics, databases, buckets and files of HDFS."""
    stack_down(settings, console)
    shutil.rmtree(_folder(settings), ignore_errors=True)


def _folder(settings: Settings) -> Path:
    return settings.home / "services"
