"""A run that is killed with SIGKILL at any stage: the next one ends where an undisturbed one does."""

from __future__ import annotations

import signal
from typing import NamedTuple

import pytest

from hyperion_assets.checks.ledger import ledger
from hyperion_assets.release.manifest import current_release
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.world import RELEASED, World, ended

NOBODY = {"exports": None, "postgresql": None}


class Kill(NamedTuple):
    """The call that kills (see killed_run), and who serves the first release then."""

    target: str
    when: str
    number: int
    text: str = ""
    serving: tuple[str, ...] = ()

    @property
    def arguments(self) -> tuple[str, ...]:
        """As killed_run takes them."""
        return self.target, self.when, str(self.number), self.text


IN_PUBLISHING = {
    "while records are queued": Kill("hyperion_assets.broker.producing:Sender._queue", "after", 400, "box-office"),
    "before it is known what was published": Kill("hyperion_assets.broker.producing:Sender.finish", "after", 3),
}
LATER = {
    "landing, within a raw file": Kill("hyperion_assets.broker.lines:LineWriter.line", "before", 300),
    "landing, between a raw file and its manifest": Kill("os:replace", "after", 3, ".jsonl"),
    "writing a table, before its manifest": Kill(
        "hyperion_assets.lake.io_manager:_write", "after", 1, "box_office_daily/data"
    ),
    "releasing, with the manifest written and not put": Kill("os:link", "before", 1, "releases"),
    "loading PostgreSQL, within the transaction": Kill("hyperion_assets.engines.postgres:record_table", "after", 8),
    "switching the exports": Kill("os:replace", "before", 1, "exports.versions", ("postgresql",)),
}


def kill(world: World, at: Kill) -> None:
    """Run until the kill; then nobody serves what is not whole."""
    died = ended(world.start("hyperion_assets_tests.e2e.killed_run", *at.arguments))
    assert died.code == -signal.SIGKILL, died
    assert world.serving() == NOBODY | dict.fromkeys(at.serving, 1)


def assert_same(world: World, built: World) -> None:
    """The release, its tables and what PostgreSQL holds are those of the undisturbed run."""
    world.assert_in_order()
    assert world.contents() == built.contents()
    assert world.release().manifest.content_hash == built.release().manifest.content_hash
    for name in RELEASED:
        assert world.stored(name) == built.stored(name), name


@pytest.mark.parametrize("at", IN_PUBLISHING.values(), ids=list(IN_PUBLISHING))
def test_kill_in_publishing_costs_duplicates_at_most(make_world: MakeWorld, built: World, at: Kill) -> None:
    world = make_world()
    kill(world, at)
    assert current_release(world.lake) is None
    sent = world.offsets()
    world.released()
    assert_same(world, built)
    assert world.offsets() == built.offsets() | {"boxoffice": sent["boxoffice"] + built.offsets()["boxoffice"]}
    duplicates = {topic.topic: topic.cut.duplicate for topic in ledger(world.settings, world.lake)}
    assert duplicates == {
        world.topic("films"): 0,
        world.topic("characters"): 0,
        world.topic("boxoffice"): sent["boxoffice"],
    }


@pytest.mark.parametrize("at", LATER.values(), ids=list(LATER))
def test_kill_later_costs_nothing(make_world: MakeWorld, built: World, at: Kill) -> None:
    world = make_world()
    kill(world, at)
    sent = world.offsets()
    world.released()
    assert_same(world, built)
    assert world.offsets() == sent == built.offsets()
    assert world.release().number == 1
