"""What one title of a file says: the title without its year, the year, and titles made from slugs."""

from __future__ import annotations

from typing import Any

import pytest

from hyperion_assets.sources.media import KINDS, Kind, Medium, humanized, listed_medium, titled


@pytest.mark.parametrize(
    ("title", "year", "expected"),
    [
        ("Cars (2006)", None, ("Cars", 2006)),
        ("Cars [2006]", None, ("Cars", 2006)),
        ("Cars (2006) ", None, ("Cars", 2006)),
        ("  Cars  2 ", 2011, ("Cars 2", 2011)),
        ("Cars (2006)", 2007, ("Cars", 2007)),  # the year beside it wins
        ("Cars (2006)", "2007", ("Cars", 2007)),
        ("Cars (2006)", "soon", ("Cars", 2006)),
        ("Cars (12006)", None, ("Cars (12006)", None)),
        ("Cars (20061)", None, ("Cars (20061)", None)),
        ("Cars (2006) again", None, ("Cars (2006) again", None)),
        ("Cars (short) (2006)", None, ("Cars (short)", 2006)),
    ],
)
def test_a_title_may_carry_its_year(title: str, year: Any, expected: tuple[str, int | None]) -> None:
    assert titled(title, year, "short") == Medium("short", *expected)


@pytest.mark.parametrize("title", ["", " ", "(2006)", "??? (2006)"])
def test_without_a_letter_there_is_no_title(title: str) -> None:
    assert titled(title, 2006, "film") is None


@pytest.mark.parametrize(
    ("listed", "kind", "expected"),
    [
        ({"title": "Epic", "name": "Other"}, "game", Medium("game", "Epic", None)),
        ({"title": 7, "name": "Epic"}, "game", Medium("game", "Epic", None)),
        ({"game": "Epic", "year": "1999"}, "game", Medium("game", "Epic", 1999)),
        ({"film": "Epic"}, "game", None),
        (["Epic"], "film", None),
        (None, "film", None),
    ],
)
def test_items_of_a_list(listed: Any, kind: Kind, expected: Medium | None) -> None:
    assert listed_medium(listed, kind) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_carries_a_medium_as_an_object(kind: Kind) -> None:
    assert Medium(kind, "Epic", None).as_json() == {"kind": kind, "title": "Epic", "year": None}


@pytest.mark.parametrize(
    ("slug", "title"),
    [
        ("the_lion_king", "The Lion King"),
        ("lady-and-the-tramp", "Lady and the Tramp"),
        ("_up__", "Up"),
        ("cars ii", "Cars II"),
        ("ii", "II"),
        ("DuckTales", "DuckTales"),
        ("x", "X"),
        ("", ""),
    ],
)
def test_titles_from_slugs(slug: str, title: str) -> None:
    assert humanized(slug) == title
