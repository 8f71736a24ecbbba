"""The lake: the three stores of a setting, and every table in the store of its layer."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from hyperion_assets.lake.store import FolderStore, Store
from hyperion_assets.lake.tables import LakeTable
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

RESOLVED_TABLES = ("resolved_entries", "resolved_appearances", "resolved_credits")
"""Character entries read against the catalogue, in the order in which they are made."""
STAGING_TABLES = frozenset({*(name for topic in Topic for name in (topic.staged, topic.current)), *RESOLVED_TABLES})


class Lake:
    """hyperion-raw, hyperion-staging and hyperion-processed."""

    def __init__(self, raw: Path, staging: Path, processed: Path) -> None:
        self._roots = (raw, staging, processed)

    @classmethod
    def of(cls, settings: Settings) -> Lake:
        """The lake that the settings name."""
        return cls(settings.raw, settings.staging, settings.processed)

    @cached_property
    def raw(self) -> Store:
        """Raw files as they were landed, and the logs of what was published and landed."""
        return FolderStore(self._roots[0])

    @cached_property
    def staging(self) -> Store:
        """Staged and current records, and resolved entries."""
        return FolderStore(self._roots[1])

    @cached_property
    def processed(self) -> Store:
        """The tables, and the releases that name their versions."""
        return FolderStore(self._roots[2])

    def table(self, name: str) -> LakeTable:
        """A table by its name, in the store of its layer."""
        return LakeTable(self.staging if name in STAGING_TABLES else self.processed, name)
