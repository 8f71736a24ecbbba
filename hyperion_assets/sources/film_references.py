"""Which of a file's media a few words name: a title or part of it, a number, a range, a short code, a year.

Used for the qualifiers of voice credits (`1-2`, `TS4`, `Rio 2`) and for the slugs of categories and groups
(`toy_story_2`, `rio_1_villains`). Where two media fit equally, none is named: nothing is guessed.

Belongs here: resolving names against one file's list. Not here: splitting a credit into its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from hyperion_assets.model.keys import EmptyKeyError, slug
from hyperion_assets.sources.media import SMALL_WORDS, Medium

Words = tuple[str, ...]

_NUMERALS = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6",
             "1st": "1", "2nd": "2", "3rd": "3", "4th": "4", "5th": "5", "6th": "6"}  # fmt: skip
_FRAME = frozenset({"film", "films", "movie", "movies", "part", "parts", "in", "only", "the", "no", "number"})
_SUBTITLE = re.compile(r":\s|\s[-\u2013\u2014]\s")
_RANGE = re.compile(r"\s*[-\u2010-\u2015]\s*|\s+(?:to|through|thru)\s+")
_OPEN_STARTS = ("since ",)
_OPEN_ENDS = ("+", " onwards", " onward", " and later", "-present", " to present", " and up")


class _Name(NamedTuple):
    """A title in words: its article, the others, the main part without its number, that number, the subtitle."""

    article: Words
    full: Words
    base: Words
    number: Words
    subtitle: Words


class FilmReferences:
    """Resolves words against one file's media; results are positions in that list."""

    def __init__(self, media: Sequence[Medium]) -> None:
        self._media = media
        self._names = [_name(medium.title) for medium in media]
        self._places = [_place_in_series(self._names, index) for index in range(len(self._names))]
        self._codes = self._all_codes()

    def named(self, phrase: str) -> tuple[int, ...] | None:
        """The media that a qualifier's phrase names: `Rio 2`, `FN`, `1-2`, `TS1-3`, `first film`, `2011`; else None."""
        since = self._open_range(phrase)
        if since is not None:
            return since
        one = self._one(phrase)
        return self._range(phrase) if one is None else (one,)

    def titled(self, phrase: str) -> int | None:
        """The medium with this title, or this main part with its number or its place in the series (`Ice Age 2`)."""
        words = _without_article(_words(phrase))
        full = _only(index for index, name in enumerate(self._names) if words and name.full == words)
        if full is not None:
            return full
        return _only(index for index, name in enumerate(self._names) if words == name.base + self._places[index])

    def part_of_title(self, phrase: str) -> int | None:
        """The one medium whose title holds these words in a row (`Nemo`); None if none or several do."""
        words = _words(phrase)
        if all(word in SMALL_WORDS for word in words):
            return None
        return _only(index for index, name in enumerate(self._names) if _holds(name.full, words))

    def of_slug(self, text: str) -> int | None:
        """The one medium that the slug of a category or group names; None if none does, or several.

        A title that is part of another one of the list (`Rio` beside `Rio 2`) counts only as the whole slug or with
        its number: `rio_1_villains` is Rio, `rio_villains` may be either.
        """
        words = _words(text.replace("_", " ").replace("half", "1 2"))
        lengths = [
            max((len(p) for p in self._phrases(i, words) if _holds(words, p)), default=0) for i in self._range_all()
        ]
        longest = max(lengths, default=0)
        found = [index for index, length in enumerate(lengths) if length and length == longest]
        by_year = [i for i in found or self._range_all() if str(self._media[i].year) in words]
        return _only(by_year) if len(found) != 1 else found[0]

    def likest(self, text: str, among: Sequence[int]) -> int | None:
        """Of several media the one that shares most words with a slug; None if two share as many."""
        words = set(_words(text.replace("_", " ")))
        shares = {index: _likeness(words, set(self._names[index].full)) for index in among}
        best = max(shares.values(), default=0.0)
        return _only(index for index, share in shares.items() if share == best and share > 0)

    def shares_a_word(self, text: str, index: int) -> bool:
        """Whether a slug has a word of meaning in common with a title."""
        return bool((set(_words(text.replace("_", " "))) & set(self._names[index].full)) - SMALL_WORDS)

    def _range_all(self) -> range:
        return range(len(self._media))

    def _one(self, phrase: str) -> int | None:
        titled = self.titled(phrase)
        return self._position(phrase) if titled is None else titled

    def _position(self, phrase: str) -> int | None:
        """The medium of a number, an ordinal, a year or a code; words such as `film` beside it do not count."""
        words = tuple(_ORDINALS.get(word, word) for word in _words(phrase) if word not in _FRAME)
        if words and all(word.isdigit() for word in words):
            return self._numbered(words)
        return self._coded("".join(words), phrase)

    def _numbered(self, number: Words) -> int | None:
        """By the number in a title where one has it, else by place in the list, else by year."""
        number = ("1", "1", "2") if number == ("1", "5") else number
        in_title = [index for index, name in enumerate(self._names) if name.number == number]
        if in_title:
            return _only(in_title)
        value = int(number[0][:9]) if len(number) == 1 else 0
        if 1 <= value <= len(self._names) and not self._names[value - 1].number:
            return value - 1
        return _only(index for index, medium in enumerate(self._media) if medium.year == value)

    def _coded(self, code: str, phrase: str) -> int | None:
        """By a short code: initials with or without a number, in capitals unless a number is there."""
        capitals = sum(sign.isupper() for sign in phrase)
        if not (capitals >= 2 or (capitals + code.isalnum() >= 1 and code[-1:].isdigit())) or len(code) < 2:
            return None
        for level in self._codes:
            if code in level:
                return _only(level[code])
        return None

    def _range(self, phrase: str) -> tuple[int, ...] | None:
        for dash in _RANGE.finditer(phrase):
            left, right = phrase[: dash.start()], phrase[dash.end() :]
            first, last = self._one(left), self._one(right)
            if last is None and right.strip().isdigit():
                last = self._position(left.rstrip().rstrip("0123456789") + right.strip())
            if first is not None and last is not None and first <= last:
                return tuple(range(first, last + 1))
            within = self._years(left, right)
            if within:
                return within
        return None

    def _open_range(self, phrase: str) -> tuple[int, ...] | None:
        spelled = phrase.strip()
        for start in _OPEN_STARTS:
            spelled = spelled[len(start) :] if spelled.casefold().startswith(start) else spelled
        for end in _OPEN_ENDS:
            spelled = spelled[: -len(end)] if spelled.casefold().endswith(end) else spelled
        first = None if spelled == phrase.strip() else self._position(spelled)
        return None if first is None else tuple(range(first, len(self._media)))

    def _years(self, left: str, right: str) -> tuple[int, ...]:
        years = [side.strip() for side in (left, right)]
        if not all(year.isdigit() and len(year) == 4 for year in years):
            return ()
        first, last = (int(year) for year in years)
        return tuple(
            i for i, medium in enumerate(self._media) if medium.year is not None and first <= medium.year <= last
        )

    def _phrases(self, index: int, words: Words) -> Iterable[Words]:
        name = self._names[index]
        others = (other.full for i, other in enumerate(self._names) if i != index)
        if name.full == _without_article(words) or not any(_holds(other, name.full) for other in others):
            yield name.full
        yield name.base + (self._places[index] or ("1",))
        if name.subtitle and not any(_holds(o.full, name.subtitle) for o in self._names if o is not name):
            yield name.subtitle

    def _all_codes(self) -> list[dict[str, list[int]]]:
        """Codes by how sure they are: a title's own, with its place in the series, of its main part or subtitle."""
        levels: list[dict[str, list[int]]] = [{}, {}, {}]
        for index, name in enumerate(self._names):
            number = "".join(name.number)
            whole, main = (_initials(words, name.article) for words in (name.full, name.base))
            own = main if name.number else whole
            plain = whole | main | _initials(name.subtitle, ())
            placed = {code + "".join(self._places[index]) for code in main}
            for level, codes in zip(levels, ({code + number for code in own}, placed, plain), strict=True):
                for code in codes:
                    level.setdefault(code, []).append(index)
        return levels


@lru_cache(maxsize=256)
def references(media: tuple[Medium, ...]) -> FilmReferences:
    """The references of one file's media, made once for all of its entries."""
    return FilmReferences(media)


def _words(text: str) -> Words:
    try:
        return tuple(_NUMERALS.get(word, word) for word in slug(text).split("-"))
    except EmptyKeyError:
        return ()


def _without_article(words: Words) -> Words:
    return words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words


def _name(title: str) -> _Name:
    parts = _SUBTITLE.split(title, maxsplit=1)
    main = _without_article(_words(parts[0]))
    end = len(main)
    while end > 1 and main[end - 1].isdigit():
        end -= 1
    subtitle = _without_article(_words(parts[1])) if len(parts) > 1 else ()
    whole = _words(title)
    full = _without_article(whole)
    return _Name(whole[: len(whole) - len(full)], full, main[:end], main[end:], subtitle)


def _place_in_series(names: list[_Name], index: int) -> Words:
    """A title's number; without one its place among the titles of the list with the same main part."""
    name = names[index]
    if name.number:
        return name.number
    same = [i for i, other in enumerate(names) if other.base == name.base]
    place = (str(same.index(index) + 1),)
    taken = any(names[i].number == place for i in same)
    return () if taken else place


def _initials(words: Words, article: Words) -> set[str]:
    """Initials of all words, and of those that are no articles or prepositions; a number stands whole."""
    spelled = (words, article + words, tuple(word for word in words if word not in SMALL_WORDS))
    return {"".join(word if word.isdigit() else word[0] for word in kept) for kept in spelled} - {""}


def _holds(words: Words, part: Words) -> bool:
    """Whether the words of `part` stand in `words` in a row, and no number of them goes on behind."""
    ends = (at + len(part) for at in range(len(words) - len(part) + 1) if words[at : at + len(part)] == part)
    return bool(part) and any(not (part[-1].isdigit() and _counts(words[end : end + 1])) for end in ends)


def _counts(words: Words) -> bool:
    """Whether a word is a number that is no year."""
    return bool(words) and words[0].isdigit() and len(words[0]) < 4


def _likeness(left: set[str], right: set[str]) -> float:
    return len(left & right) / len(left | right) if left and right else 0.0


def _only(found: Iterable[int]) -> int | None:
    each = list(found)
    return each[0] if len(each) == 1 else None
