"""`hyperion run` as a process of its own, told of its settings by the environment alone."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from hyperion_assets.errors import HyperionError
from hyperion_assets.settings import PREFIX, REPOSITORY, Settings

LIMIT_SECONDS = 1800.0


def run_main_job(settings: Settings) -> float:
    """Seconds that it took. Raises HyperionError with what it said if it does not end with a release."""
    settings.home.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "hyperion_assets.cli", "run"],
            env=_environment(settings),
            cwd=settings.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise HyperionError(f"hyperion run did not end within {LIMIT_SECONDS:.0f} s") from None
    if done.returncode:
        said = "\n".join(done.stdout.strip().splitlines()[-20:])
        raise HyperionError(f"hyperion run ended with {done.returncode}:\n{said}")
    return time.monotonic() - started


def _environment(settings: Settings) -> dict[str, str]:
    """The process's own, with the settings that are not the default in place of all others."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return own | settings.environment() | {"PYTHONPATH": str(REPOSITORY)}
