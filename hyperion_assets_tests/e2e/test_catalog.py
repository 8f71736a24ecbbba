"""A home with a catalog: every release is registered and queried by Trino, and rolled back with all that follow it.

The tests share a world and run in their order.
"""

from __future__ import annotations

import pytest

from hyperion_assets.engines.trino import trino_query
from hyperion_assets.local.services import Services
from hyperion_assets.operations.exit import Exit
from hyperion_assets.queries import QUERIES
from hyperion_assets.release.answers import kept_answer
from hyperion_assets.release.consumers import CATALOG_CONSUMERS, CONSUMERS
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.world import World

# The first start on a machine fetches Trino.
pytestmark = pytest.mark.timeout(900)

STUDIOS = "trino_revenue_by_studio"


@pytest.fixture(scope="module")
def world(make_world: MakeWorld, trino: Services) -> World:
    world = make_world(metastore_uri=trino.metastore_uri, trino_url=trino.trino_url, catalog="hive")
    return world.released()


def everyone_at(release: int) -> dict[str, int]:
    return dict.fromkeys((*CONSUMERS, *CATALOG_CONSUMERS), release)


def runtime(world: World) -> int:
    assert world.settings.trino_url is not None
    query = "select runtime_min from films where film_id = 'lamp-town-2003'"
    (found,) = trino_query(world.settings.trino_url, query, catalog="hive", schema="hyperion").to_pylist()
    return int(found["runtime_min"])


def test_a_release_is_registered_and_queried(world: World) -> None:
    assert world.serving() == everyone_at(1)
    assert runtime(world) == 91
    rows = kept_answer(world.settings, STUDIOS).rows.to_pylist()
    assert {(row["studio_id"], row["year"], row["films"]) for row in rows} >= {("north-studio", 2003, 1)}
    assert sum(row["box_office_cents"] or 0 for row in rows) == 900_000


def test_again_unchanged_nothing_is_asked(world: World) -> None:
    files = [world.settings.home / "queries" / f"{name}.parquet" for name in QUERIES]
    before = [file.stat().st_mtime_ns for file in files]
    done = world.run()
    assert done.code == Exit.RELEASED
    assert [file.stat().st_mtime_ns for file in files] == before


def test_a_change_reaches_trino_with_the_release(world: World) -> None:
    world.source.film("Lamp Town")["runtime_min"] = 92
    world.source.write()
    world.released()
    assert world.serving() == everyone_at(2)
    assert runtime(world) == 92


def test_a_rollback_moves_trino_and_its_answers(world: World) -> None:
    assert world.hyperion("release", "rollback").code == Exit.RELEASED
    assert world.serving() == everyone_at(3)
    assert runtime(world) == 91
    shown = world.hyperion("release", "show").printed.splitlines()
    assert [line.split() for line in shown[-5:]] == [[name, "serves", "it"] for name in CATALOG_CONSUMERS]


def test_who_lags_is_named_and_mended_by_the_next_run(world: World) -> None:
    world.hyperion("release", "resume")
    done = world.run(metastore_uri="thrift://127.0.0.1:9")
    assert done.code == Exit.CONSUMER_BEHIND
    assert any("hive" in line and "thrift://127.0.0.1:9 does not answer" in line for line in done.said.splitlines())
    assert runtime(world) == 91
    world.released()
    assert runtime(world) == 92
    assert set(world.serving().values()) == {world.release().number}
