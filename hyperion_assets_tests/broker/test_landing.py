"""Landing on a real broker: lossless, the same bytes every time, and nothing left behind by a failure."""

from __future__ import annotations

import errno
import gc
import hashlib
import io
import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Barrier
from typing import IO

import pytest
from typing_extensions import Buffer

from hyperion_assets.broker import landing
from hyperion_assets.broker.client import Broker, Watermarks
from hyperion_assets.broker.landing import land
from hyperion_assets.broker.lines import RawRecord, decode_line
from hyperion_assets.broker.planning import plan
from hyperion_assets.broker.ranges import LandedRange, range_file, read_log, topic_log
from hyperion_assets.broker.rebuilding import rebuild_log
from hyperion_assets.disk import writing
from hyperion_assets.errors import RangeError, ServiceError, StorageError
from hyperion_assets.lake.range_cut import contiguous
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets.lake.store import FolderStore
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic
from hyperion_assets_tests.broker.conftest import SettingsWith
from hyperion_assets_tests.broker.kafka_topics import KafkaTopics, Sent

POISON = [
    Sent(b"toy-story-1995", b'{"title": "Toy Story"}', [("source", b"a.json"), ("place", b"/films/0")]),
    Sent(b"not-json", b"{broken"),
    Sent(None, b'{"no":"key"}'),
    Sent(b"\xff\xfe", b"\x00\x01\xff"),
    Sent(b"binary-header", b"{}", [("source", b"\xff\x00"), ("place", b"/0")]),
    Sent(b"null-header", b"{}", [("source", None)]),
    Sent(b"twice", b"{}", [("a", b"1"), ("a", b"2")]),
    Sent(b"tombstone", None),
    Sent(b"empty", b""),
    Sent(b"line-break", b'{"a":\n"b"}'),
    Sent(b"line-breaks", b"a\r\nb\rc\x0bd\xe2\x80\xa8e"),
    Sent(b'},"encoding":"json","value":', b'{"encoding":"base64","value":1}'),
    Sent(b"deep", b"[" * 2000 + b"]" * 2000),
    Sent(b"key\nwith\nbreaks", b"1", [("},", b'"\n')]),
]


def forced(settings: Settings, store: FolderStore, topic: Topic) -> list[RangeKey]:
    return plan(settings, store, topic, datetime.now(UTC), force=True)


def lines(store: FolderStore, landed: LandedRange) -> list[RawRecord]:
    return [decode_line(line) for line in store.read(landed.file).splitlines(keepends=True)]


def test_poison_lands_losslessly(settings: Settings, store: FolderStore, topics: KafkaTopics) -> None:
    topics.produce(Topic.FILMS, POISON, timestamp=1_700_000_000_000)
    (key,) = forced(settings, store, Topic.FILMS)
    landed = land(settings, store, Topic.FILMS, key)
    assert (landed.records, landed.gaps) == (len(POISON), 0)
    assert (landed.first_timestamp, landed.last_timestamp) == (1_700_000_000_000, 1_700_000_000_000)
    found = [decode_line(line) for line in store.read(landed.file).split(b"\n")[:-1]]
    assert [(record.key, record.value) for record in found] == [(sent.key, sent.value) for sent in POISON]
    assert [sorted(record.headers, key=str) for record in found] == [sorted(sent.headers, key=str) for sent in POISON]
    assert [record.offset for record in found] == list(range(len(POISON)))
    assert {(record.topic, record.topic_id, record.generation) for record in found} == {
        (Topic.FILMS.name_in(settings), key.topic_id, 0)
    }
    data = store.read(landed.file)
    assert (landed.bytes, landed.sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_each_range_holds_its_offsets_and_nothing_else(
    settings_with: SettingsWith, store: FolderStore, topics: KafkaTopics
) -> None:
    settings = settings_with(range_records=700)
    topics.produce(Topic.FILMS, [Sent(b"k", b"%d" % each) for each in range(3000)])
    for key in forced(settings, store, Topic.FILMS):
        found = lines(store, land(settings, store, Topic.FILMS, key))
        assert [record.offset for record in found] == list(range(key.start, key.end))
        assert [record.value for record in found] == [b"%d" % each for each in range(key.start, key.end)]
    assert contiguous(map(str, read_log(store, Topic.FILMS.name_in(settings)).landed())) == {f"{key.topic_id}.0": 3000}


def test_what_has_landed_is_left_alone_and_a_lost_file_comes_back_the_same(
    settings: Settings, store: FolderStore, topics: KafkaTopics
) -> None:
    topics.produce(Topic.FILMS, POISON)
    (key,) = forced(settings, store, Topic.FILMS)
    landed = land(settings, store, Topic.FILMS, key)
    log = topic_log(store, Topic.FILMS.name_in(settings))
    commits, path = log.numbers(), store.root / landed.file
    written = path.stat().st_mtime_ns, path.read_bytes()
    assert land(settings, store, Topic.FILMS, key) == landed
    assert (path.stat().st_mtime_ns, path.read_bytes()) == written
    path.write_bytes(b"torn")
    assert land(settings, store, Topic.FILMS, key) == landed
    path.unlink()
    assert land(settings, store, Topic.FILMS, key) == landed
    assert path.read_bytes() == written[1]
    assert log.numbers() == commits


class Filling(io.BytesIO):
    """A file on a disk that is full after one piece."""

    def write(self, piece: Buffer, /) -> int:
        if self.tell():
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(piece)


class FullStore(FolderStore):
    """A folder on such a disk."""

    @contextmanager
    def writer(self, path: str) -> Iterator[IO[bytes]]:
        with writing(self.root / path), super().writer(path):
            yield Filling()


@pytest.fixture
def many(settings_with: SettingsWith, store: FolderStore, topics: KafkaTopics) -> tuple[Settings, RangeKey]:
    """The settings and the one range of 5,000 records that wait to be landed."""
    settings = settings_with(range_records=5_000)
    topics.produce(Topic.FILMS, [Sent(b"k", b"%d" % each) for each in range(5_000)])
    (key,) = forced(settings, store, Topic.FILMS)
    return settings, key


def test_a_file_of_many_pieces_is_the_same_file(
    many: tuple[Settings, RangeKey], store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, key = many
    landed = land(settings, store, Topic.FILMS, key)
    whole = store.read(landed.file)
    (store.root / landed.file).unlink()
    monkeypatch.setattr(landing, "_PIECE_BYTES", len(whole) // 4)
    assert land(settings, store, Topic.FILMS, key) == landed
    assert store.read(landed.file) == whole


def test_a_disk_that_fills_in_the_middle_leaves_no_file(
    many: tuple[Settings, RangeKey], store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, key = many
    monkeypatch.setattr(landing, "_PIECE_BYTES", 1)
    with pytest.raises(StorageError, match="the disk is full"):
        land(settings, FullStore(store.root), Topic.FILMS, key)
    assert list((store.root / range_file(Topic.FILMS.name_in(settings), key)).parent.glob("*.*")) == []
    assert land(settings, store, Topic.FILMS, key).records == 5_000


def test_transactions_leave_gaps_that_are_counted(
    settings_with: SettingsWith, store: FolderStore, topics: KafkaTopics
) -> None:
    settings = settings_with(range_records=4)
    topics.produce(Topic.FILMS, [Sent(b"k", b"0")])
    topics.transact(Topic.FILMS, [Sent(b"k", b"1"), Sent(b"k", b"2")], commit=False)
    topics.transact(Topic.FILMS, [Sent(b"k", b"3"), Sent(b"k", b"4")], commit=True)
    keys = forced(settings, store, Topic.FILMS)
    assert [key[2:] for key in keys] == [(0, 4), (4, 7)]
    first, second = (land(settings, store, Topic.FILMS, key) for key in keys)
    assert [(landed.records, landed.gaps) for landed in (first, second)] == [(1, 3), (2, 1)]
    assert [(record.offset, record.value) for record in lines(store, first)] == [(0, b"0")]
    assert [(record.offset, record.value) for record in lines(store, second)] == [(4, b"3"), (5, b"4")]


def test_a_range_of_gaps_only_lands_as_an_empty_file(
    settings: Settings, store: FolderStore, topics: KafkaTopics
) -> None:
    topics.produce(Topic.FILMS, [])
    topics.transact(Topic.FILMS, [Sent(b"k", b"1")], commit=False)
    (key,) = forced(settings, store, Topic.FILMS)
    landed = land(settings, store, Topic.FILMS, key)
    assert (landed.records, landed.gaps, landed.bytes, landed.first_timestamp) == (0, 2, 0, None)
    assert rebuild_log(store, Topic.FILMS.name_in(settings)).landed() == {key: landed}


LANDER = """
import sys
from pathlib import Path
from hyperion_assets.broker.landing import land
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets.topics import Topic
from hyperion_assets.lake.store import FolderStore
from hyperion_assets.settings import Settings

settings = Settings.model_validate_json(sys.argv[1])
done = 0
def progress(records):
    global done
    done += records
    if done >= 5000:
        print("midway", flush=True)
        sys.stdin.read()
land(settings, FolderStore(Path(settings.raw)), Topic.FILMS, RangeKey.parse(sys.argv[2]), progress)
"""


def test_a_lander_killed_midway_leaves_no_file_and_a_rerun_gives_the_same_bytes(
    settings: Settings, store: FolderStore, topics: KafkaTopics
) -> None:
    topics.produce(Topic.FILMS, [Sent(b"k", b"%d" % each, [("place", b"%d" % each)]) for each in range(20_000)])
    (key,) = forced(settings, store, Topic.FILMS)
    name = Topic.FILMS.name_in(settings)
    command = [sys.executable, "-c", LANDER, settings.model_dump_json(), str(key)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as lander:
        assert lander.stdout
        assert lander.stdout.readline() == b"midway\n"
        lander.send_signal(signal.SIGKILL)
    assert store.names(name) == []
    assert read_log(store, name).missing() == [key]
    landed = land(settings, store, Topic.FILMS, key)
    undisturbed = FolderStore(store.root / "undisturbed")
    forced(settings, undisturbed, Topic.FILMS)
    assert land(settings, undisturbed, Topic.FILMS, key) == landed
    assert undisturbed.read(landed.file) == store.read(landed.file)
    assert landed.records == 20_000


def test_two_landers_of_one_range_agree(settings: Settings, store: FolderStore, topics: KafkaTopics) -> None:
    topics.produce(Topic.FILMS, [Sent(b"k", b"%d" % each) for each in range(5000)])
    (key,) = forced(settings, store, Topic.FILMS)
    start = Barrier(2)

    def lander(_: int) -> LandedRange:
        start.wait(10)
        return land(settings, store, Topic.FILMS, key)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lander, range(2))
    assert first == second
    log = read_log(store, Topic.FILMS.name_in(settings))
    assert log.landed() == {key: first}
    assert store.names(Topic.FILMS.name_in(settings)) == [f"range-{key}.jsonl"]


def test_records_that_retention_removed_are_an_error(
    settings: Settings, store: FolderStore, topics: KafkaTopics
) -> None:
    topics.produce(Topic.FILMS, [Sent(b"k", b"1")] * 10)
    (key,) = forced(settings, store, Topic.FILMS)
    topics.truncate(Topic.FILMS, 4)
    with pytest.raises(RangeError, match=r"the broker has removed the records before offset 4 \(retention\)"):
        land(settings, store, Topic.FILMS, key)
    assert store.names(Topic.FILMS.name_in(settings)) == []
    assert read_log(store, Topic.FILMS.name_in(settings)).missing() == [key]


def test_records_that_retention_removes_while_they_are_read_are_an_error(
    settings: Settings, store: FolderStore, topics: KafkaTopics, monkeypatch: pytest.MonkeyPatch
) -> None:
    topics.produce(Topic.FILMS, [Sent(b"k", b"1")] * 10)
    (key,) = forced(settings, store, Topic.FILMS)
    watermarks = Broker.watermarks

    def look_then_truncate(broker: Broker, topic: Topic) -> dict[int, Watermarks]:
        found = watermarks(broker, topic)
        topics.truncate(topic, 4)
        return found

    monkeypatch.setattr(Broker, "watermarks", look_then_truncate)
    with pytest.raises(RangeError, match="removed records of this range while they were read"):
        land(settings, store, Topic.FILMS, key)
    assert store.names(Topic.FILMS.name_in(settings)) == []


def test_a_range_of_a_topic_that_is_gone_or_made_anew_is_an_error(
    settings: Settings, store: FolderStore, topics: KafkaTopics
) -> None:
    topics.produce(Topic.FILMS, [Sent(b"k", b"1")] * 3)
    (old,) = forced(settings, store, Topic.FILMS)
    topics.delete(Topic.FILMS)
    with pytest.raises(RangeError, match="the topic is not on the broker any more"):
        land(settings, store, Topic.FILMS, old)
    topics.produce(Topic.FILMS, [Sent(b"k", b"2")] * 3)
    with pytest.raises(RangeError, match="the topic was made anew"):
        land(settings, store, Topic.FILMS, old)
    (new,) = forced(settings, store, Topic.FILMS)
    assert {record.generation for record in lines(store, land(settings, store, Topic.FILMS, new))} == {1}
    log = read_log(store, Topic.FILMS.name_in(settings))
    assert log.missing() == [old]
    assert contiguous(map(str, log.landed())) == {f"{new.topic_id}.0": 3}


def test_a_range_that_nobody_planned_is_an_error(settings: Settings, store: FolderStore, topics: KafkaTopics) -> None:
    topics.produce(Topic.FILMS, [Sent(b"k", b"1")] * 3)
    (key,) = forced(settings, store, Topic.FILMS)
    with pytest.raises(RangeError, match="was never planned"):
        land(settings, store, Topic.FILMS, key._replace(end=2))


def test_a_broker_that_falls_silent_midway_is_one_line_and_leaves_no_file(
    settings_with: SettingsWith, store: FolderStore, topics: KafkaTopics, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_with(kafka_timeout_seconds=1)
    topics.produce(Topic.FILMS, [Sent(b"k", b"1")] * 3)
    (key,) = forced(settings, store, Topic.FILMS)
    name = Topic.FILMS.name_in(settings)
    # A range that goes on beyond the partition's end waits for records that never come.
    monkeypatch.setattr(Broker, "watermarks", lambda *_: {0: Watermarks(0, 5)})
    log = topic_log(store, name)
    longer = key._replace(end=5)
    log.update(
        lambda current: current and current.model_copy(update={"ranges": {str(longer): current.ranges[str(key)]}})
    )
    started = time.monotonic()
    with pytest.raises(ServiceError, match=f"did not answer within 1 s while reading {name} .* from offset 3"):
        land(settings, store, Topic.FILMS, longer)
    assert time.monotonic() - started < 10
    assert gc.isenabled()
    assert store.names(name) == []


def test_a_missing_broker_is_one_line(settings_with: SettingsWith, store: FolderStore, topics: KafkaTopics) -> None:
    settings = settings_with()
    topics.produce(Topic.FILMS, [Sent(b"k", b"1")])
    (key,) = forced(settings, store, Topic.FILMS)
    gone = settings_with(kafka_bootstrap_servers="127.0.0.1:1", kafka_timeout_seconds=1)
    with pytest.raises(ServiceError, match=r"Kafka at 127\.0\.0\.1:1 did not answer within 1 s"):
        land(gone, store, Topic.FILMS, key)
    assert store.names(Topic.FILMS.name_in(settings)) == []


def test_the_manifest_is_rebuilt_from_the_files(
    settings_with: SettingsWith, store: FolderStore, topics: KafkaTopics
) -> None:
    settings = settings_with(range_records=3)
    name = Topic.BOXOFFICE.name_in(settings)
    topics.produce(Topic.BOXOFFICE, [Sent(b"k", b"%d" % each, [], each % 2) for each in range(18)])
    keys = forced(settings, store, Topic.BOXOFFICE)
    for key in keys:
        land(settings, store, Topic.BOXOFFICE, key)
    before = read_log(store, name)
    shutil.rmtree(store.root / name / "_commits")
    assert rebuild_log(store, name) == before
    assert read_log(store, name) == before

    shutil.rmtree(store.root / name / "_commits")
    assert forced(settings, store, Topic.BOXOFFICE) == []
    assert read_log(store, name) == before

    shutil.rmtree(store.root / name / "_commits")
    for key in (keys[0], keys[4]):
        (store.root / range_file(name, key)).unlink()
    rebuilt = rebuild_log(store, name)
    assert rebuilt.missing() == [keys[0], keys[4]]
    assert rebuilt.landed() == {key: entry for key, entry in before.landed().items() if key not in (keys[0], keys[4])}
    for key in rebuilt.missing():
        land(settings, store, Topic.BOXOFFICE, key)
    assert read_log(store, name) == before


def test_a_damaged_raw_file_is_named(settings: Settings, store: FolderStore, topics: KafkaTopics) -> None:
    topics.produce(Topic.FILMS, [Sent(b"k", b"1")] * 3)
    (key,) = forced(settings, store, Topic.FILMS)
    landed = land(settings, store, Topic.FILMS, key)
    name, path = Topic.FILMS.name_in(settings), store.root / landed.file
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    with pytest.raises(StorageError, match="does not hold the range of its name: delete it, and land the range again"):
        rebuild_log(store, name)
    path.write_bytes(b"{}\n" + whole)
    with pytest.raises(StorageError, match="is damaged: delete it"):
        rebuild_log(store, name)
    path.write_bytes(b"".join(reversed(whole.splitlines(keepends=True))))
    with pytest.raises(StorageError, match="does not hold the range"):
        rebuild_log(store, name)
    path.rename(path.with_name("notes.jsonl"))
    with pytest.raises(StorageError, match="is not a raw file"):
        rebuild_log(store, name)


def test_progress_counts_every_record(settings: Settings, store: FolderStore, topics: KafkaTopics) -> None:
    topics.produce(Topic.FILMS, [Sent(b"k", json.dumps({"n": each}).encode()) for each in range(2500)])
    (key,) = forced(settings, store, Topic.FILMS)
    seen: list[int] = []
    land(settings, store, Topic.FILMS, key, seen.append)
    assert sum(seen) == 2500
