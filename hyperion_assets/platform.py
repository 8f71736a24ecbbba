"""What every asset may use: the settings, the lake they name, and who wants to hear of progress."""

from __future__ import annotations

from functools import cached_property

import dagster as dg

from hyperion_assets.lake.lake import Lake
from hyperion_assets.progress import AssetProgress, Progress, unheard
from hyperion_assets.settings import Settings


class Platform:
    """The resource `platform`."""

    def __init__(self, settings: Settings, progress: AssetProgress = unheard) -> None:
        self.settings = settings
        self._progress = progress

    @cached_property
    def lake(self) -> Lake:
        """The lake of the settings."""
        return Lake(self.settings)

    def progress_of(self, asset: str) -> Progress:
        """What an asset calls with the number of records it has done."""
        return lambda records: self._progress(asset, records)


PlatformParam = dg.ResourceParam[Platform]
