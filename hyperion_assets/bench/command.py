"""`hyperion run` from an empty home, and again with nothing changed, as a person would type it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from hyperion_assets.bench.result import CommandRun
from hyperion_assets.errors import HyperionError
from hyperion_assets.settings import PREFIX

LIMIT_SECONDS = 600.0


def command_times(home: Path) -> CommandRun:
    """Wall time of both runs. Raises HyperionError with the last line of a run that does not end with a release."""
    return CommandRun(_run(home), _run(home))


def _run(home: Path) -> float:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "hyperion_assets.cli", "run", "--home", str(home)],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    seconds = time.monotonic() - started
    if done.returncode:
        lines = done.stdout.strip().splitlines() or ["it wrote nothing"]
        raise HyperionError(f"hyperion run ended with {done.returncode}: {lines[-1]}")
    return seconds
