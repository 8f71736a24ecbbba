"""Keys: readable, the same for every spelling of one name, and different for different names."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hyperion_assets.model.keys import EmptyKeyError, character_id, film_id, match_key, slug
from hyperion_assets_tests.properties import BESIDE

# Soft and hard sign, hamza and sukun, saltillo.
SILENT = "ЪъЬь\u0621\ufe7e\ufe7f\ufe80\ua78b\ua78c"
NAMES = st.text(
    st.characters(codec="utf-8", categories=["Lu", "Ll", "Nd", "Zs", "Pd", "Po"]), min_size=1, max_size=20
).filter(lambda name: any(sign.isascii() and sign.isalnum() for sign in name))


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Pixar Animation Studios", "pixar-animation-studios"),
        ("WALL·E", "wall-e"),
        ("Monsters, Inc.", "monsters-inc"),
        ("Who's Lilo & Stitch?", "whos-lilo-and-stitch"),
        ("Who’s Lilo & Stitch?", "whos-lilo-and-stitch"),  # noqa: RUF001  (as sources write it)
        ("101 Dalmatians", "101-dalmatians"),
        ("The Naked Gun 2½", "the-naked-gun-2-1-2"),
        ("Alien³", "alien-3"),
        ("Zoë  Gad", "zoe-gad"),
        ("Søren Kragh-Jacobsen", "soren-kragh-jacobsen"),
        ("となりのトトロ", "tonarinototoro"),
        ("Ratatouille: L’aventure", "ratatouille-laventure"),  # noqa: RUF001  (as sources write it)
        ("Tom \N{CJK UNIFIED IDEOGRAPH-20000}", "tom-u020000"),  # a letter that the library cannot write
        ("1\N{LINEAR A SIGN AB001}", "1u010600"),
        ("Игорь", "igor"),  # a letter without a sound of its own
        ("\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}", "al"),
        ("\N{ARABIC LETTER MEEM}\N{ARABIC LETTER ALEF}\N{ARABIC LETTER HAMZA}", "ma"),
        ("\N{CYRILLIC SMALL LETTER O}\N{CYRILLIC SMALL LETTER HARD SIGN}", "o"),
        ("\N{KATAKANA LETTER TO}\N{KATAKANA-HIRAGANA PROLONGED SOUND MARK}", "to"),
        ("\N{ADLAM SMALL LETTER ALIF}", "u01e922"),
        ("\N{ADLAM CAPITAL LETTER ALIF}", "u01e922"),
        ("\N{GEORGIAN MTAVRULI CAPITAL LETTER AN}", "a"),
        ("\N{LATIN CAPITAL LETTER SCHWA}liyev", "u000259liyev"),
        ("\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}\N{ARABIC LETTER HAH}", "ah"),
        ("K\N{LATIN SMALL LETTER SALTILLO}iche", "kiche"),
        ("Tom \N{GRINNING FACE}", "tom"),
        ("ＵＰ", "up"),  # noqa: RUF001  (full-width letters)
    ],
)
def test_slugs(name: str, made: str) -> None:
    assert slug(name) == made


@pytest.mark.parametrize("name", ["", " ", "?!", "’", "—"])  # noqa: RUF001  (a sign that is no letter)
def test_a_name_without_a_letter_or_digit_is_an_error(name: str) -> None:
    for make in (slug, match_key, lambda text: film_id(text, 1995), lambda text: character_id("up", text)):
        with pytest.raises(EmptyKeyError, match="has no letter or digit to make a key of"):
            make(name)


@given(
    st.characters(
        categories=["Lu", "Ll", "Lo", "Nd", "No"], exclude_characters="ЪъЬь\u0621\ufe7e\ufe7f\ufe80\ua78b\ua78c"
    )
)
def test_no_letter_or_digit_but_a_silent_one_is_left_out(sign: str) -> None:
    assert "a" not in (slug(f"a{sign}"), slug(f"{sign}a"))
    assert slug(f"a{sign}b") != "ab"


@given(st.characters(categories=["Lu", "Ll", "Lo"]))
def test_case_makes_no_difference_where_it_is_one_letter(sign: str) -> None:
    assume(sign.upper().lower() == sign.lower() and len(sign.lower()) == len(sign.upper()) == 1)
    assert slug(f"a{sign.lower()}") == slug(f"a{sign.upper()}")


@BESIDE
@given(NAMES)
def test_a_slug_is_plain_and_its_own_slug(name: str) -> None:
    made = slug(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert slug(made) == made


@BESIDE
@given(NAMES)
def test_spelling_with_marks_of_their_own_or_not_is_one_name(name: str) -> None:
    assert slug(unicodedata.normalize("NFD", name)) == slug(unicodedata.normalize("NFC", name))
    assert slug(f"  {name}\t") == slug(name)


@given(st.text("abz09", min_size=1), st.text("abz09", min_size=1), st.integers(1900, 2100), st.integers(1900, 2100))
def test_other_films_have_other_keys(one: str, two: str, year: int, other: int) -> None:
    assume((one, year) != (two, other))
    assert film_id(one, year) != film_id(two, other)


def test_films_and_characters() -> None:
    assert film_id("Toy Story", 1995) == "toy-story-1995"
    assert film_id("Snow White and the Seven Dwarfs", 1937) == "snow-white-and-the-seven-dwarfs-1937"
    assert character_id("toy-story", "Mr. Potato Head") == "toy-story--mr-potato-head"


def test_a_character_is_told_from_a_franchise_with_a_longer_name() -> None:
    assert character_id("toy", "Story Woody") != character_id("toy-story", "Woody")


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("The Rescuers", "rescuers"),
        ("Rescuers, The", "rescuers"),
        ("A Bug's Life", "bugs-life"),
        ("Bug’s Life, A", "bugs-life"),  # noqa: RUF001  (as sources write it)
        ("An American Tail", "american-tail"),
        ("Thelma", "thelma"),
        ("The", "the"),
        ("A", "a"),
        ("Frozen II", "frozen-ii"),
        ("Atlantis: The Lost Empire", "atlantis-the-lost-empire"),
    ],
)
def test_titles_match_without_their_article(title: str, made: str) -> None:
    assert match_key(title) == made


@BESIDE
@given(NAMES)
def test_an_article_in_front_makes_no_difference(title: str) -> None:
    assume(not re.match(r"(the|a|an)(-|$)", slug(title)))
    assume(not re.search(r"-(the|a|an)$", slug(title)))
    assert match_key(f"The {title}") == match_key(title) == match_key(slug(title))
