"""What a check has found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "failed"]


@dataclass(frozen=True)
class Finding:
    """A state, what was found and, where something is to be done about it that `found` does not say, what."""

    state: State
    found: str
    remedy: str | None = None

    def __str__(self) -> str:
        return f"{self.found}: {self.remedy}" if self.remedy else self.found


def ok(found: str, remedy: str | None = None) -> Finding:
    """What is as it should be."""
    return Finding("ok", found, remedy)


def warning(found: str, remedy: str) -> Finding:
    """What works, but not for long or not everywhere."""
    return Finding("warning", found, remedy)


def failed(found: str, remedy: str | None = None) -> Finding:
    """What the next command would stumble over. Errors of the platform say themselves what to do."""
    return Finding("failed", found, remedy)
