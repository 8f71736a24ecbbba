"""A blocking check that fails: the release before it stays in force for everyone, until the rows are right again.

The tests share a world and run in their order.
"""

from __future__ import annotations

import pytest
from confluent_kafka import Producer

from hyperion_assets.operations.exit import Exit
from hyperion_assets.topics import Topic
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.world import World, as_value, changed

EXTRA = {"film_id": "lamp-town-2003", "date": "2004-03-01", "state": "CA", "gross_cents": 7, "basis": "modelled"}
KEY = "lamp-town-2003|2004-03-01|CA"
CHECK = "sums_to_original_run"


def send(world: World, value: bytes | None) -> None:
    """A message to raw-boxoffice that our publisher knows nothing of."""
    producer = Producer({"bootstrap.servers": world.settings.kafka_bootstrap_servers})
    producer.produce(Topic.BOXOFFICE.name_in(world.settings), value, KEY, headers={"schema_version": "1"})
    assert producer.flush(30) == 0


@pytest.fixture(scope="module")
def world(make_world: MakeWorld) -> World:
    return make_world().released()


def test_failed_sum_stops_the_release_and_is_named(world: World) -> None:
    contents, exports = world.contents(), (world.settings.exports / "manifest.json").read_bytes()
    send(world, as_value(EXTRA))
    done = world.run()
    assert done.code == Exit.CHECKS_FAILED
    assert done.complaints == [
        f"failed: audits: 1 blocking asset check failed with ERROR severity: box_office_daily: {CHECK}"
    ]
    [told] = [line for line in done.printed.splitlines() if line.startswith("  error: ")]
    assert told == (
        f"  error: {CHECK}: box_office_daily: 1 row breaks the rule that the days of a film sum to its domestic "
        "original run, to the cent: film_id='lamp-town-2003', daily_cents=400007, domestic_original_run_cents=400000, "
        "excess_cents=7"
    )
    assert world.release().number == 1
    assert world.contents() == contents
    assert (world.settings.exports / "manifest.json").read_bytes() == exports
    world.assert_in_order()


def test_it_is_stopped_again_while_nothing_changes(world: World) -> None:
    stamps, offsets = world.stamps(), world.offsets()
    assert world.run().code == Exit.CHECKS_FAILED
    assert changed(stamps, world.stamps()) == set()
    assert world.offsets() == offsets
    assert world.serving() == {"exports": 1, "postgresql": 1}


def test_tombstone_for_the_extra_record_lets_the_release_through(world: World) -> None:
    contents = world.contents()
    send(world, None)
    world.released()
    assert world.release().number == 2
    assert world.contents() == contents
