"""A run that is killed with SIGKILL at one stage after the other: the last one ends where an undisturbed one does.

Each kill hits the run that goes on from the kill before it, so that one has to get over what was left behind.
"""

from __future__ import annotations

import signal
from typing import NamedTuple

import pytest

from hyperion_assets.checks.ledger import ledger
from hyperion_assets.release.manifest import current_release
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.world import RELEASED, World, ended


class Kill(NamedTuple):
    """The call that kills (see killed_run), and what stands then: the release, and who serves it."""

    target: str
    when: str
    number: int
    text: str = ""
    release: int | None = None
    serving: tuple[str, ...] = ()


KILLS = {
    "publishing, while records are queued": Kill(
        "hyperion_assets.broker.producing:Sender._queue", "after", 400, "faker:box-office"
    ),
    "publishing, before it is known what was published": Kill(
        "hyperion_assets.broker.producing:Sender.finish", "after", 1
    ),
    "landing, within a raw file": Kill("hyperion_assets.broker.lines:LineWriter.lines", "after", 3),
    "landing, between a raw file and its manifest": Kill("os:replace", "after", 3, ".jsonl"),
    "writing a table, before its manifest": Kill(
        "hyperion_assets.lake.io_manager:_write", "after", 1, "box_office_daily/data"
    ),
    "releasing, with the manifest written and not put": Kill("os:link", "before", 1, "/releases/"),
    "switching the exports": Kill("os:replace", "before", 1, "/.exports.", release=1),
    "loading PostgreSQL, within the transaction": Kill(
        "hyperion_assets.engines.postgres:record_table", "after", 8, release=1, serving=("exports",)
    ),
}


@pytest.fixture(scope="module")
def world(make_world: MakeWorld) -> World:
    return make_world()


@pytest.mark.parametrize("at", KILLS.values(), ids=list(KILLS))
def test_nobody_sees_anything_of_a_run_that_was_killed(world: World, at: Kill) -> None:
    arguments = (at.target, at.when, str(at.number), at.text)
    died = ended(world.start("hyperion_assets_tests.e2e.killed_run", *arguments))
    assert died.code == -signal.SIGKILL, died
    release = current_release(world.lake)
    assert (release.number if release else None) == at.release
    assert world.serving() == {"exports": None, "postgresql": None} | dict.fromkeys(at.serving, at.release)


def test_next_run_ends_as_an_undisturbed_one(world: World, built: World) -> None:
    world.released()
    assert world.contents() == built.contents()
    assert world.release().number == 1
    for name in set(RELEASED) - {"provenance"}:
        assert world.stored(name) == built.stored(name), name


def test_killed_publishing_has_left_duplicates_and_nothing_else(world: World, built: World) -> None:
    found = ledger(world.settings, world.lake)
    sent, once = world.offsets(), built.offsets()
    assert {topic.topic: topic.cut.duplicate for topic in found} == {
        world.topic(name): count - once[name] for name, count in sent.items()
    }
    assert {topic.topic: topic.cut.superseded + topic.cut.deleted for topic in found} == {
        world.topic(name): 0 for name in sent
    }
    # The second kill struck when all of the box office had been sent.
    assert sent["boxoffice"] >= 2 * once["boxoffice"]
    assert (sent["films"], sent["characters"]) == (once["films"], once["characters"])
