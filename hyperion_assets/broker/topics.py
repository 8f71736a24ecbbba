"""The three topics of the platform."""

from __future__ import annotations

from enum import StrEnum

from hyperion_assets.settings import Settings


class Topic(StrEnum):
    """A topic by its short name, as the command line has it."""

    FILMS = "films"
    CHARACTERS = "characters"
    BOXOFFICE = "boxoffice"

    @property
    def partitions(self) -> int:
        """Number of partitions: records of one key share one, so their offsets order them."""
        return 4 if self is Topic.BOXOFFICE else 1

    def name_in(self, settings: Settings) -> str:
        """The name on the broker, and of the topic's folder in hyperion-raw: `raw-films` behind the prefix."""
        return f"{settings.topic_prefix}raw-{self.value}"
