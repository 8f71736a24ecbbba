"""Publishing: of every source unit, what changed since it was published last, and tombstones for what is gone.

What is about to be sent is committed as unfinished before, and as done once it stands on the broker. So a publish that
is killed halfway leaves units that the next one sends again in full. Two at once take turns; two of different homes,
which share the store alone, meet at the commit: the slower one compares again.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import pyarrow as pa

from hyperion_assets.broker.client import Broker
from hyperion_assets.broker.counts import Counts, PublishReport
from hyperion_assets.broker.gc_pause import collector_paused
from hyperion_assets.broker.producing import sender
from hyperion_assets.broker.publish_manifest import REJECTED, ROWS, Published, RowFiles, published_log
from hyperion_assets.broker.publish_run import OvertakenError, Publication
from hyperion_assets.broker.replay_log import replay_log
from hyperion_assets.broker.turns import turn
from hyperion_assets.errors import ServiceError
from hyperion_assets.lake.commits import CommitLog
from hyperion_assets.lake.store import Store
from hyperion_assets.progress import Progress, unheard
from hyperion_assets.settings import Settings
from hyperion_assets.sources.units import SourceUnit
from hyperion_assets.topics import Topic

ATTEMPTS = 100
_POLL_SECONDS = 0.2

_COLUMNS = ["unit", "place", "reason_code", "reason", "original"]
REJECTED_SCHEMA = pa.schema([pa.field("topic", pa.string()), *(ROWS.field(name) for name in _COLUMNS)])


def publish(
    settings: Settings, store: Store, topic: Topic, units: Sequence[SourceUnit], progress: Progress = unheard
) -> PublishReport:
    """Bring the topic up to the units, which are all there are of it; returns what that took.

    A unit with the fingerprint of last time is not read. A topic made anew gets everything. Raises ServiceError if the
    broker does not take every record, InputError if the sources have nothing left of all that was published.
    """
    topic_id = Broker(settings).ensure_topic(topic)
    name = topic.name_in(settings)
    log, replays = published_log(store, name), replay_log(settings, store, topic)
    for _ in range(ATTEMPTS):
        try:
            with turn(settings, name), sender(settings, name) as out, collector_paused():
                return Publication(log, replays, topic_id, out, progress).run(units)
        except OvertakenError:
            _await_other(log, settings.kafka_timeout_seconds)
    raise ServiceError(f"{name}: {ATTEMPTS} other publishers were faster; run again when they are done")


def rejected(settings: Settings, store: Store, topic: Topic) -> pa.Table:
    """What could not be published, as the units were read last (REJECTED_SCHEMA); place "" is a whole file."""
    name = topic.name_in(settings)
    head = published_log(store, name).head()
    states = head.manifest.units if head else {}
    files = RowFiles(store)
    found = [
        files.read(state.file, unit, _COLUMNS, REJECTED)
        for unit, state in sorted(states.items())
        if state.counts.rejected
    ]
    rows = pa.concat_tables(found) if found else REJECTED_SCHEMA.empty_table().drop_columns("topic")
    return rows.add_column(0, REJECTED_SCHEMA.field("topic"), pa.repeat(name, rows.num_rows)).cast(REJECTED_SCHEMA)


def published_counts(settings: Settings, store: Store, topic: Topic) -> Counts:
    """The sums over all units, each as counted by the publish that read it last. Tombstones are not kept."""
    head = published_log(store, topic.name_in(settings)).head()
    return Counts.sum(state.counts for state in head.manifest.units.values()) if head else Counts()


def _await_other(log: CommitLog[Published], limit: float) -> None:
    """Return when the publish that was faster is done, or has committed nothing for `limit` seconds."""
    seen, deadline = 0, 0.0
    while (head := log.head()) and head.manifest.unfinished:
        if head.number != seen:
            seen, deadline = head.number, time.monotonic() + limit
        if time.monotonic() > deadline:
            return
        time.sleep(_POLL_SECONDS)
