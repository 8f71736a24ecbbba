"""The three topics of the platform, and what is named after each."""

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

    @property
    def lake_name(self) -> str:
        """`raw-films`: the name in cuts and in the rows of tables, whatever prefix a broker's topics have."""
        return f"raw-{self.value}"

    @property
    def staged(self) -> str:
        """The table of its staged ranges."""
        return f"staged_{self.value}"

    @property
    def current(self) -> str:
        """The table of the current record of every key."""
        return f"current_{self.value}"

    def name_in(self, settings: Settings) -> str:
        """The name on the broker, and of the topic's folder in hyperion-raw: the prefix before `raw-films`."""
        return f"{settings.topic_prefix}{self.lake_name}"
