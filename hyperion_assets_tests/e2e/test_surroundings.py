"""What a person can get wrong around a run: each is one line that says what, where and what to do, and exit code 2."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from hyperion_assets.errors import ServiceError
from hyperion_assets.operations.exit import Exit
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.world import World, ended


@pytest.fixture(scope="module")
def world(make_world: MakeWorld) -> World:
    """A world in which nothing has run."""
    return make_world()


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def closed() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.mark.parametrize(
    ("variable", "value", "complaint"),
    [
        ("HYPERION_SCALE", "many", "HYPERION_SCALE='many': Input should be a valid integer"),
        ("HYPERION_SCALE", "0", "HYPERION_SCALE='0': Input should be greater than or equal to 1"),
        ("HYPERION_ENGINE", "flink", "HYPERION_ENGINE='flink': Input should be 'sail' or 'spark'"),
        ("HYPERION_RANGE_RECORDS", "-1", "HYPERION_RANGE_RECORDS='-1': Input should be greater than or equal to 1"),
        ("HYPERION_TOPIC_PREFIX", "a b", "HYPERION_TOPIC_PREFIX='a b': String should match pattern"),
        ("HYPERION_SPARK_REMOTE", "localhost", "HYPERION_SPARK_REMOTE='localhost': String should match pattern"),
    ],
)
def test_wrong_setting_names_variable_value_and_what_is_allowed(
    world: World, variable: str, value: str, complaint: str
) -> None:
    done = world.hyperion("run", **{variable: value})
    assert done.code == 2
    assert done.said.startswith(f"hyperion: {complaint}")
    assert len(done.said.splitlines()) == 1


def test_wrong_secret_is_not_shown(world: World) -> None:
    done = world.hyperion("release", "show", HYPERION_POSTGRES_DSN="mysql://root:hunter2@localhost/db")
    assert "hunter2" not in done.said + done.printed


def test_absent_broker_is_named(world: World, closed: int) -> None:
    done = world.run(kafka_bootstrap_servers=f"127.0.0.1:{closed}", kafka_timeout_seconds=1.0)
    assert done.code == Exit.BAD_INPUT
    assert len(done.complaints) == 3
    for line in done.complaints:
        assert f"Kafka at 127.0.0.1:{closed} did not answer within 1 s" in line
        assert "HYPERION_KAFKA_BOOTSTRAP_SERVERS" in line
    assert "no release" in done.printed.splitlines()


def test_absent_broker_stops_the_thin_commands_too(world: World, closed: int) -> None:
    broker = {"HYPERION_KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{closed}", "HYPERION_KAFKA_TIMEOUT_SECONDS": "1"}
    for command in (["publish", "films"], ["land", "--once"]):
        done = world.hyperion(*command, **broker)
        assert (done.code, len(done.complaints)) == (2, 1)
        assert f"Kafka at 127.0.0.1:{closed} did not answer within 1 s" in done.complaints[0]


def test_port_in_use_is_named_with_its_holder(make_world: MakeWorld, taken: int) -> None:
    world = make_world(history=True)
    with pytest.raises(ServiceError) as caught:
        world.run(kafka_bootstrap_servers=None, kafka_port=taken)
    assert str(caught.value).startswith(f"HYPERION_KAFKA_PORT={taken}: the port is in use by ")
    assert "choose another port" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("home", ["/dev/full/home", "/proc/hyperion"])
def test_home_that_cannot_be_written_is_one_line(world: World, home: str) -> None:
    done = world.hyperion("run", "--home", home)
    assert done.code == 2
    [line] = done.complaints
    assert line.startswith(f"hyperion: cannot write {home}")
    assert line.endswith("set HYPERION_HOME to a folder that can be written")
    assert not Path(home).exists()


def test_absent_postgresql_leaves_it_behind_and_the_next_run_catches_up(make_world: MakeWorld, closed: int) -> None:
    world = make_world()
    done = world.run(postgres_dsn=_secret(f"postgresql://nobody:hunter2@127.0.0.1:{closed}/none"))
    assert done.code == Exit.CONSUMER_BEHIND
    [line] = done.complaints
    assert line.startswith(f"failed: postgresql: PostgreSQL at 127.0.0.1:{closed}/none cannot be used: ")
    assert "hunter2" not in done.said + done.printed
    assert world.serving() == {"exports": 1, "postgresql": None}
    world.released()
    assert world.serving() == {"exports": 1, "postgresql": 1}


def _secret(dsn: str) -> object:
    from pydantic import SecretStr

    return SecretStr(dsn)


def test_queries_before_the_first_release_say_so(world: World) -> None:
    for command in (["sql", "SELECT 1"], ["release", "show"], ["release", "rollback"], ["release", "resume"]):
        done = world.hyperion(*command)
        assert (done.code, done.said) == (2, "hyperion: there is no release yet: `hyperion run` makes one\n")
    assert world.hyperion("release", "list").code == 0
    assert json.loads(world.hyperion("status", "--json").printed)["release"] is None


def test_exit_code_reaches_the_shell(world: World) -> None:
    world.source.catalogue.write_text("{", encoding="utf-8")
    done = ended(world.start("hyperion_assets.cli", "run"))
    assert done.code == 2
    assert done.printed == ""
    [line] = done.said.splitlines()
    assert line.startswith(f"hyperion: {world.source.catalogue} is no JSON that can be read: ")
