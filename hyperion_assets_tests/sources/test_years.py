"""What counts as a year, at and beside each border."""

from __future__ import annotations

from typing import Any

import pytest

from hyperion_assets.sources.years import exact_year, film_year, stated_year


@pytest.mark.parametrize(
    ("value", "year"),
    [
        (1900, 1900),
        (1899, None),
        (2100, 2100),
        (2101, None),
        (1995.0, None),
        (True, None),
        ("1995", None),
        (None, None),
    ],
)
def test_an_exact_year_is_a_whole_number(value: Any, year: int | None) -> None:
    assert exact_year(value) == year


@pytest.mark.parametrize(
    ("value", "year"),
    [
        (1930, 1930),
        (1929, None),
        (2040, 2040),
        (2041, None),
        ("1995", 1995),
        (" 1995 ", 1995),
        ("1929", None),
        ("95", None),
        ("19950", None),
        ("1995-1996", None),
        ("\u0661\u0669\u0669\u0665", None),  # digits of another script
        (None, None),
        (True, None),
    ],
)
def test_the_year_of_a_film_of_the_catalogue(value: Any, year: int | None) -> None:
    assert film_year(value) == year


@pytest.mark.parametrize(
    ("value", "year"),
    [
        (1987, 1987),
        (1900, 1900),
        (87, None),
        ("1987", 1987),
        ("1987-1990", 1987),
        ("from 2011 on", 2011),
        ("21987", None),
        ("19875", None),
        ("'87", None),
        ("2101", None),
        ("1899", None),
        ("", None),
        (None, None),
        (False, None),
    ],
)
def test_the_year_that_a_character_file_states(value: Any, year: int | None) -> None:
    assert stated_year(value) == year
