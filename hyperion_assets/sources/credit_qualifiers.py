"""What a qualifier of a voice credit means: `young, singing`, `1-2`, `Rio 2`, `archive; uncredited`.

A qualifier is one or several parts between `,` `;` `/`; a part counts only if each of its words is understood. The
phrases are data/vocabulary/qualifiers.csv; what they leave is looked up among the file's media.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from hyperion_assets.sources.film_references import FilmReferences
from hyperion_assets.sources.word_mappings import Meaning, fold, qualifiers

_PIECE = re.compile(r"\d+ 1/2\b|\d+/\d+(?= [A-Za-z])|[,;/|]|[^\s,;/|]+")
"""A word or separator; the slash of a fraction (`1 1/2`, `358/2 Days`) separates nothing."""
_OWN_WORD = re.compile(r"[\s,;/|&()\[\]\"]+")
_SEASON = re.compile(
    r"(?:seasons?|s|episodes?|eps?\.?) ?\d+(?:(?: ?[-\u2010-\u2015&+] ?| and | to )s?\d+)*(?: ?e\d+)?"
    r"|\d+ episodes?|pilot",
    re.IGNORECASE,
)
"""Which part of a series: it names no other medium."""
_SEPARATORS = frozenset(",;/|")
_LONGEST_PHRASE = 4
_SEGMENT = ("segment", "segments")
_FILLER = Meaning("filler", "filler")


@dataclass
class Qualified:
    """What all qualifiers of one name say together; `unknown` are the parts that no rule understands."""

    variants: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    media: set[int] = field(default_factory=set)
    credited: bool | None = None
    silent: bool = False
    holds_for_all: bool = False
    unknown: list[str] = field(default_factory=list)
    apart: list[Qualified] = field(default_factory=list)  # what holds for films of its own: `1-3, archive in 4`


@dataclass
class _Part:
    """What one part says: its phrases, its films, whether these stand last, and the section between `;`."""

    section: int
    phrases: list[Meaning] = field(default_factory=list)
    media: set[int] = field(default_factory=set)
    films_last: bool = False


class _Piece(NamedTuple):
    text: str
    start: int
    end: int


def qualified(texts: list[str], references: FilmReferences, character: str = "") -> Qualified:
    """The meaning of the qualifiers after one name; the words of the character's own name in them say nothing."""
    meaning = Qualified()
    own_words = frozenset(_OWN_WORD.split(fold(character))) - {""}
    for text in texts:
        _read(text, references, own_words, meaning)
    return meaning


def _read(text: str, references: FilmReferences, own_words: frozenset[str], meaning: Qualified) -> None:
    pieces = [_Piece(found.group(), found.start(), found.end()) for found in _PIECE.finditer(text)]
    parts: list[_Part] = []
    at = section = 0
    while at < len(pieces):
        if pieces[at].text in _SEPARATORS:
            section += pieces[at].text == ";"
            at += 1
            continue
        part = _Part(section)
        end = _title_end(text, pieces, at, references, part.media)
        if end == at:
            end = _part_end(pieces, at)
            unknown = _read_part(text, pieces[at:end], references, own_words, part)
            meaning.unknown += [] if unknown is None else [unknown]
        parts.append(part)
        at = end
    _apply_parts(parts, meaning)


def _apply_parts(parts: list[_Part], meaning: Qualified) -> None:
    """All parts hold together, but for a performance of films of its own beside other films.

    That is a section between `;` (`young, 1; adult, 2`), and of parts between `,` one of archive recordings or one that
    names its films last (`1-3, archive in 4`); `1, 3 singing` sings in both.
    """
    sections = [[part for part in parts if part.section == number] for number in {part.section: 0 for part in parts}]
    by_section = sum(any(part.media for part in section) for section in sections) > 1
    units = sections if by_section else [[part] for part in parts]
    several = sum(any(part.media for part in unit) for unit in units) > 1
    for unit in units:
        media = {index for part in unit for index in part.media}
        phrases = [phrase for part in unit for phrase in part.phrases]
        performs = any(phrase.kind in ("variant", "credit") for phrase in phrases)
        own = by_section or unit[0].films_last or any(phrase.value == "archive" for phrase in phrases)
        target = Qualified() if several and media and performs and own else meaning
        target.media |= media
        for phrase in phrases:
            _apply(phrase, target if phrase.kind in ("variant", "credit") else meaning)
        if target is not meaning:
            meaning.apart.append(target)


def _title_end(text: str, pieces: list[_Piece], at: int, references: FilmReferences, media: set[int]) -> int:
    """The end of a title that holds separators itself (`Monsters, Inc.`) and starts here; `at` if none does."""
    for end in range(len(pieces), at + 1, -1):
        inside = pieces[at:end]
        if inside[-1].text in _SEPARATORS or not any(piece.text in _SEPARATORS for piece in inside):
            continue
        titled = references.titled(_slice(text, inside))
        if titled is not None:
            media.add(titled)
            return end
    return at


def _part_end(pieces: list[_Piece], at: int) -> int:
    while at < len(pieces) and pieces[at].text not in _SEPARATORS:
        at += 1
    return at


def _read_part(
    text: str, pieces: list[_Piece], references: FilmReferences, own_words: frozenset[str], part: _Part
) -> str | None:
    """Understand every word of a part, or return it whole: half an understanding may be a wrong one."""
    if references.has_series() and _SEASON.fullmatch(_slice(text, pieces)):
        return None
    of_segment = any(fold(piece.text) in _SEGMENT for piece in pieces)  # its title is in no list
    names_itself = _names_itself(pieces, own_words)
    understood: list[Meaning] = []
    media: set[int] = set()
    films_last = False
    at = 0
    while at < len(pieces):
        found, end = _phrase(pieces, at)
        named: tuple[int, ...] | None = None
        if (found is None or found.kind == "filler") and not names_itself:
            named, film_end = _films(text, pieces, at, references, own_words)
            end = film_end if named else end
        if named:
            films_last = any(phrase.kind != "filler" for phrase in understood)
            media.update(named)
        elif found is not None:
            understood.append(found)
        elif of_segment or _own(pieces[at], own_words):
            understood.append(_FILLER)
            end = at + 1
        else:
            return _slice(text, pieces)
        at = end
    if not media and all(phrase.kind == "filler" for phrase in understood):
        return _slice(text, pieces)
    part.phrases, part.media, part.films_last = understood, media, films_last
    return None


def _own(piece: _Piece, own_words: frozenset[str]) -> bool:
    return fold(piece.text).removesuffix("'s") in own_words


def _names_itself(pieces: list[_Piece], own_words: frozenset[str]) -> bool:
    """Whether a part is the character's own name and a performance: `young Moana` names no film."""
    phrases, others, at = [], [], 0
    while at < len(pieces):
        found, end = _phrase(pieces, at)
        if found is None:
            others.append(pieces[at])
        else:
            phrases.append(found)
        at = end if found else at + 1
    performs = any(phrase.kind in ("variant", "credit") for phrase in phrases)
    return performs and bool(others) and all(_own(piece, own_words) for piece in others)


def _phrase(part: list[_Piece], at: int) -> tuple[Meaning | None, int]:
    """The longest phrase of the vocabulary that starts here, and its end."""
    for end in range(min(len(part), at + _LONGEST_PHRASE), at, -1):
        words = tuple(" ".join(fold(piece.text.strip("\"'.!?*:")) for piece in part[at:end]).split())
        found = qualifiers().get(words)
        if found is not None:
            return found, end
    return None, at


def _films(
    text: str, part: list[_Piece], at: int, references: FilmReferences, own_words: frozenset[str]
) -> tuple[tuple[int, ...] | None, int]:
    """The films that the longest run of words from here names, and its end; part of a title only to the part's end.

    A part of a title that is the character's own name (`Hulk` beside `Planet Hulk`) may mean either, so neither.
    """
    for end in range(len(part), at, -1):
        named = references.named(_slice(text, part[at:end]))
        if named:
            return named, end
    own = all(_own(piece, own_words) for piece in part[at:])
    partial = None if own else references.part_of_title(_slice(text, part[at:]))
    return (None, at) if partial is None else ((partial,), len(part))


def _apply(phrase: Meaning, meaning: Qualified) -> None:
    if phrase.kind == "variant" and phrase.value not in meaning.variants:
        meaning.variants.append(phrase.value)
    elif phrase.kind == "credit" and phrase.value not in meaning.credits:
        meaning.credits.append(phrase.value)
    elif phrase.kind == "credited":
        meaning.credited = phrase.value == "yes"
    elif phrase.kind == "none":
        meaning.silent = True
    elif phrase.kind == "all":
        meaning.holds_for_all = True


def is_phrase(words: str) -> bool:
    """Whether words are a qualifier's and no name: `archive audio`; one word alone only in small letters (`Song`)."""
    pieces = [_Piece(found.group(), found.start(), found.end()) for found in _PIECE.finditer(words)]
    kinds, at = [], 0
    while at < len(pieces):
        found, at = _phrase(pieces, at)
        if found is None:
            return False
        kinds.append(found.kind)
    return set(kinds) != {"filler"} and (len(pieces) > 1 or words[:1].islower())


def _slice(text: str, pieces: list[_Piece]) -> str:
    return text[pieces[0].start : pieces[-1].end]
