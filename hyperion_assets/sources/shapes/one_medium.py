"""A file about one film, one game or one short: every entry stands in it, in categories, groups or one list."""

from __future__ import annotations

from hyperion_assets.sources.media import Kind, titled
from hyperion_assets.sources.shapes.entries import Context, Json, Reading, word
from hyperion_assets.sources.shapes.sections import sections

KEYS: dict[str, Kind] = {"film": "film", "movie": "film", "game": "game", "short": "short", "title": "film"}
"""Top-level keys that hold the one medium's title, the first one that is there counts."""


def read_one_medium(document: Json) -> Reading:
    """Entries with the file's one medium; the shape is one_film, one_game or one_short."""
    key = next(key for key in KEYS if word(document, key))
    medium = titled(document[key], document.get("year", document.get("release_year")), KEYS[key])
    media = (medium,) if medium else ()
    context = Context(f"one_{KEYS[key]}", word(document, "franchise"), word(document, "studio"), media)
    yield from sections(document, context, lambda categories: dict.fromkeys(categories, media))
