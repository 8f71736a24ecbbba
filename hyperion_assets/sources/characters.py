"""Character files: every *.json below a folder as one source unit, read by its shape.

A record's value is the entry as it stands and the context that it stands in. A file or entry that cannot be published
is a rejection with its original bytes; nothing is left out in silence.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from hyperion_assets.errors import InputError
from hyperion_assets.sources.documents import Document, compact, kind, read
from hyperion_assets.sources.duplicate_keys import DUPLICATE_KEY, Unusable, unusable
from hyperion_assets.sources.entry_fields import entry_fields
from hyperion_assets.sources.limits import BYTES_VARIABLE, DEFAULT_LIMITS, Limits
from hyperion_assets.sources.records import UnitBuilder, fingerprint, measured, reject_no_numbers, unreadable_file
from hyperion_assets.sources.shapes.entries import EntryList, Unread
from hyperion_assets.sources.shapes.selection import read_shape
from hyperion_assets.sources.source_files import Found, file_bytes, file_sha256, json_files
from hyperion_assets.sources.units import SourceUnit, UnitContent
from hyperion_assets.sources.unreadable import UnreadableError

READER_VERSION = "4"
"""Raise with every change of what this module and the shapes make of the same bytes."""

_FOLDER = "characters"


def characters(folder: Path, limits: Limits = DEFAULT_LIMITS) -> list[SourceUnit]:
    """One unit a file or link that leaves the folder, named `characters/<path below the folder>`, sorted by name.

    Keys are `<source>|<category>|<name>|<ordinal among equal names>`. Raises InputError if there is no such folder.
    """
    check_folder(folder)
    return [_unit(f"{_FOLDER}/{_name(found.path, folder)}", found, limits) for found in json_files(folder)]


def file_of(folder: Path, source: str) -> Path | None:
    """The file of a unit by the unit's name, or None if there is none now."""
    found = (each.path for each in json_files(folder) if each.leaves_to is None)
    return next((path for path in found if f"{_FOLDER}/{_name(path, folder)}" == source), None)


def check_folder(folder: Path) -> None:
    """Raise InputError if there is no such folder of character files."""
    if not folder.is_dir():
        raise InputError(
            f"there is no folder of character files {folder}; name one with HYPERION_CHARACTERS_DIR or --characters"
        )


def _unit(name: str, found: Found, limits: Limits) -> SourceUnit:
    return SourceUnit(name, _fingerprint(found, limits), partial(_content, name, found, limits))


def _content(name: str, found: Found, limits: Limits) -> UnitContent:
    if found.leaves_to is not None:
        reason = f"the link leads out of the folder of character files, to {found.leaves_to}; put the file itself there"
        return unreadable_file(name, b"", "link_leaves_folder", reason)
    try:
        data = file_bytes(found.path, limits.bytes)
        size = found.path.stat().st_size
        if size > limits.bytes:
            reason = f"{size} bytes, over the {limits.bytes} that {BYTES_VARIABLE} allows"
            return unreadable_file(name, data, "too_large", f"{reason}; SHA-256 {file_sha256(found.path)}")
    except OSError as error:
        return unreadable_file(name, b"", "unreadable_file", f"the file cannot be opened: {error.strerror}")
    try:
        document = read(data, limits)
    except UnreadableError as error:
        return unreadable_file(name, data, error.code, f"{error.reason} ({measured(data)})")
    return file_content(name, data, document)


def file_content(name: str, data: bytes, document: Document) -> UnitContent:
    """The records and rejections of a parsed character file."""
    parts = read_shape(document.value)
    lists = [part for part in parts if isinstance(part, EntryList)]
    torn = _torn(document, lists)
    whole = [Unread("", DUPLICATE_KEY, torn.parts[""].reason)] if "" in torn.parts else []
    for unread in [*whole, *(part for part in parts if isinstance(part, Unread) and not part.place)]:
        return unreadable_file(name, data, unread.code, f"{unread.reason} ({measured(data)})")
    builder = UnitBuilder(name)
    ordinals: Counter[tuple[str, str]] = Counter()
    for part in parts:
        if isinstance(part, Unread):
            if not torn.covers(part.place):
                builder.reject(part.place, part.code, part.reason, document.original(part.place))
            continue
        for number, entry in enumerate(part.entries):
            place = f"{part.pointer}/{number}"
            if place in torn.entries:
                builder.reject(place, DUPLICATE_KEY, torn.entries[place].reason, document.original(place))
            elif not torn.covers(place):
                _add(builder, document, part, place, entry, ordinals)
    for place, duplicate in torn.parts.items():
        builder.reject(place, DUPLICATE_KEY, duplicate.reason, document.original(place))
    reject_no_numbers(builder, document, torn, {part.pointer for part in lists})
    return builder.content(document.encoding)


def _torn(document: Document, lists: list[EntryList]) -> Unusable:
    """What duplicate keys make unusable; looked for only where there are any."""
    if not document.duplicates:
        return Unusable({}, {})
    places = {f"{part.pointer}/{number}" for part in lists for number in range(len(part.entries))}
    return unusable(document.duplicates, places)


def _add(
    builder: UnitBuilder,
    document: Document,
    part: EntryList,
    place: str,
    entry: Any,
    ordinals: Counter[tuple[str, str]],
) -> None:
    if not isinstance(entry, dict):
        reason = f"a character entry is an object, not {kind(entry)}"
        builder.reject(place, "not_an_object", reason, document.original(place))
        return
    name = _entry_name(entry_fields(entry).known)
    if name is None:
        builder.reject(place, "no_name", "the entry has no name, and no credit without one", document.original(place))
        return
    try:
        value = compact({"entry": entry, "context": part.context.as_json()})
    except UnreadableError as error:
        builder.reject(place, error.code, error.reason, document.original(place))
        return
    builder.add(_key(builder, (part.context.category or "", name), ordinals), value, place)


def _entry_name(entry: dict[str, Any]) -> str | None:
    """The entry's name; '' for a credit without a character, which is an ensemble's; None if it cannot be used."""
    name = entry.get("name")
    if isinstance(name, str) and name.strip():
        return name.strip()
    credit = entry.get("voice_actor")
    nameless = "name" in entry and (name is None or isinstance(name, str))
    return "" if nameless and isinstance(credit, str) and credit.strip() else None


def _key(builder: UnitBuilder, named: tuple[str, str], ordinals: Counter[tuple[str, str]]) -> str:
    while True:
        ordinals[named] += 1
        key = f"{builder.source}|{named[0]}|{named[1]}|{ordinals[named]}"
        if not builder.holds(key):  # a `|` in a name may spell another entry's key
            return key


def _fingerprint(found: Found, limits: Limits) -> str:
    version = f"{READER_VERSION}/{limits}"
    try:
        if found.leaves_to is not None:
            return fingerprint(os.fsencode(found.leaves_to), version)
        if found.path.is_file() and found.path.stat().st_size > limits.bytes:
            return fingerprint(file_sha256(found.path).encode(), version)
        return fingerprint(file_bytes(found.path, limits.bytes), version)
    except OSError as error:
        return fingerprint(str(error.strerror).encode(), version)


def _name(path: Path, folder: Path) -> str:
    return os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "backslashreplace")
