"""Any row is traced to its records and files, any record to the rows it went into, whatever became of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hyperion_assets.model.tables import TABLES, by_name, key_names
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.small_source import LAMP_TOWN_FILE
from hyperion_assets_tests.e2e.test_poison import POISON, send
from hyperion_assets_tests.e2e.world import World

WICK = "lamp-town--wick"
FILE = f"characters/{LAMP_TOWN_FILE}"


@pytest.fixture(scope="module")
def world(make_world: MakeWorld) -> World:
    """The small source after a correction, a removal, poison, and a studio that is corrected back."""
    world = make_world().released()
    send(world, POISON["a list"])
    send(world, POISON["a key that is not text"])
    world.source.film("Lamp Town")["runtime_min"] = 92
    world.source.film("Quiet Harbour")["runtime_min"] = 66
    entries = world.source.files[LAMP_TOWN_FILE]["categories"]["lamp_town_2"]["characters"]
    entries[1:] = []
    entries[0] |= {"role": "lighthouse", "gender": "female", "name_variants": ["Wicky"]}
    world.source.write()
    world.released()
    world.source.film("Quiet Harbour")["runtime_min"] = 65
    world.source.write()
    return world.released()


def trace(world: World, *arguments: str) -> Any:
    done = world.hyperion("trace", *arguments, "--json")
    assert done.code == 0, done.said
    return json.loads(done.printed)


def records(found: Any, name: str = "records") -> list[tuple[str, ...]]:
    return [tuple(each[word] for word in ("record", "fate", "source", "place")) for each in found[name]]


def test_a_row_is_traced_to_its_record_and_what_that_record_replaced(world: World) -> None:
    found = trace(world, "films", "lamp-town-2003")
    assert found["row"]["runtime_min"] == 92
    assert records(found) == [("raw-films/0/5", "current", "complete_movie_list.json", "/films/0")]
    assert records(found, "other_records") == [("raw-films/0/0", "superseded", "complete_movie_list.json", "/films/0")]
    assert found["other_records"][0]["by"] == "raw-films/0/5"
    [record] = found["records"]
    landed = world.lake.table("staged_films").partitions()
    assert record["range"] in landed
    assert record["raw_file"].endswith(f"range-{record['range']}.jsonl")
    assert world.lake.raw.size(record["raw_file"]) > 0
    assert record["code_version"] == landed[record["range"]].inputs["code"]
    assert (found["release"], found["version"]) == (3, world.release().manifest.tables["films"].version)


def test_a_row_of_several_records_names_each_with_its_place(world: World) -> None:
    found = trace(world, "characters", WICK)
    assert {(source, place) for _, _, source, place in records(found)} == {
        (FILE, "/categories/lamp_town/characters/0"),
        (FILE, "/categories/lamp_town_2/characters/0"),
        ("characters/games/lamp_rally.json", "/characters/0"),
    }
    [problem] = found["problems"]
    assert (problem["scope"], problem["field"], problem["code"]) == ("field", "role", "unknown_role")


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_every_row_of_every_table_can_be_traced(world: World, table: str) -> None:
    exported = by_name(table).info["group"] == "exports"
    rows = world.rows(f"exports.{table}" if exported else table)
    assert rows
    for row in [rows[0], rows[-1]]:
        key = "|".join("" if row[name] is None else str(row[name]) for name in key_names(by_name(table)))
        found = trace(world, f"exports.{table}" if exported else table, key)
        assert {name: found["row"][name] for name in ("film_id", "gross_cents") if name in row} == {
            name: row[name] for name in ("film_id", "gross_cents") if name in row
        }
        assert found["records"] or any(found["made_of"].values())


def test_a_row_is_traced_to_the_decisions_about_it(world: World) -> None:
    decisions = trace(world, "characters", WICK)["decisions"]
    [variant] = decisions["resolutions"]
    assert (variant["decision"], variant["other"], variant["rule"]) == ("joined", "Wicky", "source_variant")
    [conflict] = decisions["conflicts"]
    assert (conflict["field"], conflict["value"], conflict["other_value"]) == ("gender", "male", "female")
    assert conflict["other_source"] == f"{FILE}#/categories/lamp_town_2/characters/0"
    made_of = trace(world, "conflicts", conflict["conflict_id"])["made_of"]
    assert {name: keys for name, keys in made_of.items() if keys} == {"characters": [WICK]}


def test_a_day_s_box_office_is_traced_to_the_record_of_its_key(world: World) -> None:
    row = world.rows("box_office_daily")[0]
    key = f"{row['film_id']}|{row['date']}|{row['state']}"
    [record] = trace(world, "box_office_daily", key)["records"]
    assert (record["key"], record["fate"]) == (key, "current")
    assert trace(world, record["record"])["rows"] == [{"table": "box_office_daily", "key": key}]


def test_an_export_is_made_of_the_rows_of_its_tables(world: World) -> None:
    made = trace(world, "films_complete", "lamp-town-2003")["made_of"]
    assert made["films"] == ["lamp-town-2003"]
    assert made["studios"] == ["north-studio"]
    assert len(made["box_office_daily"]) == len(
        [row for row in world.rows("box_office_daily") if row["film_id"] == "lamp-town-2003"]
    )


@pytest.mark.parametrize(
    ("record", "fate", "by"),
    [
        ("raw-films/0/1", "current", None),
        ("raw-films/0/0", "superseded", "raw-films/0/5"),
        ("raw-films/0/3", "duplicate", "raw-films/0/7"),
        ("raw-films/0/6", "superseded", "raw-films/0/7"),
        ("raw-films/0/4", "quarantined", None),
    ],
)
def test_what_became_of_a_film_s_record(world: World, record: str, fate: str, by: str | None) -> None:
    found = trace(world, record)["record"]
    assert (found["fate"], found["by"]) == (fate, by)


def test_a_current_record_names_the_rows_that_it_went_into(world: World) -> None:
    assert trace(world, "raw-films/0/1")["rows"] == [
        {"table": "films", "key": "lamp-town-2-2006"},
        {"table": "franchises", "key": "lamp-town"},
        {"table": "studios", "key": "north-studio"},
    ]


def test_a_quarantined_record_gives_its_reason(world: World) -> None:
    found = trace(world, "raw-films/0/4")
    assert found["record"]["reason_code"] == "not_an_object"
    assert found["rows"] == []
    assert [problem["code"] for problem in found["problems"]] == ["not_an_object"]
    said = world.hyperion("trace", "raw-films/0/4").printed
    assert "raw-films/0/4: quarantined" in said
    assert "reason    not_an_object: " in said


def test_a_row_of_the_quarantine_leads_to_its_record_even_without_a_key(world: World) -> None:
    [row] = [row for row in world.rows("quarantine") if row["code"] == "key_not_utf8"]
    [record] = trace(world, "quarantine", row["quarantine_id"])["records"]
    assert record["record"] == f"raw-characters/0/{row['offset']}"
    assert (record["fate"], record["key"]) == ("quarantined", None)
    assert trace(world, record["record"])["same_key"] == []


def test_a_removed_entry_was_deleted_by_its_tombstone(world: World) -> None:
    ember = next(row for row in world.staged("characters") if row["outcome"] == "tombstone")
    [first] = [row for row in world.staged("characters") if row["key"] == ember["key"] and row["outcome"] == "staged"]
    found = trace(world, f"raw-characters/0/{first['offset']}")
    assert (found["record"]["fate"], found["rows"]) == ("deleted", [])
    assert found["record"]["by"] == f"raw-characters/0/{ember['offset']}"
    assert trace(world, f"raw-characters/0/{ember['offset']}")["record"]["fate"] == "tombstone"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("films", "lamp-town-2004"), "there is no 'lamp-town-2004' in films; near it are lamp-town-2003, "),
        (("film", "lamp-town-2003"), "there is no table 'film'; there are studios, "),
        (("character_films", WICK), f"the key of character_films is character_id|film_id; '{WICK}' has 1 of its 2"),
        (("raw-films/0/99",), "raw-films/0/99 is in no planned range: that partition has been read up to offset 8"),
        (("raw-music/0/1",), "there is no topic 'raw-music'; there are raw-films, raw-characters, raw-boxoffice"),
        (("films",), "'films' is no record such as raw-films/0/17; a row is named by its table and its key"),
        (("studio_stats", "north-studio|none"), "there is no 'north-studio|none' in studio_stats; near it are "),
    ],
)
def test_what_is_not_there_is_one_line_and_code_2(world: World, arguments: tuple[str, ...], said: str) -> None:
    done = world.hyperion("trace", *arguments)
    assert (done.code, done.printed) == (2, "")
    assert done.said.startswith(f"hyperion: {said}")
    assert len(done.said.splitlines()) == 1


def test_the_text_shows_the_row_and_where_it_came_from(world: World) -> None:
    said = world.hyperion("trace", "films", "lamp-town-2003").printed.splitlines()
    assert said[0].startswith("films lamp-town-2003: release 3, version ")
    assert "  raw-films/0/5  current" in said
    assert "    from complete_movie_list.json /films/0" in said
    assert "  raw-films/0/0  superseded by raw-films/0/5" in said
