"""A storage that keeps no events: in runs as small as these, writing history takes longer than what it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dagster import EventLogEntry, EventRecordsResult
from dagster._core.storage.event_log.in_memory import InMemoryEventLogStorage
from dagster._serdes import ConfigurableClassData

from hyperion_assets.local.dagster_storage import OpenSqliteStorage

NONE = EventRecordsResult([], cursor="", has_more=False)


class NoEventLog(InMemoryEventLogStorage):
    """Dagster's event log in memory, without its events."""

    def store_event(self, event: EventLogEntry) -> None:
        """Forget the event."""

    def store_event_batch(self, events: Sequence[Any]) -> None:
        """Forget the events."""

    def get_asset_records(self, *_: Any, **__: Any) -> list[Any]:
        """What is known of assets by their events: nothing."""
        return []

    def fetch_materializations(self, *_: Any, **__: Any) -> EventRecordsResult:
        """No events."""
        return NONE

    def fetch_observations(self, *_: Any, **__: Any) -> EventRecordsResult:
        """No events."""
        return NONE


class NoHistory(OpenSqliteStorage):
    """The storage of every home, but for the events."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        self._event_log_storage = NoEventLog()
