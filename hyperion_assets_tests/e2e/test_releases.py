"""Rolling back, holding and resuming, and everyone who serves a release.

The tests share a world with two releases and run in their order.
"""

from __future__ import annotations

import pytest

from hyperion_assets.operations.exit import Exit
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.world import World

RUNTIME = "runtime_min FROM {} WHERE film_id = 'lamp-town-2003'"


@pytest.fixture(scope="module")
def world(make_world: MakeWorld) -> World:
    world = make_world().released()
    set_runtime(world, 92)
    return world.released()


def set_runtime(world: World, minutes: int) -> None:
    world.source.film("Lamp Town")["runtime_min"] = minutes
    world.source.write()


def served_runtimes(world: World) -> set[int]:
    """The film's running time as tables, exports and PostgreSQL have it."""
    [table] = world.query("SELECT " + RUNTIME.format("films"))
    [export] = world.query("SELECT " + RUNTIME.format("exports.films_complete"))
    [stored] = world.sql("SELECT " + RUNTIME.format("hyperion.films"))
    return {table[0], export[0], stored[0]}


def test_rollback_brings_everyone_back_and_holds(world: World) -> None:
    assert served_runtimes(world) == {92}
    done = world.hyperion("release", "rollback")
    assert done.code == 0
    assert done.said.splitlines()[0] == "release 3 brings back the tables of release 1; new ones are held"
    assert served_runtimes(world) == {91}
    assert world.serving() == {"exports": 3, "postgresql": 3}
    assert world.contents()["films"] == world.lake.table("films").log.get(1).manifest.content_hash
    listed = world.hyperion("release", "list").printed.splitlines()
    assert [line.split()[0] for line in listed] == ["3", "2", "1"]
    assert listed[0].endswith("rollback  of release 1  held")


def test_second_rollback_to_the_same_release_changes_nothing(world: World) -> None:
    done = world.hyperion("release", "rollback", "1")
    assert done.code == 0
    assert "release 1 is in force already, and new ones are held" in done.said.splitlines()
    assert world.release().number == 3
    assert served_runtimes(world) == {91}


def test_run_under_a_hold_builds_and_does_not_release(world: World) -> None:
    set_runtime(world, 93)
    done = world.run()
    assert done.code == Exit.RELEASED
    assert done.complaints == []
    assert any("held at release 1 until `hyperion release resume`" in line for line in done.printed.splitlines())
    assert world.release().number == 3
    assert served_runtimes(world) == {91}
    assert world.head("films").content_hash != world.contents()["films"]
    world.assert_in_order()


def test_next_run_under_the_hold_has_nothing_to_do(world: World) -> None:
    stamps = world.stamps()
    assert world.run().code == Exit.RELEASED
    assert world.stamps() == stamps


def test_rollback_to_a_number_that_is_not_there_is_one_line(world: World) -> None:
    done = world.hyperion("release", "rollback", "99")
    assert done.code == 2
    assert done.said == "hyperion: there is no release 99: `hyperion release list` shows those there are\n"
    assert world.release().number == 3
    assert world.hyperion("release", "show", "99").said == done.said


def test_resume_lets_the_newest_tables_in(world: World) -> None:
    done = world.hyperion("release", "resume")
    assert (done.code, done.printed.split(" and ")[0]) == (0, "release 4 is in force")
    assert served_runtimes(world) == {91}
    world.released()
    assert served_runtimes(world) == {93}
    assert (world.release().number, world.release().manifest.hold) == (5, False)


def test_rollback_of_a_rollback_names_the_release_it_came_from(world: World) -> None:
    assert world.hyperion("release", "rollback", "2").code == 0
    assert served_runtimes(world) == {92}
    assert world.hyperion("release", "rollback", "3").code == 0
    assert served_runtimes(world) == {91}
    assert world.release().manifest.restores == 1
    assert world.serving() == {"exports": 7, "postgresql": 7}


def test_release_show_names_tables_cut_and_consumers(world: World) -> None:
    lines = world.hyperion("release", "show").printed.splitlines()
    assert lines[0] == "release 7 (rollback of 1, held)"
    assert [line.split() for line in lines[-2:]] == [["postgresql", "serves", "it"], ["exports", "serves", "it"]]
