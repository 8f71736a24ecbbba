"""A lake that refuses a run, with a release in it: one line that says why, and the release serves as before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import pytest
from pydantic import SecretStr

from hyperion_assets.errors import HyperionError
from hyperion_assets.local.s3 import identity
from hyperion_assets.operations.exit import Exit
from hyperion_assets.settings import Settings
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.world import Ended, World
from hyperion_assets_tests.lake.safe_mode import safe_mode

pytestmark = pytest.mark.stack

BOUND_SECONDS = 60.0


@pytest.fixture(scope="module")
def on_s3(make_world: MakeWorld) -> World:
    return make_world(place="s3").released()


@pytest.fixture(scope="module")
def on_hdfs(make_world: MakeWorld) -> World:
    return make_world(place="hdfs").released()


@contextmanager
def untouched(world: World) -> Iterator[None]:
    """Something new waits in the source while the block runs; tables and release are the same after it."""
    before = world.lake.processed.sizes("")
    release, films = world.release(), world.query("SELECT count(*) FROM films")
    film = world.source.film("Quiet Harbour")
    kept = film["runtime_min"]
    film["runtime_min"] = 67
    world.source.write()
    yield
    film["runtime_min"] = kept
    world.source.write()
    assert world.lake.processed.sizes("") == before
    assert world.release() == release
    assert world.serving() == {"exports": release.number, "postgresql": release.number}
    assert world.query("SELECT count(*) FROM films") == films


def refusal(run: Callable[[], Ended]) -> list[str]:
    """What a run in bounded time ends with: the lines of its failures, or of the error that it raises."""
    began = monotonic()
    try:
        done = run()
    except HyperionError as error:
        lines = [str(error)]
    else:
        assert done.code == Exit.BAD_INPUT, done
        lines = done.complaints
    assert monotonic() - began < BOUND_SECONDS
    assert lines
    assert all(len(line.splitlines()) == 1 for line in lines)
    return lines


def test_a_key_that_may_only_read(on_s3: World, service_settings: Settings) -> None:
    reader = identity(service_settings.home / "services" / "s3", "reader")
    keys = {"s3_access_key": reader.access_key, "s3_secret_key": SecretStr(reader.secret_key)}
    with untouched(on_s3):
        for line in refusal(lambda: on_s3.run(**keys)):
            assert "the access key may not do this: give it the right to list, read and write there" in line


def test_a_bucket_that_is_gone(on_s3: World) -> None:
    with untouched(on_s3):
        for line in refusal(lambda: on_s3.run(processed_root="s3://nobody-made-this")):
            assert "s3://nobody-made-this: there is no such bucket: make it, or name another" in line


def test_safe_mode(on_hdfs: World, hdfs_settings: Settings) -> None:
    with untouched(on_hdfs), safe_mode(hdfs_settings):
        for line in refusal(on_hdfs.run):
            assert "HDFS is in safe mode and takes no writes: wait until enough DataNodes have reported" in line
        assert on_hdfs.hyperion("sql", "SELECT count(*) FROM films").code == 0


@pytest.mark.parametrize("place", ["on_s3", "on_hdfs"])
def test_the_next_run_goes_on_as_if_nothing_had_been(place: str, request: pytest.FixtureRequest) -> None:
    world: World = request.getfixturevalue(place)
    world.source.film("Quiet Harbour")["runtime_min"] = 68
    world.source.write()
    world.released()
    assert world.query("SELECT runtime_min FROM films WHERE film_id = 'quiet-harbour-2010'") == [(68,)]
