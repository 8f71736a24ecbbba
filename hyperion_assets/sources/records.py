"""Collecting what one source unit publishes: records with unique keys, and what had to be rejected."""

from __future__ import annotations

import hashlib
from typing import Any

import pyarrow as pa

from hyperion_assets.sources.documents import ORIGINAL_BYTES, content_hash, printable
from hyperion_assets.sources.units import RECORD_SCHEMA, Rejection, UnitContent


class UnitBuilder:
    """Gathers one unit's records and rejections in source order."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._rows: list[tuple[str, bytes, str, str]] = []
        self._keys: set[str] = set()
        self.rejections: list[Rejection] = []

    def holds(self, key: str) -> bool:
        """Whether a record with this key is there already."""
        return printable(key) in self._keys

    def add(self, key: str, value: bytes, place: str) -> None:
        """Add a record; its key must not be there yet."""
        key = printable(key)
        self._keys.add(key)
        self._rows.append((key, value, printable(place), content_hash(value)))

    def reject(self, place: str, code: str, reason: str, original: bytes) -> None:
        """Add an entry, or with place "" the whole file, that cannot be published."""
        self.rejections.append(Rejection(printable(place), code, printable(reason), original[:ORIGINAL_BYTES]))

    def content(self) -> UnitContent:
        """What was gathered."""
        keys, values, places, hashes = zip(*self._rows, strict=True) if self._rows else ((), (), (), ())
        columns: list[Any] = [keys, values, [self.source] * len(keys), places, hashes]
        arrays = [pa.array(column, field.type) for column, field in zip(columns, RECORD_SCHEMA, strict=True)]
        records = pa.Table.from_arrays(arrays, schema=RECORD_SCHEMA)
        return UnitContent(len(keys) + len(self.rejections), records, self.rejections)


def unreadable_file(source: str, start: bytes, code: str, reason: str) -> UnitContent:
    """The content of a file that cannot be read at all: one rejection, with its first 64 KiB."""
    builder = UnitBuilder(source)
    builder.reject("", code, reason, start)
    return builder.content()


def measured(data: bytes) -> str:
    """Size and SHA-256 of a file's bytes, in words."""
    return f"{len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}"


def fingerprint(data: bytes, version: str) -> str:
    """SHA-256 of a file's bytes and its reader's version."""
    return hashlib.sha256(version.encode() + b"\0" + data).hexdigest()
