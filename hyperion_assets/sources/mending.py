"""An entry that was never published, corrected: read again in its place in its file, as if the file said so.

So its record has the context that the file gives it, and the key that publishing would. Not here: records that were
published, which carry their context.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, NamedTuple

from hyperion_assets.settings import Settings
from hyperion_assets.sources import catalogue, characters
from hyperion_assets.sources.documents import Document, printable, read
from hyperion_assets.sources.entry_fields import entry_fields
from hyperion_assets.sources.limits import Limits
from hyperion_assets.sources.pointers import unescape
from hyperion_assets.sources.units import UnitContent
from hyperion_assets.sources.unreadable import UnreadableError
from hyperion_assets.topics import Topic

GIVE_WHOLE = "give the whole record as its value"


class CannotMendError(ValueError):
    """The entry gives no record: why, in words."""


class Mended(NamedTuple):
    """The record of a corrected entry."""

    key: str
    value: bytes


class Place(NamedTuple):
    """Where an entry stands, and what stood there when it was refused."""

    topic: Topic
    source: str
    pointer: str
    original: bytes | None
    """None where it is not known."""


Read = Callable[[Document], UnitContent]


def mended(settings: Settings, place: Place, entry: Any, taken: Collection[str]) -> Mended:
    """The record of an entry in its place; its key is none of `taken`, nor of another entry of the file.

    Raises CannotMendError where the file does not have the entry any more, or still gives no record of it.
    """
    document, file_content = _file(settings, place)
    steps = [unescape(step) for step in place.pointer.split("/")[1:]]
    there = document.original(place.pointer) if _holds(document.value, steps) else None
    if there is None or place.original not in (None, there):
        raise CannotMendError(f"{place.source} has another entry at {place.pointer} by now; {GIVE_WHOLE}")
    value = copy.deepcopy(document.value)
    _put(value, steps, entry)
    content = file_content(Document(document.text, value))
    record = next((row for row in content.records.to_pylist() if row["place"] == printable(place.pointer)), None)
    if record is None:
        raise CannotMendError(_refusal(content, place))
    others: list[Any] = file_content(document).records.column("key").to_pylist()
    return Mended(_free_key(place.topic, record["key"], {*others, *taken}), record["value"])


def character_key(source: str, value: dict[str, Any], taken: Collection[str]) -> str:
    """The key of a character's record without one: as publishing makes it, none of `taken`."""
    category = value["context"].get("category") or ""
    name = entry_fields(value["entry"]).known.get("name")
    return _free_key(Topic.CHARACTERS, printable(f"{source}|{category}|{(name or '').strip()}|1"), taken)


def _free_key(topic: Topic, key: str, others: Collection[str]) -> str:
    """The key, or for a character the one with the next ordinal that is free."""
    if topic is Topic.FILMS and key in others:
        raise CannotMendError(f"duplicate_film: the catalogue has another entry {key}")
    named, _, ordinal = key.rpartition("|")
    number = int(ordinal) if topic is Topic.CHARACTERS else 0
    while key in others:
        number += 1
        key = f"{named}|{number}"
    return key


def _file(settings: Settings, place: Place) -> tuple[Document, Read]:
    films = place.topic is Topic.FILMS
    path = settings.source_dir / catalogue.CATALOGUE if films else characters.file_of(settings.characters, place.source)
    if path is None:
        raise CannotMendError(f"{place.source} is not among the sources any more; {GIVE_WHOLE}")
    try:
        data = path.read_bytes()
        document = read(data, Limits.of(settings))
    except OSError as error:
        raise CannotMendError(f"{path} cannot be read: {error.strerror}; {GIVE_WHOLE}") from None
    except UnreadableError as error:
        raise CannotMendError(f"{path} cannot be read any more: {error.reason}; {GIVE_WHOLE}") from None
    return document, _reader(path, place, data)


def _reader(path: Path, place: Place, data: bytes) -> Read:
    if place.topic is Topic.FILMS:
        return lambda document: catalogue.document_content(path, document)
    return lambda document: characters.file_content(place.source, data, document)


def _refusal(content: UnitContent, place: Place) -> str:
    for rejection in content.rejections:
        if rejection.place == printable(place.pointer):
            return f"{rejection.code}: {rejection.reason}"
    return f"{place.pointer} of {place.source} is no entry: mend it in the file and publish it"


def _holds(value: Any, steps: list[str]) -> bool:
    for step in steps:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return False
    return True


def _put(value: Any, steps: list[str], entry: Any) -> None:
    for step in steps[:-1]:
        value = value[int(step) if isinstance(value, list) else step]
    value[int(steps[-1]) if isinstance(value, list) else steps[-1]] = entry
