"""One run over a small source: every row of every table, and everyone who serves it."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import Any

import pytest

from hyperion_assets.model.exports import films_complete
from hyperion_assets.model.provenance import TRACED
from hyperion_assets.model.tables import by_name, column_names
from hyperion_assets.settings import REPOSITORY
from hyperion_assets.sources.box_office import BoxOfficeInput, BoxOfficeProvider
from hyperion_assets.sources.box_office_facts import read_facts
from hyperion_assets_tests.e2e.world import RELEASED, World

LAMP_TOWN, LAMP_TOWN_2 = "lamp-town-2003", "lamp-town-2-2006"
TIN_WHALE, QUIET_HARBOUR = "the-tin-whale-1994", "quiet-harbour-2010"
WICK, MOTH_QUEEN, EMBER = "lamp-town--wick", "lamp-town--moth-queen", "lamp-town--ember"
CAPTAIN_RUST, WHALE = "the-tin-whale--captain-rust", "the-tin-whale--the-whale"

ROWS: dict[str, list[tuple[Any, ...]]] = {
    "studios": [
        ("north-studio", "North Studio", "Polar Holding", 1990, None),
        ("south-studio", "South Studio", None, 1988, 2015),
    ],
    "franchises": [
        ("lamp-town", "Lamp Town"),
        ("quiet-harbour", "Quiet Harbour"),
        ("the-tin-whale", "The Tin Whale"),
    ],
    "characters": [
        (EMBER, "Ember", "sidekick", None, None, "female", "sidekick", None, "female", "lamp-town"),
        (MOTH_QUEEN, "Moth Queen", "villain", None, None, "female", "villain", None, "female", "lamp-town"),
        (WICK, "Wick", "protagonist", "lamp", "object", "male", "protagonist", "lamp", "male", "lamp-town"),
        (CAPTAIN_RUST, "Captain Rust", "mentor", "robot", "robot", None, "mentor", "robot", None, "the-tin-whale"),
        (WHALE, "The Whale", "protagonist", "whale", "mammal", None, "protagonist", "whale", None, "the-tin-whale"),
    ],
    "talent": [
        ("ada-berg", "Ada Berg"),
        ("ben-cole", "Ben Cole"),
        ("cleo-dahl", "Cleo Dahl"),
        ("dora-ek", "Dora Ek"),
        ("emil-falk", "Emil Falk"),
        ("finn-holm", "Finn Holm"),
        ("zoe-gad", "Zoë Gad"),
    ],
    "character_films": [
        (EMBER, LAMP_TOWN_2, "sidekick"),
        (MOTH_QUEEN, LAMP_TOWN, "villain"),
        (WICK, LAMP_TOWN_2, "protagonist"),
        (WICK, LAMP_TOWN, "protagonist"),
        (CAPTAIN_RUST, TIN_WHALE, "mentor"),
        (WHALE, TIN_WHALE, "protagonist"),
    ],
    "character_talent": [
        (EMBER, "zoe-gad", LAMP_TOWN_2, "", "voice", True, None, "Zoë Gad"),
        (MOTH_QUEEN, "cleo-dahl", LAMP_TOWN, "", "voice", True, None, "Cleo Dahl"),
        (WICK, "ada-berg", LAMP_TOWN_2, "", "voice", True, None, "Ada Berg"),
        (WICK, "ada-berg", LAMP_TOWN, "", "voice", True, "one_source", "Ada Berg"),
        (WICK, "ben-cole", LAMP_TOWN, "young", "voice", True, "one_source", "Ben Cole (young)"),
        (CAPTAIN_RUST, "emil-falk", TIN_WHALE, "", "voice", True, None, "Emil Falk"),
    ],
    "media": [("lamp-rally-2004", "game", "Lamp Rally", 2004, "lamp-town")],
    "media_characters": [(WICK, "lamp-rally-2004", "protagonist")],
    "media_character_talent": [(WICK, "finn-holm", "lamp-rally-2004", "", "voice", True, None, "Finn Holm")],
    "ensemble_credits": [
        (f"{LAMP_TOWN}--dora-ek--additional-voices", LAMP_TOWN, "dora-ek", "Additional Voices", True, None, "Dora Ek"),
        (
            f"{LAMP_TOWN}--emil-falk--additional-voices",
            *(LAMP_TOWN, "emil-falk", "Additional Voices", True, None, "Emil Falk"),
        ),
    ],
    "quarantine": [],
    "character_counts_by_franchise": [
        ("lamp-town", "Lamp Town", 2, 3, 2, 5),
        ("quiet-harbour", "Quiet Harbour", 1, 0, 0, 0),
        ("the-tin-whale", "The Tin Whale", 1, 2, 1, 1),
    ],
    "voice_actor_filmography": [
        ("ada-berg", "Ada Berg", LAMP_TOWN_2, "Lamp Town 2", 2006, 1, "Wick"),
        ("ada-berg", "Ada Berg", LAMP_TOWN, "Lamp Town", 2003, 1, "Wick"),
        ("ben-cole", "Ben Cole", LAMP_TOWN, "Lamp Town", 2003, 1, "Wick"),
        ("cleo-dahl", "Cleo Dahl", LAMP_TOWN, "Lamp Town", 2003, 1, "Moth Queen"),
        ("emil-falk", "Emil Falk", TIN_WHALE, "The Tin Whale", 1994, 1, "Captain Rust"),
        ("zoe-gad", "Zoë Gad", LAMP_TOWN_2, "Lamp Town 2", 2006, 1, "Ember"),
    ],
    "exports.characters_complete": [
        (EMBER, "Ember", LAMP_TOWN_2, "Lamp Town 2", 2006, "zoe-gad", "Zoë Gad", "", "voice", "lamp-town", "Lamp Town",
         "sidekick", None, "female", True, None),
        (MOTH_QUEEN, "Moth Queen", LAMP_TOWN, "Lamp Town", 2003, "cleo-dahl", "Cleo Dahl", "", "voice", "lamp-town",
         "Lamp Town", "villain", None, "female", True, None),
        (WICK, "Wick", LAMP_TOWN_2, "Lamp Town 2", 2006, "ada-berg", "Ada Berg", "", "voice", "lamp-town", "Lamp Town",
         "protagonist", "lamp", "male", True, None),
        (WICK, "Wick", LAMP_TOWN, "Lamp Town", 2003, "ada-berg", "Ada Berg", "", "voice", "lamp-town", "Lamp Town",
         "protagonist", "lamp", "male", True, "one_source"),
        (WICK, "Wick", LAMP_TOWN, "Lamp Town", 2003, "ben-cole", "Ben Cole", "young", "voice", "lamp-town", "Lamp Town",
         "protagonist", "lamp", "male", True, "one_source"),
        (CAPTAIN_RUST, "Captain Rust", TIN_WHALE, "The Tin Whale", 1994, "emil-falk", "Emil Falk", "", "voice",
         "the-tin-whale", "The Tin Whale", "mentor", "robot", None, True, None),
        (WHALE, "The Whale", TIN_WHALE, "The Tin Whale", 1994, None, None, None, None,
         "the-tin-whale", "The Tin Whale", "protagonist", "whale", None, None, None),
    ],
}  # fmt: skip

FILMS: list[dict[str, Any]] = [
    {
        "film_id": LAMP_TOWN_2,
        "title": "Lamp Town 2",
        "release_year": 2006,
        "release_date": dt.date(2006, 6, 16),
        "release_type": "theatrical",
        "animation_type": "animated",
        "runtime_min": 84,
        "mpaa_rating": "PG",
        "domestic_gross_cents": 300_000,
        "domestic_original_run_cents": 300_000,
        "studio_id": "north-studio",
        "franchise_id": "lamp-town",
    },
    {
        "film_id": LAMP_TOWN,
        "title": "Lamp Town",
        "release_year": 2003,
        "release_date": dt.date(2003, 12, 12),
        "release_type": "theatrical",
        "animation_type": "animated",
        "runtime_min": 91,
        "mpaa_rating": "G",
        "budget_cents": 40_000_000,
        "domestic_gross_cents": 400_000,
        "domestic_original_run_cents": 400_000,
        "worldwide_gross_cents": 900_000,
        "studio_id": "north-studio",
        "franchise_id": "lamp-town",
        "release_date_confidence": "two_sources_agree",
        "runtime_confidence": "one_source",
    },
    {
        "film_id": QUIET_HARBOUR,
        "title": "Quiet Harbour",
        "release_year": 2010,
        "release_type": "direct_to_video",
        "animation_type": "animated",
        "runtime_min": 65,
        "studio_id": "south-studio",
        "franchise_id": "quiet-harbour",
    },
    {
        "film_id": TIN_WHALE,
        "title": "The Tin Whale",
        "release_year": 1994,
        "release_date": dt.date(1994, 3, 4),
        "release_type": "theatrical",
        "animation_type": "hybrid",
        "runtime_min": 78,
        "domestic_gross_cents": 200_000,
        "domestic_original_run_cents": 200_000,
        "studio_id": "south-studio",
        "franchise_id": "the-tin-whale",
    },
]

RUNS = [
    BoxOfficeInput(LAMP_TOWN_2, dt.date(2006, 6, 16), 2006, 300_000, "North Studio"),
    BoxOfficeInput(LAMP_TOWN, dt.date(2003, 12, 12), 2003, 400_000, "North Studio"),
    BoxOfficeInput(TIN_WHALE, dt.date(1994, 3, 4), 1994, 200_000, "South Studio"),
]


@pytest.fixture(scope="module")
def daily() -> list[dict[str, Any]]:
    """The box office as the provider models it, by film, date and state."""
    provider = BoxOfficeProvider(None, read_facts(REPOSITORY / "data" / "facts"), 1923)
    rows = [row for film in RUNS for row in provider.daily_box_office(film).to_pylist()]
    return [{**row, "year": row["date"].year} for row in rows]


def test_first_release_is_number_one_and_everyone_serves_it(built: World) -> None:
    assert built.release().number == 1
    assert built.release().manifest.kind == "release"
    assert sorted(built.release().manifest.tables) == sorted(RELEASED)
    built.assert_in_order()


def test_every_record_is_on_its_topic_and_accounted_for(built: World, daily: list[dict[str, Any]]) -> None:
    assert built.offsets() == {"films": 4, "characters": 8, "boxoffice": len(daily)}
    done = built.hyperion("ledger")
    assert done.code == 0
    assert done.printed.splitlines()[-1] == "it balances"
    found, films = built.ledger(), built.topic("films")
    nothing = {"difference": 0}
    assert found["sources"][films] == {"entries": 4, "published": 4, "unchanged": 0, "rejected": 0} | nothing
    assert found["ranges"][films] == {
        "offsets": 4, "records": 4, "gaps": 0, "staged": 4, "quarantined": 0, "tombstones": 0
    } | nothing  # fmt: skip
    fates = {"staged": 4, "current": 4, "duplicate": 0, "superseded": 0, "deleted": 0}
    assert found["cut"][films] == fates | {"rows": 4} | nothing
    used = {"current": 8, "in rows": 8, "quarantined": 0, "not current": 0}
    assert found["records"]["raw-characters"] == used | nothing
    rows = {name: len(built.rows(name)) for name in found["tables"]}
    assert found["tables"] == {name: {"rows": n, "traced": n} | nothing for name, n in rows.items()}
    assert set(rows) == {*TRACED, "box_office_daily"}


@pytest.mark.parametrize("name", ROWS)
def test_table_has_exactly_these_rows(built: World, name: str) -> None:
    columns = column_names(by_name(name.removeprefix("exports.")))
    assert built.rows(name) == [dict(zip(columns, row, strict=True)) for row in ROWS[name]]


def test_films_are_the_catalogue_in_cents(built: World) -> None:
    nothing = dict.fromkeys(column_names(by_name("films")))
    assert built.rows("films") == [nothing | film for film in FILMS]


def test_box_office_is_the_provider_s_to_the_cent(built: World, daily: list[dict[str, Any]]) -> None:
    assert built.rows("box_office_daily") == daily
    sums: Counter[str] = Counter()
    for row in daily:
        sums[row["film_id"]] += row["gross_cents"]
    assert sums == {LAMP_TOWN: 400_000, LAMP_TOWN_2: 300_000, TIN_WHALE: 200_000}
    assert {(row["film_id"], row["basis"]) for row in daily} == {
        (LAMP_TOWN, "modelled"),
        (LAMP_TOWN_2, "modelled"),
        (TIN_WHALE, "modelled_extrapolated"),
    }
    assert sorted(built.head("box_office_daily").partitions) == ["1994", "2003", "2004", "2006"]


def test_summaries_of_the_box_office_are_its_sums(built: World, daily: list[dict[str, Any]]) -> None:
    years: Counter[tuple[str, int]] = Counter()
    months: Counter[tuple[int, int]] = Counter()
    days: Counter[tuple[str, dt.date]] = Counter()
    states: Counter[tuple[str, str]] = Counter()
    for row in daily:
        years[row["film_id"], row["year"]] += row["gross_cents"]
        months[row["year"], row["date"].month] += row["gross_cents"]
        days[row["film_id"], row["date"]] += row["gross_cents"]
        states[row["film_id"], row["state"]] += row["gross_cents"]
    assert [tuple(row.values()) for row in built.rows("revenue_by_studio_year")] == [
        ("north-studio", "North Studio", 2003, 1, 400_000, 900_000, years[LAMP_TOWN, 2003]),
        ("north-studio", "North Studio", 2004, 0, None, None, years[LAMP_TOWN, 2004]),
        ("north-studio", "North Studio", 2006, 1, 300_000, None, 300_000),
        ("south-studio", "South Studio", 1994, 1, 200_000, None, 200_000),
        ("south-studio", "South Studio", 2010, 1, None, None, None),
    ]
    top = {1994: TIN_WHALE, 2003: LAMP_TOWN, 2004: LAMP_TOWN, 2006: LAMP_TOWN_2}
    assert built.rows("box_office_trends") == [
        {"year": year, "month": month, "films": 1, "gross_cents": cents, "top_film_id": top[year]}
        | {"basis": "modelled_extrapolated" if year == 1994 else "modelled"}
        for (year, month), cents in sorted(months.items())
    ]
    by_day = [("day", film, day, None, cents) for (film, day), cents in sorted(days.items())]
    by_state = [("state", film, None, state, cents) for (film, state), cents in sorted(states.items())]
    assert [tuple(row.values()) for row in built.rows("exports.boxoffice_summary")] == by_day + by_state


def test_films_complete_has_names_counts_and_box_office(built: World, daily: list[dict[str, Any]]) -> None:
    names = {"north-studio": "North Studio", "south-studio": "South Studio"}
    franchises = {"lamp-town": "Lamp Town", "quiet-harbour": "Quiet Harbour", "the-tin-whale": "The Tin Whale"}
    counts = {LAMP_TOWN_2: (2, 2), LAMP_TOWN: (2, 3), QUIET_HARBOUR: (0, 0), TIN_WHALE: (2, 1)}
    expected = []
    for film in FILMS:
        days = sorted({row["date"] for row in daily if row["film_id"] == film["film_id"]})
        characters, talent = counts[film["film_id"]]
        expected.append(
            dict.fromkeys(column_names(films_complete))
            | film
            | {"studio_name": names[film["studio_id"]], "franchise_name": franchises[film["franchise_id"]]}
            | {"character_count": characters, "talent_count": talent}
            | {"first_day": days[0] if days else None, "last_day": days[-1] if days else None}
            | {"days": len(days) or None, "box_office_cents": film.get("domestic_original_run_cents")}
        )
    assert built.rows("exports.films_complete") == expected


def test_summary_tells_of_the_release_the_ledger_and_the_checks(built: World) -> None:
    [first] = built.seen
    words = [line.split() for line in first.printed.splitlines()]
    assert [built.topic("films"), "4", "1", "4", "0", "0", "0", "balances"] in words
    assert ["films", "4"] in words
    assert ["exports", "serves", "it"] in words
    assert ["postgresql", "serves", "it"] in words
    [checks] = [line for line in first.printed.splitlines() if line.startswith("checks")]
    assert checks.endswith("passed, 0 failed (0 blocking)")
    assert first.complaints == []


def test_sql_sees_the_release_and_its_exports(built: World) -> None:
    query = "SELECT film_id, runtime_min FROM films ORDER BY runtime_min LIMIT 2"
    done = built.hyperion("sql", query, "--format", "json")
    assert done.code == 0
    assert json.loads(done.printed) == [
        {"film_id": QUIET_HARBOUR, "runtime_min": 65},
        {"film_id": TIN_WHALE, "runtime_min": 78},
    ]
    joined = "SELECT count(*) AS n FROM exports.films_complete JOIN films USING (film_id)"
    assert built.hyperion("sql", joined, "--format", "csv").printed == "n\n4\n"


def test_sql_refuses_what_is_no_query_in_one_line(built: World) -> None:
    done = built.hyperion("sql", "SELECT nothing FROM films")
    assert done.code == 2
    assert done.said.startswith('hyperion: Binder Error: Referenced column "nothing" not found')


def test_status_names_the_film_without_box_office_only_if_it_was_in_theatres(built: World) -> None:
    found = json.loads(built.hyperion("status", "--json").printed)
    assert found["release"]["number"] == 1
    assert found["theatrical_films_without_daily_box_office"] == []
    assert found["missing_ranges"] == {built.topic(name): [] for name in ("films", "characters", "boxoffice")}
