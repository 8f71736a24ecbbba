"""A file's own keys in the spelling of the format: `Franchise`, `FILMS` and `Release Year` are franchise, films and …

Belongs here: letter case and joints of keys above the entries. Not here: the keys of an entry (entry_fields).
"""

from __future__ import annotations

import re
from typing import Any

from hyperion_assets.sources.pointers import escape
from hyperion_assets.sources.shapes.entries import Json

_JOINT = re.compile(r"[\s_\-]+")
_KEYS = frozenset({
    "franchise", "film", "movie", "game", "short", "series", "tv_series", "show", "title", "films", "movies", "games",
    "shorts", "specials", "characters", "categories", "year", "release_year", "studio", "platform", "seasons",
    "episode_count",
})  # fmt: skip


def respelled(document: Json) -> tuple[Json, dict[str, str]]:
    """The document with its keys as the format spells them, and the original of every JSON pointer that this changes.

    A key stays as it is where the format's own stands beside it; what lies within a list of entries is left alone.
    """
    pointers: dict[str, str] = {}
    found: Json = _respelled(document, "", "", pointers)
    return found, pointers


def original_pointer(pointer: str, pointers: dict[str, str]) -> str:
    """A JSON pointer into the respelled document as one into the document itself."""
    above = pointer
    while above and above not in pointers:
        above = above.rpartition("/")[0]
    return pointers[above] + pointer[len(above) :] if above else pointer


def _respelled(value: Any, place: str, original: str, pointers: dict[str, str]) -> Any:
    if isinstance(value, list) and not place.endswith("/characters"):
        return [_respelled(item, f"{place}/{at}", f"{original}/{at}", pointers) for at, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    found: Json = {}
    for key, inner in value.items():
        folded = _JOINT.sub("_", key.strip().casefold())
        name = folded if folded in _KEYS and folded not in value and folded not in found else key
        here, there = f"{place}/{escape(name)}", f"{original}/{escape(key)}"
        if here != there:
            pointers[here] = there
        found[name] = _respelled(inner, here, there, pointers)
    return found
