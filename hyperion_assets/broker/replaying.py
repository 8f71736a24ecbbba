"""Replaying: corrected records to the topic of the record or entry that they correct, each once.

What was sent is committed when it stands on the broker. A replay that is killed before that may send a record twice, as
publishing may.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hyperion_assets.broker.client import Broker
from hyperion_assets.broker.producing import Replay, Tombstone, sender
from hyperion_assets.broker.replay_log import Replays, Sent, replay_log
from hyperion_assets.lake.decisions import timestamp
from hyperion_assets.lake.store import Store
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic


def send_replays(
    settings: Settings, store: Store, topic: Topic, replays: Sequence[Replay], now: datetime
) -> list[Replay]:
    """Send what was not sent before, and return it. Raises ServiceError if the broker does not take every record."""
    topic_id = Broker(settings).ensure_topic(topic)
    log = replay_log(settings, store, topic)
    head = log.head()
    known = head.manifest if head else Replays()
    new = [each for each in replays if not known.holds(each.quarantine_id, each.content_hash, topic_id)]
    if not new:
        return []
    outdone = _outdone(known, new)
    with sender(settings, topic.name_in(settings)) as out:
        out.replay(new)
        out.delete(outdone)
        out.finish()

    def build(current: Replays | None) -> Replays:
        sent = dict((current or Replays()).ended({each.key for each in outdone}).sent)
        for each in new:
            sent[each.quarantine_id] = [*sent.get(each.quarantine_id, []), _sent(topic, topic_id, each, timestamp(now))]
        return Replays(sent=sent)

    log.update(build)
    return new


def _outdone(known: Replays, new: Sequence[Replay]) -> list[Tombstone]:
    """What deletes the records of earlier corrections of the same rows that had another key."""
    keys, last = {each.key for each in new}, known.last()
    before = [last.get(each.quarantine_id) for each in new if each.value is not None]
    return [Tombstone(one.key, one.source, one.place) for one in before if one and one.key and one.key not in keys]


def _sent(topic: Topic, topic_id: str, replay: Replay, at: str) -> Sent:
    made = Sent(topic_id=topic_id, content_hash=replay.content_hash, sent_at=at)
    if replay.value is None:
        return made
    return made.model_copy(
        update={
            "film": replay.value.decode() if topic is Topic.FILMS else None,
            "key": replay.key,
            "source": replay.source,
            "place": replay.place,
            "corrects": replay.corrects,
        }
    )
