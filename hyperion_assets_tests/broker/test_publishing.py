"""Publishing on a real broker: what is on the topic afterwards, record by record."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pyarrow as pa
import pytest

from hyperion_assets.broker import publish_run
from hyperion_assets.broker.connection import MAX_RECORD_BYTES
from hyperion_assets.broker.counts import Counts
from hyperion_assets.broker.producing import Replay
from hyperion_assets.broker.publish_manifest import Published, published_log
from hyperion_assets.broker.publishing import REJECTED_SCHEMA, publish, published_counts, rejected
from hyperion_assets.broker.replay_log import sent_replays
from hyperion_assets.broker.replaying import send_replays
from hyperion_assets.errors import ServiceError
from hyperion_assets.lake.store import FolderStore
from hyperion_assets.settings import Settings
from hyperion_assets.sources.documents import text_hash
from hyperion_assets.sources.units import RECORD_SCHEMA, Rejection, SourceUnit, UnitContent
from hyperion_assets.topics import Topic
from hyperion_assets_tests.broker.conftest import SettingsWith
from hyperion_assets_tests.broker.kafka_topics import KafkaTopics, Sent

Values = Mapping[str, object]
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def content_of(name: str, values: Values, rejections: list[Rejection]) -> UnitContent:
    texts = [json.dumps(value).encode() for value in values.values()]
    rows = {
        "key": list(values),
        "value": texts,
        "source": [name] * len(texts),
        "place": [f"/{index}" for index in range(len(texts))],
        "content_hash": [hashlib.sha256(text).hexdigest()[:32] for text in texts],
    }
    return UnitContent(len(texts) + len(rejections), pa.table(rows, schema=RECORD_SCHEMA), rejections)


def unit(name: str, values: Values, *rejections: Rejection) -> SourceUnit:
    content = content_of(name, values, list(rejections))
    fingerprint = hashlib.sha256(repr((values, rejections)).encode()).hexdigest()
    return SourceUnit(name, fingerprint, lambda: content)


def unread(name: str, values: Values, *rejections: Rejection) -> SourceUnit:
    """The same unit, which must not be read."""

    def read() -> UnitContent:
        raise AssertionError(f"{name} was read")

    return SourceUnit(name, unit(name, values, *rejections).fingerprint, read)


def sent(name: str, place: int, key: str, value: object) -> Sent:
    text = json.dumps(value).encode()
    headers = {
        "source": name,
        "place": f"/{place}",
        "content_hash": hashlib.sha256(text).hexdigest()[:32],
        "schema_version": "1",
    }
    return Sent(key.encode(), text, [(header, words.encode()) for header, words in headers.items()])


def tombstone(name: str, place: int, key: str) -> Sent:
    headers = [("source", name.encode()), ("place", b"/%d" % place), ("content_hash", b""), ("schema_version", b"1")]
    return Sent(key.encode(), None, headers)


def standing(records: list[Sent]) -> dict[bytes | None, bytes]:
    """The value that wins by key."""
    last = {record.key: record.value for record in records}
    return {key: value for key, value in last.items() if value is not None}


def test_what_is_new_is_published_with_its_headers_and_again_nothing(
    settings: Settings, store: FolderStore, topics: KafkaTopics
) -> None:
    a, b = {"x": 1, "y": {"é": "ü"}}, {"z": 3}
    seen: list[int] = []
    report = publish(settings, store, Topic.FILMS, [unit("a.json", a), unit("b.json", b)], seen.append)
    assert report.units == {"a.json": Counts(2, 2, 0, 0, 0), "b.json": Counts(1, 1, 0, 0, 0)}
    assert report.total == Counts(entries=3, published=3)
    assert sum(seen) == 3
    everything = [sent("a.json", 0, "x", 1), sent("a.json", 1, "y", {"é": "ü"}), sent("b.json", 0, "z", 3)]
    assert topics.consume(Topic.FILMS) == everything
    log = published_log(store, Topic.FILMS.name_in(settings))
    before = log.numbers(), store.walk("_published")

    again = publish(settings, store, Topic.FILMS, [unread("a.json", a), unread("b.json", b)])
    assert again.units == {"a.json": Counts(2, 0, 2, 0, 0), "b.json": Counts(1, 0, 1, 0, 0)}
    assert topics.consume(Topic.FILMS) == everything
    assert (log.numbers(), store.walk("_published")) == before


def test_an_encoding_is_told_as_long_as_the_file_is_in_it(settings: Settings, store: FolderStore) -> None:
    plain = unit("a.json", {"x": 1})
    western = content_of("b.json", {"y": 2}, [])
    western = UnitContent(western.entries, western.records, western.rejections, "cp1252")
    units = [plain, SourceUnit("b.json", "as it was saved", lambda: western)]
    for _ in range(2):  # the second time it is not read
        assert publish(settings, store, Topic.FILMS, units).encodings == {"b.json": "cp1252"}
    assert publish(settings, store, Topic.FILMS, [plain, unit("b.json", {"y": 2})]).encodings == {}


NAMELESS = Rejection("/9", "no_name", "it has no name", b'{ "role": "hero" }')


def replay(settings: Settings, store: FolderStore, key: str = "mended", corrects: bytes = b'{"role":"hero"}') -> bool:
    """A correction of NAMELESS, whose text may be laid out in another way; returns whether it was sent."""
    corrected = Replay("1" * 32, key, b"{}", "a.json", "/9", "2" * 32, "a.json", text_hash(corrects))
    return bool(send_replays(settings, store, Topic.CHARACTERS, [corrected], NOW))


def test_a_replay_stays_as_long_as_the_text_that_it_corrects(
    settings: Settings, store: FolderStore, topics: KafkaTopics
) -> None:
    publish(settings, store, Topic.CHARACTERS, [unit("a.json", {"x": 1}, NAMELESS)])
    assert replay(settings, store)
    laid_out = Rejection("/8", "no_name", "it has no name", b'{"role":\n"hero"}')
    publish(settings, store, Topic.CHARACTERS, [unit("a.json", {"x": 2}, laid_out)])
    whole = Rejection("", "not_json", "the file ends in the middle", b"{")
    publish(settings, store, Topic.CHARACTERS, [unit("a.json", {}, whole)])
    assert standing(topics.consume(Topic.CHARACTERS)) == {b"x": b"2", b"mended": b"{}"}
    assert not replay(settings, store)


@pytest.mark.parametrize(
    ("units", "left"),
    [
        ([unit("a.json", {"x": 1, "named": 5})], {b"x": b"1", b"named": b"5", b"y": b"1"}),
        ([unit("a.json", {"x": 1, "mended": 5})], {b"x": b"1", b"mended": b"5", b"y": b"1"}),
        ([unit("a.json", {"x": 1})], {b"x": b"1", b"y": b"1"}),
        ([], {b"y": b"1"}),
    ],
    ids=["another name", "the same key", "removed", "file gone"],
)
def test_a_replay_ends_with_the_text_that_it_corrects(
    settings: Settings, store: FolderStore, topics: KafkaTopics, units: list[SourceUnit], left: dict[bytes, bytes]
) -> None:
    other = unit("b.json", {"y": 1})
    publish(settings, store, Topic.CHARACTERS, [unit("a.json", {"x": 1}, NAMELESS), other])
    replay(settings, store)
    publish(settings, store, Topic.CHARACTERS, [*units, other])
    assert standing(topics.consume(Topic.CHARACTERS)) == left
    everything = len(topics.consume(Topic.CHARACTERS))
    publish(settings, store, Topic.CHARACTERS, [*units, other])
    assert len(topics.consume(Topic.CHARACTERS)) == everything, "it is deleted once"
    publish(settings, store, Topic.CHARACTERS, [unit("a.json", {"x": 1}, NAMELESS), other])
    assert replay(settings, store), "the text is back, and so may the correction be"


def test_a_replay_that_ends_gives_its_key_back_to_the_record_that_the_source_has_there(
    settings: Settings, store: FolderStore, topics: KafkaTopics
) -> None:
    publish(settings, store, Topic.CHARACTERS, [unit("a.json", {"x": 1, "y": 1}, NAMELESS)])
    replay(settings, store, key="x")
    assert standing(topics.consume(Topic.CHARACTERS)) == {b"x": b"{}", b"y": b"1"}
    publish(settings, store, Topic.CHARACTERS, [unit("a.json", {"x": 1, "y": 1})])
    assert standing(topics.consume(Topic.CHARACTERS)) == {b"x": b"1", b"y": b"1"}
    assert publish(settings, store, Topic.CHARACTERS, [unit("a.json", {"x": 1, "y": 1, "z": 1})]).total.published == 1


def test_a_replay_under_the_key_of_another_unit_goes_on(
    settings: Settings, store: FolderStore, topics: KafkaTopics
) -> None:
    other = unit("b.json", {"y": 1})
    publish(settings, store, Topic.CHARACTERS, [unit("a.json", {"x": 1}, NAMELESS), other])
    replay(settings, store, key="y")
    publish(settings, store, Topic.CHARACTERS, [unit("a.json", {"x": 1}), other])
    assert standing(topics.consume(Topic.CHARACTERS)) == {b"x": b"1", b"y": b"{}"}
    assert list(sent_replays(settings, store, [Topic.CHARACTERS])) == ["1" * 32]


def test_what_was_replayed_to_a_topic_that_is_gone_is_not_deleted_from_the_new_one(
    settings: Settings, store: FolderStore, topics: KafkaTopics
) -> None:
    publish(settings, store, Topic.CHARACTERS, [unit("a.json", {"x": 1}, NAMELESS)])
    replay(settings, store)
    topics.delete(Topic.CHARACTERS)
    publish(settings, store, Topic.CHARACTERS, [unit("a.json", {"x": 1, "named": 5})])
    assert sorted(record.key or b"" for record in topics.consume(Topic.CHARACTERS)) == [b"named", b"x"]


def test_one_change_is_one_record(settings: Settings, store: FolderStore, topics: KafkaTopics) -> None:
    first = {f"k{each}": each for each in range(50)}
    other = {"z": 1}
    publish(settings, store, Topic.FILMS, [unit("a.json", first), unit("b.json", other)])
    second = {**first, "k7": "corrected"}
    report = publish(settings, store, Topic.FILMS, [unit("a.json", second), unread("b.json", other)])
    assert report.units == {"a.json": Counts(50, 1, 49, 0, 0), "b.json": Counts(1, 0, 1, 0, 0)}
    assert topics.consume(Topic.FILMS)[51:] == [sent("a.json", 7, "k7", "corrected")]
    assert published_counts(settings, store, Topic.FILMS) == Counts(51, 2, 49, 0, 0)


def test_a_removed_record_and_a_removed_unit_are_tombstones(
    settings: Settings, store: FolderStore, topics: KafkaTopics
) -> None:
    publish(settings, store, Topic.FILMS, [unit("a.json", {"x": 1, "y": 2}), unit("b.json", {"z": 3})])
    report = publish(settings, store, Topic.FILMS, [unit("a.json", {"x": 1})])
    assert report.units == {"a.json": Counts(1, 0, 1, 0, 1), "b.json": Counts(0, 0, 0, 0, 1)}
    assert topics.consume(Topic.FILMS)[3:] == [tombstone("a.json", 1, "y"), tombstone("b.json", 0, "z")]
    assert publish(settings, store, Topic.FILMS, [unread("a.json", {"x": 1})]).total.tombstones == 0
    back = publish(settings, store, Topic.FILMS, [unread("a.json", {"x": 1}), unit("b.json", {"z": 3})])
    assert back.total.published == 1
    assert standing(topics.consume(Topic.FILMS)) == {b"x": b"1", b"z": b"3"}


def test_a_key_that_moved_to_another_unit_stays(settings: Settings, store: FolderStore, topics: KafkaTopics) -> None:
    publish(settings, store, Topic.FILMS, [unit("a.json", {"x": 1, "y": 2})])
    report = publish(settings, store, Topic.FILMS, [unit("a.json", {"x": 1}), unit("b.json", {"y": 2})])
    assert report.total.tombstones == 0
    assert standing(topics.consume(Topic.FILMS)) == {b"x": b"1", b"y": b"2"}


def test_what_was_rejected_is_kept_until_it_is_mended(settings: Settings, store: FolderStore) -> None:
    bad = Rejection("/3", "missing_field", "the film has no title", b'{"year": 1995}')
    file = Rejection("", "not_json", "torn.json has 9 bytes and is no JSON", b'{"films":')
    units = [unit("a.json", {"x": 1}, bad), unit("torn.json", {}, file)]
    report = publish(settings, store, Topic.FILMS, units)
    assert report.units == {"a.json": Counts(2, 1, 0, 1, 0), "torn.json": Counts(1, 0, 0, 1, 0)}
    topic = Topic.FILMS.name_in(settings)
    wanted = [
        {
            "topic": topic,
            "unit": "a.json",
            "place": "/3",
            "reason_code": bad.code,
            "reason": bad.reason,
            "original": bad.original,
        },
        {
            "topic": topic,
            "unit": "torn.json",
            "place": "",
            "reason_code": file.code,
            "reason": file.reason,
            "original": file.original,
        },
    ]
    assert rejected(settings, store, Topic.FILMS).to_pylist() == wanted
    publish(settings, store, Topic.FILMS, [unread("a.json", {"x": 1}, bad), unit("torn.json", {"t": 1})])
    assert rejected(settings, store, Topic.FILMS).to_pylist() == wanted[:1]
    assert rejected(settings, store, Topic.CHARACTERS).equals(REJECTED_SCHEMA.empty_table())
    assert published_counts(settings, store, Topic.CHARACTERS) == Counts()


def test_a_file_that_cannot_be_read_any_more_keeps_its_records(
    settings: Settings, store: FolderStore, topics: KafkaTopics
) -> None:
    torn = Rejection("", "not_json", "a.json has 9 bytes and is no JSON", b'{"films":')
    publish(settings, store, Topic.FILMS, [unit("a.json", {"x": 1, "y": 2, "z": 3})])
    for again in (unit("a.json", {}, torn), unread("a.json", {}, torn)):
        report = publish(settings, store, Topic.FILMS, [again])
        assert report.units == {"a.json": Counts(1, 0, 0, 1, 0)}
    assert len(topics.consume(Topic.FILMS)) == 3
    report = publish(settings, store, Topic.FILMS, [unit("a.json", {"x": 1, "y": "mended"})])
    assert report.units == {"a.json": Counts(2, 1, 1, 0, 1)}
    assert standing(topics.consume(Topic.FILMS)) == {b"x": b"1", b"y": b'"mended"'}
    assert rejected(settings, store, Topic.FILMS).num_rows == 0


def test_a_unit_in_doubt_that_cannot_be_read_stays_in_doubt(
    settings: Settings, store: FolderStore, topics: KafkaTopics
) -> None:
    torn = Rejection("", "not_json", "a.json has 9 bytes and is no JSON", b'{"films":')
    publish(settings, store, Topic.FILMS, [unit("a.json", {"x": 1, "y": 2})])
    log = published_log(store, Topic.FILMS.name_in(settings))
    log.update(lambda now: now and now.model_copy(update={"unfinished": {"a.json": []}}))
    publish(settings, store, Topic.FILMS, [unit("a.json", {}, torn)])
    assert len(topics.consume(Topic.FILMS)) == 2
    report = publish(settings, store, Topic.FILMS, [unit("a.json", {"x": 1})])
    assert report.units == {"a.json": Counts(1, 1, 0, 0, 1)}
    assert standing(topics.consume(Topic.FILMS)) == {b"x": b"1"}


def test_a_record_larger_than_a_topic_takes_is_rejected(
    settings: Settings, store: FolderStore, topics: KafkaTopics
) -> None:
    largest = "x" * (MAX_RECORD_BYTES - 2)
    values = {"fits": largest, "too-large": largest + "x", "small": 1}
    report = publish(settings, store, Topic.FILMS, [unit("a.json", values)])
    assert report.units == {"a.json": Counts(3, 2, 0, 1, 0)}
    assert [record.key for record in topics.consume(Topic.FILMS)] == [b"fits", b"small"]
    (row,) = rejected(settings, store, Topic.FILMS).to_pylist()
    assert (row["place"], row["reason_code"], len(row["original"])) == ("/1", "too_large", 65_536)
    assert (
        row["reason"] == f"the record too-large has {MAX_RECORD_BYTES + 1} bytes, and a topic takes {MAX_RECORD_BYTES}"
    )


def test_a_topic_made_anew_gets_everything(settings: Settings, store: FolderStore, topics: KafkaTopics) -> None:
    units = [unit("a.json", {"x": 1, "y": 2})]
    publish(settings, store, Topic.FILMS, units)
    topics.delete(Topic.FILMS)
    assert publish(settings, store, Topic.FILMS, units).total.published == 2
    assert topics.consume(Topic.FILMS) == [sent("a.json", 0, "x", 1), sent("a.json", 1, "y", 2)]
    assert publish(settings, store, Topic.FILMS, units).total.published == 0


def test_records_of_a_key_share_a_partition_as_the_java_client_spreads_them(
    settings: Settings, store: FolderStore, topics: KafkaTopics
) -> None:
    publish(settings, store, Topic.BOXOFFICE, [unit("f", {f"key-{each}": each for each in range(8)})])
    found = {record.key: record.partition for record in topics.consume(Topic.BOXOFFICE)}
    # murmur2 as in org.apache.kafka.clients.producer.internals.BuiltInPartitioner
    assert found == {f"key-{each}".encode(): murmur2(f"key-{each}".encode()) % 4 for each in range(8)}


def murmur2(data: bytes) -> int:
    """The Java client's hash of a key, without its sign."""
    mask, m = 0xFFFFFFFF, 0x5BD1E995
    h = 0x9747B28C ^ len(data)
    for at in range(0, len(data) // 4 * 4, 4):
        k = int.from_bytes(data[at : at + 4], "little") * m & mask
        k = (k ^ (k >> 24)) * m & mask
        h = (h * m & mask) ^ k
    rest = data[len(data) // 4 * 4 :]
    if rest:
        h = (h ^ int.from_bytes(rest, "little")) * m & mask
    h = (h ^ (h >> 13)) * m & mask
    return (h ^ (h >> 15)) & 0x7FFFFFFF


def test_many_units_are_committed_in_chunks(
    settings: Settings, store: FolderStore, topics: KafkaTopics, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish_run, "CHUNK_RECORDS", 25)
    contents = {f"u{each}": {f"{each}-{row}": row for row in range(10)} for each in range(8)}
    report = publish(settings, store, Topic.BOXOFFICE, [unit(name, values) for name, values in contents.items()])
    assert report.total == Counts(80, 80, 0, 0, 0)
    expected = {key.encode(): b"%d" % row for values in contents.values() for key, row in values.items()}
    assert standing(topics.consume(Topic.BOXOFFICE)) == expected
    assert len([path for path in store.walk("_published") if path.endswith(".parquet")]) == 3
    again = publish(settings, store, Topic.BOXOFFICE, [unread(name, values) for name, values in contents.items()])
    assert again.total == Counts(80, 0, 80, 0, 0)


def test_more_records_than_the_client_queues_all_arrive(
    settings_with: SettingsWith, store: FolderStore, topics: KafkaTopics
) -> None:
    settings = settings_with(kafka_config={"queue.buffering.max.messages": "100"})
    values = {f"k{each}": each for each in range(2000)}
    assert publish(settings, store, Topic.FILMS, [unit("a.json", values)]).total.published == 2000
    assert [record.key for record in topics.consume(Topic.FILMS)] == [key.encode() for key in values]


def test_a_unit_that_gives_a_key_twice_is_refused(settings: Settings, store: FolderStore) -> None:
    content = content_of("a.json", {"x": 1}, [])
    twice = UnitContent(2, pa.concat_tables([content.records, content.records]), [])
    with pytest.raises(ValueError, match=r"a\.json gives a key more than once"):
        publish(settings, store, Topic.FILMS, [SourceUnit("a.json", "1", lambda: twice)])


PUBLISHER = """
import sys
from pathlib import Path
from hyperion_assets.broker import publish_run
from hyperion_assets.broker.publishing import publish
from hyperion_assets.topics import Topic
from hyperion_assets.lake.store import FolderStore
from hyperion_assets.settings import Settings
from hyperion_assets_tests.broker.test_publishing import unit

settings = Settings.model_validate_json(sys.argv[1])
finish = publish_run.Sender.finish
def finish_then_wait(sender):
    finish(sender)
    print("sent", flush=True)
    sys.stdin.read()
publish_run.Sender.finish = finish_then_wait
publish(settings, FolderStore(Path(settings.raw)), Topic.FILMS, [unit("a.json", {"x": "torn", "new": 1})])
"""


def test_a_publish_killed_after_sending_is_mended_even_if_the_source_went_back(
    settings: Settings, store: FolderStore, topics: KafkaTopics
) -> None:
    before = {"x": 1, "y": 2}
    publish(settings, store, Topic.FILMS, [unit("a.json", before)])
    command = [sys.executable, "-c", PUBLISHER, settings.model_dump_json()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as publisher:
        assert publisher.stdout
        assert publisher.stdout.readline() == b"sent\n"
        publisher.send_signal(signal.SIGKILL)
    assert standing(topics.consume(Topic.FILMS)) == {b"x": b'"torn"', b"y": b"2", b"new": b"1"}
    report = publish(settings, store, Topic.FILMS, [unit("a.json", before)])
    assert standing(topics.consume(Topic.FILMS)) == {b"x": b"1", b"y": b"2"}
    assert report.units == {"a.json": Counts(2, 2, 0, 0, 1)}
    assert publish(settings, store, Topic.FILMS, [unread("a.json", before)]).total.published == 0


def test_who_comes_while_another_sends_waits_and_finds_everything_sent(
    settings: Settings, store: FolderStore, topics: KafkaTopics
) -> None:
    command = [sys.executable, "-c", PUBLISHER, settings.model_dump_json()]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first,
        ThreadPoolExecutor(1) as pool,
    ):
        assert first.stdout
        assert first.stdout.readline() == b"sent\n"
        second = pool.submit(publish, settings, store, Topic.FILMS, [unit("a.json", {"x": "torn", "new": 1})])
        with pytest.raises(TimeoutError):
            second.result(0.5)
        first.communicate()
        assert second.result(20).total == Counts(2, 0, 2, 0, 0)
    assert len(topics.consume(Topic.FILMS)) == 2


@pytest.mark.parametrize("homes", [("one", "one"), ("one", "another")])
def test_two_publishers_at_once_end_with_one_state(
    settings_with: SettingsWith, store: FolderStore, topics: KafkaTopics, tmp_path: Path, homes: tuple[str, str]
) -> None:
    settings = settings_with()
    start = Barrier(2)

    def publisher(number: int) -> None:
        values = {f"{name}-{row}": f"{number}" for name in ("a", "b") for row in range(200)}
        start.wait(10)
        publish(settings_with(home=tmp_path / homes[number]), store, Topic.FILMS, [unit("a.json", values)])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(publisher, range(2)))
    found = standing(topics.consume(Topic.FILMS))
    assert len(found) == 400
    (winner,) = set(found.values())
    values = {f"{name}-{row}": json.loads(winner) for name in ("a", "b") for row in range(200)}
    assert publish(settings, store, Topic.FILMS, [unread("a.json", values)]).total.published == 0
    head = published_log(store, Topic.FILMS.name_in(settings)).head()
    assert head
    assert head.manifest.unfinished == {}


def test_the_slower_of_two_compares_again_and_sends_nothing_twice(
    settings: Settings, settings_with: SettingsWith, tmp_path: Path, store: FolderStore, topics: KafkaTopics
) -> None:
    values = {"x": 1, "y": 2}
    elsewhere = settings_with(home=tmp_path / "another")
    overtaken = interrupted(
        unit("a.json", values), lambda: publish(elsewhere, store, Topic.FILMS, [unit("a.json", values)])
    )
    report = publish(settings, store, Topic.FILMS, [overtaken])
    assert report.units == {"a.json": Counts(2, 0, 2, 0, 0)}
    assert len(topics.consume(Topic.FILMS)) == 2


def interrupted(of: SourceUnit, do: Callable[[], object]) -> SourceUnit:
    """The unit, with something done while it is read for the first time."""
    done: list[object] = []

    def read() -> UnitContent:
        if not done:
            done.append(do())
        return of.read()

    return SourceUnit(of.name, of.fingerprint, read)


def test_a_publisher_that_died_is_not_waited_for_too_long(
    settings_with: SettingsWith, store: FolderStore, topics: KafkaTopics
) -> None:
    settings = settings_with(kafka_timeout_seconds=1)
    publish(settings, store, Topic.FILMS, [unit("a.json", {"x": 1})])
    log = published_log(store, Topic.FILMS.name_in(settings))

    def die_halfway() -> None:
        log.update(lambda now: now and Published(topic_id=now.topic_id, units=now.units, unfinished={"a.json": []}))

    publish(settings, store, Topic.FILMS, [interrupted(unit("a.json", {"x": 2}), die_halfway)])
    assert standing(topics.consume(Topic.FILMS)) == {b"x": b"2"}


def test_a_missing_broker_is_one_line_and_commits_nothing(settings_with: SettingsWith, store: FolderStore) -> None:
    gone = settings_with(kafka_bootstrap_servers="127.0.0.1:1", kafka_timeout_seconds=1)
    with pytest.raises(ServiceError, match="did not answer within 1 s while looking for the topic"):
        publish(gone, store, Topic.FILMS, [unread("a.json", {})])
    assert store.walk("") == []


def test_records_that_the_broker_refuses_are_counted_and_not_committed(
    settings_with: SettingsWith, store: FolderStore, topics: KafkaTopics
) -> None:
    topics.produce(Topic.FILMS, [])
    topics.configure(Topic.FILMS, {"max.message.bytes": "200"})
    settings = settings_with()
    with pytest.raises(ServiceError, match=r"\(1 records were not acknowledged; run again\): .*MSG_SIZE_TOO_LARGE"):
        publish(settings, store, Topic.FILMS, [unit("a.json", {"x": hashlib.sha512(b"x").hexdigest() * 4})])
    assert topics.consume(Topic.FILMS) == []
    head = published_log(store, Topic.FILMS.name_in(settings)).head()
    assert head
    assert (head.manifest.units, list(head.manifest.unfinished)) == ({}, ["a.json"])
    topics.configure(Topic.FILMS, {"max.message.bytes": "1000000"})
    assert publish(settings, store, Topic.FILMS, [unit("a.json", {"x": 1})]).total.published == 1
