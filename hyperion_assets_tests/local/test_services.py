"""Embedded services as commands meet them: started, joined, left, killed, adopted, in each other's way."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import psutil
import psycopg
import pytest
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

from hyperion_assets.errors import ServiceError, StorageError
from hyperion_assets.local import supervisor
from hyperion_assets.local.process import Command, identify, is_running, spawn, stop
from hyperion_assets.local.service import answers_http2
from hyperion_assets.local.services import Need, kept_up, services, status
from hyperion_assets.settings import Settings

ALL: set[Need] = {"kafka", "postgres", "engine"}
USER = """
import json, sys
from pathlib import Path
from hyperion_assets.local.services import services, status
from hyperion_assets.settings import Settings

settings = Settings(home=Path(sys.argv[1]), _env_file=None)
with services(settings, set(sys.argv[2:])):
    print(json.dumps([found.pid for found in status(settings)]), flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """One home for the tests of this module, so that data folders are made once; its path is an awkward one."""
    return Settings(home=tmp_path_factory.mktemp("home") / "of Zoë, Ltd", _env_file=None)


@contextmanager
def another_command(home: Path, needed: set[Need]) -> Iterator[subprocess.Popen[str]]:
    """A process that uses services until its standard input ends."""
    command = [sys.executable, "-c", USER, str(home), *needed]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.communicate(timeout=60)


def pids_of(process: subprocess.Popen[str]) -> list[int | None]:
    """The pids of kafka, postgres and sail, as soon as the other command has joined them."""
    assert process.stdout is not None
    found: list[int | None] = json.loads(process.stdout.readline())
    return found


def states(settings: Settings) -> dict[str, str]:
    return {found.service: found.state for found in status(settings)}


def pids(settings: Settings) -> dict[str, int]:
    return {found.service: found.pid for found in status(settings) if found.pid is not None}


def await_silence(remote: str) -> None:
    """Return when a stopped server answers no more: its threads do not all stop at once."""
    deadline = monotonic() + 30
    while answers_http2(int(remote.rpartition(":")[2])):
        assert monotonic() < deadline


def produce(address: str, topic: str, count: int) -> None:
    admin = AdminClient({"bootstrap.servers": address})
    admin.create_topics([NewTopic(topic, 1)])[topic].result(20)
    producer = Producer({"bootstrap.servers": address, "acks": "all"})
    for number in range(count):
        producer.produce(topic, str(number).encode())
    assert producer.flush(20) == 0


def consume(address: str, topic: str, count: int) -> list[int]:
    consumer = Consumer({"bootstrap.servers": address, "group.id": "test", "enable.auto.commit": False})
    consumer.assign([TopicPartition(topic, 0, 0)])
    found = [int(message.value() or b"") for message in consumer.consume(count, timeout=20)]
    consumer.close()
    return found


def test_the_last_to_leave_stops_what_all_use(settings: Settings) -> None:
    with services(settings, ALL) as first:
        started = pids(settings)
        assert set(started) == {"kafka", "postgres", "sail"}
        with psycopg.connect(first.postgres_dsn) as connection:
            assert connection.execute("select current_database(), current_setting('fsync')").fetchone() == (
                "hyperion",
                "on",
            )
        # Ctrl-C in a terminal reaches the terminal's session only.
        assert all(os.getsid(pid) == pid for pid in started.values())
        with services(settings, {"kafka"}) as second:
            assert second.kafka_bootstrap == first.kafka_bootstrap
            assert pids(settings) == started
            with pytest.raises(LookupError, match="postgres is not among"):
                _ = second.postgres_dsn
        assert states(settings) == {"kafka": "running", "postgres": "running", "sail": "running"}
        left = monotonic()
    assert monotonic() - left < 5
    assert states(settings) == {"kafka": "stopped", "postgres": "stopped", "sail": "stopped"}
    assert not any(map(identify, started.values()))


def test_a_killed_kafka_is_started_again_with_its_records(settings: Settings) -> None:
    with services(settings, {"kafka"}) as running:
        produce(running.kafka_bootstrap, "survives", 1000)
        psutil.Process(killed := pids(settings)["kafka"]).kill()
        psutil.wait_procs([psutil.Process(killed)], timeout=10)
        assert states(settings)["kafka"] == "dead"

        assert running.revive() == ["Kafka"]
        assert running.revive() == []

        assert pids(settings)["kafka"] != killed
        assert consume(running.kafka_bootstrap, "survives", 1000) == list(range(1000))


def test_whatever_ends_is_started_again_while_services_are_kept_up(settings: Settings) -> None:
    said: list[str] = []
    with services(settings, {"engine"}, said.append) as running, kept_up(running):
        for _ in range(2):
            killed = pids(settings)["sail"]
            psutil.Process(killed).kill()
            deadline = monotonic() + 30
            while states(settings)["sail"] != "running" or pids(settings)["sail"] == killed:
                assert monotonic() < deadline, said
    assert [line for line in said if "is gone: starting it again" in line]
    assert states(settings)["sail"] == "stopped"


def test_services_of_a_killed_command_are_adopted_by_the_next(settings: Settings) -> None:
    with another_command(settings.home, ALL) as starter:
        started = pids_of(starter)
        starter.kill()
    assert all(pid is not None and identify(pid) for pid in started)

    with services(settings, ALL):
        assert [found.pid for found in status(settings)] == started
    assert not any(identify(pid) for pid in started if pid is not None)


def test_a_process_that_nobody_wrote_down_gives_way(settings: Settings) -> None:
    registry = settings.home / "services" / "services.json"
    with services(settings, {"kafka", "postgres"}) as before:
        produce(before.kafka_bootstrap, "stray", 10)
        forgotten = pids(settings)
        registry.unlink()
        # A command that was killed between the start of a process and its record leaves the home like this.
        with services(settings, {"kafka", "postgres"}) as running:
            assert not any(map(identify, forgotten.values()))
            assert consume(running.kafka_bootstrap, "stray", 10) == list(range(10))
    assert states(settings)["kafka"] == states(settings)["postgres"] == "stopped"


def test_two_commands_at_once_start_one_set(settings: Settings) -> None:
    with another_command(settings.home, ALL) as one, another_command(settings.home, ALL) as other:
        found = pids_of(one)
        assert found == pids_of(other)
        assert None not in found
    assert set(states(settings).values()) == {"stopped"}


def test_a_server_that_hangs_is_replaced(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "JOIN_LIMIT", 0.1)
    monkeypatch.setattr(supervisor, "STOP_LIMIT", 0.1)
    lines: list[str] = []
    with services(settings, {"engine"}) as running:
        hung = pids(settings)["sail"]
        os.kill(hung, signal.SIGSTOP)
        await_silence(running.engine_remote)
        with services(settings, {"engine"}, lines.append):
            assert pids(settings)["sail"] != hung
    assert lines[0] == f"Sail (pid {hung}) does not answer: starting it again"


def test_ports_are_kept_and_a_taken_one_is_replaced(settings: Settings) -> None:
    with services(settings, {"engine"}) as running:
        before = running.engine_remote
    with services(settings, {"engine"}) as running:
        assert running.engine_remote == before
    with socket.create_server(("127.0.0.1", int(before.rpartition(":")[2]))), services(settings, {"engine"}) as running:
        assert running.engine_remote != before


def test_a_pinned_port_in_use_is_named_with_its_holder(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        pinned = settings.model_copy(update={"kafka_port": port})
        with pytest.raises(ServiceError) as raised, services(pinned, {"kafka"}):
            pass
    name = psutil.Process().name()
    assert f"HYPERION_KAFKA_PORT={port}: the port is in use by {name} (pid {os.getpid()})" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_pinned_port_does_not_move_what_another_command_uses(settings: Settings) -> None:
    with services(settings, {"engine"}) as running:
        port = int(running.engine_remote.rpartition(":")[2])
        pinned = settings.model_copy(update={"engine_port": port + 1})
        with pytest.raises(ServiceError, match=f"Sail runs on port {port} for another command"):
            services(pinned, {"engine"}).__enter__()
        assert states(settings)["sail"] == "running"


def test_a_service_that_does_not_start_is_told_with_its_log(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, _env_file=None)
    with services(settings, {"postgres"}):
        pass
    (tmp_path / "services" / "postgres" / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(ServiceError, match=r"PostgreSQL ended while it started: .*(log: .*postgres\.log)"):
        services(settings, {"postgres"}).__enter__()
    assert states(settings)["postgres"] == "stopped"


def test_a_process_that_ends_at_once_is_known_and_not_running(tmp_path: Path) -> None:
    started = [spawn(Command(["/bin/true"], {}, tmp_path), tmp_path / "log", "mark") for _ in range(20)]
    for identity in started:
        stop(identity, 5)
    assert not any(is_running(identity) for identity in started)


def test_given_addresses_start_nothing(tmp_path: Path) -> None:
    settings = Settings(
        home=tmp_path / "home",
        kafka_bootstrap_servers="broker:9092",
        postgres_dsn="postgresql://u:secret@db/x",
        spark_remote="sc://spark:15002",
        s3_endpoint="https://s3.example.com",
        s3_secret_key="secret",
        hdfs_namenode="hdfs://namenode:8020",
        _env_file=None,
    )
    with services(settings, {*ALL, "s3", "hdfs"}) as running:
        assert running.kafka_bootstrap == "broker:9092"
        assert running.postgres_dsn == "postgresql://u:secret@db/x"
        assert running.engine_remote == "sc://spark:15002"
        assert running.s3_endpoint == "https://s3.example.com"
        assert running.hdfs_namenode == "hdfs://namenode:8020"
    assert not (tmp_path / "home").exists()
    assert states(settings) == dict.fromkeys(("kafka", "postgres", "sail", "s3", "namenode"), "external")
    assert "secret" not in repr(status(settings))


@pytest.mark.parametrize("kind", ["closed", "file"])
def test_a_home_that_cannot_be_written_is_one_line(tmp_path: Path, kind: str) -> None:
    home = tmp_path / "home"
    if kind == "file":
        home.write_text("")
    elif os.geteuid() == 0:
        home = Path("/sys/hyperion")  # where not even root makes folders
    else:
        tmp_path.chmod(0o555)
    with pytest.raises(StorageError) as raised:
        services(Settings(home=home, _env_file=None), {"engine"}).__enter__()
    assert str(raised.value).startswith(f"cannot write {home}")
    assert "set HYPERION_HOME to a folder that can be written" in str(raised.value)


def test_a_damaged_registry_is_named(tmp_path: Path) -> None:
    registry = tmp_path / "services" / "services.json"
    registry.parent.mkdir()
    registry.write_text('{"kafka": ')
    with pytest.raises(StorageError, match=r"services\.json is damaged"):
        status(Settings(home=tmp_path, _env_file=None))


def test_spark_answers(spark_remote: str) -> None:
    from pyspark.sql import SparkSession

    session = SparkSession.builder.remote(spark_remote).create()
    assert session.range(10).count() == 10
    session.stop()
