"""The voice credit's grammar: every form of the format, each with the credits and reports that it must give."""

from __future__ import annotations

import pytest

from hyperion_assets.sources.media import Medium
from hyperion_assets.sources.voice_credits import Credit, ParsedCredit, parse
from hyperion_assets.sources.word_mappings import qualifiers, unnamed_credits

TOYS = (
    Medium("film", "Toy Story", 1995),
    Medium("film", "Toy Story 2", 1999),
    Medium("film", "Toy Story 3", 2010),
    Medium("film", "Toy Story 4", 2019),
)
RIO = (Medium("film", "Rio", 2011), Medium("film", "Rio 2", 2014))
NEMO = (Medium("film", "Finding Nemo", 2003), Medium("film", "Finding Dory", 2016))
TOWNS = (Medium("film", "In Town", 2001), Medium("film", "Town Out", 2002))
MONSTERS = (Medium("film", "Monsters, Inc.", 2001), Medium("film", "Monsters University", 2013))
DALMATIANS = (
    Medium("film", "One Hundred and One Dalmatians", 1961),
    Medium("film", "101 Dalmatians II: Patch's London Adventure", 2002),
)

Short = tuple[str | None, str, str, bool, tuple[int, ...] | None]


def credits(text: str, media: tuple[Medium, ...] = TOYS, character: str = "") -> list[Short]:
    """The credits without their source text; fails if anything is reported."""
    parsed = parse(text, media, character)
    assert parsed.problems == ()
    return [credit[:5] for credit in parsed.credits]


def voice(name: str, media: tuple[int, ...] | None = None) -> Short:
    return (name, "", "voice", True, media)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tom Hanks", ["Tom Hanks"]),
        ("  Tom   Hanks ", ["Tom Hanks"]),
        ("Sinbad", ["Sinbad"]),
        ("will.i.am", ["will.i.am"]),
        ("The Mellomen", ["The Mellomen"]),
        ("Penélope Cruz", ["Penélope Cruz"]),
        ("H. Jon Benjamin", ["H. Jon Benjamin"]),
        ("R. Lee Ermey", ["R. Lee Ermey"]),
        ("Bob Ri'chard", ["Bob Ri'chard"]),
        ("Keegan-Michael Key", ["Keegan-Michael Key"]),
        ("4*Town", ["4*Town"]),
        ("Robert Downey Jr.", ["Robert Downey Jr."]),
        ("Sammy Davis, Jr.", ["Sammy Davis, Jr."]),
        ("Sammy Davis, Jr., Ed Asner", ["Sammy Davis, Jr.", "Ed Asner"]),
        ("Harry Connick, Jr. and Ed Asner", ["Harry Connick, Jr.", "Ed Asner"]),
        ("Cuba Gooding Sr. / James Doe III", ["Cuba Gooding Sr.", "James Doe III"]),
        ("John Rhys, III", ["John Rhys, III"]),
        ("Cal Dodd, Ph.D.; Ed Asner", ["Cal Dodd, Ph.D.", "Ed Asner"]),
        ("A Bee, B Cee", ["A Bee", "B Cee"]),
        ("A Bee/B Cee", ["A Bee", "B Cee"]),
        ("A Bee / B Cee", ["A Bee", "B Cee"]),
        ("A Bee; B Cee", ["A Bee", "B Cee"]),
        ("A Bee and B Cee", ["A Bee", "B Cee"]),
        ("A Bee & B Cee", ["A Bee", "B Cee"]),
        ("A Bee, B Cee, and C Dee", ["A Bee", "B Cee", "C Dee"]),
        ("Charlie Bright, Amber Kroner, Brianna Maiwand", ["Charlie Bright", "Amber Kroner", "Brianna Maiwand"]),
        ("Andy Sandberg", ["Andy Sandberg"]),
        ("A Bee,, B Cee,", ["A Bee", "B Cee"]),
    ],
)
def test_names_and_separators(text: str, names: list[str]) -> None:
    assert credits(text) == [voice(name) for name in names]


@pytest.mark.parametrize(
    "text",
    ["", "  ", "N/A", "n/a", "NA", "None", "none", "unknown", "TBA", "-", "—", "?", "N/A (silent)", "N/A - silent"],
)
def test_nobody_is_named(text: str) -> None:
    parsed = parse(text, TOYS)
    assert parsed.credits == ()
    assert parsed.problems == ()


def test_null_names_nobody() -> None:
    assert parse(None) == ParsedCredit()


@pytest.mark.parametrize("text", ["Various", "various", "Various actors", "Themselves", "Additional Voices", "Himself"])
def test_ensembles_have_no_name(text: str) -> None:
    assert credits(text) == [(None, "", "voice", True, None)]


def test_an_ensemble_beside_names() -> None:
    assert credits("Tom Hanks, Tim Allen, and others") == [
        voice("Tom Hanks"),
        voice("Tim Allen"),
        (None, "", "voice", True, None),
    ]


def test_a_silent_film_beside_a_voiced_one_is_kept_apart() -> None:
    parsed = parse("N/A (1), Tom Hanks (2)", TOYS)
    assert [credit[:5] for credit in parsed.credits] == [voice("Tom Hanks", (1,))]
    assert parsed.unvoiced == ("N/A (1)",)


@pytest.mark.parametrize(
    ("text", "variant", "credit", "credited"),
    [
        ("Ed Asner (voice)", "", "voice", True),
        ("Ed Asner (singing)", "", "singing", True),
        ("Ed Asner (singing voice)", "", "singing", True),
        ("Ed Asner (speaking)", "", "speaking", True),
        ("Ed Asner (archive)", "", "archive", True),
        ("Ed Asner (archive recordings)", "", "archive", True),
        ("Ed Asner (likeness)", "", "likeness", True),
        ("Ed Asner (live-action model)", "", "model", True),
        ("Ed Asner (young)", "young", "voice", True),
        ("Ed Asner (Younger)", "young", "voice", True),
        ("Ed Asner (as a child)", "child", "voice", True),
        ("Ed Asner (teenage)", "teen", "voice", True),
        ("Ed Asner (adult)", "adult", "voice", True),
        ("Ed Asner (older)", "old", "voice", True),
        ("Ed Asner (young adult)", "young adult", "voice", True),
        ("Ed Asner (young, singing)", "young", "singing", True),
        ("Ed Asner (young singing voice)", "young", "singing", True),
        ("Ed Asner (young) (singing)", "young", "singing", True),
        ("Ed Asner [young]", "young", "voice", True),
        ("Ed Asner (young (singing))", "young", "singing", True),
        ("Ed Asner (young", "young", "voice", True),
        ("Ed Asner - singing", "", "singing", True),
        ("Singing: Ed Asner", "", "singing", True),
        ("Ed Asner (uncredited)", "", "voice", False),
        ("Ed Asner (voice, uncredited)", "", "voice", False),
        ("Ed Asner (archive recordings; uncredited)", "", "archive", False),
        ("Ed Asner (young Woody)", "young", "voice", True),
        ("Ed Asner (as himself)", "", "voice", True),
        ('Ed Asner (segment "The Reluctant Dragon")', "", "voice", True),
    ],
)
def test_qualifiers_of_life_and_performance(text: str, variant: str, credit: str, credited: bool) -> None:
    assert credits(text, character="Woody") == [("Ed Asner", variant, credit, credited, None)]


@pytest.mark.parametrize(
    ("text", "media", "expected"),
    [
        ("Jim Varney (1-2), Blake Clark (3-4)", TOYS, [voice("Jim Varney", (0, 1)), voice("Blake Clark", (2, 3))]),
        ("Jim Varney (1\N{EN DASH}2)", TOYS, [voice("Jim Varney", (0, 1))]),
        ("Jim Varney (1 & 2)", TOYS, [voice("Jim Varney", (0, 1))]),
        ("Jim Varney (1, 3)", TOYS, [voice("Jim Varney", (0, 2))]),
        ("Jim Varney (films 1, 2 and 4)", TOYS, [voice("Jim Varney", (0, 1, 3))]),
        ("Jim Varney (first film)", TOYS, [voice("Jim Varney", (0,))]),
        ("Jim Varney (2+)", TOYS, [voice("Jim Varney", (1, 2, 3))]),
        ("Jim Varney (since 2010)", TOYS, [voice("Jim Varney", (2, 3))]),
        ("Jim Varney (1999)", TOYS, [voice("Jim Varney", (1,))]),
        ("Jim Varney (1995-2010)", TOYS, [voice("Jim Varney", (0, 1, 2))]),
        ("Jim Varney (TS)", TOYS, [voice("Jim Varney", (0,))]),
        ("Jim Varney (TS1)", TOYS, [voice("Jim Varney", (0,))]),
        ("Jim Varney (TS4)", TOYS, [voice("Jim Varney", (3,))]),
        ("Jim Varney (TS2-TS4)", TOYS, [voice("Jim Varney", (1, 2, 3))]),
        ("Jim Varney (TS2-4)", TOYS, [voice("Jim Varney", (1, 2, 3))]),
        ("Jim Varney (Toy Story 1-3)", TOYS, [voice("Jim Varney", (0, 1, 2))]),
        ("Jim Varney (Toy Story, Toy Story 2)", TOYS, [voice("Jim Varney", (0, 1))]),
        ("A Bee (Rio) / C Dee (Rio 2)", RIO, [voice("A Bee", (0,)), voice("C Dee", (1,))]),
        ("A Bee (FN), C Dee (FD)", NEMO, [voice("A Bee", (0,)), voice("C Dee", (1,))]),
        ("A Bee (Nemo), C Dee (Finding Dory)", NEMO, [voice("A Bee", (0,)), voice("C Dee", (1,))]),
        ("A Bee (Monsters, Inc.)", MONSTERS, [voice("A Bee", (0,))]),
        ("A Bee (Monsters, Inc., young)", MONSTERS, [("A Bee", "young", "voice", True, (0,))]),
        ("A Bee (Patch's London Adventure)", DALMATIANS, [voice("A Bee", (1,))]),
        ("A Bee (young in Rio 2)", RIO, [("A Bee", "young", "voice", True, (1,))]),
        ("A Bee (Rio 2 young)", RIO, [("A Bee", "young", "voice", True, (1,))]),
        ("A Bee (In Town)", TOWNS, [voice("A Bee", (0,))]),  # a title may begin with a word that says nothing alone
        ("A Bee (Rio 2, uncredited)", RIO, [("A Bee", "", "voice", False, (1,))]),
        ("A Bee (1) C Dee (2)", RIO, [voice("A Bee", (0,)), voice("C Dee", (1,))]),
    ],
)
def test_qualifiers_of_films(text: str, media: tuple[Medium, ...], expected: list[Short]) -> None:
    assert credits(text, media) == expected


def test_two_kinds_of_performance_are_two_credits() -> None:
    assert [credit[2] for credit in credits("Ed Asner (speaking and singing)")] == ["speaking", "singing"]


@pytest.mark.parametrize(
    ("text", "variants"),
    [
        ("A Bee and B Cee (young)", ["young", "young"]),
        ("A Bee & B Cee (young)", ["young", "young"]),
        ("A Bee, B Cee and C Dee (young)", ["young", "young", "young"]),
        ("A Bee, B Cee, and C Dee (young)", ["young", "young", "young"]),
        ("A Bee (adult), B Cee and C Dee (young)", ["adult", "young", "young"]),
        ("A Bee (adult), B Cee, C Dee and D Eff (young)", ["adult", "", "young", "young"]),
        ("A Bee (adult) and B Cee (young)", ["adult", "young"]),
        ("A Bee, B Cee (young)", ["", "young"]),
        ("A Bee / B Cee (young)", ["", "young"]),
        ("A Bee, B Cee (both young)", ["young", "young"]),
        ("A Bee, B Cee (both young); C Dee", ["young", "young", ""]),
        ("A Bee; B Cee, C Dee (both young)", ["", "young", "young"]),
        ("A Bee; B Cee and C Dee (young)", ["", "young", "young"]),
    ],
)
def test_one_qualifier_at_the_end_of_several_names(text: str, variants: list[str]) -> None:
    assert [credit[1] for credit in credits(text)] == variants


def test_a_shared_qualifier_stands_in_each_source_text() -> None:
    parsed = parse("A Bee and B Cee (young)")
    assert parsed.credits[0] == Credit("A Bee", "young", "voice", True, None, "A Bee and B Cee (young)")


def test_labels_hold_up_to_the_next_one() -> None:
    found = credits("Speaking: A Bee; Singing: B Cee, C Dee")
    assert [(credit[0], credit[2]) for credit in found] == [
        ("A Bee", "speaking"),
        ("B Cee", "singing"),
        ("C Dee", "singing"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rio 2: A Bee", [voice("A Bee", (1,))]),
        ("Rio 2: A Bee (Rio), B Cee", [voice("A Bee", (0,)), voice("B Cee", (1,))]),
        ("Singing: A Bee (Rio 2)", [("A Bee", "", "singing", True, (1,))]),
        ("Uncredited: A Bee, B Cee (credited)", [("A Bee", "", "voice", False, None), voice("B Cee")]),
    ],
)
def test_a_label_says_what_a_name_s_own_qualifier_does_not(text: str, expected: list[Short]) -> None:
    assert credits(text, RIO) == expected


def test_an_ensemble_that_does_not_speak_is_no_credit() -> None:
    assert parse("Various (silent)") == ParsedCredit(unvoiced=("Various (silent)",))


def test_the_limits_of_a_name_are_within_it() -> None:
    for name in ("X" * 100, "A B C D E F G Hh"):
        assert credits(name) == [voice(name)]
    for sentence in ("X" * 101, "A B C D E F G H Ii"):
        [problem] = parse(sentence).problems
        assert problem.reason == "over 8 words or 100 signs: a sentence, not a name"


def test_the_limit_of_a_credit_is_within_it() -> None:
    longest = "Ann Bee;" * 250
    assert len(credits(longest)) == 250
    assert parse(f"{longest}.").problems == (("undecidable_credit", "a credit of over 2000 signs", f"{longest}."),)


@pytest.mark.parametrize("text", ["Ed Asner (xyzzy)", "Ed Asner (5)", "Ed Asner (young Xyzzy)", "Ed Asner (the)"])
def test_an_unknown_qualifier_is_reported_and_the_credit_stays_plain(text: str) -> None:
    parsed = parse(text, TOYS, "Woody")
    assert parsed.credits == (Credit("Ed Asner", "", "voice", True, None, text),)
    assert [(problem.code, problem.text) for problem in parsed.problems] == [("unknown_qualifier", text)]


def test_a_name_in_the_qualifier_of_a_silent_part_is_reported() -> None:
    parsed = parse("None (sound effects by Frank Welker)", TOYS)
    assert [problem.code for problem in parsed.problems] == ["unknown_qualifier"]


@pytest.mark.parametrize(
    "text",
    [
        "Tom) Hanks",
        "(young)",
        "Robert (Bob) Smith",
        "Jr.",
        "123",
        "!!!",
        "\u02bb",  # a letter, but of no key
        "Frank Welker as Abu",
        "Tom Hanks or Jim Hanks",
        "Tom Hanks (non-speaking)",
        "Nonsense: Tom Hanks",
        "Tom Hanks - nonsense",
        "one two three four five six seven eight nine",
        "x" * 3000,
    ],
)
def test_what_no_rule_decides_is_reported_and_gives_no_credit(text: str) -> None:
    parsed = parse(text, TOYS)
    assert parsed.credits == ()
    assert [problem.code for problem in parsed.problems] == ["undecidable_credit"]
    assert parsed.problems[0].text == text


def test_one_undecidable_part_leaves_the_others() -> None:
    parsed = parse("Tom Hanks, Robert (Bob) Smith, Tim Allen", TOYS)
    assert [credit.name for credit in parsed.credits] == ["Tom Hanks", "Tim Allen"]
    assert [problem.text for problem in parsed.problems] == ["Robert (Bob) Smith"]


@pytest.mark.parametrize(
    ("text", "young"),
    [
        ("Tim Allen / Jim Hanks, Tom Hanks and Wallace Shawn (young)", ["Jim Hanks", "Tom Hanks", "Wallace Shawn"]),
        ("Tim Allen, Tom Hanks (young); Jim Hanks", ["Tom Hanks"]),
        ("Tim Allen, Tom Hanks (young); Jim Hanks (Toy Story 2)", ["Tom Hanks"]),
    ],
)
def test_a_qualifier_reaches_no_further_than_its_list(text: str, young: list[str]) -> None:
    assert [name for name, variant, *_ in credits(text) if variant] == young


def test_films_after_a_comma_are_of_the_last_name_where_there_is_one_list() -> None:
    assert credits("Tim Allen, Tom Hanks (Toy Story 2)") == [voice("Tim Allen"), voice("Tom Hanks", (1,))]


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Tom Hanks and Ray (young) Magliozzi (singing)", [voice("Tom Hanks")]),
        ("Tom Hanks, Tim Allen and Ray (1) Bob (2)", [voice("Tom Hanks"), voice("Tim Allen")]),
        ("Tom Hanks, Ray (1) Magliozzi; Tim Allen (2)", [voice("Tom Hanks"), voice("Tim Allen", (1,))]),
        ("Tom Hanks, Ray (young) Magliozzi (both singing)", [voice("Tom Hanks")]),
        ("Tom Hanks and Tim Allen (young) - nonsense", [voice("Tom Hanks")]),
    ],
)
def test_what_cannot_be_told_apart_gives_its_qualifiers_to_nobody(text: str, others: list[Short]) -> None:
    parsed = parse(text, TOYS)
    assert [credit[:5] for credit in parsed.credits] == others
    assert [problem.code for problem in parsed.problems] == ["undecidable_credit"]


def test_a_label_behind_a_qualifier_begins_another_name() -> None:
    assert credits("Speaking: Sinbad (young) Singing: Cher, Tom Hanks") == [
        ("Sinbad", "young", "speaking", True, None),
        ("Cher", "", "singing", True, None),
        ("Tom Hanks", "", "singing", True, None),
    ]


@pytest.mark.parametrize("mark", [".", "*", "\N{DAGGER}", "\N{DOUBLE DAGGER}", " **", "\N{HORIZONTAL ELLIPSIS}"])
def test_signs_of_a_footnote_and_full_stops_say_nothing(mark: str) -> None:
    assert credits(f"Sinbad (young){mark}") == [("Sinbad", "young", "voice", True, None)]
    assert credits(f"Tom Hanks (young) {mark}") == [("Tom Hanks", "young", "voice", True, None)]


@pytest.mark.parametrize("text", ["Singing (young): Tim Allen", "Singing - young: Tim Allen"])
def test_a_label_with_a_qualifier_of_its_own_is_reported(text: str) -> None:
    parsed = parse(text, TOYS)
    assert parsed.credits == ()
    assert [problem.text for problem in parsed.problems] == [text]


def test_a_word_for_nobody_may_go_over_two_lines() -> None:
    assert credits("Various\nArtists") == [(None, "", "voice", True, None)]


@pytest.mark.parametrize(
    ("text", "names", "undecided"),
    [
        ("Tom and Ray Magliozzi", ["Ray Magliozzi"], ["Tom and Ray Magliozzi"]),
        ("Tom & Ray Magliozzi (young)", ["Ray Magliozzi"], ["Tom & Ray Magliozzi (young)"]),
        (
            "Ed Asner; Tom, Dick and Ray Magliozzi",
            ["Ed Asner", "Ray Magliozzi"],
            ["Tom, Dick and Ray Magliozzi", "Dick and Ray Magliozzi"],
        ),
        ("Tom &Ray Magliozzi", ["Ray Magliozzi"], ["Tom &Ray Magliozzi"]),
        ("Tom \N{FULLWIDTH AMPERSAND} Ray Magliozzi", ["Ray Magliozzi"], ["Tom \N{FULLWIDTH AMPERSAND} Ray Magliozzi"]),
        ("Singing: Tom and Ray Magliozzi", ["Ray Magliozzi"], ["Singing: Tom and Ray Magliozzi"]),
        ("Tom Magliozzi& Ray Magliozzi", ["Tom Magliozzi", "Ray Magliozzi"], []),
        ("Sinbad, Ray Magliozzi", ["Sinbad", "Ray Magliozzi"], []),
        ("Sinbad / Tom Magliozzi and Ray Magliozzi", ["Sinbad", "Tom Magliozzi", "Ray Magliozzi"], []),
        ("Ray Magliozzi and Sinbad", ["Ray Magliozzi", "Sinbad"], []),
        ("Cher and Sinbad", ["Cher", "Sinbad"], []),
        ("Sinbad (young) and Ray Magliozzi", ["Sinbad", "Ray Magliozzi"], []),
        ("Various and Ray Magliozzi", [None, "Ray Magliozzi"], []),
        ("Tom and Ray (young) Magliozzi", [], ["Tom and Ray (young) Magliozzi", "Ray (young) Magliozzi"]),
        ("Ray (young) Magliozzi, Ed Asner", ["Ed Asner"], ["Ray (young) Magliozzi"]),
        ("Tom (young) Dick (old) Harry (singing)", [], ["Tom (young) Dick (old) Harry (singing)"]),
        ("Sinbad (singing) Ray Magliozzi", ["Sinbad", "Ray Magliozzi"], []),
        ("Unknown (young) Sinbad", ["Sinbad"], []),
        ("Ray (young) Magliozzi Jr.", [], ["Ray (young) Magliozzi Jr."]),
        ("Ray (young) Magliozzi, Jr.", [], ["Ray (young) Magliozzi, Jr."]),
        ("Ray (young) Tom (xyzzy) Dick", [], ["Ray (young) Tom (xyzzy) Dick"]),
        ("Sinbad (voice) 123", ["Sinbad"], ["123"]),
        ("Ray (young) *Magliozzi", [], ["Ray (young) *Magliozzi"]),
        ("Ray (young) 'Oka", [], ["Ray (young) 'Oka"]),
        ('Ray (young) "Tex"', [], ['Ray (young) "Tex"']),
        ("Ray (young) d'Arcy", [], ["Ray (young) d'Arcy"]),
        ("'Ray' (young) 3PO", [], ["'Ray' (young) 3PO"]),
        ("Sinbad (young) *:", [], ["Sinbad (young)"]),
        ("Sinbad (young) singing", ["Sinbad"], ["singing"]),
    ],
)
def test_a_single_word_that_may_want_a_surname_is_reported(
    text: str, names: list[str | None], undecided: list[str]
) -> None:
    parsed = parse(text, TOYS)
    assert [credit.name for credit in parsed.credits] == names
    assert [problem.text for problem in parsed.problems] == undecided
    assert {problem.code for problem in parsed.problems} <= {"undecidable_credit"}


def test_the_vocabularies_do_not_contradict_each_other() -> None:
    assert set(unnamed_credits().values()) == {"none", "ensemble"}
    assert {meaning.kind for meaning in qualifiers().values()} == {
        "variant", "credit", "credited", "none", "segment", "all", "filler", "plain",
    }  # fmt: skip
