"""Automation: what is requested when something was written anew, and what holds it back."""

from __future__ import annotations

from typing import Any

import dagster as dg
import pytest

from hyperion_assets.lake.lake import RESOLVED_TABLES
from hyperion_assets.model.tables import released_tables
from hyperion_assets.topics import Topic

pytestmark = pytest.mark.filterwarnings("ignore:.*include_sources")

KEYS = [f"{'A' * 22}.0.{start:012d}-{start + 10:012d}" for start in (0, 10)]
RESOLVED = set(RESOLVED_TABLES)
TABLES = {table.name for table in released_tables()}
SERVED = {"release", "postgresql", "exports"}


class Ticks:
    """The automation's sensor, tick by tick, over a history written by hand."""

    def __init__(self, defs: dg.Definitions) -> None:
        self._defs = defs
        self._instance = dg.DagsterInstance.ephemeral()
        self._known: Any = None
        for topic in Topic:
            self.planned(topic, KEYS[:1])

    def planned(self, topic: str, keys: list[str]) -> None:
        """Ranges that are partitions, whether they land or not."""
        self._instance.add_dynamic_partitions(f"raw_{topic}", keys)

    def written(self, *names: str, partition: str | None = None) -> None:
        """Assets that a run has materialized."""
        for name in names:
            self._instance.report_runless_asset_event(dg.AssetMaterialization(name, partition=partition))

    def landed(self, topic: str, key: str) -> None:
        """A range that was landed and staged."""
        self.written(f"raw_{topic}", f"staged_{topic}", partition=key)

    def requested(self) -> set[str]:
        """What the next tick asks to be run."""
        result = dg.evaluate_automation_conditions(self._defs, self._instance, cursor=self._known)
        self._known = result.cursor
        return {each.key.to_user_string() for each in result.results if result.get_num_requested(each.key)}


@pytest.fixture
def settled(defs: dg.Definitions) -> Ticks:
    """Everything was run once, and nothing is to do."""
    ticks = Ticks(defs)
    ticks.requested()
    for topic in Topic:
        ticks.landed(topic, KEYS[0])
    ticks.written(
        *(f"current_{topic}" for topic in Topic), *RESOLVED_TABLES, *sorted(TABLES), "release", "postgresql", "exports"
    )
    assert ticks.requested() == set()
    return ticks


FOLLOWING = {
    "films": (TABLES | RESOLVED) - {"talent"},
    "characters": (TABLES | RESOLVED)
    - {"studios", "films", "box_office_daily", "revenue_by_studio_year", "box_office_trends"},
    "boxoffice": {"box_office_daily", "revenue_by_studio_year", "box_office_trends", "quarantine"},
}


@pytest.mark.parametrize("topic", Topic)
def test_one_tick_asks_for_everything_that_depends_on_a_staged_range(settled: Ticks, topic: str) -> None:
    settled.landed(topic, KEYS[0])
    following = {f"current_{topic}"} | FOLLOWING[topic] | SERVED
    assert settled.requested() == following
    settled.written(*sorted(following))
    assert settled.requested() == set()


def test_what_three_topics_bring_is_one_request(settled: Ticks) -> None:
    for topic in Topic:
        settled.landed(topic, KEYS[0])
    assert settled.requested() == {f"current_{topic}" for topic in Topic} | RESOLVED | TABLES | SERVED


def test_a_range_that_never_landed_holds_nothing_back(settled: Ticks) -> None:
    settled.planned("films", KEYS[1:])
    assert settled.requested() == set()
    settled.landed("films", KEYS[0])
    assert settled.requested() == {"current_films"} | FOLLOWING["films"] | SERVED


def test_the_range_that_was_missing_brings_everything_along(settled: Ticks) -> None:
    settled.planned("films", KEYS[1:])
    assert settled.requested() == set()
    settled.landed("films", KEYS[1])
    assert settled.requested() == {"current_films"} | FOLLOWING["films"] | SERVED


def test_landing_alone_asks_for_nothing(settled: Ticks) -> None:
    settled.planned("films", KEYS[1:])
    settled.written("raw_films", partition=KEYS[1])
    assert settled.requested() == set()
    settled.written("published_films")
    assert settled.requested() == set()


def test_tables_of_which_an_input_is_missing_wait_for_it(defs: dg.Definitions) -> None:
    ticks = Ticks(defs)
    assert ticks.requested() == set()
    ticks.landed("films", KEYS[0])
    assert ticks.requested() == {"current_films", "studios", "films"}
    ticks.written("current_films", "studios", "films")
    assert ticks.requested() == set()
    ticks.landed("characters", KEYS[0])
    people = FOLLOWING["characters"] - {"quarantine"}
    assert ticks.requested() == {"current_characters"} | people
    ticks.written("current_characters", *sorted(people))
    ticks.landed("boxoffice", KEYS[0])
    assert ticks.requested() == {"current_boxoffice"} | FOLLOWING["boxoffice"] | SERVED


def test_a_table_that_a_person_runs_brings_what_depends_on_it(settled: Ticks) -> None:
    settled.written("talent")
    assert settled.requested() == {"voice_actor_filmography", "resolutions"} | SERVED


def test_a_release_alone_brings_its_consumers(settled: Ticks) -> None:
    settled.written("release")
    assert settled.requested() == {"postgresql", "exports"}
