"""Locks of a home between processes. The system releases them when their holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from hyperion_assets.disk import writing
from hyperion_assets.errors import ServiceError
from hyperion_assets.progress import Report, unheard

WAIT_LIMIT = 180.0


class ServiceLocks:
    """`start.lock` is held while services are started or stopped; `users.lock` is shared by all who use them.

    `users.lock` is only taken and left under `start.lock`, so who holds that knows whether others use the services.
    """

    def __init__(self, folder: Path) -> None:
        self._start = os.open(folder / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._users = os.open(folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)

    @contextmanager
    def starting(self, report: Report) -> Iterator[None]:
        """Hold the start lock. Raises ServiceError if another command holds it beyond any start's limit."""
        _await_lock(self._start, "starting or stopping services", WAIT_LIMIT, report)
        try:
            yield
        finally:
            fcntl.flock(self._start, fcntl.LOCK_UN)

    def alone(self) -> bool:
        """Whether nobody else uses the services. Gives up this process's own share. Needs the start lock."""
        return _try_lock(self._users, fcntl.LOCK_EX)

    def share(self) -> None:
        """Become one of those who use the services. Needs the start lock."""
        fcntl.flock(self._users, fcntl.LOCK_SH)

    def close(self) -> None:
        """Give up everything."""
        os.close(self._users)
        os.close(self._start)


@contextmanager
def exclusive(path: Path, doing: str, limit: float = WAIT_LIMIT) -> Iterator[None]:
    """Hold the lock of a file, which is made if it is not there; `doing` says what those do who hold it.

    Raises ServiceError if another command holds it for over `limit` seconds, StorageError if it cannot be made.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.open("w")
    with lock:
        _await_lock(lock.fileno(), doing, limit, unheard)
        yield


def _await_lock(handle: int, doing: str, limit: float, report: Report) -> None:
    began, told = monotonic(), False
    while not _try_lock(handle, fcntl.LOCK_EX):
        waited = monotonic() - began
        if waited > limit:
            raise ServiceError(f"another command has been {doing} for {waited:.0f} s: end it, or wait and run again")
        if waited > 1.0 and not told:
            report(f"waiting for another command that is {doing}")
            told = True
        sleep(0.05)


def _try_lock(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
