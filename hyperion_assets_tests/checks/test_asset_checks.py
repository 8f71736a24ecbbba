"""The checks as Dagit shows them: one for each rule, with its severity, its rows and what it says."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster_duckdb import DuckDBResource

from hyperion_assets.broker.counts import Counts
from hyperion_assets.checks.asset_checks import QUERIES, audit_checks
from hyperion_assets.checks.audit import Auditor, current_versions
from hyperion_assets.checks.consumer_checks import consumer_checks
from hyperion_assets.checks.ledger_checks import ledger_checks
from hyperion_assets.platform import Platform
from hyperion_assets.release.consumers import CONSUMERS
from hyperion_assets.release.exports import ExportManifest
from hyperion_assets.release.manifest import make_release
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic
from hyperion_assets_tests.checks.topic_world import Range, Record, TopicWorld, topic_id
from hyperion_assets_tests.release.released import lake_in, write_tables
from hyperion_assets_tests.small_release import Rows, small_release

Evaluations = dict[tuple[str, str], dg.AssetCheckEvaluation]
[AUDITS] = audit_checks({})
SERVED = consumer_checks(CONSUMERS)
BROKEN = "talent: 1 row breaks the rule that (talent_id) is unique: talent_id='tom-hanks', rows=2"


def evaluate(
    check: dg.AssetChecksDefinition, settings: Settings, only: Sequence[tuple[str, str]] = ()
) -> tuple[bool, Evaluations]:
    """Run the checks, or only some of them; whether the run succeeded, and what each found."""
    selection = dg.AssetSelection.checks(check)
    if only:
        selection = dg.AssetSelection.checks(*(dg.AssetCheckKey(dg.AssetKey(asset), name) for asset, name in only))
    platform = Platform(settings)
    defs = dg.Definitions(
        asset_checks=[check],
        jobs=[dg.define_asset_job("check", selection)],
        resources={
            "platform": platform,
            "auditor": Auditor(platform.lake),
            "duckdb": DuckDBResource(database=":memory:"),
        },
        executor=dg.in_process_executor,
    )
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    result = defs.resolve_job_def("check").execute_in_process(raise_on_error=False, run_config=quiet)
    found = result.get_asset_check_evaluations()
    return result.success, {(each.asset_key.to_user_string(), each.check_name): each for each in found}


@pytest.fixture(scope="module")
def _written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings, lake = lake_in(tmp_path_factory.mktemp("checked") / "home")
    write_tables(lake, small_release())
    return settings.home


@pytest.fixture
def settings(_written: Path, tmp_path: Path) -> Settings:
    """A home whose tables are those of the small release."""
    return lake_in(shutil.copytree(_written, tmp_path / "home"))[0]


def write(settings: Settings, rows: Rows) -> None:
    write_tables(Platform(settings).lake, rows)


def test_every_rule_of_every_table_is_a_check_that_passes(settings: Settings) -> None:
    success, found = evaluate(AUDITS, settings)
    assert success
    assert set(found) == {(query.table, query.name) for query in QUERIES}
    assert all(each.passed for each in found.values())
    assert found["films", "foreign_key_studio_id"].description == "films: (studio_id) is in studios (studio_id)"
    assert found["films", "foreign_key_studio_id"].metadata["sample"].value == "none"


def test_a_broken_rule_fails_its_check_and_shows_the_rows(settings: Settings) -> None:
    write(settings, {"talent": small_release()["talent"] * 2})
    names = ("primary_key", "not_null", "storable_text", "duplicates")
    success, found = evaluate(AUDITS, settings, [("talent", name) for name in names])
    assert len(found) == len(names)
    assert not success
    failed = {key: each for key, each in found.items() if not each.passed}
    assert {key: each.severity for key, each in failed.items()} == {
        ("talent", "primary_key"): dg.AssetCheckSeverity.ERROR,
        ("talent", "duplicates"): dg.AssetCheckSeverity.WARN,
    }
    shown = failed["talent", "primary_key"]
    assert shown.description == BROKEN
    assert shown.blocking
    assert shown.metadata["failing rows"].value == 1
    assert shown.metadata["sample"].value == "| talent_id | rows |\n| --- | --- |\n| tom-hanks | 2 |"
    assert not failed["talent", "duplicates"].blocking


def test_a_warning_alone_is_no_failure_of_the_run(settings: Settings) -> None:
    films = small_release()["films"]
    films[0]["domestic_gross_cents"] = 1
    write(settings, {"films": films})
    only = [("films", "original_run_within_lifetime"), ("films", "domain")]
    success, found = evaluate(AUDITS, settings, only)
    assert success
    assert [(key, each.severity) for key, each in found.items() if not each.passed] == [
        (("films", "original_run_within_lifetime"), dg.AssetCheckSeverity.WARN)
    ]


def test_a_selected_check_needs_its_own_tables_only(settings: Settings) -> None:
    shutil.rmtree(Path(settings.processed) / "box_office_daily")
    only = [("films", "foreign_key_studio_id"), ("talent", "primary_key")]
    success, found = evaluate(AUDITS, settings, only)
    assert success
    assert set(found) == set(only)


def test_an_audit_of_a_table_that_was_never_written_waits_for_it(settings: Settings) -> None:
    shutil.rmtree(Path(settings.processed) / "studios")
    only = [("films", "foreign_key_studio_id"), ("studios", "primary_key"), ("films", "primary_key")]
    success, found = evaluate(AUDITS, settings, only)
    assert success
    assert {key: (each.passed, each.severity, each.description) for key, each in found.items()} == {
        **dict.fromkeys(only[:2], (False, dg.AssetCheckSeverity.WARN, "not run yet: studios was never written")),
        only[2]: (True, dg.AssetCheckSeverity.ERROR, "films: (film_id) is unique"),
    }


def test_a_consumer_that_lags_is_told_and_stops_nothing(settings: Settings) -> None:
    lake = Platform(settings).lake
    make_release(lake, current_versions(lake), 1)
    success, found = evaluate(SERVED, settings)
    assert success
    assert {key: (each.passed, each.description) for key, each in found.items()} == {
        ("exports", "serves_release"): (False, "serves release None; release 1 is in force"),
        ("postgresql", "serves_release"): (
            False,
            "no PostgreSQL is running: start it with `make dev`, or set HYPERION_POSTGRES_DSN",
        ),
    }
    folder = settings.home / "exports.versions" / "1"
    folder.mkdir(parents=True)
    made = ExportManifest(release=1, release_hash="", created_at=datetime.now(UTC), files=[])
    (folder / "manifest.json").write_text(made.model_dump_json())
    settings.exports.symlink_to(folder)
    _, found = evaluate(SERVED, settings, [("exports", "serves_release")])
    assert [(each.passed, each.description) for each in found.values()] == [
        (True, "serves release 1; release 1 is in force")
    ]


def test_a_check_of_two_tables_waits_for_both(settings: Settings) -> None:
    specs = {(spec.asset_key.to_user_string(), spec.name): spec for spec in AUDITS.check_specs}

    def needs(asset: str, name: str) -> list[str]:
        return sorted(dep.asset_key.to_user_string() for dep in specs[asset, name].additional_deps)

    assert needs("box_office_daily", "sums_to_original_run") == ["films"]
    assert needs("character_talent", "foreign_key_character_id_film_id") == ["character_films"]
    assert needs("talent", "primary_key") == []


@pytest.fixture
def world(tmp_path: Path) -> TopicWorld:
    """A topic of which everything is accounted for but a range that has not landed."""
    made = TopicWorld(tmp_path, Topic.FILMS)
    made.ranges([Range([Record("up", "a"), Record("cars", "a")]), Range([Record("up", "b")], state="planned", gaps=3)])
    made.current(["up", "cars"], {f"{topic_id(0)}.0": 2})
    made.published(Counts(entries=2, published=2))
    return made


def test_a_missing_range_is_named_and_stops_nothing(world: TopicWorld) -> None:
    success, found = evaluate(ledger_checks, world.settings)
    assert success
    assert {key for key, each in found.items() if not each.passed} == {("current_films", "no_range_missing")}
    missing = found["current_films", "no_range_missing"]
    assert missing.description == f"missing: {world.keys[1]}"
    assert (missing.severity, missing.blocking) == (dg.AssetCheckSeverity.ERROR, False)
    assert found["current_boxoffice", "no_range_missing"].description == "every planned range is staged"


def test_the_ledger_of_each_topic_is_a_check(world: TopicWorld) -> None:
    _, found = evaluate(ledger_checks, world.settings)
    assert {asset for asset, name in found if name == "ledger_balances"} == {f"current_{topic}" for topic in Topic}
    balances = found["current_films", "ledger_balances"]
    assert balances.passed
    assert balances.description == (
        "test.raw-films: 2 entries = 2 published + 0 unchanged + 0 rejected; "
        "2 offsets = 0 gaps + 2 staged + 0 quarantined + 0 tombstones; "
        "2 staged = 2 current + 0 duplicate + 0 superseded + 0 deleted"
    )
    shown: dict[str, Any] = {name: each.value for name, each in balances.metadata.items()}
    assert shown["source"] == {"entries": 2, "published": 2, "unchanged": 0, "rejected": 0}
    assert shown["cut"]["rows"] == 2
    assert shown["ranges"]["offsets"] == 2


def test_a_ledger_that_does_not_balance_blocks(world: TopicWorld) -> None:
    world.current(["up"], {f"{topic_id(0)}.0": 2})
    success, found = evaluate(ledger_checks, world.settings, [("current_films", "ledger_balances")])
    assert not success
    assert list(found) == [("current_films", "ledger_balances")]
    balances = found["current_films", "ledger_balances"]
    assert (balances.passed, balances.severity, balances.blocking) == (False, dg.AssetCheckSeverity.ERROR, True)
    assert (balances.description or "").endswith("; 1 UNACCOUNTED FOR")
