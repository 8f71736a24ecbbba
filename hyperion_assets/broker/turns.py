"""Turns: of one home, one process at a time sends to a topic. The system gives the turn on when its holder dies."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from hyperion_assets.disk import writing
from hyperion_assets.settings import Settings


@contextmanager
def turn(settings: Settings, name: str) -> Iterator[None]:
    """Wait until no other process of this home sends to the topic of this name, then hold the others off.

    Who shares the store from another home is not held off. Raises StorageError if the home cannot be written.
    """
    path = settings.home / "locks" / f"{name}.lock"
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.open("w")
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
