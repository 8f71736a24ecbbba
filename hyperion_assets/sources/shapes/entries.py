"""What every shape's reader gives: lists of entries with the context that they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from hyperion_assets.sources.documents import clean
from hyperion_assets.sources.entry_fields import entry_fields
from hyperion_assets.sources.media import Medium
from hyperion_assets.sources.pointers import escape

Json = dict[str, Any]
_ENTRY_FIELDS = frozenset({"voice_actor", "actor", "role", "species"})


@dataclass(frozen=True)
class Context:
    """What a file says about its entries beside the entries themselves."""

    shape: str
    franchise: str | None
    studio: str | None
    file_media: tuple[Medium, ...]
    media: tuple[Medium, ...] = ()
    category: str | None = None
    group: str | None = None

    @property
    def whole(self) -> tuple[Medium, ...]:
        """Where an entry for the whole file stands: in all its films, or where it lists none in all its media."""
        return films_of(self.file_media)

    def as_json(self) -> Json:
        """The context as it travels in a record's value."""
        return {
            "shape": self.shape,
            "franchise": self.franchise,
            "category": self.category,
            "group": self.group,
            "media": [medium.as_json() for medium in self.media],
            "file_media": [medium.as_json() for medium in self.file_media],
            "studio": self.studio,
        }


def films_of(media: tuple[Medium, ...]) -> tuple[Medium, ...]:
    """The films among the media, else all of them."""
    return tuple(medium for medium in media if medium.kind == "film") or media


@dataclass(frozen=True)
class EntryList:
    """A list of entries at a JSON pointer, all in one context."""

    pointer: str
    entries: list[Any]
    context: Context


@dataclass(frozen=True)
class Unread:
    """A part of a file, or with place "" the whole of it, that no reader takes."""

    place: str
    code: str
    reason: str


Reading = Iterator[EntryList | Unread]


def is_named_entry(value: Any) -> bool:
    """Whether a value is an object with a name and what only a character has."""
    known = _known_fields(value)
    return "name" in known and bool(_ENTRY_FIELDS & known)


def is_entry(value: Any) -> bool:
    """Whether a value is that, or an object with a voice."""
    return is_named_entry(value) or "voice_actor" in _known_fields(value)


def _known_fields(value: Any) -> AbstractSet[str]:
    return entry_fields(value).known.keys() if isinstance(value, dict) else frozenset()


def lists_within(pointer: str, value: Any) -> Iterator[tuple[str | None, str, list[Any]]]:
    """(group, pointer, entries) of a list, or of an object of groups: {group: […]} or {group: {"characters": …}}.

    Nested groups keep the innermost name. Yields nothing for a value that holds no list.
    """
    if isinstance(value, list):
        yield None, pointer, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            below = inner["characters"] if isinstance(inner, dict) and "characters" in inner else inner
            place = f"{pointer}/{escape(name)}" + ("/characters" if below is not inner else "")
            for group, at, entries in lists_within(place, below):
                yield group or name, at, entries


def word(document: Json, *keys: str) -> str | None:
    """The first of these keys that holds text that is not blank, cleaned."""
    texts = (clean(document[key]) for key in keys if isinstance(document.get(key), str))
    return next((text for text in texts if text), None)
