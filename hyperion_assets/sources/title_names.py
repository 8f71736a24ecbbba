"""A title in words, and where it stands among the titles of its series.

Belongs here: taking titles apart. Not here: which title a phrase means (film_references).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from hyperion_assets.model.keys import EmptyKeyError, slug
from hyperion_assets.sources.media import SMALL_WORDS

Words = tuple[str, ...]

NUMERALS = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_SUBTITLE = re.compile(r":\s|\s[-\u2013\u2014]\s")


class TitleName(NamedTuple):
    """A title in words: its article, the others, the main part without its number, that number, the subtitle."""

    article: Words
    full: Words
    base: Words
    number: Words
    subtitle: Words
    subtitle_article: Words


def words_of(text: str) -> Words:
    try:
        return tuple(NUMERALS.get(word, word) for word in slug(text).split("-"))
    except EmptyKeyError:
        return ()


def without_article(words: Words) -> Words:
    return words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words


def title_name(title: str) -> TitleName:
    parts = _SUBTITLE.split(title, maxsplit=1)
    main = without_article(words_of(parts[0]))
    end = len(main)
    while end > 1 and main[end - 1].isdigit():
        end -= 1
    below = words_of(parts[1]) if len(parts) > 1 else ()
    subtitle = without_article(below)
    whole = words_of(title)
    full = without_article(whole)
    articles = whole[: len(whole) - len(full)], below[: len(below) - len(subtitle)]
    return TitleName(articles[0], full, main[:end], main[end:], subtitle, articles[1])


def place_in_series(names: list[TitleName], index: int) -> Words:
    """A title's number; without one its place among the titles of the list with the same main part."""
    name = names[index]
    if name.number:
        return name.number
    if any(other.full == name.full for other in names[:index]):
        return ()  # a remake is no sequel
    fulls = [other.full for other in names[: index + 1] if other.base == name.base]
    place = (str(len(dict.fromkeys(fulls))),)
    same = [i for i, other in enumerate(names) if other.base == name.base]
    taken = any(names[i].number == place for i in same)
    return () if taken else place


def initials(words: Words, article: Words) -> set[str]:
    """Initials of all words, and of those that are no articles or prepositions; a number stands whole."""
    spelled = (words, article + words, tuple(word for word in words if word not in SMALL_WORDS))
    return {"".join(word if word.isdigit() else word[0] for word in kept) for kept in spelled} - {""}


def holds(words: Words, part: Words) -> bool:
    """Whether the words of `part` stand in `words` in a row, and no number of them goes on behind."""
    ends = (at + len(part) for at in range(len(words) - len(part) + 1) if words[at : at + len(part)] == part)
    return bool(part) and any(not (part[-1].isdigit() and _counts(words[end : end + 1])) for end in ends)


def _counts(words: Words) -> bool:
    """Whether a word is a number that is no year."""
    return bool(words) and words[0].isdigit() and len(words[0]) < 4
