"""What a source hands to the broker: units that are published or skipped as one, their records and rejections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from hyperion_assets.sources.encodings import UTF_8

_FIELDS: list[pa.Field[Any]] = [
    pa.field("key", pa.string(), nullable=False),
    pa.field("value", pa.binary(), nullable=False),
    pa.field("source", pa.string(), nullable=False),
    pa.field("place", pa.string(), nullable=False),
    pa.field("content_hash", pa.string(), nullable=False),
]
RECORD_SCHEMA = pa.schema(_FIELDS)


@dataclass(frozen=True)
class Rejection:
    """Something in a source that cannot be published: a whole file, or one entry of it.

    `place` is a JSON pointer in the source; "" stands for the whole file, whose `original` holds its first 64 KiB
    and whose size and SHA-256 stand in `reason`.
    """

    place: str
    code: str
    reason: str
    original: bytes


@dataclass(frozen=True)
class UnitContent:
    """What reading a unit gives.

    `entries` is the number of records plus the number of rejections. `records` has RECORD_SCHEMA's columns, in source
    order, with keys unique within the unit. `encoding` is what a file was read in, as Python names it.
    """

    entries: int
    records: pa.Table
    rejections: list[Rejection]
    encoding: str = UTF_8


@dataclass(frozen=True)
class SourceUnit:
    """What is published or skipped as one: a source file, or one film's box office.

    `name` is the path relative to the source folder (`characters/pixar/toy_story.json`), or for the modelled box
    office `faker:box-office/<film_id>`.
    `fingerprint` changes whenever the unit's records may change. `read` is lazy: called only for a new fingerprint.
    """

    name: str
    fingerprint: str
    read: Callable[[], UnitContent]
