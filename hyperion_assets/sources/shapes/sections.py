"""The parts of a file that hold entries, whatever its shape: categories, characters, listed media, and other lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from hyperion_assets.sources.media import Kind, Medium, listed_medium
from hyperion_assets.sources.pointers import escape, unescape
from hyperion_assets.sources.shapes.entries import (
    Context,
    EntryList,
    Json,
    Reading,
    Unread,
    is_named_entry,
    lists_within,
    word,
)
from hyperion_assets.sources.shapes.titles import LISTS, group_media

_PLAIN_KEYS = frozenset({"characters", "list", "entries", "cast"})
"""Keys that hold a list without naming a group."""

MediaOf = Callable[[Json], dict[str, tuple[Medium, ...]]]
"""The media of each category, by slug."""


def sections(document: Json, context: Context, media_of: MediaOf) -> Reading:
    """All entry lists of a file, in its order of sections; a category that holds no list is reported.

    Entries outside categories stand in the whole of the file's media, or in the one that their group's name means.
    """
    holder, categories = named_categories(document)
    everywhere = replace(context, media=context.whole)
    media = media_of({slug: body for slug, (_, body) in categories.items()})
    for slug, (pointer, body) in categories.items():
        yield from _category(pointer, body, replace(context, media=media[slug], category=slug))
    if "characters" in document:
        yield from _grouped("/characters", document["characters"], everywhere)
    for key, value in document.items():
        if key in LISTS and isinstance(value, list):
            yield from _under_media(f"/{key}", value, everywhere, LISTS[key])
        elif key not in ("characters", holder):
            for group, at, entries in _nested(f"/{escape(key)}", value, key):
                here = _media_beside(key, value, at, everywhere.media, media_of)
                yield EntryList(at, entries, replace(everywhere, group=group, media=here))


def named_categories(document: Json) -> tuple[str, dict[str, tuple[str, Any]]]:
    """The key that holds the categories, and pointer and body of each by its slug; a list of them is keyed by name."""
    holder = "films" if "categories" not in document and isinstance(document.get("films"), dict) else "categories"
    categories = document.get(holder)
    if isinstance(categories, dict):
        return holder, {slug: (f"/{holder}/{escape(slug)}", body) for slug, body in categories.items()}
    found: dict[str, tuple[str, Any]] = {}
    for number, body in enumerate(categories if isinstance(categories, list) else []):
        slug = (word(body, "slug", "category", "name", "title") if isinstance(body, dict) else None) or str(number)
        found[slug if slug not in found else f"{slug} {number}"] = (f"/{holder}/{number}", body)
    return holder, found


def _is_entry_list(value: Any) -> bool:
    """Whether a list holds character entries: objects with a name and what only a character has."""
    return isinstance(value, list) and any(map(is_named_entry, value))


def _nested(pointer: str, value: Any, group: str | None) -> Iterator[tuple[str | None, str, list[Any]]]:
    """(group, pointer, entries) of every list of entries within a value, at any depth; the last key is the group."""
    if _is_entry_list(value):
        yield group, pointer, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _nested(f"{pointer}/{escape(key)}", inner, group if key in _PLAIN_KEYS else key)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            if isinstance(inner, dict):
                yield from _nested(f"{pointer}/{number}", inner, word(inner, "name", "title") or group)


def _category(pointer: str, body: Any, context: Context) -> Reading:
    if isinstance(body, list):
        yield EntryList(pointer, body, context)
        return
    if not isinstance(body, dict):
        yield Unread(pointer, "not_a_category", "a category is an object with a list of characters")
        return
    lists = list(lists_within(f"{pointer}/characters", body.get("characters")))
    lists += _nested(pointer, {key: value for key, value in body.items() if key != "characters"}, None)
    if not lists:
        yield Unread(pointer, "no_characters", 'the category has no list "characters"')
    for group, at, entries in lists:
        yield EntryList(at, entries, replace(context, group=group))


def _grouped(pointer: str, value: Any, context: Context) -> Reading:
    lists = list(lists_within(pointer, value))
    if not lists and value:
        yield Unread(pointer, "no_characters", '"characters" holds no list of entries')
    for group, at, entries in lists:
        yield EntryList(at, entries, replace(context, group=group, media=_media_along(at, context.media)))


def _media_beside(key: str, body: Any, at: str, whole: tuple[Medium, ...], media_of: MediaOf) -> tuple[Medium, ...]:
    """The media of entries beside the categories: `{"frozen_ii": {"year": 2019, "characters": […]}}` is a category."""
    if isinstance(body, dict) and "characters" in body:
        return media_of({key: body})[key] or whole
    return _media_along(at, whole)


def _media_along(pointer: str, media: tuple[Medium, ...]) -> tuple[Medium, ...]:
    """What the names of all groups on the way to a list leave of the media."""
    for name in pointer.split("/"):
        media = group_media(unescape(name), media)
    return media


def _under_media(pointer: str, listed: list[Any], context: Context, kind: Kind) -> Reading:
    """Entries that stand within a listed medium: `"shorts": [{"title": …, "characters": […]}]`."""
    for number, item in enumerate(listed):
        medium = listed_medium(item, kind) if isinstance(item, dict) else None
        here = context if medium is None else replace(context, media=(medium,))
        for group, at, entries in _nested(f"{pointer}/{number}", item, None):
            yield EntryList(at, entries, replace(here, group=group))
