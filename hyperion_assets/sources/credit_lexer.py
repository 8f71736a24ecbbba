"""A voice credit's text as tokens: words, separators, and the qualifiers in brackets.

Belongs here: signs. Not here: what a word or qualifier means.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from hyperion_assets.sources.word_mappings import names_nobody

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "esq", "phd", "md"})

_OPENING, _CLOSING = "([{", ")]}"
_SEPARATING = ",/;|"
_JOINING = frozenset({"+", "->", "\\", "\N{RIGHTWARDS ARROW}", "\N{BULLET}", "\N{MIDDLE DOT}"})
"""Signs that separate names where they stand alone."""
_AND = frozenset("&\N{FULLWIDTH AMPERSAND}")
_DASHES = frozenset("-\N{EN DASH}\N{EM DASH}")
_MARKS = frozenset("*.\N{DAGGER}\N{DOUBLE DAGGER}\N{HORIZONTAL ELLIPSIS}")
"""Signs that say nothing where they stand alone: those of a footnote, and those that end a sentence."""


class Sort(Enum):
    """What a token is."""

    WORD = "word"
    QUALIFIER = "qualifier"
    LIST = "list"  # / |
    END = "end"  # ;
    AND = "and"  # and, &
    COMMA = "comma"  # ,
    DASH = "dash"
    COLON = "colon"


@dataclass(frozen=True)
class Token:
    """A token and where it stands in the text; a qualifier's `text` is what its brackets hold."""

    sort: Sort
    text: str
    start: int
    end: int


class UnbalancedError(ValueError):
    """A closing bracket without an opening one: nobody can say what it closed."""


def tokens(text: str) -> list[Token]:
    """The tokens of a cleaned text. A bracket left open ends with the text. Raises UnbalancedError."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        sign = text[at]
        if sign == " ":
            at += 1
        elif sign in _OPENING:
            end = _closing(text, at)
            found.append(Token(Sort.QUALIFIER, _flat(text[at:end]), at, end))
            at = end
        elif sign in _CLOSING:
            raise UnbalancedError(f"a bracket closes at sign {at + 1} that none opened")
        elif (end := _unvoiced_end(text, at)) > at:
            found.append(Token(Sort.WORD, text[at:end], at, end))
            at = end
        elif sign in _SEPARATING:
            sort = {",": Sort.COMMA, ";": Sort.END}.get(sign, Sort.LIST)
            found.append(Token(sort, sign, at, at + 1))
            at += 1
        else:
            end = _word_end(text, at)
            found.append(Token(_sort_of_word(text[at:end]), text[at:end], at, end))
            at = end
    words = _split_colons(_split_ampersands(found))
    return _joined_suffixes([token for token in words if not set(token.text) <= _MARKS or token.sort is not Sort.WORD])


def is_suffix(word: str) -> bool:
    """Whether a word is a name's suffix, with or without points: `Jr.`, `Ph.D`, `III`."""
    return word.casefold().replace(".", "") in _SUFFIXES


def _closing(text: str, opening: int) -> int:
    """Where the bracket at `opening` ends, counting nested ones; the end of the text if it is left open."""
    depth = 0
    for at in range(opening, len(text)):
        depth += (text[at] in _OPENING) - (text[at] in _CLOSING)
        if depth == 0:
            return at + 1
    return len(text)


def _flat(text: str) -> str:
    """A qualifier without its brackets and those nested in it."""
    return " ".join("".join(" " if sign in _OPENING + _CLOSING else sign for sign in text).split())


def _unvoiced_end(text: str, at: int) -> int:
    """The end of an `N/A` that starts here, whose slash separates nothing; `at` if there is none."""
    bounded = (at == 0 or not text[at - 1].isalnum()) and not text[at + 3 : at + 4].isalnum()
    return at + 3 if bounded and text[at : at + 3].casefold() == "n/a" else at


def _word_end(text: str, at: int) -> int:
    while at < len(text) and text[at] not in " " + _OPENING + _CLOSING + _SEPARATING:
        at += 1
    return at


def _sort_of_word(word: str) -> Sort:
    if word in _AND or word.casefold() == "and":
        return Sort.AND
    if word in _JOINING:
        return Sort.LIST
    return Sort.DASH if word in _DASHES else Sort.WORD


def _split_ampersands(found: list[Token]) -> list[Token]:
    """`Tom &Ray Magliozzi`: at one end of a name the sign joins as one that stands alone; it does not in `&c`."""
    split: list[Token] = []
    for token in found:
        name = token.text.strip("".join(_AND))
        if token.sort is Sort.WORD and len(name) == len(token.text) - 1 and name[:1].isupper():
            at = token.start + 1 if token.text.endswith(name) else token.end - 1
            split += [
                Token(_sort_of_word(text), text, start, end)
                for start, end in ((token.start, at), (at, token.end))
                if (text := token.text[start - token.start : end - token.start])
            ]
        else:
            split.append(token)
    return split


def _split_colons(found: list[Token]) -> list[Token]:
    """`Young: Jason Weaver`: a colon at a word's end is a token of its own."""
    split: list[Token] = []
    for token in found:
        if token.sort is Sort.WORD and token.text.endswith(":"):
            if token.text != ":":
                split.append(Token(Sort.WORD, token.text[:-1], token.start, token.end - 1))
            split.append(Token(Sort.COLON, ":", token.end - 1, token.end))
        else:
            split.append(token)
    return split


def _joined_suffixes(found: list[Token]) -> list[Token]:
    """Without the commas before a suffix: `Sammy Davis, Jr.` is one name."""
    return [token for index, token in enumerate(found) if not _before_suffix(found, index)]


def _before_suffix(found: list[Token], index: int) -> bool:
    if found[index].sort is not Sort.COMMA or index == 0 or index + 1 == len(found):
        return False
    before, after = found[index - 1], found[index + 1]
    follows_name = index + 2 == len(found) or found[index + 2].sort is not Sort.WORD
    named = before.sort is Sort.WORD and not names_nobody(before.text)
    return named and follows_name and after.sort is Sort.WORD and is_suffix(after.text)
