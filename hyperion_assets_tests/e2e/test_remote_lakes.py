"""A lake on S3 and on HDFS: after SIGKILL within a write, the next run ends as an undisturbed one in folders does."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from hyperion_assets.release.manifest import current_release
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.world import World, ended

LANDING = ("hyperion_assets.broker.lines:LineWriter.lines", "after", "3", "")
WRITING = ("hyperion_assets.lake.io_manager:_write", "after", "1", "box_office_daily/data")
PUTTING = ("before", "1", "releases/_commits")
RELEASING = {
    "s3": ("hyperion_assets.lake.s3:S3Store.put_if_absent", *PUTTING),
    "hdfs": ("hdfs_native:Client.rename", *PUTTING),
}
"""The calls that kill (see killed_run): HDFS has the release's manifest by then, under a name that nobody looks at."""


@pytest.fixture(scope="module", params=["s3", "hdfs"])
def place(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def world(make_world: MakeWorld, place: str) -> World:
    return make_world(place=place)


@pytest.mark.parametrize(
    "at",
    [pytest.param(LANDING, marks=pytest.mark.stack), WRITING, RELEASING],
    ids=["landing", "writing a table", "releasing"],
)
def test_nobody_sees_anything_of_a_run_that_was_killed(world: World, place: str, at: Any) -> None:
    died = ended(world.start("hyperion_assets_tests.e2e.killed_run", *(at[place] if at is RELEASING else at)))
    assert died.code == -signal.SIGKILL, died
    assert current_release(world.lake) is None
    assert world.serving() == {"exports": None, "postgresql": None}


def test_the_next_run_ends_as_an_undisturbed_one_in_folders(world: World, built: World) -> None:
    world.released()
    assert world.contents() == built.contents()


def test_a_run_with_nothing_new_writes_nothing(world: World) -> None:
    lake = world.lake
    before = [store.sizes("") for store in (lake.raw, lake.staging, lake.processed)]
    assert all(before)
    world.released()
    assert [store.sizes("") for store in (lake.raw, lake.staging, lake.processed)] == before


def test_commands_read_the_lake_where_it_lies(world: World) -> None:
    films = world.hyperion("sql", "select count(*) as films from films", "--format", "csv")
    assert films.printed.split() == ["films", str(len(world.rows("films")))]
    assert world.hyperion("ledger").code == 0
    traced = world.hyperion("trace", "films", str(world.rows("films")[0]["film_id"]))
    assert traced.code == 0
    assert world.topic("films") in traced.printed
