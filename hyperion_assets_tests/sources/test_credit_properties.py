"""Properties of the voice credit's grammar: what is written in any of its forms is read, and no word is lost unsaid."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise, product
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from hyperion_assets.sources.documents import clean
from hyperion_assets.sources.media import Medium
from hyperion_assets.sources.voice_credits import ParsedCredit, parse
from hyperion_assets.sources.word_mappings import fold, qualifiers, unnamed_credits
from hyperion_assets_tests.properties import BESIDE

TOYS = tuple(
    Medium("film", title, year)
    for title, year in (("Toy Story", 1995), ("Toy Story 2", 1999), ("Toy Story 3", 2010), ("Toy Story 4", 2019))
)

Heard = tuple[str | None, str, str, bool, tuple[int, ...] | None]


class Item(NamedTuple):
    """One written name with its qualifiers, what is to be heard of it, and whether it is said to be nobody."""

    text: str
    heard: tuple[Heard, ...]
    qualified: bool = False
    nobody: bool = False


_RESERVED = {word for phrase in qualifiers() for word in phrase} | {
    word for phrase in unnamed_credits() for word in phrase.split()
}
_HEADS = ("Ka", "Zoé", "Be", "Ós", "Tru", "Mc'Fi", "Ø", "Sa", "Ñu", "D'", "Łu", "Gri")
_TAILS = ("ra", "lin", "mond", "ß", "-Ray", "ta", "shi", "bell", "ñez", "vold", "ki", "i")
_WORDS = st.sampled_from(
    [word for word in map("".join, product(_HEADS, _TAILS)) if not {*fold(word).split(), word.casefold()} & _RESERVED]
)
_MADE = st.builds(
    lambda words, initial, suffix: " ".join([words[0], *initial, *words[1:]]) + suffix,
    st.lists(_WORDS, min_size=1, max_size=3),
    st.lists(st.sampled_from(["J.", "R.", "DJ", "de", "van"]), max_size=1),
    st.sampled_from(["", "", "", " Jr.", ", Jr.", " III", ", Sr.", ", Ph.D."]),
)
NAMES = _MADE | st.sampled_from(
    [
        "Sinbad",
        "Sammy Davis, Jr.",
        "The Mellomen",
        "D.B. Sweeney",
        "Penélope Cruz",
        "4*Town",
        "will.i.am",
        "Bob Ri'chard",
    ]
)
VARIANTS = st.sampled_from(["", "young", "adult", "child", "baby", "teen", "old"])
KINDS = st.sampled_from([[], ["singing"], ["speaking"], ["archive"], ["likeness"], ["speaking", "singing"]])
MEDIA = st.sampled_from(
    [
        *[("", None)] * 4,
        *[(text, (0,)) for text in ("1", "TS", "TS1", "first film", "1995", "Toy Story", "Toy Story 1")],
        *[(text, (0, 1)) for text in ("1-2", "1 & 2", "1, 2", "1\N{EN DASH}2", "TS1-2", "1995-1999", "1 and 2")],
        *[(text, (1, 3)) for text in ("2, 4", "TS2/TS4", "Toy Story 2, Toy Story 4", "films 2 and 4")],
        *[(text, (2, 3)) for text in ("3+", "since 2010", "Toy Story 3-4", "TS3 to TS4", "3 onwards")],
    ]
)
BRACKETS = st.sampled_from(["()", "[]", "{}"])


@st.composite
def items(draw: st.DrawFn) -> Item:
    """A name with qualifiers in one of the written forms, or a word for nobody or for an ensemble."""
    plain = draw(st.sampled_from(["name"] * 8 + ["nobody", "ensemble"]))
    if plain != "name":
        kind = "none" if plain == "nobody" else plain
        text = draw(st.sampled_from([word for word, meaning in unnamed_credits().items() if meaning == kind]))
        return Item(text, () if kind == "none" else ((None, "", "voice", True, None),), nobody=kind == "none")
    name, variant, kinds = draw(NAMES), draw(VARIANTS), draw(KINDS)
    (films, media), uncredited = draw(MEDIA), draw(st.booleans())
    said = [part for part in (variant, " and ".join(kinds), films, "uncredited" if uncredited else "") if part]
    said = draw(st.permutations(said))
    opening, closing = draw(BRACKETS)
    if draw(st.booleans()):
        written = "".join(f" {opening}{part}{closing}" for part in said)
    else:
        joint = draw(st.sampled_from([", ", "; ", " / ", ","]))
        written = f" {opening}{joint.join(said)}{closing}" if said else ""
    heard = tuple((name, variant, kind, not uncredited, media) for kind in kinds or ["voice"])
    return Item(name + written, heard, qualified=bool(said))


SEPARATORS = st.sampled_from([", ", ",", "/", " / ", "; ", ";", " | ", " and ", " & ", ", and ", " AND "])


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[Item]]:
    """A credit of several items; `and` and `;` stand only where no two names can share a qualifier or a surname."""
    found = draw(st.lists(items(), min_size=1, max_size=5))
    text = found[0].text
    alone = all(item.qualified for item in found)
    for before, item in pairwise(found):
        separator = draw(SEPARATORS)
        shared = not before.qualified and (item.qualified or " " not in before.text)
        if shared and separator.strip(" ,") in ("and", "&", "AND"):
            separator = ", "
        if separator.strip() == ";" and not alone:
            separator = ", "
        text += separator + item.text
    return text, found


def heard(parsed: ParsedCredit) -> list[Heard]:
    return [credit[:5] for credit in parsed.credits]


@given(texts())
def test_credits_in_every_written_form_come_back(written: tuple[str, list[Item]]) -> None:
    text, found = written
    parsed = parse(text, TOYS)
    assert parsed.problems == ()
    assert heard(parsed) == [each for item in found for each in item.heard]
    assert parsed.unvoiced == tuple(item.text.strip(" ,;*†") for item in found if item.nobody)
    said = [item.text.strip(" ,;*†") for item in found for _ in item.heard]
    assert [credit.source_text for credit in parsed.credits] == said


@BESIDE
@given(
    st.lists(NAMES, min_size=2, max_size=4), st.sampled_from(["young", "adult", "child"]), st.sampled_from(["and", "&"])
)
def test_one_qualifier_after_names_joined_by_and_is_all_of_theirs(names: list[str], variant: str, joint: str) -> None:
    names = sorted(names, key=lambda name: " " not in name)  # a single word before others may want their surname
    *others, last = names
    parsed = parse(f"{', '.join(others)} {joint} {last} ({variant})", TOYS)
    assert parsed.problems == ()
    assert heard(parsed) == [(name, variant, "voice", True, None) for name in names]


@BESIDE
@given(
    st.lists(
        st.tuples(st.sampled_from(["Singing", "Speaking", "Archive"]), st.lists(NAMES, min_size=1, max_size=3)),
        min_size=1,
        max_size=3,
    )
)
def test_labels_hold_for_the_names_behind_them(groups: list[tuple[str, list[str]]]) -> None:
    parsed = parse("; ".join(f"{label}: {' / '.join(names)}" for label, names in groups), TOYS)
    assert parsed.problems == ()
    assert heard(parsed) == [(name, "", label.casefold(), True, None) for label, names in groups for name in names]


@BESIDE
@given(NAMES, st.sampled_from(["singing", "archive"]), st.sampled_from("-\N{EN DASH}\N{EM DASH}"))
def test_an_aside_after_a_dash_is_a_qualifier(name: str, kind: str, dash: str) -> None:
    assert heard(parse(f"{name} {dash} {kind}", TOYS)) == [(name, "", kind, True, None)]


_PIECES = [
    *("Tom Hanks", "Jr.", "Sinbad", "N/A", "Various", "young", "singing", "Toy Story 2", "1-2", "TS4", "both", "Ann"),
    *(", ", " / ", "/", "; ", " (", ") ", "(", ")", " - ", ": ", " ", "-", ".", " and ", " & ", " as ", "É", "李", "ß"),
    *("\u200f", "\x00"),
]
_TEXTS = st.text(max_size=60) | st.lists(st.sampled_from(_PIECES), max_size=14).map("".join)
_LETTERS = re.compile(r"[^\W_]+")
_UNDERSTOOD = _RESERVED | {"and", "toy", "story", "ts4", "i", "ii", "iii", "iv"}


def words(text: str) -> set[str]:
    """The words of a text without case and accents, as film references and the vocabulary read them."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return set(_LETTERS.findall(plain))


@BESIDE
@given(_TEXTS)
def test_every_word_is_in_a_name_or_a_report_or_is_understood(text: str) -> None:
    """A word that no name, report or unvoiced part holds must be one that the vocabulary or the film list knows."""
    parsed = parse(text, TOYS)
    names = [credit.source_text if credit.name is None else credit.name for credit in parsed.credits]
    reported = [problem.text for problem in parsed.problems]
    silent = words(clean(text)) - words(" ".join([*names, *reported, *parsed.unvoiced]))
    assert {word for word in silent if not word.isdigit()} <= _UNDERSTOOD


@BESIDE
@given(_TEXTS)
def test_every_word_stands_in_a_source_text_a_report_or_an_unvoiced_part(text: str) -> None:
    parsed = parse(text, TOYS)
    kept = [credit.source_text for credit in parsed.credits] + [problem.text for problem in parsed.problems]
    assert words(clean(text)) - {"and"} <= words(" ".join([*kept, *parsed.unvoiced]))


@given(_TEXTS)
def test_any_text_gives_credits_with_names_or_a_report(text: str) -> None:
    parsed = parse(text, TOYS)
    variants = {"", *(meaning.value for meaning in qualifiers().values() if meaning.kind == "variant")}
    for credit in parsed.credits:
        assert credit.name is None or any(sign.isalpha() for sign in credit.name)
        assert credit.name is None or credit.name in credit.source_text
        assert credit.source_text
        assert credit.source_text in clean(text)
        assert credit.variant in variants
        assert credit.media_indices is None or set(credit.media_indices) <= set(range(len(TOYS)))
    assert parsed == parse(text, TOYS)
