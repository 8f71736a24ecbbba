"""What was replayed to each topic: kept, so that the same correction is not sent again.

Committed at `_quarantine/replays/<topic>` in hyperion-raw.
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from hyperion_assets.lake.commits import CommitLog
from hyperion_assets.lake.store import Store
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic


class Sent(BaseModel):
    """A replay that stands on the topic of this id: the hash of its value, and when it was sent (ISO 8601, UTC).

    `film` is the value of a film, on which its box office is modelled.
    """

    model_config = ConfigDict(frozen=True)
    topic_id: str
    content_hash: str
    sent_at: str
    film: str | None = None


class Replays(BaseModel):
    """The manifest of a topic: what was sent for each quarantine_id, in order."""

    model_config = ConfigDict(frozen=True)
    sent: dict[str, list[Sent]] = Field(default_factory=dict)

    def holds(self, quarantine_id: str, content_hash: str, topic_id: str) -> bool:
        """Whether this very correction was sent to the topic of this id."""
        known = self.sent.get(quarantine_id, [])
        return any((each.topic_id, each.content_hash) == (topic_id, content_hash) for each in known)


def replay_log(settings: Settings, store: Store, topic: Topic) -> CommitLog[Replays]:
    """The commits of a topic's replays."""
    return CommitLog(store, f"_quarantine/replays/{topic.name_in(settings)}", Replays)


def sent_replays(settings: Settings, store: Store, topics: Iterable[Topic]) -> dict[str, Sent]:
    """The last replay of each quarantine_id that was sent to these topics."""
    heads = (replay_log(settings, store, topic).head() for topic in topics)
    return {key: sent[-1] for head in heads if head for key, sent in head.manifest.sent.items()}
