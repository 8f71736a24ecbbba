"""What Dagit shows, pinned: assets with their groups and dependencies, checks, sensors."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from hyperion_assets.assembly import ASSET_MODULES, CATALOG_MODULES
from hyperion_assets.assets.sensors import SENSORS
from hyperion_assets.assets.table_asset import code_version, digest_of_code
from hyperion_assets.checks.sql import audit_queries
from hyperion_assets.errors import SettingsError
from hyperion_assets.lake.io_manager import CODE_VERSION, COLUMN_COMMENTS, PARTITION_COLUMN
from hyperion_assets.model.tables import METADATA, released_tables
from hyperion_assets.queries import QUERIES
from hyperion_assets.settings import REPOSITORY

TOPICS = ("films", "characters", "boxoffice")
RESOLVED = {"resolved_entries", "resolved_appearances", "resolved_credits"}
RELEASED = {table.name for table in released_tables()}

ASSETS: dict[str, dict[str, set[str]]] = {
    "sources": {f"published_{topic}": set() for topic in TOPICS},
    "raw": {f"raw_{topic}": {f"published_{topic}"} for topic in TOPICS},
    "staging": {f"staged_{topic}": {f"raw_{topic}"} for topic in TOPICS}
    | {f"current_{topic}": {f"staged_{topic}"} for topic in TOPICS}
    | {
        "resolved_entries": {"current_characters", "current_films"},
        "resolved_appearances": {"resolved_entries", "current_films"},
        "resolved_credits": {"resolved_entries", "current_films"},
    },
    "core": {
        "studios": {"current_films"},
        "franchises": {"current_films", "resolved_entries", "resolved_appearances"},
        "films": {"current_films"},
        "characters": {"resolved_entries"},
        "talent": {"current_characters"},
        "character_films": {"resolved_appearances"},
        "character_talent": {"resolved_credits"},
        "ensemble_credits": RESOLVED,
        "box_office_daily": {"current_boxoffice", "films"},
    },
    "media": {
        "media": {"resolved_appearances"},
        "media_characters": {"resolved_appearances"},
        "media_character_talent": {"resolved_credits"},
    },
    "audit": {
        "resolutions": {"current_films", "resolved_entries", "resolved_appearances"}
        | {"studios", "franchises", "characters", "talent", "character_talent", "media_character_talent"},
        "conflicts": {"current_films"} | RESOLVED,
        "provenance": {"current_films", "current_characters"} | RESOLVED,
        "quarantine": {f"{layer}_{topic}" for layer in ("staged", "current") for topic in TOPICS} | RESOLVED,
    },
    "analytics": {
        "revenue_by_studio_year": {"films", "studios", "box_office_daily"},
        "character_counts_by_franchise": {
            *("franchises", "films", "characters", "character_talent", "media_character_talent")
        },
        "voice_actor_filmography": {"talent", "films", "characters", "character_talent"},
        "box_office_trends": {"box_office_daily"},
    },
    "release": {"release": RELEASED, "postgresql": {"release"}, "exports": {"release"}},
}

CATALOG: dict[str, dict[str, set[str]]] = {
    "release": {"hive": {"release"}},
    "queries": {name: {"hive"} for name in QUERIES},
}
"""What a home with a catalog has beside."""

BY_HAND = {name for group in ("sources", "raw") for name in ASSETS[group]} | {f"staged_{topic}" for topic in TOPICS}
"""What sensors and people start; all else follows."""


def specs(defs: dg.Definitions) -> dict[str, dg.AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in defs.resolve_all_asset_specs()}


def checks(defs: dg.Definitions) -> dict[tuple[str, str], dg.AssetCheckSpec]:
    found = [spec for check in defs.asset_checks or [] for spec in check.check_specs]
    made = {(spec.asset_key.to_user_string(), spec.name): spec for spec in found}
    assert len(made) == len(found)
    return made


def test_the_assets_their_groups_and_what_each_is_made_of(defs: dg.Definitions) -> None:
    found: dict[str, dict[str, set[str]]] = {}
    for name, spec in specs(defs).items():
        found.setdefault(spec.group_name or "", {})[name] = {dep.asset_key.to_user_string() for dep in spec.deps}
    assert found == ASSETS


def test_the_assets_of_a_catalog(defs_with_catalog: dg.Definitions) -> None:
    plain = {name for group in ASSETS.values() for name in group}
    found: dict[str, dict[str, set[str]]] = {}
    for name, spec in specs(defs_with_catalog).items():
        if name not in plain:
            found.setdefault(spec.group_name or "", {})[name] = {dep.asset_key.to_user_string() for dep in spec.deps}
    assert found == CATALOG
    assert plain <= specs(defs_with_catalog).keys()
    dg.Definitions.validate_loadable(defs_with_catalog)


def test_the_checks_of_a_catalog(defs: dg.Definitions, defs_with_catalog: dg.Definitions) -> None:
    more = {key: spec.blocking for key, spec in checks(defs_with_catalog).items() if key not in checks(defs)}
    assert more == {
        **{(name, "serves_release"): False for name in ("hive", *QUERIES)},
        **{(name, f"equals_{other}"): True for name in QUERIES for other in ("tables", "duckdb")},
    }


def test_every_table_of_the_model_that_is_released_is_an_asset_and_part_of_the_release() -> None:
    tables = {name for group in ("core", "media", "audit", "analytics") for name in ASSETS[group]}
    assert tables == RELEASED


def test_the_code_of_an_asset_is_found_by_its_name() -> None:
    names = {name for groups in (ASSETS, CATALOG) for group in groups.values() for name in group}
    modules = [*ASSET_MODULES, *CATALOG_MODULES]
    every = [(name, each) for module in modules for name, each in vars(module).items()]
    found = {name: each for name, each in every if isinstance(each, dg.AssetsDefinition)}
    assert found.keys() == names
    assert all(each.key == dg.AssetKey(name) for name, each in found.items())


def test_all_but_the_ingestion_follows_by_itself(defs: dg.Definitions) -> None:
    conditions = {name: spec.automation_condition for name, spec in specs(defs).items()}
    assert {name for name, condition in conditions.items() if condition is None} == BY_HAND
    assert {condition.get_label() for condition in conditions.values() if condition is not None} == {
        "follow the inputs: run when one of them was written anew"
    }


def test_ranges_are_the_partitions_of_the_ingestion_alone(defs: dg.Definitions) -> None:
    partitions = {name: spec.partitions_def for name, spec in specs(defs).items() if spec.partitions_def}
    assert {
        name: each.name for name, each in partitions.items() if isinstance(each, dg.DynamicPartitionsDefinition)
    } == {f"{layer}_{topic}": f"raw_{topic}" for layer in ("raw", "staged") for topic in TOPICS}
    assert len(partitions) == 6


def test_every_asset_says_what_it_is(defs: dg.Definitions) -> None:
    for name, spec in specs(defs).items():
        assert spec.description, name
        assert spec.kinds, name
    assert specs(defs)["films"].description == METADATA.tables["films"].comment


def test_tables_carry_their_code_version_and_the_texts_of_the_model(defs: dg.Definitions) -> None:
    made = specs(defs)
    stored = {name for group in ("staging", "core", "media", "audit", "analytics") for name in ASSETS[group]}
    assert {name for name, spec in made.items() if spec.code_version} == stored
    for name in stored:
        assert made[name].code_version == made[name].metadata[CODE_VERSION] == code_version()
    for name in RELEASED:
        columns = METADATA.tables[name].columns
        assert made[name].metadata[COLUMN_COMMENTS] == {column.name: column.comment for column in columns}
    parted = {name: spec.metadata.get(PARTITION_COLUMN) for name, spec in made.items()}
    assert {name: column for name, column in parted.items() if column} == dict.fromkeys(
        ("current_boxoffice", "box_office_daily"), "year"
    )


@pytest.mark.parametrize(
    "changed",
    [
        "spark/transforms/current.py",
        "hyperion_assets/sources/shapes/titles.py",
        "hyperion_assets/model/keys.py",
        "data/vocabulary/roles.csv",
        "data/aliases.csv",
    ],
)
def test_the_code_version_is_that_of_what_decides_rows(tmp_path: Path, changed: str) -> None:
    for folder in ("spark", "hyperion_assets", "data"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    assert digest_of_code(tmp_path) == code_version()
    with (tmp_path / changed).open("a") as file:
        file.write("# changed")
    assert digest_of_code(tmp_path) != code_version()


def test_the_code_version_leaves_what_decides_no_row_out(tmp_path: Path) -> None:
    for folder in ("spark", "hyperion_assets", "data"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    (tmp_path / "hyperion_assets" / "cli.py").write_text("")
    assert digest_of_code(tmp_path) == code_version()


def test_every_audit_is_a_check_of_its_table(defs: dg.Definitions) -> None:
    found = checks(defs)
    audits = {(query.table, query.name): query for query in audit_queries(RELEASED)}
    assert audits.keys() <= found.keys()
    for key, query in audits.items():
        assert found[key].blocking is (query.severity == "error"), key
        assert found[key].description == query.description


def test_the_checks_beside_the_audits(defs: dg.Definitions) -> None:
    audits = {(query.table, query.name) for query in audit_queries(RELEASED)}
    others = {key: spec.blocking for key, spec in checks(defs).items() if key not in audits}
    assert others == {
        **{(f"current_{topic}", "ledger_balances"): True for topic in TOPICS},
        **{(f"current_{topic}", "no_range_missing"): False for topic in TOPICS},
        ("quarantine", "quarantine_open"): False,
        **{(consumer, "serves_release"): False for consumer in ("postgresql", "exports")},
    }


def test_the_checks_that_warn_only(defs: dg.Definitions) -> None:
    warnings = {(query.table, query.name) for query in audit_queries(RELEASED) if query.severity == "warn"}
    assert warnings == {
        *((table, "duplicates") for table in ("studios", "franchises", "characters", "talent", "media")),
        ("films", "original_run_within_lifetime"),
        ("box_office_daily", "covers_all_states"),
    }


def test_the_sensors_run_from_the_start(defs: dg.Definitions) -> None:
    sensors = {sensor.name: sensor for sensor in defs.sensors or []}
    assert set(sensors) == {*(f"raw_{topic}_ranges" for topic in TOPICS), "follow_changes"}
    for name, sensor in sensors.items():
        assert sensor.default_status is dg.DefaultSensorStatus.RUNNING, name
        assert sensor.minimum_interval_seconds == 5
        assert sensor.description


def test_what_a_sensor_of_ranges_runs(defs: dg.Definitions) -> None:
    graph = defs.resolve_asset_graph()
    for sensor in SENSORS:
        topic = sensor.name.removeprefix("raw_").removesuffix("_ranges")
        job: Any = sensor.job
        keys = {key.to_user_string() for key in job.selection.resolve(graph)}
        assert keys == {f"raw_{topic}", f"staged_{topic}"}


def test_definitions_are_valid(defs: dg.Definitions) -> None:
    dg.Definitions.validate_loadable(defs)


def test_loading_touches_nothing(defs: dg.Definitions, unmade_home: Path) -> None:
    assert specs(defs)
    assert not unmade_home.exists()


LOAD = """
import sys
touched = []
def hook(event, given):
    if event == "open" and isinstance(given[0], (str, bytes)) and given[1] is not None and set(given[1]) & set("wax+"):
        touched.append(("open", given[0]))
    if event in ("socket.connect", "os.mkdir"):
        touched.append((event, given[0]))
sys.dont_write_bytecode = True
sys.addaudithook(hook)
from hyperion_assets.definitions import definitions
print(len(list(definitions().resolve_all_asset_specs())))
print([each for each in touched if "/dev/null" not in str(each)])
"""


def test_importing_and_loading_opens_no_file_and_no_connection(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DAGSTER_HOME"}
    given = {"HYPERION_HOME": str(tmp_path / "home"), "PYTHONPATH": str(REPOSITORY), "HYPERION_POSTGRES_DSN": "x"}
    done = subprocess.run(
        [sys.executable, "-c", LOAD],
        cwd=tmp_path,
        env=environment | given,
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    assert done.stdout.splitlines() == [str(sum(map(len, ASSETS.values()))), "[]"]
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_setting_stops_the_loading_with_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from hyperion_assets.definitions import definitions

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HYPERION_SCALE", "none")
    with pytest.raises(SettingsError, match=r"^HYPERION_SCALE='none': "):
        definitions()
