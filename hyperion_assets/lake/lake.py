"""The lake: the three stores of a setting, and every table in the store of its layer."""

from __future__ import annotations

from functools import cached_property

from hyperion_assets.lake.store import Store
from hyperion_assets.lake.stores import open_store
from hyperion_assets.lake.tables import LakeTable
from hyperion_assets.local.needs import connected
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

RESOLVED_TABLES = ("resolved_entries", "resolved_appearances", "resolved_credits")
"""Character entries read against the catalogue, in the order in which they are made."""
STAGING_TABLES = frozenset({*(name for topic in Topic for name in (topic.staged, topic.current)), *RESOLVED_TABLES})


class Lake:
    """hyperion-raw, hyperion-staging and hyperion-processed."""

    def __init__(self, settings: Settings) -> None:
        self._given = settings

    @cached_property
    def _settings(self) -> Settings:
        return connected(self._given)

    @cached_property
    def raw(self) -> Store:
        """Raw files as they were landed, and the logs of what was published and landed."""
        return open_store(self._settings.raw, self._settings)

    @cached_property
    def staging(self) -> Store:
        """Staged and current records, and resolved entries."""
        return open_store(self._settings.staging, self._settings)

    @cached_property
    def processed(self) -> Store:
        """The tables, and the releases that name their versions."""
        return open_store(self._settings.processed, self._settings)

    def table(self, name: str) -> LakeTable:
        """A table by its name, in the store of its layer."""
        return LakeTable(self.staging if name in STAGING_TABLES else self.processed, name)
