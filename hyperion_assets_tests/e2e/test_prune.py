"""Cleaning up after three releases: all that looks at the release goes on, and the next run as well.

The tests share a world and run in their order.
"""

from __future__ import annotations

import pytest

from hyperion_assets.operations.exit import Exit
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.world import RELEASED, STAGING, World, ended

pytestmark = pytest.mark.stack

PRUNE = ("release", "prune", "--keep", "1", "--grace", "0")
RUNTIME = "SELECT runtime_min FROM films WHERE film_id = 'lamp-town-2003'"


@pytest.fixture(scope="module")
def world(make_world: MakeWorld) -> World:
    """Three releases, of which the last two each changed a film's running time."""
    made = make_world().released()
    for minutes in (92, 93):
        set_runtime(made, minutes)
        made.released()
    return made


def set_runtime(world: World, minutes: int) -> None:
    world.source.film("Lamp Town")["runtime_min"] = minutes
    world.source.write()


def stored(world: World) -> set[str]:
    """Every data file of staging and processed that some version names or named.

    A run leaves others: what it wrote to find that the rows are those of the version before.
    """
    lake = world.lake
    logs = [lake.table(name).log for name in [*STAGING, *RELEASED]]
    named = {file.path for log in logs for version in log.history() for file in version.manifest.files}
    return named & {path for store in (lake.staging, lake.processed) for path in store.walk("")}


def current(world: World) -> set[str]:
    """The data files of the current version of every table, which are those of the release in force as well."""
    return {file.path for name in [*STAGING, *RELEASED] for file in world.head(name).files}


def test_only_the_files_in_use_are_left(world: World) -> None:
    raw = world.lake.raw.sizes("")
    assert stored(world) > current(world)
    done = world.hyperion(*PRUNE)
    assert done.code == 0, done
    assert done.printed.splitlines()[-1].endswith("; kept: release 3")
    assert stored(world) == current(world)
    assert world.lake.raw.sizes("") == raw


def test_all_that_looks_at_the_release_goes_on(world: World) -> None:
    world.assert_in_order()
    assert world.query(RUNTIME) == [(93,)]
    assert world.hyperion("sql", RUNTIME, "--format", "csv").printed.split() == ["runtime_min", "93"]
    assert world.hyperion("ledger").code == 0
    assert world.hyperion("trace", "films", "lamp-town-2003").code == 0
    assert world.hyperion("release", "show").code == 0


def test_rollback_to_what_is_gone_is_one_line(world: World) -> None:
    done = world.hyperion("release", "rollback")
    assert (done.code, done.printed) == (2, "")
    assert done.said == (
        "hyperion: release 2 cannot be brought back: `hyperion release prune` has removed its files; "
        "`hyperion release list` shows those that stand\n"
    )
    listed = world.hyperion("release", "list").printed.splitlines()
    assert [line.split("  ")[4:] for line in listed] == [
        ["prune"],
        ["release"],
        ["release", "pruned: its files are gone"],
        ["release", "pruned: its files are gone"],
    ]


def test_a_run_with_nothing_new_makes_nothing(world: World) -> None:
    before = stored(world)
    world.released()
    assert world.release().number == 3
    assert stored(world) == before


def test_the_next_release_follows_and_can_be_rolled_back(world: World) -> None:
    set_runtime(world, 94)
    world.released()
    assert world.release().number == 5
    assert world.query(RUNTIME) == [(94,)]
    assert world.hyperion("release", "rollback").code == 0
    assert world.query(RUNTIME) == [(93,)]
    assert world.hyperion("release", "resume").code == 0
    world.released()
    assert world.query(RUNTIME) == [(94,)]


def test_clean_ups_beside_a_run_disturb_nothing(world: World) -> None:
    set_runtime(world, 95)
    running = world.start("hyperion_assets.cli", "run")
    while running.poll() is None:
        done = world.hyperion(*PRUNE)
        assert done.code == 0, done
    assert ended(running).code == Exit.RELEASED
    world.assert_in_order()
    assert world.query(RUNTIME) == [(95,)]
    world.hyperion(*PRUNE)
    assert stored(world) == current(world)
