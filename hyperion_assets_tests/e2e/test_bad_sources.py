"""Sources that are wrong in part load in the other parts, and what is wrong lies in the quarantine as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.small_source import LAMP_TOWN, NORTH
from hyperion_assets_tests.e2e.world import RELEASED, World

PLAIN = {"studio": "North Studio", "animation_type": "animated", "release_type": "theatrical"}
LOST = {"title": "Lost Lamp", "year": 2001} | PLAIN
BAD_FILMS: dict[str, dict[str, Any]] = {
    "missing_field": {"year": 1999} | PLAIN,
    "invalid_year": LOST | {"year": "19x5"},
    "duplicate_film": LAMP_TOWN | {"runtime_min": 90},
    "unknown_studio": LOST | {"studio": "Eastern Studio"},
}
BAD_FACTS: dict[str, tuple[str, Any]] = {
    "negative_amount": ("budget_usd", -1),
    "amount_too_small": ("domestic_gross_usd", 12),
    "other_currency": ("worldwide_gross_usd", "£5m"),
    "release_date_off_year": ("release_date", "2020-01-01"),
    "invalid_value": ("mpaa_rating", "PG-14"),
}
"""Facts that Quiet Harbour has not, as if it had them, and wrong."""
BAD_FILES = {
    "not_json": json.dumps({"film": "Lost Lamp", "year": 2001, "characters": [{"name": "Zoë"}]}).encode()[:50],
    "not_utf8": '{"film": "Lost Lamp", "year": 2001, "characters": [{"name": "Зоя"}]}'.encode("cp1251"),
    "empty_file": b"",
    "too_deep": b"[" * 50_000,
    "duplicate_key": b'{"film": "Lost Lamp", "film": "Lamp Town", "characters": [{"name": "Wick"}]}',
}
FIRST_BAD = 4
"""Where the bad films begin in the catalogue."""


@pytest.fixture(scope="module")
def world(make_world: MakeWorld) -> World:
    world = make_world()
    world.source.film("Quiet Harbour").update(BAD_FACTS.values())
    world.source.films += BAD_FILMS.values()
    world.source.write()
    for code, data in BAD_FILES.items():
        (world.source.characters / f"{code}.json").write_bytes(data)
    return world.released()


@pytest.mark.parametrize(("number", "code"), list(enumerate(BAD_FILMS, FIRST_BAD)), ids=list(BAD_FILMS))
def test_bad_film_is_quarantined_with_its_place_and_bytes(world: World, number: int, code: str) -> None:
    [row] = [row for row in world.rows("quarantine") if row["code"] == code]
    assert (row["scope"], row["source"], row["place"]) == ("record", "complete_movie_list.json", f"/films/{number}")
    assert row["topic"] == "raw-films"
    original = json.loads(row["original"])
    facts = NORTH if code != "unknown_studio" else None
    assert original == BAD_FILMS[code] | {"studio_facts": facts}
    assert row["offset"] is not None


@pytest.mark.parametrize("code", BAD_FACTS)
def test_bad_fact_costs_itself_alone_and_is_quarantined(world: World, code: str) -> None:
    field, value = BAD_FACTS[code]
    [row] = [row for row in world.rows("quarantine") if row["code"] == code]
    assert (row["scope"], row["field"], row["key"]) == ("field", field, "quiet-harbour-2010")
    assert json.loads(row["original"])[field] == value
    assert str(value) in row["reason"]


@pytest.mark.parametrize("code", BAD_FILES)
def test_unreadable_file_is_quarantined_with_its_bytes(world: World, code: str) -> None:
    [row] = [row for row in world.rows("quarantine") if row["code"] == code]
    assert (row["scope"], row["source"], row["place"]) == ("file", f"characters/{code}.json", "")
    assert (row["topic"], row["offset"]) == ("raw-characters", None)
    assert row["original"] == BAD_FILES[code]
    assert f"{len(BAD_FILES[code])} bytes" in row["reason"]


def test_all_else_is_as_if_nothing_had_been_wrong(world: World, built: World) -> None:
    assert len(world.rows("quarantine")) == len(BAD_FILMS) + len(BAD_FACTS) + len(BAD_FILES)
    for name in RELEASED:
        if name not in ("quarantine", "provenance", "resolutions", "conflicts"):
            assert world.contents()[name] == built.contents()[name], name


def test_what_the_second_entry_of_a_film_says_otherwise_is_a_conflict(world: World) -> None:
    [conflict] = world.rows("conflicts")
    assert (conflict["entity_id"], conflict["field"], conflict["rule"]) == ("lamp-town-2003", "runtime_min", "own_key")
    assert (conflict["value"], conflict["source"]) == ("91", "complete_movie_list.json#/films/0")
    assert (conflict["other_value"], conflict["other_source"]) == (
        "90",
        f"complete_movie_list.json#/films/{FIRST_BAD + 2}",
    )


def test_ledger_accounts_for_what_was_rejected_and_quarantined(world: World) -> None:
    found, films, characters = world.ledger(), world.topic("films"), world.topic("characters")
    nothing = {"difference": 0}
    assert found["sources"][films] == {"entries": 8, "published": 8, "unchanged": 0, "rejected": 0} | nothing
    assert found["sources"][characters] == {"entries": 13, "published": 8, "unchanged": 0, "rejected": 5} | nothing
    assert (found["ranges"][films]["staged"], found["ranges"][films]["quarantined"]) == (5, 3)
    assert found["ranges"][films]["difference"] == 0


def test_reasons_add_up_to_what_was_rejected_and_quarantined(world: World) -> None:
    found = world.ledger("--by", "reason")
    films, characters = found[f"{world.topic('films')}: reasons"], found[f"{world.topic('characters')}: reasons"]
    assert films.pop("all") == {"rejected": 0, "quarantined": 3, "difference": 0}
    # The second entry of a film is a record in use: what it says otherwise is in conflicts.
    told = BAD_FILMS.keys() - {"duplicate_film"}
    assert films == {code: {"rejected": 0, "quarantined": 1, "difference": 0} for code in told}
    assert characters.pop("all") == {"rejected": 5, "quarantined": 0, "difference": 0}
    assert {code: line["rejected"] for code, line in characters.items()} == dict.fromkeys(BAD_FILES, 1)


def test_every_source_file_has_its_line(world: World) -> None:
    found = world.ledger("--by", "file")[f"{world.topic('characters')}: source files"]
    assert {name: line["rejected"] for name, line in found.items() if line["rejected"]} == {
        f"characters/{code}.json": 1 for code in BAD_FILES
    }
    provider = world.ledger("--by", "file", "--topic", "boxoffice")[f"{world.topic('boxoffice')}: source files"]
    assert list(provider) == ["faker:box-office (3 units)"]
    each = world.ledger("--by", "file", "--topic", "boxoffice", "--all")[f"{world.topic('boxoffice')}: source files"]
    assert len(each) == 3


def test_corrected_sources_leave_the_quarantine_of_what_is_current(world: World) -> None:
    world.source.films[FIRST_BAD:] = []
    world.source.film("Quiet Harbour").update(dict.fromkeys(field for field, _ in BAD_FACTS.values()))
    world.source.write()
    for code in BAD_FILES:
        (world.source.characters / f"{code}.json").unlink()
    world.released()
    # What was published once and could not be used stays in the books; what never was, is gone with its source.
    assert {row["code"] for row in world.rows("quarantine")} == set(BAD_FILMS) - {"duplicate_film"}
    assert world.rows("conflicts") == []
    assert [film["film_id"] for film in world.rows("films")] == [
        *("lamp-town-2-2006", "lamp-town-2003", "quiet-harbour-2010", "the-tin-whale-1994")
    ]


@pytest.mark.parametrize(
    ("catalogue", "complaint"),
    [
        ("{", "is no JSON that can be read: line 1 column 2: Expecting property name enclosed in double quotes"),
        ('{"films": []}', "lists no film"),
        (None, "has no complete_movie_list.json"),
    ],
)
def test_catalogue_that_cannot_be_used_is_one_line_before_anything_starts(
    make_world: MakeWorld, catalogue: str | None, complaint: str
) -> None:
    world = make_world(history=True)
    world.source.catalogue.unlink()
    if catalogue is not None:
        world.source.catalogue.write_text(catalogue, encoding="utf-8")
    done = world.hyperion("run")
    assert done.code == 2
    [line] = done.complaints
    assert complaint in line
    assert str(world.source.folder) in line
    assert done.said == f"{line}\n"
    assert not world.settings.home.exists()


@pytest.mark.parametrize("missing", ["source", "source/characters"])
def test_missing_folder_is_one_line_that_names_it(make_world: MakeWorld, missing: str) -> None:
    world = make_world(history=True)
    gone = world.source.folder.parent / missing
    gone.rename(gone.with_name("elsewhere"))
    done = world.hyperion("run")
    assert (done.code, len(done.said.splitlines())) == (2, 1)
    assert f"folder {gone}" in done.said or f"files {gone}" in done.said
    assert not world.settings.home.exists()
