"""Planning: what a topic holds beyond the planned ranges is cut into ranges, which are committed before any is read."""

from __future__ import annotations

from datetime import datetime

from hyperion_assets.broker.client import Broker, Watermarks
from hyperion_assets.broker.ranges import PlannedRange, TopicLog, cut_ranges, topic_log
from hyperion_assets.broker.reading import first_timestamp
from hyperion_assets.broker.rebuilding import rebuild_log
from hyperion_assets.errors import RangeError
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets.lake.store import Store
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic


def plan(settings: Settings, store: Store, topic: Topic, now: datetime, force: bool = False) -> list[RangeKey]:
    """Commit the ranges that are due, and return them; none if there is no such topic.

    A range of `range_records` offsets is due at once; what remains when its oldest record has waited for
    `range_wait_seconds`, or with `force`. Ranges that others planned meanwhile are not planned again.
    """
    broker = Broker(settings)
    topic_id = broker.topic_id(topic)
    if topic_id is None:
        return []
    watermarks = broker.watermarks(topic)
    name = topic.name_in(settings)
    log = topic_log(store, name)
    if log.head() is None:
        # Raw files outlive their manifest: planning over them from the start would cut them anew.
        rebuild_log(store, name)
    due: dict[tuple[int, int, int], bool] = {}

    def is_due(partition: int, start: int, end: int) -> bool:
        if force or end - start == settings.range_records:
            return True
        if (partition, start, end) not in due:
            oldest = first_timestamp(settings, topic, partition, start, end)
            due[partition, start, end] = oldest is not None and _has_waited(oldest, now, settings.range_wait_seconds)
        return due[partition, start, end]

    planned: list[RangeKey] = []

    def build(current: TopicLog | None) -> TopicLog | None:
        manifest = (current or TopicLog()).with_generation(topic_id)
        waiting = _waiting(manifest, topic_id, watermarks, settings.range_records)
        planned[:] = [key for key in waiting if is_due(*key[1:])]
        return manifest.with_ranges({key: PlannedRange() for key in planned}) if planned else None

    log.update(build)
    return planned


def _waiting(manifest: TopicLog, topic_id: str, watermarks: dict[int, Watermarks], limit: int) -> list[RangeKey]:
    ends = manifest.planned_ends(topic_id)
    found = []
    for partition, (_, high) in sorted(watermarks.items()):
        end = ends.get(partition, 0)
        if end > high:
            raise RangeError(
                f"partition {partition} of topic id {topic_id} ends at offset {high}, but ranges up to {end} were "
                "planned: the broker has lost records that it had shown"
            )
        found += [RangeKey(topic_id, partition, start, stop) for start, stop in cut_ranges(end, high, limit)]
    return found


def _has_waited(timestamp: int, now: datetime, limit: float) -> bool:
    """Whether a record's age has reached the limit; one from the future has, as nobody can say how long it waits."""
    age = now.timestamp() - timestamp / 1000
    return age >= limit or age < -limit
