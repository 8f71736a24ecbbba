"""What is lost besides the topics can be had again: Dagster's home, hyperion-staging, a topic, and all of them.

The tests share a world and run in their order.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import dagster as dg
import pytest
from confluent_kafka.admin import AdminClient

from hyperion_assets.broker.client import Broker
from hyperion_assets.broker.planning import plan
from hyperion_assets.broker.ranges import read_log
from hyperion_assets.operations.exit import Exit
from hyperion_assets.topics import Topic
from hyperion_assets_tests.e2e.conftest import FORGETFUL, MakeWorld, configure_dagster
from hyperion_assets_tests.e2e.world import World, changed


@pytest.fixture(scope="module")
def world(make_world: MakeWorld) -> World:
    return make_world().released()


def test_lost_dagster_home_costs_nothing(world: World) -> None:
    stamps, offsets = world.stamps(), world.offsets()
    shutil.rmtree(world.settings.dagster_home)
    world.released()
    assert changed(stamps, world.stamps()) == set()
    assert world.offsets() == offsets
    assert world.release().number == 1
    with dg.DagsterInstance.from_config(str(world.settings.dagster_home)) as instance:
        for topic in Topic:
            planned = read_log(world.lake.raw, topic.name_in(world.settings)).ranges
            assert planned
            assert set(instance.get_dynamic_partitions(f"raw_{topic}")) == set(planned)


def test_change_after_a_lost_dagster_home_is_landed_as_ever(world: World) -> None:
    offsets = world.offsets()
    shutil.rmtree(world.settings.dagster_home)
    configure_dagster(world.settings, FORGETFUL)
    world.source.film("Quiet Harbour")["runtime_min"] = 66
    world.source.write()
    world.released()
    assert world.offsets() == offsets | {"films": offsets["films"] + 1}
    assert world.query("SELECT runtime_min FROM films WHERE film_id = 'quiet-harbour-2010'") == [(66,)]


def test_lost_staging_is_rebuilt_from_raw(world: World) -> None:
    contents, offsets, release = world.contents(), world.offsets(), world.release().number
    raw = {path: stamp for path, stamp in world.stamps().items() if path.startswith(world.settings.raw)}
    shutil.rmtree(world.settings.staging)
    world.released()
    assert {path: stamp for path, stamp in world.stamps().items() if path in raw} == raw
    assert world.offsets() == offsets
    assert world.contents() == contents
    assert world.release().number == release


def test_lost_processed_is_rebuilt_from_staging(world: World) -> None:
    contents, offsets = world.contents(), world.offsets()
    staging = {path: stamp for path, stamp in world.stamps().items() if path.startswith(world.settings.staging)}
    shutil.rmtree(world.settings.processed)
    world.released()
    assert {path: stamp for path, stamp in world.stamps().items() if path in staging} == staging
    assert world.offsets() == offsets
    assert world.contents() == contents


def test_topic_made_anew_is_published_again_and_nothing_is_lost(world: World) -> None:
    contents, offsets, release = world.contents(), world.offsets(), world.release().number
    delete_topics(world)
    world.released()
    # What the old topics held stays landed; the new ones hold what the sources say now.
    assert world.offsets() == offsets | {"films": 4}
    assert world.contents() == contents
    assert {record["generation"] for record in world.staged("films")} == {0, 1}
    assert len(world.staged("films")) == offsets["films"] + 4
    assert world.release().number == release + 1


def delete_topics(world: World) -> None:
    admin = AdminClient({"bootstrap.servers": str(world.settings.kafka_bootstrap_servers)})
    for done in admin.delete_topics([topic.name_in(world.settings) for topic in Topic]).values():
        done.result(30)
    broker = Broker(world.settings)
    assert [broker.topic_id(topic) for topic in Topic] == [None] * len(Topic)


def test_range_that_went_with_its_topic_is_superseded_and_stays_in_the_books(world: World) -> None:
    contents = world.contents()
    world.source.film("Quiet Harbour")["runtime_min"] = 67
    world.source.write()
    assert world.hyperion("publish", "films").code == 0
    [lost] = plan(world.settings, world.lake.raw, Topic.FILMS, datetime.now(UTC), force=True)
    delete_topics(world)
    done = world.run()
    assert done.code == Exit.RELEASED, done.complaints
    assert f"  missing range {lost}" in done.printed.splitlines()
    assert world.query("SELECT runtime_min FROM films WHERE film_id = 'quiet-harbour-2010'") == [(67,)]
    assert changed(contents, world.contents()) == {"films"}
    stamps = world.stamps()
    assert world.run().code == Exit.RELEASED
    assert changed(stamps, world.stamps()) == set()
