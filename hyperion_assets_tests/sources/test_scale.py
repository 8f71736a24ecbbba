"""Load copies: the same keys in the catalogue and in the box office, and nothing that a character could match."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hyperion_assets.model import keys
from hyperion_assets.settings import REPOSITORY
from hyperion_assets.sources.scale import scale_catalogue, scaled_id
from hyperion_assets_tests.properties import SOME

CATALOGUE = json.loads((REPOSITORY / "data" / "complete_movie_list.json").read_text(encoding="utf-8"))["films"]


def test_copies_of_the_films_with_a_box_office_and_of_no_other() -> None:
    films = scale_catalogue(CATALOGUE, 5)
    assert films[: len(CATALOGUE)] == CATALOGUE
    assert len(films) == 215 + 4 * 109
    ids = [keys.film_id(film["title"], film["year"]) for film in films]
    assert len(set(ids)) == len(ids)


def test_scale_one_is_the_catalogue_itself() -> None:
    assert scale_catalogue(CATALOGUE, 1) == CATALOGUE
    assert scaled_id("toy-story-1995", 1) == "toy-story-1995"


def test_a_copy_s_id_is_that_of_its_title_for_every_film() -> None:
    for film in CATALOGUE:
        playable = film | {"release_date": "2000-01-01", "domestic_original_run_usd": 1}
        _, second, third = scale_catalogue([playable], 3)
        own = keys.film_id(film["title"], film["year"])
        assert scaled_id(own, 2) == keys.film_id(second["title"], second["year"])
        assert scaled_id(own, 3) == keys.film_id(third["title"], third["year"])
        assert second["title_variants"] == third["title_variants"] == []


@pytest.mark.parametrize("title", [None, 7, ["A"], "", "  ", "!!!"])
def test_a_film_without_a_usable_title_has_no_copy(title: object) -> None:
    film = {"title": title, "year": 2000, "release_date": "2000-01-01", "domestic_original_run_usd": 1}
    assert scale_catalogue([film], 3) == [film]
    untitled = {name: fact for name, fact in film.items() if name != "title"}
    assert scale_catalogue([untitled], 3) == [untitled]


@SOME
@given(title=st.text(min_size=1, max_size=40), year=st.integers(1900, 2100), copy=st.integers(2, 1000))
def test_a_copy_s_id_is_that_of_its_title_for_any_title(title: str, year: int, copy: int) -> None:
    try:
        own = keys.film_id(title, year)
    except keys.EmptyKeyError:
        assume(False)
    film = {"title": title, "year": year, "release_date": "2000-01-01", "domestic_original_run_usd": 1}
    assert keys.film_id(scale_catalogue([film], copy)[-1]["title"], year) == scaled_id(own, copy)
