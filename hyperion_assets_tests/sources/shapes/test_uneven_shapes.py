"""Which medium a category or group means where its name says so only in part."""

from __future__ import annotations

from typing import Any

import pytest

from hyperion_assets.sources.shapes.entries import EntryList
from hyperion_assets.sources.shapes.selection import read_shape

WHO = [{"name": "X", "role": "minor", "voice_actor": "A Bee"}]


def media(document: dict[str, Any]) -> dict[str, list[tuple[str, str, int | None]]]:
    """(kind, title, year) of each list of entries by its pointer."""
    parts = [part for part in read_shape(document) if isinstance(part, EntryList)]
    return {part.pointer: [tuple(medium) for medium in part.context.media] for part in parts}


def of_category(films: list[str], slug: str, **facts: Any) -> list[tuple[str, str, int | None]]:
    read = media({"franchise": "F", "films": films, "categories": {slug: facts | {"characters": WHO}}})
    return read[f"/categories/{slug}/characters"]


def test_a_category_beside_the_categories_is_one() -> None:
    read = media(
        {
            "franchise": "Lilo & Stitch",
            "films": ["Lilo & Stitch (2002)", "Leroy & Stitch (2006)"],
            "core_cast": {"characters": WHO},
            "leroy": {"year": 2006, "characters": WHO},
        }
    )
    assert read["/leroy/characters"] == [("film", "Leroy & Stitch", 2006)]
    assert len(read["/core_cast/characters"]) == 2


def test_an_outer_group_narrows_the_films_too() -> None:
    read = media(
        {
            "franchise": "Monsters",
            "films": ["Monsters, Inc. (2001)", "Monsters University (2013)"],
            "characters": {"monsters_university": {"faculty": WHO}, "both": {"staff": WHO}},
        }
    )
    assert read["/characters/monsters_university/faculty"] == [("film", "Monsters University", 2013)]
    assert len(read["/characters/both/staff"]) == 2


@pytest.mark.parametrize(
    ("films", "slug", "facts", "expected"),
    [
        (
            ["Aladdin", "Aladdin and the King of Thieves"],
            "king_of_thieves",
            {},
            ("film", "Aladdin and the King of Thieves", None),
        ),
        (
            ["Wreck-It Ralph (2012)", "Ralph Breaks the Internet (2018)"],
            "wreck_it_ralph_2",
            {},
            ("film", "Ralph Breaks the Internet", 2018),
        ),
        (
            ["101 Dalmatians II: Patch's London Adventure (2003)"],
            "patchs_london_adventure",
            {"year": 2002},
            ("film", "101 Dalmatians II: Patch's London Adventure", 2003),
        ),
        (
            ["Tinker Bell (2008)"],
            "tv_series_tinker_tales",
            {"year": 2016, "seasons": 3},
            ("series", "Tinker Tales", 2016),
        ),
    ],
)
def test_a_slug_that_is_part_of_a_title(
    films: list[str], slug: str, facts: dict[str, Any], expected: tuple[str, str, int | None]
) -> None:
    assert of_category(films, slug, **facts) == [expected]


def test_a_listed_title_counts_more_than_the_kind_that_its_last_word_names() -> None:
    read = media(
        {
            "franchise": "Disney Fairies",
            "films": ["Tinker Bell (2008)"],
            "specials": ["Pixie Hollow Games (2011)"],
            "categories": {"pixie_hollow_games": {"year": 2011, "characters": WHO}},
        }
    )
    assert read["/categories/pixie_hollow_games/characters"] == [("short", "Pixie Hollow Games", 2011)]


def test_a_category_that_only_says_who_is_the_medium_of_its_year() -> None:
    read = media(
        {
            "franchise": "Fantasia",
            "films": ["Fantasia (1940)", "Fantasia 2000 (1999)"],
            "categories": {
                "hosts_1999": {"year": 1999, "characters": WHO},
                "fantasia_2000": {"year": 1999, "characters": WHO},
            },
        }
    )
    assert read["/categories/hosts_1999/characters"] == [("film", "Fantasia 2000", 1999)]


def test_a_remake_is_not_the_second_part() -> None:
    films = ["Aladdin (1992)", "The Return of Jafar (1994)", "Aladdin (2019)"]
    assert of_category(films, "aladdin_2") == [("film", "The Return of Jafar", 1994)]


def test_a_year_written_as_a_decimal() -> None:
    assert media({"film": "Up", "year": 2009.0, "characters": WHO})["/characters"] == [("film", "Up", 2009)]


def test_keys_in_other_cases_are_the_formats() -> None:
    read = media(
        {
            "Franchise": "Rio",
            "FILMS": [{"Title": "Rio", "Year": 2011}],
            "Categories": {"Rio": {"Year": "2011", "Characters": [{"Name": "X", "Voice Actor": "A Bee"}]}},
        }
    )
    assert read == {"/Categories/Rio/Characters": [("film", "Rio", 2011)]}


def test_a_key_beside_the_formats_own_stays() -> None:
    read = media({"film": "Up", "Film": "Down", "characters": WHO, "Characters": [WHO[0] | {"name": "Y"}]})
    assert read == {"/characters": [("film", "Up", None)], "/Characters": [("film", "Up", None)]}
