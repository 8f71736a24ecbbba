"""Why no reader takes a file, in words, with the JSON pointer of the first thing that is not as expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hyperion_assets.sources.documents import kind
from hyperion_assets.sources.pointers import escape
from hyperion_assets.sources.shapes.entries import EntryList, Json, Unread, word

SUBJECTS = ("franchise", "film", "movie", "game", "short", "series", "tv_series", "show", "title")
_EXPECTED = 'text "franchise", "film", "game" or "series"'
_SHOWN_KEYS = 8


def no_object(value: Any) -> str:
    """Of a file that is no object at all."""
    if not isinstance(value, list):
        return f"the file is {kind(value)}, not an object about a film or franchise"
    if not value:
        return "the file is an empty list"
    number, item = next(((at, item) for at, item in enumerate(value) if not isinstance(item, dict)), (0, value[0]))
    if not isinstance(item, dict):
        first = f"/{number} is {kind(item)}, not an object"
    elif own := next((subject for subject in SUBJECTS[:4] if word(item, subject)), None):
        first = f"/0/{own} names a {own} within the entry, where only a file or category may"
    else:
        first = f"/0 stands under no {_EXPECTED}"
    count = f"{len(value)} item{'s' * (len(value) > 1)}"
    return (
        f"the file is a bare list of {count}: nothing says which film or franchise it is about; first problem: {first}"
    )


def no_shape(document: Json) -> str:
    """Of an object that is about no film, franchise, game or series."""
    keys = ", ".join(list(document)[:_SHOWN_KEYS]) or "none"
    said = f"no franchise, film, game or series with characters; its keys are {keys}"
    return f"{said}; first problem: {_first_of(document)}" if document else "the file is an empty object"


def no_entries(document: Json, found: Sequence[EntryList | Unread]) -> str:
    """Of a file of a known shape that holds no entry."""
    for part in found:
        if isinstance(part, Unread):
            return f"the file has no character entry; first problem: {part.place} {part.reason}"
    empty = next((part.pointer for part in found if isinstance(part, EntryList)), None)
    if empty is not None:
        return f"the file has no character entry; first problem: {empty} is an empty list"
    if "characters" in document:
        return f"the file has no character entry; first problem: /characters is {_empty(document['characters'])}"
    first = f'/{escape(next(iter(document)))} has neither "characters" nor "categories" beside it'
    return f"the file has no character entry; first problem: {first}"


def _first_of(document: Json) -> str:
    for subject in SUBJECTS:
        if subject in document and word(document, subject) is None:
            value = document[subject]
            return f"/{subject} is {'blank' if isinstance(value, str) else kind(value)}, not a title"
    for holder in ("characters", "categories"):
        if holder in document:
            return f"/{holder} has no {_EXPECTED} beside it"
    key = next(iter(document))
    return f"/{escape(key)} is {kind(document[key])}, where a {_EXPECTED} is expected"


def _empty(value: Any) -> str:
    return f"an empty {'list' if isinstance(value, list) else 'object'}" if value in ([], {}) else kind(value)
