"""Readable, deterministic keys: a slug of the natural key, the same on every engine and every run.

A key depends on the entity alone. Names that fold to one slug are one entity.
"""

from __future__ import annotations

import re
import unicodedata

from slugify import slugify

_FRACTIONS = {"½": " 1 2", "⅓": " 1 3", "¼": " 1 4", "¾": " 3 4"}
_SQUARED = {"²": " 2", "³": " 3"}
_APOSTROPHES = (
    "['`\N{ACUTE ACCENT}\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER TURNED COMMA}]"
)


class EmptyKeyError(ValueError):
    """A name has no letter or digit that a key could be made of."""


def slug(text: str) -> str:
    """The slug of a name: `Pixar Animation Studios` → `pixar-animation-studios`. Raises EmptyKeyError."""
    spelled = text
    for sign, words in (_FRACTIONS | _SQUARED).items():
        spelled = spelled.replace(sign, words)
    spelled = re.sub(_APOSTROPHES, "", spelled.replace("&", " and "))
    made = slugify(unicodedata.normalize("NFKC", spelled))
    if not made:
        raise EmptyKeyError(f"{text!r} has no letter or digit to make a key of")
    return made


def film_id(title: str, year: int) -> str:
    """`Toy Story`, 1995 → `toy-story-1995`; also the key of a game, series or short."""
    return f"{slug(title)}-{year}"


def character_id(franchise_id: str, name: str) -> str:
    """`toy-story`, `Woody` → `toy-story--woody`."""
    return f"{franchise_id}--{slug(name)}"


def match_key(title: str) -> str:
    """A title folded for comparison: its slug without an article (`The Rescuers`, `Rescuers, The` → `rescuers`)."""
    return re.sub(r"^(the|a|an)-(?=.)|-(the|a|an)$", "", slug(title))
