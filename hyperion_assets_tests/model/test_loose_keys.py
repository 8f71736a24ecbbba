"""Titles folded for comparison within one year: what is one title, and what stays another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyperion_assets.model.keys import EmptyKeyError, loose_key, loose_keys, match_key
from hyperion_assets_tests.properties import BESIDE


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Disney's The Lion King II", "lionking2"),
        ("Lion King 2", "lionking2"),
        ("Lion King, Part Two", "lionking2"),
        ("The Lion King Vol. 3", "lionking3"),
        ("The Lion King, Chapter Nine", "lionking9"),
        ("WALL·E", "walle"),
        ("Walle", "walle"),
        ("Marvel's The Avengers", "avengers"),
        ("Disney", "disney"),
        ("Disney's", "disneys"),
        ("Part of Your World", "partofyourworld"),
        ("Episode One", "episodeone"),  # `one` may be a word; two and up are numbers
        ("Part 2", "2"),
        ("Half-Part 2", "half2"),
        ("Depart 2", "depart2"),
    ],
)
def test_loose_keys_of_titles(title: str, made: str) -> None:
    assert loose_key(title) == made


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Cars", ["cars"]),
        ("The Lion King II: Simba's Pride", ["lionking2simbaspride", "lionking2", "simbaspride"]),
        ("The Lion King II - Simba's Pride", ["lionking2simbaspride", "lionking2", "simbaspride"]),
        ("The Lion King II \N{EN DASH} Simba's Pride", ["lionking2simbaspride", "lionking2", "simbaspride"]),
        ("Ice Age: The Meltdown", ["iceagethemeltdown"]),  # one word beside the article
        ("Ice Age: Meltdown", ["iceagemeltdown"]),
        ("Ice Age: Dawn of the Dinosaurs: Again", ["iceagedawnofthedinosaursagain", "dawnofthedinosaursagain"]),
        ("Spider-Man 2", ["spiderman2"]),
        ("Cars 2: ?", ["cars2"]),
        ("Cars: The ", ["cars"]),  # an article alone is no subtitle
        ("?: Two Words", ["2words"]),
        ("!!!", []),
    ],
)
def test_what_else_a_title_may_be_called(title: str, made: list[str]) -> None:
    assert loose_keys(title) == made


def test_a_title_without_a_letter_has_no_loose_key() -> None:
    with pytest.raises(EmptyKeyError):
        loose_key("!!!")


WORDS = st.text("bcdefghijklmnopqrstuvwxyz", min_size=4, max_size=9).filter(
    lambda word: word not in ("volume", "episode")
)
"""Words that are neither articles nor numerals, and do not number a part."""


@BESIDE
@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from(["The", "Two", "part", ":", "-", " - ", "½", "&", "é"])).map(" ".join)
)
def test_any_title_has_loose_keys_without_hyphens_each_once(title: str) -> None:
    found = loose_keys(title)
    assert len(set(found)) == len(found)
    assert all(key and key.isascii() and key.isalnum() for key in found)


@BESIDE
@given(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), st.integers(1, 99))
def test_article_owner_and_part_make_no_difference(title: str, number: int) -> None:
    plain = f"{title} {number}"
    for spelled in (f"The {plain}", f"Disney's {plain}", f"{title}, Part {number}", f"{title}: Part {number}"):
        assert loose_key(spelled) == loose_key(plain)
    assert match_key(f"A {plain}") == match_key(plain)
