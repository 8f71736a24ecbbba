"""Character files: every *.json below a folder as one source unit, read by its shape.

A record's value is the entry as it stands and the context that it stands in. A file or entry that cannot be published
is a rejection with its original bytes; nothing is left out in silence.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from hyperion_assets.errors import InputError
from hyperion_assets.sources.documents import MAX_FILE_BYTES, Document, UnreadableError, compact, read
from hyperion_assets.sources.records import UnitBuilder, fingerprint, measured, unreadable_file
from hyperion_assets.sources.shapes.entries import EntryList
from hyperion_assets.sources.shapes.selection import read_shape
from hyperion_assets.sources.units import SourceUnit, UnitContent

READER_VERSION = "1"
"""Raise with every change of what this module and the shapes make of the same bytes."""

_FOLDER = "characters"


def characters(folder: Path) -> list[SourceUnit]:
    """One unit a file, named `characters/<path below the folder>`, sorted by name.

    Keys are `<source>|<category>|<name>|<ordinal among equal names>`. Raises InputError if there is no such folder.
    """
    check_folder(folder)
    return [_unit(f"{_FOLDER}/{_name(path, folder)}", path) for path in _files(folder)]


def check_folder(folder: Path) -> None:
    """Raise InputError if there is no such folder of character files."""
    if not folder.is_dir():
        raise InputError(
            f"there is no folder of character files {folder}; name one with HYPERION_CHARACTERS_DIR or --characters"
        )


def _unit(name: str, path: Path) -> SourceUnit:
    try:
        mark = _fingerprint(path)
    except OSError as error:
        mark = fingerprint(str(error.strerror).encode(), READER_VERSION)
    return SourceUnit(name, mark, partial(_content, name, path))


def _content(name: str, path: Path) -> UnitContent:
    try:
        data = _bytes(path)
        size = path.stat().st_size
    except OSError as error:
        return unreadable_file(name, b"", "unreadable_file", f"the file cannot be opened: {error.strerror}")
    if size > MAX_FILE_BYTES:
        reason = f"{size} bytes, over the {MAX_FILE_BYTES} that are read; SHA-256 {_sha256(path)}"
        return unreadable_file(name, data, "too_large", reason)
    try:
        document = read(data)
    except UnreadableError as error:
        return unreadable_file(name, data, error.code, f"{error.reason} ({measured(data)})")
    return file_content(name, data, document)


def file_content(name: str, data: bytes, document: Document) -> UnitContent:
    """The records and rejections of a parsed character file."""
    parts = read_shape(document.value)
    builder = UnitBuilder(name)
    ordinals: Counter[tuple[str, str]] = Counter()
    for part in parts:
        if isinstance(part, EntryList):
            for number, entry in enumerate(part.entries):
                _add(builder, document, part, f"{part.pointer}/{number}", entry, ordinals)
        elif part.place:
            builder.reject(part.place, part.code, part.reason, document.original(part.place))
        else:
            return unreadable_file(name, data, part.code, f"{part.reason} ({measured(data)})")
    return builder.content()


def _add(
    builder: UnitBuilder,
    document: Document,
    part: EntryList,
    place: str,
    entry: Any,
    ordinals: Counter[tuple[str, str]],
) -> None:
    if not isinstance(entry, dict):
        reason = f"a character entry is an object, not {type(entry).__name__}"
        builder.reject(place, "not_an_object", reason, document.original(place))
        return
    name = _entry_name(entry)
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


def _fingerprint(path: Path) -> str:
    if path.stat().st_size > MAX_FILE_BYTES:
        return fingerprint(_sha256(path).encode(), READER_VERSION)
    return fingerprint(_bytes(path), READER_VERSION)


def _bytes(path: Path) -> bytes:
    """The file's bytes, as far as they are read. Raises OSError, for a pipe or device too: it may never end."""
    if not path.is_file():
        path.stat()  # says why, where the link leads nowhere
        raise OSError(errno.EINVAL, "it is no regular file")
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _name(path: Path, folder: Path) -> str:
    return os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "backslashreplace")


def _files(folder: Path) -> list[Path]:
    """All *.json files below a folder. A linked folder is followed once, and only if it leads outside."""
    return sorted(_walk(folder, {folder.resolve()}), key=lambda path: path.as_posix())


def _walk(folder: Path, seen: set[Path]) -> Iterator[Path]:
    for parent, below, names in os.walk(folder, onerror=_unopened):
        here = Path(parent)
        yield from (here / name for name in names if name.casefold().endswith(".json"))
        for name in sorted(below):
            linked = (here / name).resolve() if (here / name).is_symlink() else None
            if linked is not None and not any(_within(linked, at) or _within(at, linked) for at in seen):
                seen.add(linked)
                yield from _walk(here / name, seen)


def _unopened(error: OSError) -> None:
    raise InputError(f"cannot list {error.filename}: {error.strerror}; check its permissions") from None


def _within(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder)
