"""Two runs at once on one home: both end well, and the tables are those of one."""

from __future__ import annotations

from hyperion_assets.checks.ledger import ledger
from hyperion_assets.operations.exit import Exit
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.world import RELEASED, World, changed, ended


def test_two_runs_at_once_are_as_one(make_world: MakeWorld, built: World) -> None:
    world = make_world(history=True)
    processes = [world.start("hyperion_assets.cli", "run") for _ in range(2)]
    for done in [ended(process) for process in processes]:
        assert done.code == Exit.RELEASED, done
    world.assert_in_order()
    assert world.contents() == built.contents()
    for name in RELEASED:
        assert world.stored(name) == built.stored(name), name
    assert [topic.cut.superseded + topic.cut.deleted for topic in ledger(world.settings, world.lake)] == [0, 0, 0]
    stamps = world.stamps()
    world.released()
    assert changed(stamps, world.stamps()) == set()
