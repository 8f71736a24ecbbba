"""A run where the clock shows another time of day: every table is what it is in UTC.

The tests of a zone share a world and run in their order.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any, NamedTuple

import psycopg
import pytest

from hyperion_assets.topics import Topic
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.test_poison import Message, send
from hyperion_assets_tests.e2e.world import World, ended

pytestmark = pytest.mark.stack

TORN = Message(Topic.FILMS, b"quiet-harbour-2010", b'{"title": "Quiet', "not_json")
SECONDS_BETWEEN_CLOCKS = 1


class Zone(NamedTuple):
    """The time zone of a run and of the engine that it starts, and that of PostgreSQL."""

    here: str
    of_postgresql: str


ZONES = [Zone("Pacific/Kiritimati", "America/New_York"), Zone("America/New_York", "Asia/Kolkata")]


class Abroad(NamedTuple):
    """A world that runs in a time zone, with an engine that was started there."""

    world: World
    zone: Zone

    def run(self) -> None:
        """`hyperion run` in a process of its own, from which the engine has its time zone."""
        before = os.environ.get("TZ")
        os.environ["TZ"] = self.zone.here
        try:
            started = self.world.start("hyperion_assets.cli", "run")
        finally:
            os.environ.pop("TZ")
            if before is not None:
                os.environ["TZ"] = before
        done = ended(started)
        assert done.code == 0, done


@pytest.fixture(scope="module", params=ZONES, ids=lambda zone: zone.here)
def abroad(request: pytest.FixtureRequest, make_world: MakeWorld) -> Abroad:
    """A world after a run, with a record on its topic that cannot be read."""
    made = make_world()
    zone: Zone = request.param
    dsn = made.settings.postgres_dsn
    assert dsn is not None
    with psycopg.connect(dsn.get_secret_value(), autocommit=True) as connection:
        connection.execute(
            f"ALTER DATABASE \"{connection.info.dbname}\" SET timezone TO '{zone.of_postgresql}'".encode()
        )
    assert made.hyperion("publish", "films").code == 0
    send(made, TORN)
    settings = made.settings.model_copy(update={"spark_remote": None})
    found = Abroad(World(settings, made.source), zone)
    found.run()
    return found


def plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The quarantine without the torn record."""
    return [row for row in rows if row["original"] != TORN.value]


def test_every_table_is_what_it_is_in_utc(abroad: Abroad, built: World) -> None:
    tables, wanted = abroad.world.contents(), built.contents()
    assert tables.pop("quarantine") != wanted.pop("quarantine")
    assert tables == wanted
    assert plain(abroad.world.rows("quarantine")) == built.rows("quarantine")


def test_postgresql_serves_the_same_rows_in_its_own_time_zone(abroad: Abroad) -> None:
    assert abroad.world.sql("SHOW timezone") == [(abroad.zone.of_postgresql,)]
    abroad.world.assert_in_order()


def test_what_is_written_of_a_moment_is_utc(abroad: Abroad) -> None:
    world = abroad.world
    began = datetime.now(UTC)
    world.source.film("Quiet Harbour")["runtime_min"] = 66
    world.source.write()
    abroad.run()
    over = datetime.now(UTC)
    [row] = [row for row in world.rows("quarantine") if row["original"] == TORN.value]
    assert row["status"] == "resolved"
    resolved = datetime.fromisoformat(row["resolved_at"])
    assert began.timestamp() - SECONDS_BETWEEN_CLOCKS <= resolved.timestamp() <= over.timestamp()
