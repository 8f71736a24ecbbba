"""A second run after a change: exactly what changed is published, and only what depends on it is written anew.

The tests share a world and run in their order; each compares with what stood before it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hyperion_assets.assets.sensors import range_tags
from hyperion_assets.broker.ranges import read_log
from hyperion_assets.lake.lake import RESOLVED_TABLES
from hyperion_assets.model.tables import by_name, key_names
from hyperion_assets.operations.exit import Exit
from hyperion_assets.operations.orchestration import orchestration
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.small_source import LAMP_TOWN_FILE
from hyperion_assets_tests.e2e.world import RELEASED, STAGING, World, changed

READ = [name for name in STAGING if not name.startswith("staged_")]


@pytest.fixture(scope="module")
def world(make_world: MakeWorld) -> World:
    return make_world().released()


def written(world: World, before: dict[str, set[str]]) -> set[str]:
    """The tables whose current version has other files than before."""
    return changed(before, world.files())


def transactions(world: World) -> dict[str, dict[Any, str]]:
    """The PostgreSQL transaction that wrote each row last, by table and key."""
    found = {}
    for name in RELEASED:
        rows = world.stored(name, [*key_names(by_name(name)), "xmin"])
        found[name] = {tuple(row.values())[:-1]: row["xmin"] for row in rows}
    return found


def place(record: dict[str, Any]) -> tuple[Any, ...]:
    """Where a staged record stands on its topic."""
    return record["topic_id"], record["partition"], record["offset"]


def test_nothing_is_done_where_nothing_changed(world: World) -> None:
    files, offsets, release = world.stamps(), world.offsets(), world.release().number
    done = world.run()
    assert done.code == Exit.RELEASED
    assert changed(files, world.stamps()) == set()
    assert world.offsets() == offsets
    assert world.release().number == release
    assert [line.split("  ")[0] for line in done.said.splitlines()] == ["start", "publish", "land and stage"]


def test_ranges_that_other_code_staged_are_staged_again(world: World) -> None:
    files, release = world.files(), world.release().number
    table = world.lake.table("staged_films")
    before = table.required_head().manifest.partitions
    by_other_code = {
        key: part.model_copy(update={"inputs": part.inputs | {"code": "other"}}) for key, part in before.items()
    }
    table.commit(by_other_code, {}, "other", keep=True)
    done = world.run()
    assert done.code == Exit.RELEASED
    assert {key: part.inputs for key, part in table.required_head().manifest.partitions.items()} == {
        key: part.inputs for key, part in before.items()
    }
    assert written(world, files) == {"staged_films"}
    assert world.release().number == release


def test_corrected_running_time_is_one_record_and_one_row(world: World) -> None:
    files, offsets, release, rows = world.files(), world.offsets(), world.release().number, transactions(world)
    world.source.film("Lamp Town")["runtime_min"] = 92
    world.source.write()
    world.released()
    assert world.offsets() == offsets | {"films": offsets["films"] + 1}
    assert written(world, files) == {"staged_films", "current_films", "films", "provenance"}
    assert world.release().number == release + 1
    assert world.query("SELECT runtime_min FROM films WHERE film_id = 'lamp-town-2003'") == [(92,)]
    now = transactions(world)
    assert changed(rows, now) == {"films", "provenance"}
    assert changed(rows["films"], now["films"]) == {("lamp-town-2003",)}


def test_corrected_original_run_rewrites_its_film_s_years_only(world: World) -> None:
    files, offsets, release = world.files(), world.offsets(), world.release().number
    years = world.head("box_office_daily").partitions
    daily = world.rows("box_office_daily")
    records = set(map(place, world.staged("boxoffice")))
    world.source.film("Lamp Town 2").update(domestic_original_run_usd=5_000, domestic_gross_usd=5_000)
    world.source.write()
    world.released()
    others = [row for row in daily if row["film_id"] != "lamp-town-2-2006"]
    now = world.rows("box_office_daily")
    assert [row for row in now if row["film_id"] != "lamp-town-2-2006"] == others
    assert sum(row["gross_cents"] for row in now if row["film_id"] == "lamp-town-2-2006") == 500_000
    fresh = world.head("box_office_daily").partitions
    assert changed(years, fresh) == {"2006"}
    fresh_records = [record for record in world.staged("boxoffice") if place(record) not in records]
    assert {record["key"].split("|")[0] for record in fresh_records} == {"lamp-town-2-2006"}
    assert world.offsets()["boxoffice"] == offsets["boxoffice"] + len(fresh_records)
    assert world.offsets()["films"] == offsets["films"] + 1
    assert world.offsets()["characters"] == offsets["characters"]
    assert world.release().number == release + 1
    assert written(world, files) == {
        *("staged_films", "current_films", "films", "provenance"),
        *("staged_boxoffice", "current_boxoffice", "box_office_daily"),
        *("revenue_by_studio_year", "box_office_trends"),
    }


def test_removed_entry_leaves_a_tombstone_and_no_row(world: World) -> None:
    files, offsets, release = world.files(), world.offsets(), world.release().number
    entries = world.source.files[LAMP_TOWN_FILE]["categories"]["lamp_town_2"]["characters"]
    [ember] = [entry for entry in entries if entry["name"] == "Ember"]
    entries.remove(ember)
    world.source.write()
    world.released()
    assert world.offsets() == offsets | {"characters": offsets["characters"] + 1}
    last = world.staged("characters")[-1]
    assert (last["outcome"], last["key"]) == ("tombstone", f"characters/{LAMP_TOWN_FILE}|lamp_town_2|Ember|1")
    assert (last["source"], last["place"]) == (f"characters/{LAMP_TOWN_FILE}", "/categories/lamp_town_2/characters/1")
    assert world.release().number == release + 1
    for name in ("characters", "character_films", "character_talent"):
        found = {row["character_id"] for row in world.rows(name)}
        assert "lamp-town--wick" in found
        assert "lamp-town--ember" not in found
        assert "lamp-town--ember" not in {row["character_id"] for row in world.stored(name)}
    assert "zoe-gad" not in {row["talent_id"] for row in world.rows("talent")}
    assert world.query("SELECT characters, talent FROM character_counts_by_franchise WHERE films = 2") == [(2, 4)]
    assert written(world, files) == {
        *("staged_characters", "current_characters", *RESOLVED_TABLES, "provenance"),
        *("characters", "talent", "character_films", "character_talent"),
        *("character_counts_by_franchise", "voice_actor_filmography"),
    }


def test_entry_that_came_back_is_a_row_again(world: World) -> None:
    offsets = world.offsets()
    entries = world.source.files[LAMP_TOWN_FILE]["categories"]["lamp_town_2"]["characters"]
    entries.append({"name": "Ember", "role": "sidekick", "gender": "female", "voice_actor": "Zoë Gad"})
    world.source.write()
    world.released()
    assert world.offsets() == offsets | {"characters": offsets["characters"] + 1}
    assert "lamp-town--ember" in {row["character_id"] for row in world.rows("characters")}


def test_sources_with_nothing_left_remove_nothing(world: World, tmp_path: Path) -> None:
    contents, offsets = world.contents(), world.offsets()
    done = world.run(characters_dir=tmp_path)
    assert done.code == Exit.BAD_INPUT
    [complaint] = done.complaints
    assert complaint.startswith("failed: published_characters: the sources give no record, and ")
    text = world.source.catalogue.read_text(encoding="utf-8")
    world.source.catalogue.write_text("[1, 2]", encoding="utf-8")
    done = world.run()
    world.source.catalogue.write_text(text, encoding="utf-8")
    assert done.code == Exit.BAD_INPUT
    assert {line.split(":")[1] for line in done.complaints} == {" published_films", " published_boxoffice"}
    world.run()
    assert world.contents() == contents
    assert {name: end for name, end in world.offsets().items() if name != "films"} == {
        name: end for name, end in offsets.items() if name != "films"
    }


def test_materializing_anything_again_changes_no_row(world: World) -> None:
    files, contents, release = world.stamps(), world.contents(), world.release().number
    with orchestration(world.settings) as assets:
        for topic in ("films", "characters", "boxoffice"):
            keys = list(read_log(world.lake.raw, world.topic(topic)).ranges)
            assets.instance.add_dynamic_partitions(f"raw_{topic}", keys)
            assert assets.materialize([f"raw_{topic}", f"staged_{topic}"], range_tags(keys)) == []
        assert assets.materialize([*READ, *RELEASED, "release", "postgresql", "exports"]) == []
    assert changed(files, world.stamps()) == set()
    assert world.contents() == contents
    assert world.release().number == release
    world.assert_in_order()
