"""Replaying: corrected records to the topic of the record or entry that they correct, each once.

What was sent is committed when it stands on the broker. A replay that is killed before that may send a record twice, as
publishing may. Two at once take turns, and the second finds what the first has sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from hyperion_assets.broker.client import Broker
from hyperion_assets.broker.lines import Headers, LineWriter, MadeRecord
from hyperion_assets.broker.producing import Replay, Tombstone, headers_of, sender
from hyperion_assets.broker.replay_log import Replays, Sent, Standing, replay_log
from hyperion_assets.broker.turns import turn
from hyperion_assets.lake.decisions import timestamp
from hyperion_assets.lake.store import Store
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic


def send_replays(
    settings: Settings, store: Store, topic: Topic, replays: Sequence[Replay], now: datetime
) -> list[Replay]:
    """Send what was not sent before, and return it. Raises ServiceError if the broker does not take every record."""
    topic_id = Broker(settings).ensure_topic(topic)
    name = topic.name_in(settings)
    log = replay_log(settings, store, topic)
    with turn(settings, name):
        head = log.head()
        standing = head.manifest.standing(topic_id) if head else {}
        new = [each for each in replays if not _stands(each, standing)]
        if new:
            outdone = _outdone(standing, new)
            with sender(settings, name) as out:
                out.replay(new)
                out.delete(outdone)
                out.finish()
            log.update(_adding(topic, topic_id, new, outdone, timestamp(now)))
    return new


def landed_lines(replays: Sequence[Replay]) -> list[str]:
    """The raw lines that landing would write of replays, without line breaks; the offset of each is its number."""
    writer = LineWriter("", "", 0, 0)
    lines = []
    for offset, each in enumerate(replays):
        texts = headers_of(each.source, each.place, each.content_hash, each.quarantine_id)
        headers: Headers = [(name, text.encode()) for name, text in texts]
        record = MadeRecord(offset, 0, each.key.encode(), each.value, headers)
        lines.append(writer.line(record).decode().rstrip("\n"))
    return lines


def _adding(
    topic: Topic, topic_id: str, new: Sequence[Replay], outdone: Sequence[Tombstone], at: str
) -> Callable[[Replays | None], Replays]:
    """Makes of the manifest the one with what was sent, and what it has outdone as ended."""

    def build(current: Replays | None) -> Replays:
        sent = dict((current or Replays()).ended({each.key for each in outdone}).sent)
        for each in new:
            sent[each.quarantine_id] = [*sent.get(each.quarantine_id, []), _sent(topic, topic_id, each, at)]
        return Replays(sent=sent)

    return build


def _stands(replay: Replay, standing: Standing) -> bool:
    """Whether this very correction is what was sent last for its row and key."""
    sent = standing.get((replay.quarantine_id, None if replay.value is None else replay.key))
    return sent is not None and sent.content_hash == replay.content_hash


def _outdone(standing: Standing, new: Sequence[Replay]) -> list[Tombstone]:
    """What deletes the records of earlier corrections of the same rows that had another key."""
    keys, rows = {each.key for each in new}, {each.quarantine_id for each in new if each.value is not None}
    return [
        Tombstone(key, sent.source, sent.place)
        for (quarantine_id, key), sent in standing.items()
        if quarantine_id in rows and key is not None and key not in keys
    ]


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
            "unit": replay.unit,
            "corrects": replay.corrects,
        }
    )
