"""Replaying on a real broker: five headers, each correction once, and raw lines that keep them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from hyperion_assets.broker.landing import land
from hyperion_assets.broker.lines import PUBLISHED_HEADERS, REPLAY_OF
from hyperion_assets.broker.planning import plan
from hyperion_assets.broker.producing import Replay
from hyperion_assets.broker.replay_log import sent_replays
from hyperion_assets.broker.replaying import send_replays
from hyperion_assets.lake.store import FolderStore
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic
from hyperion_assets_tests.broker.kafka_topics import KafkaTopics

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ID = "0123456789abcdef" * 2
CATALOGUE = "complete_movie_list.json"
UP = Replay(ID, "up-2009", b'{"title":"Up"}', CATALOGUE, "/films/3", "1" * 32, CATALOGUE, "c" * 32)


def send(settings: Settings, store: FolderStore, *replays: Replay) -> list[Replay]:
    return send_replays(settings, store, Topic.FILMS, replays, NOW)


def test_a_replay_has_the_headers_of_a_record_and_names_what_it_corrects(
    settings: Settings, topics: KafkaTopics, store: FolderStore
) -> None:
    gone = Replay(ID, "pu-2009", None, CATALOGUE, "/films/3", "", CATALOGUE, "c" * 32)
    assert send(settings, store, UP, gone) == [UP, gone]
    up, deleted = topics.consume(Topic.FILMS)
    headers = [b"complete_movie_list.json", b"/films/3", b"1" * 32, b"1", ID.encode()]
    assert (up.key, up.value) == (b"up-2009", b'{"title":"Up"}')
    assert up.headers == list(zip([*PUBLISHED_HEADERS, REPLAY_OF], headers, strict=True))
    assert (deleted.key, deleted.value) == (b"pu-2009", None)


def test_the_same_correction_is_sent_once_and_another_one_again(
    settings: Settings, topics: KafkaTopics, store: FolderStore
) -> None:
    send(settings, store, UP)
    other = UP._replace(value=b"{}", content_hash="2" * 32)
    assert send(settings, store, UP) == []
    assert send(settings, store, other) == [other]
    assert send(settings, store, other) == []
    assert [record.value for record in topics.consume(Topic.FILMS)] == [UP.value, b"{}"]
    sent = sent_replays(settings, store, Topic)
    assert {key: (each.content_hash, each.sent_at) for key, each in sent.items()} == {
        ID: ("2" * 32, "2026-01-02T03:04:05Z")
    }


def test_of_many_that_replay_the_same_at_once_one_sends(
    settings: Settings, topics: KafkaTopics, store: FolderStore
) -> None:
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: send(settings, store, UP), range(4)))
    assert sorted(sent) == [[], [], [], [UP]]
    assert len(topics.consume(Topic.FILMS)) == 1


def test_another_correction_of_a_row_deletes_the_record_of_the_one_before(
    settings: Settings, topics: KafkaTopics, store: FolderStore
) -> None:
    send(settings, store, UP)
    other = UP._replace(key="up-2010", content_hash="2" * 32)
    assert send(settings, store, other) == [other]
    assert [(record.key, record.value) for record in topics.consume(Topic.FILMS)] == [
        (b"up-2009", UP.value),
        (b"up-2010", UP.value),
        (b"up-2009", None),
    ]
    assert send(settings, store, other) == []
    assert send(settings, store, UP) == [UP], "it was deleted, and may be sent again"


def test_another_correction_of_a_record_that_was_moved_deletes_the_one_before(
    settings: Settings, topics: KafkaTopics, store: FolderStore
) -> None:
    gone = UP._replace(key="pu-2009", value=None, content_hash="")
    assert send(settings, store, UP, gone) == [UP, gone]
    other = UP._replace(key="up-2010", content_hash="2" * 32)
    assert send(settings, store, other, gone) == [other]
    assert [(record.key, record.value is None) for record in topics.consume(Topic.FILMS)[2:]] == [
        (b"up-2010", False),
        (b"up-2009", True),
    ]


def test_the_first_correction_may_be_taken_back(settings: Settings, topics: KafkaTopics, store: FolderStore) -> None:
    other = UP._replace(value=b"{}", content_hash="2" * 32)
    assert [send(settings, store, each) for each in (UP, other, UP)] == [[UP], [other], [UP]]
    assert [record.value for record in topics.consume(Topic.FILMS)] == [UP.value, b"{}", UP.value]


def test_what_went_with_a_deleted_topic_is_sent_again(
    settings: Settings, topics: KafkaTopics, store: FolderStore
) -> None:
    send(settings, store, UP)
    topics.delete(Topic.FILMS)
    assert send(settings, store, UP) == [UP]


def test_a_replay_lands_with_its_fifth_header(settings: Settings, topics: KafkaTopics, store: FolderStore) -> None:
    send(settings, store, UP)
    [key] = plan(settings, store, Topic.FILMS, NOW, force=True)
    [line] = store.read(land(settings, store, Topic.FILMS, key).file).splitlines()
    assert json.loads(line)["headers"] == {
        "source": "complete_movie_list.json",
        "place": "/films/3",
        "content_hash": "1" * 32,
        "schema_version": "1",
        "replay_of": ID,
    }
