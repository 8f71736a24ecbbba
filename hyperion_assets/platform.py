"""What every asset may use: the settings, the lake they name, and who wants to hear of progress."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import dagster as dg

from hyperion_assets.lake.lake import Lake
from hyperion_assets.settings import Settings

Progress = Callable[[str, int], None]
"""Called with the name of an asset and the number of its records done since the last call."""


def unheard(_asset: str, _records: int) -> None:
    """The progress of a run that nobody watches."""


class Platform:
    """The resource `platform`."""

    def __init__(self, settings: Settings, progress: Progress = unheard) -> None:
        self.settings = settings
        self._progress = progress

    @cached_property
    def lake(self) -> Lake:
        """The lake of the settings."""
        return Lake.of(self.settings)

    def progress_of(self, asset: str) -> Callable[[int], None]:
        """What an asset calls with the number of records it has done."""
        return lambda records: self._progress(asset, records)


PlatformParam = dg.ResourceParam[Platform]
