"""The closed set of groups that species fall into: `clownfish` → fish, `toy (cowboy doll)` → toy.

The words are data/vocabulary/species_groups.csv. An English compound ends in what it is, so the longest known ending
of a phrase counts; words marked `anywhere` decide wherever they stand, the first of the file first: a toy dinosaur is a
toy, a ghost pirate a spirit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from hyperion_assets.sources.word_mappings import ASIDE, PARTS, Normalized, blank_species, fold, head, rows_of

_INSIDE = re.compile(r"[(\[](.*?)[)\]]?$")
_ENDINGS = (("ies", "y"), ("ves", "f"), ("ves", "fe"), ("men", "man"), ("es", ""), ("s", ""))


class _Groups(NamedTuple):
    words: Mapping[str, str]
    anywhere: Mapping[str, str]


@lru_cache(maxsize=4096)
def species_group(word: str | None) -> Normalized:
    """The group of a species; value None with known True where the source says that it knows none."""
    folded = fold(word or "")
    if not folded or blank_species(folded):
        return Normalized(None, True)
    found = next(filter(None, map(_of_phrase, _readings(folded))), None)
    return Normalized(found, found is not None)


def _readings(folded: str) -> Iterator[str]:
    """The whole, what stands before a bracket, its parts, and what stands within the bracket."""
    yield folded
    bare = ASIDE.sub("", folded)
    yield bare
    yield from PARTS.split(bare)
    if inside := _INSIDE.search(folded):
        yield from PARTS.split(inside[1])


def _of_phrase(phrase: str) -> str | None:
    groups = _groups()
    exact = groups.words.get(phrase) or groups.anywhere.get(phrase)
    if exact or "(" in phrase or PARTS.search(phrase):
        return exact
    words = head(phrase).split()
    singular = {form for word in words for form in _forms(word)}
    deciding = next((group for word, group in groups.anywhere.items() if word in singular), None)
    if deciding:
        return deciding
    endings = (" ".join([*words[start:-1], form]) for start in range(len(words)) for form in _forms(words[-1]))
    return next((groups.words[ending] for ending in endings if ending in groups.words), None)


def _forms(word: str) -> Iterator[str]:
    """The word, and what it may be the plural of."""
    yield word
    for ending, singular in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            yield word.removesuffix(ending) + singular


@cache
def _groups() -> _Groups:
    rows = rows_of("species_groups")
    return _Groups(
        *({row["source"]: row["value"] for row in rows if row["where"] == where} for where in ("", "anywhere"))
    )
