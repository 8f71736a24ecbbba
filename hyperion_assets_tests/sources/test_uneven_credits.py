"""Voice credits as people write them: what holds for which film, what is no name, and what stands for nobody."""

from __future__ import annotations

import pytest

from hyperion_assets.sources.media import Kind, Medium
from hyperion_assets.sources.voice_credits import parse

Films = tuple[int, ...] | None


def listed(*titles: tuple[str, int], kind: Kind = "film") -> tuple[Medium, ...]:
    return tuple(Medium(kind, title, year) for title, year in titles)


CARS = listed(("Cars", 2006), ("Cars 2", 2011), ("Cars 3", 2017))
LIONS = listed(("The Lion King", 1994), ("The Lion King II: Simba's Pride", 1998), ("The Lion King 1½", 2004))
RALPH = listed(("Wreck-It Ralph", 2012), ("Ralph Breaks the Internet", 2018))
ALADDIN = listed(("Aladdin", 1992), ("The Return of Jafar", 1994), ("Aladdin", 2019))
BEAUTY = listed(("Beauty and the Beast", 1991), ("Beauty and the Beast: The Enchanted Christmas", 1997))
HEARTS = listed(
    ("Kingdom Hearts", 2002), ("Kingdom Hearts II", 2005), ("Kingdom Hearts 358/2 Days", 2009),
    ("Kingdom Hearts III", 2019), kind="game",
)  # fmt: skip
DUCKS = listed(("DuckTales", 1987), kind="series")
HULK = listed(("Ultimate Avengers", 2006), ("Planet Hulk", 2010))
MOANA = listed(("Moana", 2016), ("Moana 2", 2024))


def short(text: str, media: tuple[Medium, ...], character: str = "") -> list[tuple[str | None, str, str, Films]]:
    parsed = parse(text, media, character)
    assert parsed.problems == ()
    return [(credit.name, credit.variant, credit.credit, credit.media_indices) for credit in parsed.credits]


@pytest.mark.parametrize(
    ("text", "plain", "archive"),
    [
        ("Paul Newman (1, archive audio in 3)", (0,), (2,)),
        ("Paul Newman (1; 3 archive)", (0,), (2,)),
        ("Paul Newman (Cars, archive in Cars 3)", (0,), (2,)),
        ("Paul Newman (1-2, archive 3)", (0, 1), (2,)),
    ],
)
def test_archive_recordings_of_one_film_make_no_archive_of_the_others(text: str, plain: Films, archive: Films) -> None:
    assert short(text, CARS) == [
        ("Paul Newman", "", "voice", plain),
        ("Paul Newman", "", "archive", archive),
    ]


def test_sections_of_a_qualifier_hold_each_for_their_films() -> None:
    assert short("A Bee (young, 1; adult, 2)", CARS) == [
        ("A Bee", "young", "voice", (0,)),
        ("A Bee", "adult", "voice", (1,)),
    ]
    assert short("A Bee (1, 3 singing)", CARS) == [("A Bee", "", "singing", (0, 2))]
    assert short("A Bee (singing; 3)", CARS) == [("A Bee", "", "singing", (2,))]


@pytest.mark.parametrize(
    ("text", "media", "films"),
    [
        ("A Bee (1 1/2)", LIONS, (2,)),  # a fraction, not the first and second film
        ("A Bee (358/2 Days)", HEARTS, (2,)),
        ("A Bee (1/2)", CARS, (0, 1)),
        ("A Bee (KHII)", HEARTS, (1,)),
        ("A Bee (KH I)", HEARTS, (0,)),
        ("A Bee (LKII)", LIONS, (1,)),
        ("A Bee (I)", CARS, (0,)),
        ("A Bee (II/III)", CARS, (1, 2)),
        ("A Bee (Wreck-It Ralph 2)", RALPH, (1,)),
        ("A Bee (WIR2)", RALPH, (1,)),
        ("A Bee (Aladdin 2)", ALADDIN, (1,)),  # the remake of 2019 is no second part
        ("A Bee (TEC)", BEAUTY, (1,)),
        ("A Bee (KH II-)", HEARTS, (1, 2, 3)),
        ("A Bee (2010-present)", CARS, (1, 2)),
        ("A Bee (2010\N{EN DASH}present)", CARS, (1, 2)),
        ("A Bee (from 2010)", CARS, (1, 2)),
        ("A Bee (until 2010)", CARS, (0,)),
        ("A Bee (The Enchanted Christmas onwards)", BEAUTY, (1,)),
    ],
)
def test_films_that_a_qualifier_names(text: str, media: tuple[Medium, ...], films: Films) -> None:
    assert short(text, media) == [("A Bee", "", "voice", films)]


def test_films_at_the_end_of_lists_between_semicolons_hold_for_each_list() -> None:
    assert short("A Bee, C Dee (1); E Eff (2)", CARS) == [
        ("A Bee", "", "voice", (0,)),
        ("C Dee", "", "voice", (0,)),
        ("E Eff", "", "voice", (1,)),
    ]


@pytest.mark.parametrize("text", ["A Bee (S1-3)", "A Bee (season 2)", "A Bee (S2E4)", "A Bee (pilot)"])
def test_a_season_is_part_of_a_series_and_no_film(text: str) -> None:
    assert short(text, DUCKS) == [("A Bee", "", "voice", None)]
    assert [problem.code for problem in parse(text, CARS).problems] == ["unknown_qualifier"]


def test_a_characters_own_name_is_no_film() -> None:
    assert parse("A Bee (Hulk)", HULK, "Hulk").credits[0].media_indices is None
    assert short("A Bee (young Moana)", MOANA, "Moana") == [("A Bee", "young", "voice", None)]
    assert short("A Bee (Moana)", MOANA, "Moana") == [("A Bee", "", "voice", (0,))]
    assert short("A Bee (young Huey)", DUCKS, "Huey, Dewey, and Louie") == [("A Bee", "young", "voice", None)]


@pytest.mark.parametrize(
    "text",
    ["Non-speaking role", "Unknown child actor", "uncredited actor", "N.A.", "NaN", "Not listed", "player choice"],
)
def test_words_that_name_nobody(text: str) -> None:
    parsed = parse(text, CARS)
    assert (parsed.credits, parsed.problems, parsed.unvoiced) == ((), (), (text,))


def test_a_word_that_names_nobody_may_begin_a_stage_name() -> None:
    assert short("Unknown Hinson", CARS) == [("Unknown Hinson", "", "voice", None)]
    assert short("various Disney employees", CARS) == [("various Disney employees", "", "voice", None)]
    assert short("various studio employees", CARS) == [(None, "", "voice", None)]


@pytest.mark.parametrize(
    "text",
    [
        "archive recordings",
        "Archive audio",
        "later Tim Allen",
        "Tom Hanks feat. Tim Allen",
        "<b>Ed Asner",
        "Ed Asner\nJordan Nagai",
    ],
)
def test_what_is_no_name_is_reported(text: str) -> None:
    parsed = parse(text, CARS)
    assert parsed.credits == ()
    assert [problem.code for problem in parsed.problems] == ["undecidable_credit"]


@pytest.mark.parametrize("text", ["A Bee + C Dee", "A Bee • C Dee", "A Bee → C Dee"])
def test_signs_that_stand_alone_part_names(text: str) -> None:
    assert [credit[0] for credit in short(text, CARS)] == ["A Bee", "C Dee"]


def test_a_suffix_needs_no_point() -> None:
    assert [credit[0] for credit in short("Cal Dodd, Ph.D, A Bee", CARS)] == ["Cal Dodd, Ph.D", "A Bee"]


@pytest.mark.parametrize("text", ["A Bee (English)", "A Bee (cameo)", "A Bee (barks and growls)"])
def test_qualifiers_that_change_nothing(text: str) -> None:
    assert short(text, CARS) == [("A Bee", "", "voice", None)]


def test_html_signs_are_read() -> None:
    assert [credit[0] for credit in short("A O&#39;Bee &amp; C Dee", CARS)] == ["A O'Bee", "C Dee"]
