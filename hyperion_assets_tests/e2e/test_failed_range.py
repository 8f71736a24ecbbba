"""A range that fails to land: what follows it waits, the release before it stands, and its own rerun mends all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import dagster as dg
import pytest
from confluent_kafka import Message

from hyperion_assets.assets.sensors import range_tags
from hyperion_assets.broker.reading import read_range
from hyperion_assets.broker.waiting import waiting_ranges
from hyperion_assets.errors import RangeError
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets.local.dagster_home import DAGSTER_YAML
from hyperion_assets.operations.exit import Exit
from hyperion_assets.operations.orchestration import orchestration
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic
from hyperion_assets_tests.e2e.conftest import MakeWorld, configure_dagster
from hyperion_assets_tests.e2e.world import Ended, World

RUNTIMES = "SELECT runtime_min FROM films WHERE runtime_min > 100 ORDER BY runtime_min"
LOST = "the broker has lost it"


class Broken(NamedTuple):
    """A world after a run of which the middle one of three new ranges failed, and that range."""

    world: World
    ended: Ended
    key: str


@pytest.fixture(scope="module")
def broken(make_world: MakeWorld) -> Broken:
    world = make_world().released()
    configure_dagster(world.settings, DAGSTER_YAML)
    for title, minutes in {"Lamp Town": 101, "Lamp Town 2": 102, "The Tin Whale": 103}.items():
        world.source.film(title)["runtime_min"] = minutes
    world.source.write()
    failed: list[str] = []

    def failing(settings: Settings, topic: Topic, key: RangeKey) -> Iterator[list[Message]]:
        if topic is Topic.FILMS and key.start == 5:
            failed.append(str(key))
            raise RangeError(LOST)
        return read_range(settings, topic, key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hyperion_assets.broker.landing.read_range", failing)
        done = world.run(range_records=1)
    return Broken(world, done, failed[0])


def test_failed_range_is_named_and_holds_back_what_follows_it(broken: Broken) -> None:
    world = broken.world
    assert broken.ended.code == Exit.BAD_INPUT
    assert broken.ended.complaints == [f"failed: raw_films: {LOST}"]
    assert f"  missing range {broken.key}" in broken.ended.printed.splitlines()
    assert waiting_ranges(world.settings, world.lake, Topic.FILMS) == [broken.key]
    done = world.hyperion("ledger")
    assert done.code == 0
    assert f"missing range {broken.key} of {world.topic('films')}" in done.printed.splitlines()


def test_tables_of_the_prefix_are_released_beside_a_failed_check(broken: Broken) -> None:
    world = broken.world
    assert world.query(RUNTIMES) == [(101,)]
    assert world.release().number == 2
    assert world.release().manifest.cut["raw-films"] == {broken.key.rpartition(".")[0]: 5}
    assert world.serving() == {"exports": 2, "postgresql": 2}
    with orchestration(world.settings) as assets:
        [check] = assets.instance.event_log_storage.get_asset_check_execution_history(
            dg.AssetCheckKey(dg.AssetKey("current_films"), "no_range_missing"), limit=1
        )
    assert check.event is not None
    assert check.event.dagster_event is not None
    found = check.event.dagster_event.asset_check_evaluation_data
    assert (found.passed, found.description) == (False, f"missing: {broken.key}")


def test_rerun_of_the_one_partition_mends_all_that_waited(broken: Broken) -> None:
    world = broken.world
    with orchestration(world.settings) as assets:
        assert assets.materialize(["raw_films", "staged_films"], range_tags([broken.key])) == []
    world.released()
    assert world.query(RUNTIMES) == [(101,), (102,), (103,)]
    assert world.release().number == 3
    assert world.offsets()["films"] == 7
