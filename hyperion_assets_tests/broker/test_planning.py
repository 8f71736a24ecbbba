"""Planning on a real broker: what is cut when, and that nothing is planned twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from hyperion_assets.broker.client import Broker
from hyperion_assets.broker.planning import plan
from hyperion_assets.broker.ranges import check_contiguous, read_log, topic_log
from hyperion_assets.errors import RangeError
from hyperion_assets.lake.store import FolderStore
from hyperion_assets.topics import Topic
from hyperion_assets_tests.broker.conftest import SettingsWith
from hyperion_assets_tests.broker.kafka_topics import KafkaTopics, Sent

NOW = datetime(2026, 1, 1, tzinfo=UTC)
RECORD = Sent(b"k", b"1")


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def test_full_ranges_are_cut_at_once_and_the_rest_when_it_has_waited(
    settings_with: SettingsWith, store: FolderStore, topics: KafkaTopics
) -> None:
    settings = settings_with(range_records=4, range_wait_seconds=60)
    topics.produce(Topic.FILMS, [RECORD] * 10, milliseconds(NOW))
    planned = plan(settings, store, Topic.FILMS, NOW + timedelta(seconds=59))
    assert [key[1:] for key in planned] == [(0, 0, 4), (0, 4, 8)]
    assert plan(settings, store, Topic.FILMS, NOW + timedelta(seconds=59)) == []
    assert [key[1:] for key in plan(settings, store, Topic.FILMS, NOW + timedelta(seconds=60))] == [(0, 8, 10)]
    assert plan(settings, store, Topic.FILMS, NOW + timedelta(days=9), force=True) == []
    log = read_log(store, Topic.FILMS.name_in(settings))
    assert [key[1:] for key in log.missing()] == [(0, 0, 4), (0, 4, 8), (0, 8, 10)]
    assert log.generations == {planned[0].topic_id: 0}


def test_force_cuts_at_once_in_every_partition(
    settings_with: SettingsWith, store: FolderStore, topics: KafkaTopics
) -> None:
    settings = settings_with(range_records=2)
    topics.produce(Topic.BOXOFFICE, [Sent(b"k", b"1", [], partition) for partition in (0, 0, 0, 2)])
    planned = plan(settings, store, Topic.BOXOFFICE, datetime.now(UTC), force=True)
    assert [key[1:] for key in planned] == [(0, 0, 2), (0, 2, 3), (2, 0, 1)]


def test_a_timestamp_from_the_future_is_not_waited_for(
    settings_with: SettingsWith, store: FolderStore, topics: KafkaTopics
) -> None:
    settings = settings_with(range_wait_seconds=60)
    topics.produce(Topic.FILMS, [RECORD], milliseconds(NOW + timedelta(days=30)))
    assert [key[1:] for key in plan(settings, store, Topic.FILMS, NOW)] == [(0, 0, 1)]


def test_no_topic_is_nothing_to_plan(settings_with: SettingsWith, store: FolderStore) -> None:
    settings = settings_with()
    assert plan(settings, store, Topic.FILMS, NOW, force=True) == []
    assert topic_log(store, Topic.FILMS.name_in(settings)).head() is None


def test_two_planners_at_once_never_overlap(
    settings_with: SettingsWith, store: FolderStore, topics: KafkaTopics
) -> None:
    settings = settings_with(range_records=3)
    topics.produce(Topic.BOXOFFICE, [Sent(b"k", b"1", [], partition % 4) for partition in range(80)])
    start = Barrier(4)

    def planner(_: int) -> list[tuple[int, int, int]]:
        start.wait(10)
        return [key[1:] for key in plan(settings, store, Topic.BOXOFFICE, datetime.now(UTC), force=True)]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(planner, range(4)))
    log = read_log(store, Topic.BOXOFFICE.name_in(settings))
    check_contiguous(log.in_order())
    assert sorted(key for keys in found for key in keys) == [key[1:] for key in log.in_order()]
    assert [max(key.end for key in log.in_order() if key.partition == each) for each in range(4)] == [20] * 4


def test_a_topic_made_anew_is_the_next_generation_from_offset_0(
    settings_with: SettingsWith, store: FolderStore, topics: KafkaTopics
) -> None:
    settings = settings_with()
    topics.produce(Topic.FILMS, [RECORD] * 3)
    (old,) = plan(settings, store, Topic.FILMS, datetime.now(UTC), force=True)
    topics.delete(Topic.FILMS)
    topics.produce(Topic.FILMS, [RECORD] * 2)
    (new,) = plan(settings, store, Topic.FILMS, datetime.now(UTC), force=True)
    log = read_log(store, Topic.FILMS.name_in(settings))
    assert new.topic_id == Broker(settings).topic_id(Topic.FILMS) != old.topic_id
    assert (new.start, new.end) == (0, 2)
    assert log.generations == {old.topic_id: 0, new.topic_id: 1}
    assert log.missing() == [old, new]


def test_a_partition_that_lost_records_is_an_error(
    settings_with: SettingsWith, store: FolderStore, topics: KafkaTopics
) -> None:
    settings = settings_with()
    topics.produce(Topic.FILMS, [RECORD] * 3)
    (key,) = plan(settings, store, Topic.FILMS, datetime.now(UTC), force=True)
    log = topic_log(store, Topic.FILMS.name_in(settings))
    head = log.head()
    assert head
    ahead = head.manifest.with_ranges({key._replace(start=3, end=9): head.manifest.ranges[str(key)]})
    log.update(lambda _: ahead)
    with pytest.raises(RangeError, match="ends at offset 3, but ranges up to 9 were planned"):
        plan(settings, store, Topic.FILMS, datetime.now(UTC), force=True)
