"""The source's words mapped to one vocabulary: roles, genders, species, and the qualifiers of a voice credit.

The mappings are data/vocabulary/*.csv; a mapping to a blank says that the word stands for "not known". Sources in the
files are folded: small letters, blanks for hyphens and underscores.

Belongs here: looking words up. Not here: the words themselves, and the grammar around a qualifier.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from hyperion_assets.errors import InputError
from hyperion_assets.settings import REPOSITORY

VOCABULARY = REPOSITORY / "data" / "vocabulary"

_JOINT = re.compile(r"[\s_\-\u2010-\u2015]+")
_NOBODY = {
    "unknown": "none", "unnamed": "none", "unidentified": "none", "uncredited": "none", "unspecified": "none",
    "no": "none", "non": "none", "not": "none", "none": "none", "various": "ensemble", "multiple": "ensemble",
    "several": "ensemble", "assorted": "ensemble", "numerous": "ensemble",
}  # fmt: skip
ASIDE = re.compile(r"\s*[(\[].*$")
PARTS = re.compile(r"\s*(?:[/,;|&+]|\band\b|\bor\b|\bturned\b|\bthen\b|\blater\b)\s*")
_AFTER_HEAD = re.compile(r" (?:of|in|with|from|on|to|for|who|that|like|as|disguised|named|called|by|at)\b.*$")


class Normalized(NamedTuple):
    """A word in the vocabulary; value None with known True where the source says that it knows none."""

    value: str | None
    known: bool


class Meaning(NamedTuple):
    """What a qualifier's phrase means: its kind and value.

    Kinds are variant, credit, credited, none, segment, all, plain and filler. `plain` (`English`, `cameo`) says what a
    credit without it says; `filler` (`in`, `the`) says nothing alone.
    """

    kind: str
    value: str


def role(word: str | None) -> Normalized:
    """The part in the story: `comic relief` → comic_relief, `Henchmen` → henchman, `n/a` → None.

    Of several words (`villain / henchman`) the first known one counts; of a phrase that is not known, its longest known
    ending (`former secret henchman`).
    """
    mapping = _mapping("roles")
    values = _known_values(word, mapping) or _known_ending(word, mapping)
    return Normalized(values[0] if values else None, bool(values))


def gender(word: str | None) -> Normalized:
    """`Male` → male, `various` → None, and None for a group of both (`male, female`)."""
    values = set(_known_values(word, _mapping("genders")))
    return Normalized(next(iter(values)) if len(values) == 1 else None, bool(values))


def species(word: str | None) -> Normalized:
    """The species in small letters, mapped where a mapping is known (`Humans` → human); always known."""
    if word is None:
        return Normalized(None, True)
    spelled = " ".join(word.casefold().split())
    return Normalized(_mapping("species").get(fold(word), spelled) or None, True)


@cache
def qualifiers() -> Mapping[tuple[str, ...], Meaning]:
    """The phrases of credit qualifiers, by their folded words."""
    rows = rows_of("qualifiers")
    return {tuple(row["source"].split()): Meaning(row["kind"], row["value"]) for row in rows}


@cache
def unnamed_credits() -> Mapping[str, str]:
    """What a credit says that names nobody, folded: to `none` (no voice, or unknown) or `ensemble`."""
    return _mapping("unnamed_credits")


def names_nobody(credit: str) -> str | None:
    """What a credit that names nobody says, `none` or `ensemble`; None for one that may be a name.

    Beside the listed words those that begin with one that no name begins with, and go on in small letters: `Unknown
    child actor`, `various Disney employees`, `Non-speaking role`.
    """
    first, *others = _JOINT.split(credit.strip())
    in_small_letters = bool(others) and all(word.isalpha() and word.islower() and word != "and" for word in others)
    return unnamed_credits().get(fold(credit)) or (_NOBODY.get(first.casefold()) if in_small_letters else None)


def fold(word: str) -> str:
    """Small letters, and single blanks for blanks, hyphens and underscores: `Comic_Relief` → `comic relief`."""
    return _JOINT.sub(" ", word.casefold()).strip()


def head(phrase: str) -> str:
    """A folded phrase without what follows its head: `king of the sea` → `king`."""
    return _AFTER_HEAD.sub("", phrase)


def blank_species(folded: str) -> bool:
    """Whether a folded species says that none is known, or that there are several."""
    return _mapping("species").get(folded) == ""


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a mapping file. Raises InputError if it cannot be read."""
    path = VOCABULARY / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; restore it from the repository") from None


def _known_values(word: str | None, mapping: Mapping[str, str]) -> list[str | None]:
    """What the whole word means, else what stands before a bracket, else the known ones of its several words."""
    if word is None or not fold(word):
        return [None]
    folded = fold(word)
    bare = ASIDE.sub("", folded)
    for candidates in ([folded], [bare], PARTS.split(bare)):
        known = [mapping[candidate] or None for candidate in candidates if candidate in mapping]
        if known:
            return known
    return []


def _known_ending(word: str | None, mapping: Mapping[str, str]) -> list[str | None]:
    words = head(ASIDE.sub("", fold(word or ""))).split()
    endings = (" ".join(words[start:]) for start in range(len(words)))
    return [mapping[ending] or None for ending in endings if mapping.get(ending)][:1]


@cache
def _mapping(name: str) -> Mapping[str, str]:
    return {row["source"]: row["value"] for row in rows_of(name)}
