"""The shapes of character files: which entries each gives, and in which media they stand."""

from __future__ import annotations

from typing import Any

import pytest

from hyperion_assets.sources.shapes.entries import EntryList
from hyperion_assets.sources.shapes.selection import read_shape


def entry(name: str = "Wick", **more: Any) -> dict[str, Any]:
    return {"name": name, "role": "minor", "voice_actor": "Tom Hanks"} | more


def contexts(document: Any) -> dict[str, dict[str, Any]]:
    """Each entry's context by its name, as it travels; fails if anything is reported."""
    found: dict[str, dict[str, Any]] = {}
    for part in read_shape(document):
        assert isinstance(part, EntryList), part
        found |= {entry["name"]: part.context.as_json() for entry in part.entries}
    return found


def media(document: Any) -> dict[str, list[tuple[str, str, int | None]]]:
    return {
        name: [(medium["kind"], medium["title"], medium["year"]) for medium in context["media"]]
        for name, context in contexts(document).items()
    }


ONE, TWO = ("film", "Lantern Hollow", 1999), ("film", "Lantern Hollow 2", 2003)
FRANCHISE = {"franchise": "Lantern Hollow", "films": ["Lantern Hollow (1999)", "Lantern Hollow 2 (2003)"]}


def test_a_franchise_by_categories() -> None:
    document = FRANCHISE | {
        "studio": "Pixar Animation Studios",
        "categories": {
            "core_recurring_cast": {"count": 1, "characters": [entry("Wick")]},
            "lantern_hollow_1": {"year": 1999, "directors": ["A Bee"], "characters": [entry("Moth")]},
            "lantern_hollow_2": {"year": 2003, "characters": [entry("Gale")]},
        },
        "role_definitions": {"minor": "Small"},
    }
    assert media(document) == {"Wick": [ONE, TWO], "Moth": [ONE], "Gale": [TWO]}
    assert contexts(document)["Moth"] == {
        "shape": "franchise",
        "franchise": "Lantern Hollow",
        "category": "lantern_hollow_1",
        "group": None,
        "media": [{"kind": "film", "title": "Lantern Hollow", "year": 1999}],
        "file_media": [
            {"kind": "film", "title": "Lantern Hollow", "year": 1999},
            {"kind": "film", "title": "Lantern Hollow 2", "year": 2003},
        ],
        "studio": "Pixar Animation Studios",
    }


@pytest.mark.parametrize(
    ("slug", "body", "expected"),
    [
        ("lantern_hollow_2", {"year": 2003}, [TWO]),
        ("second_film", {"year": "2003"}, [TWO]),  # the year decides, as text too
        ("lantern_hollow_2", {}, [TWO]),  # without a year the slug does
        ("lantern_hollow", {}, [ONE]),
        ("sequel_2003", {}, [TWO]),
        ("recurring_characters", {}, [ONE, TWO]),
        ("villains", {}, [ONE, TWO]),
        ("lantern_hollow_2", {"year": 2004}, [TWO]),  # one year off by the very words of the title
        ("moth_party", {"year": 2001}, [("film", "Moth Party", 2001)]),
        ("moth_party", {"year": 2001, "title": "Moth's Party!"}, [("film", "Moth's Party!", 2001)]),
        ("moth_party", {"year": 2001, "type": "short"}, [("short", "Moth Party", 2001)]),
        ("moth_party", {"year": 1999, "release_type": "short film"}, [("short", "Moth Party", 1999)]),
        ("hollow_racers", {"year": 2003, "platform": "PC"}, [("game", "Hollow Racers", 2003)]),
        ("hollow_nights", {"year": 2005, "episode_count": 20}, [("series", "Hollow Nights", 2005)]),
        ("lantern_hollow_shorts", {}, [("short", "Lantern Hollow Shorts", None)]),
    ],
)
def test_what_a_category_stands_for(
    slug: str, body: dict[str, Any], expected: list[tuple[str, str, int | None]]
) -> None:
    document = FRANCHISE | {"categories": {slug: body | {"characters": [entry("Wick")]}}}
    assert media(document) == {"Wick": expected}


def test_two_films_of_one_year_are_told_apart_by_words() -> None:
    document = {
        "franchise": "Moths",
        "films": ["Moth Party (2001)", "Gale Force (2001)"],
        "categories": {
            "the_moth_party": {"year": 2001, "characters": [entry("A")]},
            "gale": {"year": 2001, "characters": [entry("B")]},
            "newcomers": {"year": 2001, "characters": [entry("C")]},
        },
    }
    assert media(document) == {
        "A": [("film", "Moth Party", 2001)],
        "B": [("film", "Gale Force", 2001)],
        "C": [("film", "Newcomers", 2001)],
    }


def test_a_short_that_shares_a_film_s_year_is_not_the_film() -> None:
    categories = {
        "lantern_hollow_2": {"year": 2003, "characters": [entry("A")]},
        "party_night": {"year": 2003, "characters": [entry("B")]},
    }
    assert media(FRANCHISE | {"categories": categories}) == {"A": [TWO], "B": [("film", "Party Night", 2003)]}


def test_categories_make_the_list_where_there_is_none() -> None:
    categories = {
        "moth_party": {"year": 2001, "characters": [entry("A")]},
        "core_recurring_cast": {"characters": [entry("B")]},
    }
    found = media({"franchise": "Moths", "categories": categories})
    assert found == {"A": [("film", "Moth Party", 2001)], "B": [("film", "Moth Party", 2001)]}


def test_a_flat_franchise_stands_in_every_film() -> None:
    found = contexts(FRANCHISE | {"directors": ["A Bee"], "characters": [entry("Wick")]})
    assert found["Wick"]["shape"] == "franchise_flat"
    assert [medium["year"] for medium in found["Wick"]["media"]] == [1999, 2003]


def test_grouped_characters_keep_the_group() -> None:
    groups = {
        "main_characters": [entry("Wick")],
        "lantern_hollow_1_villains": [entry("Moth")],
        "lantern_hollow_2_newcomers": [entry("Gale")],
        "lantern_hollow_villains": [entry("Soot")],
    }
    document = FRANCHISE | {"characters": groups}
    assert media(document) == {"Wick": [ONE, TWO], "Moth": [ONE], "Gale": [TWO], "Soot": [ONE, TWO]}
    found = contexts(document)
    assert {name: (context["shape"], context["group"]) for name, context in found.items()} == {
        "Wick": ("grouped", "main_characters"),
        "Moth": ("grouped", "lantern_hollow_1_villains"),
        "Gale": ("grouped", "lantern_hollow_2_newcomers"),
        "Soot": ("grouped", "lantern_hollow_villains"),
    }


@pytest.mark.parametrize(
    "characters_of_file",
    [[entry("Wick")], {"main": [entry("Wick")]}, {"main": {"count": 1, "characters": [entry("Wick")]}}],
)
def test_one_film(characters_of_file: Any) -> None:
    document = {"film": "Lantern Hollow", "year": 1999, "studio": "Pixar", "characters": characters_of_file}
    found = contexts(document)["Wick"]
    assert found["shape"] == "one_film"
    assert found["franchise"] is None
    assert found["media"] == found["file_media"] == [{"kind": "film", "title": "Lantern Hollow", "year": 1999}]


def test_one_film_in_categories() -> None:
    document = {"film": "Lantern Hollow (1999)", "categories": {"villains": {"characters": [entry("Moth")]}}}
    assert media(document) == {"Moth": [ONE]}
    assert contexts(document)["Moth"]["category"] == "villains"


def test_one_game() -> None:
    document = {"franchise": "Hollow", "game": "Hollow Racers", "year": 2002, "platform": "PC", "characters": [entry()]}
    assert media(document) == {"Wick": [("game", "Hollow Racers", 2002)]}
    assert contexts(document)["Wick"]["franchise"] == "Hollow"


def test_a_franchise_of_games() -> None:
    document = {
        "franchise": "Hollow Games",
        "games": ["Hollow Racers (1993 - console versions)", "Return to the Hollow (2000)"],
        "categories": {
            "racers_home": {"year": 1993, "platform": "Home", "characters": [entry("A")]},
            "racers_arcade": {"year": 1993, "platform": "Arcade", "characters": [entry("B")]},
            "return": {"year": 2000, "developer": "X", "characters": [entry("C")]},
            "handheld": {"year": 2004, "characters": [entry("D")]},
        },
    }
    assert media(document) == {
        "A": [("game", "Hollow Racers", 1993)],
        "B": [("game", "Hollow Racers", 1993)],
        "C": [("game", "Return to the Hollow", 2000)],
        "D": [("game", "Handheld", 2004)],
    }


def test_a_series_and_its_seasons() -> None:
    document = {
        "series": "Hollow Nights",
        "categories": {
            "season_1": {"seasons": 1, "episode_count": 20, "year": 2005, "characters": [entry("A")]},
            "season_2": {"year": 2006, "characters": [entry("B")]},
            "spin_off": {"series": "Gale Tales", "year": 2010, "characters": [entry("C")]},
        },
    }
    assert media(document) == {
        "A": [("series", "Hollow Nights", 2005)],
        "B": [("series", "Hollow Nights", 2005)],
        "C": [("series", "Gale Tales", 2010)],
    }
    assert contexts(document)["B"]["category"] == "season_2"


def test_shorts_with_their_own_characters() -> None:
    document = {"collection": "Shorts", "shorts": [{"title": "Moth Party", "year": 2001, "characters": [entry("A")]}]}
    assert media(document) == {"A": [("short", "Moth Party", 2001)]}


def test_lists_beside_the_characters_are_read_too() -> None:
    categories = {"lantern_hollow_2": {"year": 2003, "characters": [entry("A")], "cameos": [entry("B")]}}
    document = FRANCHISE | {"categories": categories, "narrators": [entry("C")], "awards": [{"name": "Oscar"}]}
    assert media(document) == {"A": [TWO], "B": [TWO], "C": [ONE, TWO]}
    assert contexts(document)["B"]["group"] == "cameos"


def test_entries_at_any_depth_are_read() -> None:
    document = {
        "film": "Fantasia",
        "year": 1940,
        "segments": {"apprentice": {"characters": [entry("A")]}, "dance": [entry("B")]},
        "acts": [{"name": "Finale", "cast": [entry("C")]}],
        "categories": {"night": {"demons": {"list": [entry("D")]}}},
    }
    found = contexts(document)
    assert {name: context["group"] for name, context in found.items()} == {
        "A": "apprentice",
        "B": "dance",
        "C": "Finale",
        "D": "demons",
    }
    assert all(context["media"][0]["title"] == "Fantasia" for context in found.values())


def test_films_as_an_object_are_categories() -> None:
    document = {
        "franchise": "Moths",
        "films": {"moth_party": {"title": "Moth Party", "year": 2001, "characters": [entry()]}},
    }
    assert media(document) == {"Wick": [("film", "Moth Party", 2001)]}


def test_a_recurring_cast_is_in_the_films_and_not_in_the_series_beside_them() -> None:
    categories = {
        "recurring_characters": {"characters": [entry("A")]},
        "hollow_tv_series": {"seasons": 3, "characters": [entry("B")]},
    }
    document = FRANCHISE | {"tv_series": ["Hollow Nights (2005)"], "categories": categories}
    assert media(document) == {"A": [ONE, TWO], "B": [("series", "Hollow Nights", 2005)]}
