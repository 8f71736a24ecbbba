"""Which film a code, number or slug names: and that it names none where two fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyperion_assets.sources.film_references import FilmReferences
from hyperion_assets.sources.media import Medium, humanized, listed_medium


def listing(*titles: str) -> FilmReferences:
    media = [listed_medium(title, "film") for title in titles]
    return FilmReferences([medium for medium in media if medium is not None])


TOYS = listing("Toy Story (1995)", "Toy Story 2 (1999)", "Toy Story 3 (2010)", "Toy Story 4 (2019)")
ICE = listing("Ice Age (2002)", "Ice Age: The Meltdown (2006)", "Ice Age: Dawn of the Dinosaurs (2009)")
RIO = listing("Rio (2011)", "Rio 2 (2014)")
LIONS = listing("The Lion King (1994)", "The Lion King II: Simba's Pride (1998)", "The Lion King 1½ (2004)")
GAPS = listing("Cars (2006)", "Cars 3 (2017)")


@pytest.mark.parametrize(
    ("listed", "phrase", "expected"),
    [
        (ICE, "Ice Age", (0,)),
        (ICE, "Ice Age 2", (1,)),
        (ICE, "IA2", (1,)),
        (ICE, "IA", (0,)),
        (ICE, "DotD", (2,)),
        (ICE, "3", (2,)),
        (LIONS, "1½", (2,)),
        (LIONS, "1.5", (2,)),
        (LIONS, "TLK", (0,)),
        (LIONS, "LK2", (1,)),
        (LIONS, "Simba's Pride", None),
        (LIONS, "3", None),  # the third of the list carries another number
        (GAPS, "3", (1,)),  # its own number, not its place
        (GAPS, "2", None),
        (TOYS, "5", None),
        (TOYS, "3-5", None),
        (TOYS, "0", None),
        (listing("Frozen (2013)", "Bolt (2008)"), "0", None),
        (TOYS, "ts2", (1,)),
        (TOYS, "2-2", (1,)),
        (TOYS, "3 onwards", (2, 3)),
        (TOYS, "1994-1999", (0, 1)),  # no film of 1994
        (TOYS, "1995-2000", (0, 1)),
        (TOYS, "1996-2009", (1,)),
        (TOYS, "96-99", None),
        (ICE, "Ice Age 1-3", (0, 1, 2)),
        (listing("?: Rio (2011)"), "Rio", (0,)),
        (listing("An (2000)", "Up (2009)"), "An", (0,)),  # an article alone is a title
        (TOYS, "ts", None),  # a code without a number stands in capitals
        (TOYS, "TSX", None),
        (TOYS, "", None),
        (TOYS, "2-1", None),
        (listing("Frozen (2013)", "Frozen II (2019)"), "Frozen 2", (1,)),
        (listing("Fantasia (1940)", "Fantasia 2000 (1999)"), "Fantasia 2000", (1,)),
        (listing("The Lion King (1994)", "The Lion King (2019)"), "The Lion King", None),
        (listing("The Lion King (1994)", "The Lion King (2019)"), "2019", (1,)),
    ],
)
def test_phrases_of_qualifiers(listed: FilmReferences, phrase: str, expected: tuple[int, ...] | None) -> None:
    assert listed.named(phrase) == expected


@pytest.mark.parametrize(
    ("listed", "phrase", "expected"),
    [
        (LIONS, "Simba's Pride", 1),
        (ICE, "Meltdown", 1),
        (TOYS, "Story", None),
        (TOYS, "the", None),
        (TOYS, "Nemo", None),
    ],
)
def test_parts_of_titles(listed: FilmReferences, phrase: str, expected: int | None) -> None:
    assert listed.part_of_title(phrase) == expected


@pytest.mark.parametrize(
    ("listed", "slug", "expected"),
    [
        (RIO, "rio_1_villains", 0),
        (RIO, "rio_2_new_characters", 1),
        (RIO, "rio", 0),
        (RIO, "rio_2", 1),
        (RIO, "rio_villains", None),
        (RIO, "main_characters", None),
        (RIO, "rio_2_2015", 1),  # a year goes on no number
        (RIO, "rio_2_101", None),
        (listing("Rio (2011)"), "villains", None),
        (listing("Cars (2006)", "Toy Story (1995)"), "toy_story_cars", 1),  # the longest title counts
        (RIO, "villains_2014", 1),
        (ICE, "ice_age", 0),
        (ICE, "ice_age_2", 1),
        (ICE, "meltdown_newcomers", 1),
        (ICE, "the_meltdown_newcomers", 1),
        (ICE, "ice_age_villains", None),
        (LIONS, "lion_king_1_half", 2),
        (LIONS, "lion_king_1", 0),
        (LIONS, "lion_king_1_5", None),
        (LIONS, "simbas_pride", 1),
        (listing("Finding Nemo (2003)", "Finding Dory (2016)"), "finding_dory_new", 1),
        (listing("The Lion King (1994)", "The Lion King (2019)"), "lion_king_2019", 1),
        (listing("The Lion King (1994)", "The Lion King (2019)"), "the_lion_king", None),
    ],
)
def test_slugs_of_categories_and_groups(listed: FilmReferences, slug: str, expected: int | None) -> None:
    assert listed.of_slug(slug) == expected


@pytest.mark.parametrize(
    ("slug", "among", "expected"),
    [
        ("toy_story_2_new", [0, 1, 2], 1),
        ("toy_story_2_new", [0, 2, 3], 0),  # the other two have a number more that is not its own
        ("toy_story_2_new", [2, 3], None),
        ("toy_story", [0], 0),
        ("villains", [0, 1], None),
        ("toy_story", [], None),
        ("_", [0], None),
    ],
)
def test_the_likest_of_several(slug: str, among: list[int], expected: int | None) -> None:
    assert TOYS.likest(slug, among) == expected


@pytest.mark.parametrize(
    ("slug", "shared"), [("lion_villains", True), ("the_king", True), ("the_villains", False), ("villains", False)]
)
def test_words_in_common(slug: str, shared: bool) -> None:
    assert listing("The Lion King and the Fox (1994)").shares_a_word(slug, 0) is shared


@pytest.mark.parametrize(
    ("listed", "medium"),
    [
        ("Toy Story 2 (1999)", Medium("film", "Toy Story 2", 1999)),
        ("Aladdin (1993 - Genesis/SNES versions)", Medium("film", "Aladdin", 1993)),
        ("Untitled", Medium("film", "Untitled", None)),
        ("2012 (the end)", Medium("film", "2012 (the end)", None)),
        ("Fantasia 2000 (1999)", Medium("film", "Fantasia 2000", 1999)),
        ({"title": "Rio", "year": 2011}, Medium("film", "Rio", 2011)),
        ({"title": "Rio (2011)"}, Medium("film", "Rio", 2011)),
        ({"year": 2011}, None),
        ("???", None),
        (7, None),
    ],
)
def test_listed_titles(listed: object, medium: Medium | None) -> None:
    assert listed_medium(listed, "film") == medium


@pytest.mark.parametrize(
    ("slug", "title"),
    [
        ("frozen_fever", "Frozen Fever"),
        ("beauty_and_the_beast_ii", "Beauty and the Beast II"),
        ("the_wild", "The Wild"),
    ],
)
def test_humanized_slugs(slug: str, title: str) -> None:
    assert humanized(slug) == title


@given(st.lists(st.text(max_size=20), max_size=5), st.text(max_size=20))
def test_any_titles_and_words_resolve_within_the_list(titles: list[str], words: str) -> None:
    media = [listed_medium(title, "film") for title in titles]
    references = FilmReferences([medium for medium in media if medium is not None])
    inside = range(len([medium for medium in media if medium is not None]))
    assert all(index in inside for index in references.named(words) or ())
    for index in (references.part_of_title(words), references.of_slug(words), references.likest(words, list(inside))):
        assert index is None or index in inside
