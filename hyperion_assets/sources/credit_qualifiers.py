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

_PIECE = re.compile(r"[,;/|]|[^\s,;/|]+")
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


class _Piece(NamedTuple):
    text: str
    start: int
    end: int


def qualified(texts: list[str], references: FilmReferences, character: str = "") -> Qualified:
    """The meaning of the qualifiers after one name; the words of the character's own name in them say nothing."""
    meaning = Qualified()
    own_words = frozenset(fold(character).split())
    for text in texts:
        _read(text, references, own_words, meaning)
    return meaning


def _read(text: str, references: FilmReferences, own_words: frozenset[str], meaning: Qualified) -> None:
    pieces = [_Piece(found.group(), found.start(), found.end()) for found in _PIECE.finditer(text)]
    at = 0
    while at < len(pieces):
        if pieces[at].text in _SEPARATORS:
            at += 1
            continue
        end = _title_end(text, pieces, at, references, meaning)
        if end == at:
            end = _part_end(pieces, at)
            _read_part(text, pieces[at:end], references, own_words, meaning)
        at = end


def _title_end(text: str, pieces: list[_Piece], at: int, references: FilmReferences, meaning: Qualified) -> int:
    """The end of a title that holds separators itself (`Monsters, Inc.`) and starts here; `at` if none does."""
    for end in range(len(pieces), at + 1, -1):
        inside = pieces[at:end]
        if inside[-1].text in _SEPARATORS or not any(piece.text in _SEPARATORS for piece in inside):
            continue
        media = references.titled(_slice(text, inside))
        if media is not None:
            meaning.media.add(media)
            return end
    return at


def _part_end(pieces: list[_Piece], at: int) -> int:
    while at < len(pieces) and pieces[at].text not in _SEPARATORS:
        at += 1
    return at


def _read_part(
    text: str, part: list[_Piece], references: FilmReferences, own_words: frozenset[str], meaning: Qualified
) -> None:
    """Understand every word of a part, or report it whole: half an understanding may be a wrong one."""
    of_segment = any(fold(piece.text) in _SEGMENT for piece in part)  # its title is in no list
    understood: list[Meaning] = []
    media: set[int] = set()
    at = 0
    while at < len(part):
        found, end = _phrase(part, at)
        named: tuple[int, ...] | None = None
        if found is None or found.kind == "filler":
            named, film_end = _films(text, part, at, references)
            end = film_end if named else end
        if named:
            media.update(named)
        elif found is not None:
            understood.append(found)
        elif of_segment or fold(part[at].text).removesuffix("'s") in own_words:
            understood.append(_FILLER)
            end = at + 1
        else:
            meaning.unknown.append(_slice(text, part))
            return
        at = end
    if not media and all(phrase.kind == "filler" for phrase in understood):
        meaning.unknown.append(_slice(text, part))
        return
    meaning.media |= media
    for phrase in understood:
        _apply(phrase, meaning)


def _phrase(part: list[_Piece], at: int) -> tuple[Meaning | None, int]:
    """The longest phrase of the vocabulary that starts here, and its end."""
    for end in range(min(len(part), at + _LONGEST_PHRASE), at, -1):
        words = tuple(" ".join(fold(piece.text.strip("\"'.!?*:")) for piece in part[at:end]).split())
        found = qualifiers().get(words)
        if found is not None:
            return found, end
    return None, at


def _films(text: str, part: list[_Piece], at: int, references: FilmReferences) -> tuple[tuple[int, ...] | None, int]:
    """The films that the longest run of words from here names, and its end; part of a title only to the part's end."""
    for end in range(len(part), at, -1):
        named = references.named(_slice(text, part[at:end]))
        if named:
            return named, end
    partial = references.part_of_title(_slice(text, part[at:]))
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


def _slice(text: str, pieces: list[_Piece]) -> str:
    return text[pieces[0].start : pieces[-1].end]
