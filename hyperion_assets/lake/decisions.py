"""What a person has decided of rows of the quarantine: which are dropped, when and why.

Committed at `_quarantine/decisions` in hyperion-raw: a decision is an input, and nothing else could make it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from hyperion_assets.lake.commits import CommitLog
from hyperion_assets.lake.store import Store

FOLDER = "_quarantine/decisions"


class Drop(BaseModel):
    """One decision to drop a row: ISO 8601 in UTC, and the person's words."""

    model_config = ConfigDict(frozen=True)
    decided_at: str
    why: str


class Decisions(BaseModel):
    """The manifest: every decision by quarantine_id."""

    model_config = ConfigDict(frozen=True)
    dropped: dict[str, Drop] = Field(default_factory=dict)


class Dropped(NamedTuple):
    """A row that was dropped, as the transforms read it."""

    quarantine_id: str
    decided_at: str
    why: str


def dropped(store: Store) -> list[Dropped]:
    """Every row that a person has dropped, by id."""
    head = _log(store).head()
    decided = head.manifest.dropped if head else {}
    return [Dropped(key, found.decided_at, found.why) for key, found in sorted(decided.items())]


def drop(store: Store, ids: Sequence[str], why: str, now: datetime) -> list[str]:
    """Commit that rows are dropped; returns those that were not for this reason already."""
    changed: list[str] = []
    decision = Drop(decided_at=timestamp(now), why=why)

    def build(current: Decisions | None) -> Decisions | None:
        known = current.dropped if current else {}
        changed[:] = [key for key in ids if key not in known or known[key].why != why]
        return Decisions(dropped={**known, **dict.fromkeys(changed, decision)}) if changed else None

    _log(store).update(build)
    return changed


def timestamp(moment: datetime) -> str:
    """A moment as the quarantine has it: ISO 8601, UTC, whole seconds."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _log(store: Store) -> CommitLog[Decisions]:
    return CommitLog(store, FOLDER, Decisions)
