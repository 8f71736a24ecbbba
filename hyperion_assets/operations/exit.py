"""What a command's exit code says."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of `hyperion`."""

    RELEASED = 0
    CHECKS_FAILED = 1
    BAD_INPUT = 2
    """A setting, a source, a service or a range cannot be used."""
    CONSUMER_BEHIND = 3
    INTERRUPTED = 130
