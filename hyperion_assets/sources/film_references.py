"""Which of a file's media a few words name: a title or part of it, a number, a range, a short code, a year.

Used for the qualifiers of voice credits (`1-2`, `TS4`, `Rio 2`) and for the slugs of categories and groups
(`toy_story_2`, `rio_1_villains`). Where two media fit equally, none is named: nothing is guessed.

Belongs here: resolving names against one file's list. Not here: splitting a credit into its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from hyperion_assets.sources.media import SMALL_WORDS, Medium
from hyperion_assets.sources.title_names import (
    NUMERALS,
    Words,
    holds,
    initials,
    place_in_series,
    title_name,
    without_article,
    words_of,
)

_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6",
             "1st": "1", "2nd": "2", "3rd": "3", "4th": "4", "5th": "5", "6th": "6"}  # fmt: skip
_FRAME = frozenset({"film", "films", "movie", "movies", "part", "parts", "in", "only", "the", "no", "number"})
_ROMAN = {"i": "1", "v": "5", "x": "10"} | NUMERALS
"""With those that stand alone in a qualifier only: in a title they are words and initials."""
_GLUED = re.compile(r"(?P<code>[A-Z]{2,}?) ?(?P<number>I{1,3}|IV|VI{0,3})")
"""`KHII`: a code in capitals with its number in Roman ones."""
_RANGE = re.compile(r"\s*[-\u2010-\u2015]\s*|\s+(?:to|through|thru)\s+")
_OPEN_STARTS = ("since ", "from ")
_OPEN_ENDS = (
    "+", " onwards", " onward", " and later", "-present", " to present", " and up", "-onwards", "-now", "-", " on",
)  # fmt: skip
_UNTIL = ("until ", "till ", "up to ", "through ", "to ")
_DASH = re.compile(r"\s*[\u2010-\u2015-]\s*")


class FilmReferences:
    """Resolves words against one file's media; results are positions in that list."""

    def __init__(self, media: Sequence[Medium]) -> None:
        self._media = media
        self._names = [title_name(medium.title) for medium in media]
        self._places = [place_in_series(self._names, index) for index in range(len(self._names))]
        self._codes = self._all_codes()

    def named(self, phrase: str) -> tuple[int, ...] | None:
        """The media that a qualifier's phrase names: `Rio 2`, `FN`, `1-2`, `TS1-3`, `first film`, `2011`; else None."""
        open_range = self._open_range(phrase) or self._ended_range(phrase)
        if open_range:
            return open_range
        one = self._one(phrase)
        return self._range(phrase) if one is None else (one,)

    def titled(self, phrase: str) -> int | None:
        """The medium with this title, or this main part with its number or its place in the series (`Ice Age 2`)."""
        words = without_article(words_of(phrase))
        full = _only(index for index, name in enumerate(self._names) if words and name.full == words)
        if full is not None:
            return full
        placed = (i for i, name in enumerate(self._names) if self._places[i] and words == name.base + self._places[i])
        return _only(placed)

    def has_series(self) -> bool:
        """Whether one of the media is a series."""
        return any(medium.kind == "series" for medium in self._media)

    def part_of_title(self, phrase: str) -> int | None:
        """The one medium whose title holds these words in a row (`Nemo`); None if none or several do."""
        words = words_of(phrase)
        if all(word in SMALL_WORDS for word in words):
            return None
        return _only(index for index, name in enumerate(self._names) if holds(name.full, words))

    def subtitled(self, phrase: str) -> int | None:
        """The one medium with this subtitle: `Patch's London Adventure`."""
        words = without_article(words_of(phrase))
        return _only(index for index, name in enumerate(self._names) if words and name.subtitle == words)

    def of_slug(self, text: str) -> int | None:
        """The one medium that the slug of a category or group names; None if none does, or several.

        A title that is part of another one of the list (`Rio` beside `Rio 2`) counts only as the whole slug or with
        its number: `rio_1_villains` is Rio, `rio_villains` may be either.
        """
        words = words_of(text.replace("_", " ").replace("half", "1 2"))
        sequel = self._sequel(without_article(words))
        if sequel is not None:
            return sequel
        lengths = [
            max((len(p) for p in self._phrases(i, words) if holds(words, p)), default=0) for i in self._range_all()
        ]
        longest = max(lengths, default=0)
        found = [index for index, length in enumerate(lengths) if length and length == longest]
        if not found and (part := self._part_of_slug(words)) is not None:
            return part
        by_year = [i for i in found or self._range_all() if str(self._media[i].year) in words]
        return _only(by_year) if len(found) != 1 else found[0]

    def _part_of_slug(self, words: Words) -> int | None:
        """The one medium whose title holds all of a slug, of two words of meaning at least: `king_of_thieves`."""
        if len([word for word in words if word not in SMALL_WORDS and word not in _FRAME]) < 2:
            return None
        return _only(index for index, name in enumerate(self._names) if holds(name.full, without_article(words)))

    def likest(self, text: str, among: Sequence[int]) -> int | None:
        """Of several media the one that shares most words with a slug; None if two share as many."""
        words = set(words_of(text.replace("_", " ")))
        shares = {index: _likeness(words, set(self._names[index].full)) for index in among}
        best = max(shares.values(), default=0.0)
        return _only(index for index, share in shares.items() if share == best and share > 0)

    def shares_a_word(self, text: str, index: int) -> bool:
        """Whether a slug has a word of meaning in common with a title."""
        return bool((set(words_of(text.replace("_", " "))) & set(self._names[index].full)) - SMALL_WORDS)

    def _range_all(self) -> range:
        return range(len(self._media))

    def _one(self, phrase: str) -> int | None:
        titled = self.titled(phrase)
        position = self._position(phrase) if titled is None else titled
        return self._sequel(without_article(words_of(phrase))) if position is None else position

    def _sequel(self, words: Words) -> int | None:
        """By the first title and a number that no title carries: `Wreck-It Ralph 2` beside `Ralph Breaks the …`."""
        first = self._names[0] if self._names else None
        if first is None or first.number or not words or words[:-1] != first.full:
            return None
        return self._numbered(words[-1:]) if words[-1].isdigit() and words[-1] != "1" else None

    def _position(self, phrase: str) -> int | None:
        """The medium of a number, an ordinal, a year or a code; words such as `film` beside it do not count."""
        glued = _GLUED.fullmatch(phrase.strip())
        words = tuple(_ORDINALS.get(word, word) for word in words_of(phrase) if word not in _FRAME)
        if len(words) == 1 and words[0] in _ROMAN:
            words = (_ROMAN[words[0]],)
        if words and all(word.isdigit() for word in words):
            return self._numbered(words)
        coded = self._coded("".join(words), phrase)
        if coded is None and glued:
            number = _ROMAN[glued["number"].casefold()]
            return self._coded(glued["code"].casefold() + number, glued["code"] + number)
        return coded

    def _numbered(self, number: Words) -> int | None:
        """By the number in a title where one has it, else by place in the list, else by year."""
        # 1.5 is how some write the part that a title has as 1½.
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
        letters = code.rstrip("0123456789")
        first = any(level.get(letters, [])[:1] == [0] for level in self._codes)
        number = code[len(letters) :]
        return self._numbered((number,)) if first and number and number != "1" else None

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
        spelled = _DASH.sub("-", phrase.strip())
        for start in _OPEN_STARTS:
            spelled = spelled[len(start) :] if spelled.casefold().startswith(start) else spelled
        for end in _OPEN_ENDS:
            spelled = spelled[: -len(end)] if spelled.casefold().endswith(end) else spelled
        if spelled == _DASH.sub("-", phrase.strip()):
            return None
        first = self._one(spelled)
        if first is None and (first := self.subtitled(spelled)) is None:
            return self._years(spelled, "9999")
        return tuple(range(first, len(self._media)))

    def _ended_range(self, phrase: str) -> tuple[int, ...] | None:
        """`until 2009`, `up to 2`: what comes first up to there."""
        start = next((start for start in _UNTIL if phrase.strip().casefold().startswith(start)), "")
        end = phrase.strip()[len(start) :]
        if not start:
            return None
        last = self._one(end)
        return self._years("0000", end) if last is None else tuple(range(last + 1))

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
        if name.full == without_article(words) or not any(holds(other, name.full) for other in others):
            yield name.full
        yield name.base + (self._places[index] or ("1",))
        if name.subtitle and not any(holds(o.full, name.subtitle) for o in self._names if o is not name):
            yield name.subtitle

    def _all_codes(self) -> list[dict[str, list[int]]]:
        """Codes by how sure they are: a title's own, with its place in the series, of its main part or subtitle."""
        levels: list[dict[str, list[int]]] = [{}, {}, {}]
        for index, name in enumerate(self._names):
            number = "".join(name.number)
            whole, main = (initials(words, name.article) for words in (name.full, name.base))
            own = main if name.number else whole
            plain = whole | main | initials(name.subtitle, name.subtitle_article)
            placed = {code + "".join(self._places[index]) for code in main}
            for level, codes in zip(levels, ({code + number for code in own}, placed, plain), strict=True):
                for code in codes:
                    level.setdefault(code, []).append(index)
        return levels


@lru_cache(maxsize=256)
def references(media: tuple[Medium, ...]) -> FilmReferences:
    """The references of one file's media, made once for all of its entries."""
    return FilmReferences(media)


def _likeness(left: set[str], right: set[str]) -> float:
    return len(left & right) / len(left | right) if left and right else 0.0


def _only(found: Iterable[int]) -> int | None:
    each = list(found)
    return each[0] if len(each) == 1 else None
