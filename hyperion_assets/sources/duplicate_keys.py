"""Keys that stand twice in one JSON object: harmless where both say the same, else nobody knows which one holds.

Belongs here: finding them while a text is parsed, and which entry or part of a file each makes unusable.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from hyperion_assets.sources.pointers import escape, with_above

DUPLICATE_KEY = "duplicate_key"
MOST_PARTS = 100
"""Parts of one file, beside its entries, that are reported one by one; of a file with more nothing is used."""


class Ambiguous(dict[str, Any]):
    """An object that gives one key two values; `key` is the first such key, the last value stands under it."""

    def __init__(self, members: dict[str, Any], key: str) -> None:
        super().__init__(members)
        self.key = key


class Duplicate(NamedTuple):
    """Where a key stands twice: the JSON pointer of its object, and the key."""

    place: str
    key: str

    @property
    def pointer(self) -> str:
        """The JSON pointer of the key."""
        return f"{self.place}/{escape(self.key)}"

    @property
    def reason(self) -> str:
        """The reason in words."""
        return f"{self.pointer} stands twice, with different values"


class Pairs:
    """The object_pairs_hook of one parse: `found` tells whether any object was ambiguous."""

    def __init__(self) -> None:
        self.found = False

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """The object of its members."""
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        seen: dict[str, Any] = {}
        for key, value in pairs:
            if key in seen and not same(seen[key], value):
                self.found = True
                return Ambiguous(members, key)
            seen[key] = value
        return members


def same(one: Any, other: Any) -> bool:
    """Whether two parsed values say the same; 1 and true do not, and nothing is the same as what is ambiguous."""
    if type(one) is not type(other) or isinstance(one, Ambiguous):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def duplicates(value: Any, place: str = "") -> Iterator[Duplicate]:
    """The ambiguous objects of a parsed value, outer ones first, in its order."""
    if isinstance(value, Ambiguous):
        yield Duplicate(place, value.key)
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from duplicates(inner, f"{place}/{escape(key)}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from duplicates(inner, f"{place}/{number}")


class Unusable(NamedTuple):
    """What duplicate keys make unusable: entries, and other parts of the file, by place with the first duplicate."""

    entries: dict[str, Duplicate]
    parts: dict[str, Duplicate]

    def covers(self, place: str) -> bool:
        """Whether a place lies in one of the parts."""
        return bool(self.parts) and any(above in self.parts for above in with_above(place))


def unusable(found: Collection[Duplicate], entry_places: Collection[str]) -> Unusable:
    """The entry that each duplicate lies in, or else its object as a part, which takes all entries within it along.

    A file with more than MOST_PARTS of them is one part as a whole, of place "".
    """
    result = Unusable({}, {})
    for duplicate in found:
        if result.covers(duplicate.place):
            continue
        entry = next((place for place in with_above(duplicate.place) if place in entry_places), None)
        if entry is None:
            result.parts[duplicate.place] = duplicate
        else:
            result.entries.setdefault(entry, duplicate)
    if len(result.parts) > MOST_PARTS:
        return Unusable({}, {"": next(iter(result.parts.values()))})
    return result
