"""Processes that outlive the command that started them: spawn, recognise, stop. Always by pid, never by name."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import psutil

# Put into the environment of every service, so that one whose starter died before it could write the pid down
# is found all the same.
MARK = "HYPERION_SERVICE"
POLL = 0.02
PR_SET_PDEATHSIG = 1
"""Of prctl(2): the signal that a process gets when its parent ends."""


@dataclass(frozen=True)
class Command:
    """What to execute, with variables added to the environment; `directory` is where the process works.

    `program` is the file that ends up being executed, where that tells the service from all others.
    """

    arguments: list[str]
    environment: Mapping[str, str]
    directory: Path
    program: str | None = None


@dataclass(frozen=True)
class Identity:
    """A process: its pid, and when it began (seconds since 1970), since the system gives pids out again."""

    pid: int
    created: float


def spawn(command: Command, log: Path, mark: str) -> Identity:
    """Start a process in a session of its own (Ctrl-C does not reach it), its output in `log`.

    The log of the start before is kept as `<log>.1`.
    """
    if log.exists():
        log.replace(log.with_name(f"{log.name}.1"))
    with log.open("wb") as output:
        child = subprocess.Popen(
            command.arguments,
            cwd=command.directory,
            env={**os.environ, **command.environment, MARK: mark},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    # Also of one that has ended by now: it stays in the system's list until somebody asks for its exit status.
    return Identity(child.pid, psutil.Process(child.pid).create_time())


def identify(pid: int) -> Identity | None:
    """The identity of a running process; None if there is none, or only its exit status is left."""
    try:
        process = psutil.Process(pid)
        # The first thread may have ended while others still hold files.
        if process.status() == psutil.STATUS_ZOMBIE and process.num_threads() <= 1:
            return None
        return Identity(pid, process.create_time())
    except psutil.NoSuchProcess:
        return None


def is_running(identity: Identity) -> bool:
    """Whether this very process still runs."""
    found = identify(identity.pid)
    return found is not None and abs(found.created - identity.created) < 1.0


def stop(identity: Identity, limit: float, ask: signal.Signals = signal.SIGTERM) -> None:
    """Ask a process to end, wait up to `limit` seconds, then kill it with all that it started."""
    if not is_running(identity):
        return
    try:
        process = psutil.Process(identity.pid)
        family = [process, *process.children(recursive=True)]
        process.send_signal(ask)
    except psutil.NoSuchProcess:
        return
    if not _ended(identity, limit):
        for member in family:
            # psutil signals only a process that is still the one that was listed.
            with suppress(psutil.NoSuchProcess):
                member.kill()
        _ended(identity, limit)
    with suppress(ChildProcessError):
        os.waitpid(identity.pid, os.WNOHANG)


def _ended(identity: Identity, limit: float) -> bool:
    """Wait for the end of a process; False if the limit passes first."""
    end = monotonic() + limit
    while is_running(identity):
        if monotonic() > end:
            return False
        sleep(POLL)
    return True


def end_with_parent() -> None:
    """In a new process: have the system end it when this command is killed, which then cannot do so itself."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def strays(command: Command, mark: str) -> list[Identity]:
    """Processes of a service that nobody wrote down, and what a killed one left behind.

    They are known by the folder they work in and the mark in their environment, or by their program where they
    write over their environment, as PostgreSQL does.
    """
    found = []
    for process in psutil.process_iter():
        try:
            if process.cwd() != str(command.directory):
                continue
            if process.exe() == command.program or process.environ().get(MARK) == mark:
                found.append(Identity(process.pid, process.create_time()))
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found
