"""An event log that keeps nothing: in runs as small as these, writing history takes longer than what it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dagster import EventLogEntry
from dagster._core.storage.event_log.in_memory import InMemoryEventLogStorage


class NoEventLog(InMemoryEventLogStorage):
    """Dagster's event log in memory, which has a storage under a private name only, without its events."""

    def store_event(self, event: EventLogEntry) -> None:
        """Forget the event."""

    def store_event_batch(self, events: Sequence[Any]) -> None:
        """Forget the events."""
