"""`hyperion dev`: Dagit and the Dagster daemon, with every service up beside them, until Ctrl-C."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from hyperion_assets.errors import ServiceError
from hyperion_assets.local.dagster_home import prepare_dagster_home
from hyperion_assets.local.needs import needs_of_job
from hyperion_assets.local.ports import HOST, holder, is_free
from hyperion_assets.local.process import end_with_parent
from hyperion_assets.local.services import Services, kept_up, services
from hyperion_assets.operations.console import Console
from hyperion_assets.settings import PREFIX, REPOSITORY, Settings

RANGE_WAIT_SECONDS = 5.0
"""Whoever looks on waits less long for a range to be cut than a busy topic does."""
STOP_SECONDS = 20.0
SUPERSEDED = "ignore:Function `dev_command` is superseded"
"""Dagster warns of its own `dagster dev`, which runs this version."""


def develop(settings: Settings, console: Console, port: int, host: str = HOST) -> int:
    """Run `dagster dev` until it ends or Ctrl-C; a service that dies meanwhile is started again."""
    if not is_free(port):
        raise ServiceError(f"port {port} is in use by {holder(port)}: end that, or choose another with --port")
    prepare_dagster_home(settings)
    with _only_one(settings) as lock, services(settings, needs_of_job(settings), console.line) as running:
        _end_orphans(settings, console)
        # A background start by a script ignores SIGINT, and what is ignored is inherited: Dagster would never end.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        command = [sys.executable, "-m", "dagster", "dev", "-w", str(REPOSITORY / "workspace.yaml")]
        command += ["--host", host, "--port", str(port), "--log-level", "warning"]
        watched = kept_up(running, console.line)
        with (
            watched,
            subprocess.Popen(
                command,
                env=_environment(running),
                start_new_session=True,
                pass_fds=[lock],
                preexec_fn=end_with_parent,
            ) as dagit,
        ):
            console.line(
                f"Dagit, in some 15 s: http://{host}:{port}   (Ctrl-C ends it and the services that nobody else uses)"
            )
            try:
                return dagit.wait()
            except KeyboardInterrupt:
                console.line("stopping")
                return 0
            finally:
                _stop(dagit)


@contextmanager
def _only_one(settings: Settings) -> Iterator[int]:
    """Two daemons on one home would each launch every run. Yields the handle of the lock.

    Dagster's process has the handle too, so that the lock is free when both have ended, however they ended.
    """
    with (settings.dagster_home / "dev.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServiceError(f"another `hyperion dev` runs on {settings.home}: use its Dagit, or end it") from None
        yield lock.fileno()


def _end_orphans(settings: Settings, console: Console) -> None:
    from hyperion_assets.operations.dagster_instance import dagster_instance
    from hyperion_assets.operations.orphans import end_orphaned_runs

    with dagster_instance(settings) as instance:
        ended = end_orphaned_runs(instance, only_own=False)
    if ended:
        console.line(f"{ended} runs of killed processes were marked as failed")


def _environment(running: Services) -> Mapping[str, str]:
    """The environment of Dagster's processes: the settings of this command and the addresses of the services."""
    settings = running.settings
    given = {
        "home": settings.home,
        "source_dir": settings.source_dir,
        "scale": settings.scale,
        "kafka_bootstrap_servers": running.kafka_bootstrap,
        "postgres_dsn": running.postgres_dsn,
        "spark_remote": running.engine_remote,
        "range_wait_seconds": min(settings.range_wait_seconds, RANGE_WAIT_SECONDS),
    }
    optional = ("characters_dir", "spark_ui", "metastore_uri", "trino_url")
    given |= {name: value for name in optional if (value := getattr(settings, name)) is not None}
    named = {PREFIX + name.upper(): str(value) for name, value in given.items()}
    quiet = {"PYTHONWARNINGS": os.environ.get("PYTHONWARNINGS", SUPERSEDED)}
    return {**os.environ, **quiet, **named, "DAGSTER_HOME": str(settings.dagster_home)}


def _stop(dagit: subprocess.Popen[bytes]) -> None:
    """Ask Dagster's processes to end, and end those that do not; they are a process group of their own."""
    for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        if dagit.poll() is not None:
            return
        os.killpg(dagit.pid, kind)
        try:
            dagit.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
