"""Which reader takes a file: decided by its top-level keys, never by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hyperion_assets.sources.shapes import series
from hyperion_assets.sources.shapes.diagnosis import no_entries, no_object, no_shape
from hyperion_assets.sources.shapes.entries import EntryList, Json, Reading, Unread, word
from hyperion_assets.sources.shapes.flat import read_flat
from hyperion_assets.sources.shapes.franchise import read_franchise
from hyperion_assets.sources.shapes.games import read_games
from hyperion_assets.sources.shapes.grouped import read_grouped
from hyperion_assets.sources.shapes.key_names import original_pointer, respelled
from hyperion_assets.sources.shapes.one_medium import KEYS, read_one_medium
from hyperion_assets.sources.shapes.sections import named_categories
from hyperion_assets.sources.shapes.series import read_series
from hyperion_assets.sources.shapes.strays import stray_entries
from hyperion_assets.sources.shapes.titles import listed_media

Reader = Callable[[Json], Reading]


def read_shape(document: Any) -> list[EntryList | Unread]:
    """All entry lists of a file and what of it no reader takes; a file with no entry at all is one Unread."""
    if not isinstance(document, dict):
        return [Unread("", "unknown_shape", no_object(document))]
    respelled_document, pointers = respelled(document)
    reader = reader_of(respelled_document)
    if reader is None:
        return [Unread("", "unknown_shape", no_shape(document))]
    found = [_placed(part, pointers) for part in reader(respelled_document)]
    if not any(isinstance(part, EntryList) and part.entries for part in found):
        return [Unread("", "no_entries", no_entries(document, found))]
    return [*found, *stray_entries(document, found)]


def _placed(part: EntryList | Unread, pointers: dict[str, str]) -> EntryList | Unread:
    if isinstance(part, EntryList):
        return replace(part, pointer=original_pointer(part.pointer, pointers))
    return replace(part, place=original_pointer(part.place, pointers))


def reader_of(document: Json) -> Reader | None:
    """The reader of a file's shape, or None if it has none of them."""
    if not isinstance(document.get("films"), list):
        if word(document, *series.KEYS) or isinstance(document.get("series"), list):
            return read_series
        keys = KEYS if word(document, "franchise") is None else KEYS.keys() - {"title"}
        if word(document, *keys):
            return read_one_medium
        if isinstance(document.get("games"), list):
            return read_games
    if named_categories(document)[1]:
        return read_franchise
    if word(document, "franchise") is None and not listed_media(document):
        return None
    return read_grouped if isinstance(document.get("characters"), dict) else read_flat
