"""What was replayed to each topic: kept, so that the same correction is not sent again, and ends with what it corrects.

Committed at `_quarantine/replays/<topic>` in hyperion-raw.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pydantic import BaseModel, ConfigDict, Field

from hyperion_assets.lake.commits import CommitLog
from hyperion_assets.lake.store import Store
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic


class Sent(BaseModel):
    """A replay that was sent to the topic of this id: the hash of its value, and when (ISO 8601, UTC).

    `key` is that of its record, None where it deletes one; `source` and `place` are its headers, `unit` and `corrects`
    tell which text of which source unit it corrects. It is `ended` when a publish has put another record under the key
    since, or deleted it.
    `film` is the value of a film, on which its box office is modelled.
    """

    model_config = ConfigDict(frozen=True)
    topic_id: str
    content_hash: str
    sent_at: str
    film: str | None = None
    key: str | None = None
    source: str = ""
    place: str = ""
    unit: str = ""
    corrects: str = ""
    ended: bool = False


Standing = dict[tuple[str, str | None], Sent]
"""Replays by quarantine_id and key."""


class Replays(BaseModel):
    """The manifest of a topic: what was sent for each quarantine_id, in order."""

    model_config = ConfigDict(frozen=True)
    sent: dict[str, list[Sent]] = Field(default_factory=dict)

    def last(self) -> dict[str, Sent]:
        """The last replay of each quarantine_id that has not ended."""
        return {quarantine_id: sent[-1] for quarantine_id, sent in self._going_on().items() if sent}

    def standing(self, topic_id: str) -> Standing:
        """The last replay for each quarantine_id and key of the topic of this id that has not ended."""
        return {
            (quarantine_id, each.key): each
            for quarantine_id, sent in self._going_on().items()
            for each in sent
            if each.topic_id == topic_id
        }

    def ended(self, keys: Collection[str]) -> Replays:
        """The manifest after something else was sent under these keys of the topic."""
        return Replays(
            sent={
                quarantine_id: [each.model_copy(update={"ended": each.ended or each.key in keys}) for each in sent]
                for quarantine_id, sent in self.sent.items()
            }
        )

    def _going_on(self) -> dict[str, list[Sent]]:
        return {quarantine_id: [each for each in sent if not each.ended] for quarantine_id, sent in self.sent.items()}


def replay_log(settings: Settings, store: Store, topic: Topic) -> CommitLog[Replays]:
    """The commits of a topic's replays."""
    return CommitLog(store, f"_quarantine/replays/{topic.name_in(settings)}", Replays)


def sent_replays(settings: Settings, store: Store, topics: Iterable[Topic]) -> dict[str, Sent]:
    """The last replay of each quarantine_id that was sent to these topics and has not ended."""
    heads = (replay_log(settings, store, topic).head() for topic in topics)
    return {key: sent for head in heads if head for key, sent in head.manifest.last().items()}
