"""Readable, deterministic keys: a slug of the natural key, the same on every engine and every run.

A key depends on the entity alone. Names that fold to one slug are one entity.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from slugify import slugify

_FRACTIONS = {"½": " 1 2", "⅓": " 1 3", "¼": " 1 4", "¾": " 3 4"}
_SQUARED = {"²": " 2", "³": " 3"}
_APOSTROPHES = (
    "['`\N{ACUTE ACCENT}\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER TURNED COMMA}"
    "\N{LATIN CAPITAL LETTER SALTILLO}\N{LATIN SMALL LETTER SALTILLO}]"
)
_NUMBERS = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9",
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_OWNER = re.compile(r"^(walt-disney-pictures-|walt-disneys-|disney-pixars-|disneys-|pixars-|marvels-)(?=.)")
_PART = re.compile(r"(?:^|-)(?:part|volume|vol|episode|chapter)-(?=\d)")
_SUBTITLE = re.compile(r":\s|\s[-\u2013\u2014]\s")

_SILENT = frozenset("\N{CYRILLIC SMALL LETTER SOFT SIGN}\N{CYRILLIC SMALL LETTER HARD SIGN}\N{ARABIC LETTER HAMZA}")
"""Letters that names are often written without."""


class EmptyKeyError(ValueError):
    """A name has no letter or digit that a key could be made of."""


def slug(text: str) -> str:
    """The slug of a name: `Pixar Animation Studios` → `pixar-animation-studios`. Raises EmptyKeyError."""
    spelled = text
    for sign, words in (_FRACTIONS | _SQUARED).items():
        spelled = spelled.replace(sign, words)
    spelled = re.sub(_APOSTROPHES, "", spelled.replace("&", " and "))
    spelled = unicodedata.normalize("NFKC", spelled).lower()
    made = slugify(spelled if spelled.isascii() else "".join(map(_written, spelled)))
    if not made:
        raise EmptyKeyError(f"{text!r} has no letter or digit to make a key of")
    return made


@lru_cache(maxsize=10_000)
def _written(sign: str) -> str:
    """The sign; for a letter or digit that the library would leave out, and is not silent, its number in Unicode.

    It has as many digits for all, so that no letter behind it is taken for one of them.
    """
    if not sign.isalnum() or slugify(sign) or sign in _SILENT or unicodedata.category(sign) == "Lm":
        return sign
    return "a" if " LETTER ALEF" in unicodedata.name(sign, "") else f"u{ord(sign):06x}"


def film_id(title: str, year: int) -> str:
    """`Toy Story`, 1995 → `toy-story-1995`; also the key of a game, series or short."""
    return f"{slug(title)}-{year}"


def character_id(franchise_id: str, name: str) -> str:
    """`toy-story`, `Woody` → `toy-story--woody`."""
    return f"{franchise_id}--{slug(name)}"


def match_key(title: str) -> str:
    """A title folded for comparison: its slug without an article (`The Rescuers`, `Rescuers, The` → `rescuers`)."""
    return re.sub(r"^(the|a|an)-(?=.)|-(the|a|an)$", "", slug(title))


def loose_key(title: str) -> str:
    """A title folded further: no hyphens, no owner in front, numerals and number words as digits.

    `Disney's The Lion King II`, `Lion King 2` and `Lion King, Part Two` → `lionking2`; `WALL·E`, `Walle` → `walle`.
    Only for comparing titles of one year. Raises EmptyKeyError.
    """
    words = re.sub(r"^(the|a|an)-(?=.)", "", _OWNER.sub("", match_key(title))).split("-")
    return _PART.sub("-", "-".join(_NUMBERS.get(word, word) for word in words)).replace("-", "")


def loose_keys(title: str) -> list[str]:
    """What else a title may be called in its year: its `loose_key`, and the parts of a title with a subtitle.

    The main part counts if it has a number (`The Lion King II`), the subtitle if it has two words beside an article
    (`Simba's Pride`).
    """
    keys = _loose(title)
    parts = _SUBTITLE.split(title, maxsplit=1)
    if len(parts) == 2:
        main, subtitle = parts
        if re.search(r"\d", "".join(_loose(main))):
            keys += _loose(main)
        if len(re.sub(r"^(the|a|an) ", "", subtitle.casefold()).split()) > 1:
            keys += _loose(subtitle)
    return list(dict.fromkeys(keys))


def _loose(text: str) -> list[str]:
    try:
        return [loose_key(text)]
    except EmptyKeyError:
        return []
