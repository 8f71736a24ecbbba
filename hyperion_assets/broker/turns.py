"""Turns: of one home, one process at a time sends to a topic. The system gives the turn on when its holder dies."""

from __future__ import annotations

from contextlib import AbstractContextManager

from hyperion_assets.local.locks import exclusive
from hyperion_assets.settings import Settings

LIMIT = 900.0
"""Seconds: thirty million records take as long to be published."""


def turn(settings: Settings, name: str) -> AbstractContextManager[None]:
    """Wait until no other process of this home sends to the topic of this name, then hold the others off.

    Who shares the store from another home is not held off. Raises ServiceError if one sends for over LIMIT seconds,
    StorageError if the home cannot be written.
    """
    return exclusive(settings.home / "locks" / f"{name}.lock", f"sending to {name}", LIMIT)
