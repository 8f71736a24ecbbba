"""Collecting what one source unit publishes: records with unique keys, and what had to be rejected."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Any

import pyarrow as pa

from hyperion_assets.sources.documents import (
    NO_NUMBER,
    NO_NUMBER_REASON,
    ORIGINAL_BYTES,
    Document,
    content_hash,
    printable,
)
from hyperion_assets.sources.duplicate_keys import Unusable
from hyperion_assets.sources.encodings import UTF_8
from hyperion_assets.sources.pointers import with_above
from hyperion_assets.sources.units import RECORD_SCHEMA, Rejection, UnitContent


class UnitBuilder:
    """Gathers one unit's records and rejections in source order."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._rows: list[tuple[str, bytes, str, str]] = []
        self._values: dict[str, bytes] = {}
        self.rejections: list[Rejection] = []

    def holds(self, key: str) -> bool:
        """Whether a record with this key is there already."""
        return printable(key) in self._values

    def value(self, key: str) -> bytes:
        """The value of the record with this key, which must be there."""
        return self._values[printable(key)]

    def add(self, key: str, value: bytes, place: str) -> None:
        """Add a record; its key must not be there yet."""
        key = printable(key)
        self._values[key] = value
        self._rows.append((key, value, printable(place), content_hash(value)))

    def reject(self, place: str, code: str, reason: str, original: bytes) -> None:
        """Add an entry, or with place "" the whole file, that cannot be published."""
        self.rejections.append(Rejection(printable(place), code, printable(reason), original[:ORIGINAL_BYTES]))

    def content(self, encoding: str = UTF_8) -> UnitContent:
        """What was gathered, of a file in this encoding."""
        keys, values, places, hashes = zip(*self._rows, strict=True) if self._rows else ((), (), (), ())
        columns: list[Any] = [keys, values, [self.source] * len(keys), places, hashes]
        arrays = [pa.array(column, field.type) for column, field in zip(columns, RECORD_SCHEMA, strict=True)]
        records = pa.Table.from_arrays(arrays, schema=RECORD_SCHEMA)
        return UnitContent(len(keys) + len(self.rejections), records, self.rejections, encoding)


def unreadable_file(source: str, start: bytes, code: str, reason: str) -> UnitContent:
    """The content of a file that cannot be read at all: one rejection, with its first 64 KiB."""
    builder = UnitBuilder(source)
    builder.reject("", code, reason, start)
    return builder.content()


def reject_no_numbers(builder: UnitBuilder, document: Document, torn: Unusable, read: Collection[str]) -> None:
    """Reject the first number that is none and lies in nothing that is read or rejected otherwise, and count the rest.

    `read` are the places of entries, or of lists of them, whose numbers are looked at one by one.
    """
    places = [
        place
        for place in document.no_numbers
        if not torn.covers(place) and not any(above in read for above in with_above(place))
    ]
    if places:
        more = f"; {len(places) - 1} more beside the entries" if len(places) > 1 else ""
        builder.reject(places[0], NO_NUMBER, f"{NO_NUMBER_REASON}{more}", document.original(places[0]))


def measured(data: bytes) -> str:
    """Size and SHA-256 of a file's bytes, in words."""
    return f"{len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}"


def fingerprint(data: bytes, version: str) -> str:
    """SHA-256 of a file's bytes and its reader's version."""
    return hashlib.sha256(version.encode() + b"\0" + data).hexdigest()
