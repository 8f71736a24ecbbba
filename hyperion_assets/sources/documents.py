"""Reading a JSON file with its original text at hand, and writing values as they travel.

Belongs here: bytes to JSON and back, pointers and spans. Not here: what a document means.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape as html_unescape
from typing import Any

from hyperion_assets.sources.duplicate_keys import DUPLICATE_KEY, Duplicate, Pairs, duplicates
from hyperion_assets.sources.encodings import UTF_8, decoded
from hyperion_assets.sources.json_scan import check_size
from hyperion_assets.sources.limits import DEFAULT_LIMITS, Limits
from hyperion_assets.sources.pointers import escape, unescape
from hyperion_assets.sources.unreadable import UnreadableError

ORIGINAL_BYTES = 64 * 1024
"""How much of a file or entry that cannot be used is kept."""

MOST_DIGITS = 1000
"""Of a whole number that is read as one; more are too large for anything."""

NO_NUMBER = "not_json_value"
NO_NUMBER_REASON = "it holds NaN or a number too large, which JSON has not"

_REFERENCE = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_BLANK = re.compile(r"[ \t\n\r]*")

_INVISIBLE = {"Cc": " ", "Zl": " ", "Zp": " ", "Cf": "", "Cs": "\ufffd"}

Span = tuple[int, int]


@dataclass(frozen=True)
class Document:
    """A parsed JSON file: its value, the text that original entries are cut from, and what is odd about it.

    `duplicates` are the keys that stand twice in their object with different values, of which `value` has the last;
    `no_numbers` are JSON pointers of NaN, infinities and numbers too large for any column.
    """

    text: str
    value: Any
    encoding: str = UTF_8
    duplicates: tuple[Duplicate, ...] = ()
    no_numbers: tuple[str, ...] = ()
    _members: dict[int, dict[str, Span]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def original(self, pointer: str) -> bytes:
        """The bytes of the value at a JSON pointer as they stand in the file, 64 KiB at most."""
        start, end = self._span(pointer)
        return self.text[start : min(end, start + ORIGINAL_BYTES)].encode(self.encoding)[:ORIGINAL_BYTES]

    def _span(self, pointer: str) -> Span:
        start, end = _next(self.text, 0), len(self.text)
        for step in pointer.split("/")[1:]:
            if start not in self._members:
                # Of duplicate keys the last one stays, as in the parsed value.
                self._members[start] = dict(_children(self.text, start))
            start, end = self._members[start][unescape(step)]
        return start, end


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Parse JSON in UTF-8, or in another encoding where that is sure; of duplicate keys the last one holds.

    Raises UnreadableError with code empty_file, not_utf8, not_json, too_deep or too_many_entries.
    """
    text, encoding = decoded(data)
    check_size(text, limits)
    value, found, no_numbers = _parsed(text)
    return Document(text, value, encoding, found, no_numbers)


def parse(text: str) -> Any:
    """The value of a JSON text.

    Raises UnreadableError with code not_json (line and column in words), too_deep, or duplicate_key for a key that
    stands twice with different values.
    """
    value, found, _ = _parsed(text)
    if found:
        raise UnreadableError(DUPLICATE_KEY, found[0].reason)
    return value


def _parsed(text: str) -> tuple[Any, tuple[Duplicate, ...], tuple[str, ...]]:
    """The value, and where it has ambiguous objects and numbers that are none."""
    pairs, numbers = Pairs(), _Numbers()
    try:
        value = json.loads(
            text,
            object_pairs_hook=pairs,
            parse_int=numbers.whole,
            parse_float=numbers.decimal,
            parse_constant=numbers.decimal,
        )
        found = tuple(duplicates(value)) if pairs.found else ()
        return value, found, tuple(_without_number(value)) if numbers.odd else ()
    except json.JSONDecodeError as error:
        reason = f"line {error.lineno} column {error.colno}: {error.msg}"
        raise UnreadableError("not_json", reason) from None
    except RecursionError:
        raise UnreadableError("too_deep", "objects or lists are nested too deeply") from None


class _Numbers:
    """The number hooks of one parse: `odd` tells whether any was NaN, infinite or too large."""

    def __init__(self) -> None:
        self.odd = False

    def whole(self, digits: str) -> int | float:
        """A number without a fraction; infinite, as 1e999 is, where only an attack has so many digits."""
        return int(digits) if len(digits) <= MOST_DIGITS else self.decimal("Infinity")

    def decimal(self, written: str) -> float:
        """A number with a fraction or exponent, NaN or an infinity."""
        number = float(written)
        self.odd = self.odd or not math.isfinite(number)
        return number


_DECODER = json.JSONDecoder(parse_int=_Numbers().whole)


def compact(value: Any) -> bytes:
    """A value as compact UTF-8 JSON, as it goes to a topic.

    Raises UnreadableError with code not_json_value for NaN and infinities, which Python reads and JSON has not, and
    too_deep.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError:
        at = next(_without_number(value), "")
        raise UnreadableError(NO_NUMBER, f"{NO_NUMBER_REASON}{at and f', at {at}'}") from None
    except RecursionError:
        raise UnreadableError("too_deep", "objects or lists are nested too deeply") from None
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:  # half a surrogate pair, which only an escape can carry
        return json.dumps(value, separators=(",", ":")).encode("ascii")


def _without_number(value: Any, place: str = "") -> Iterator[str]:
    """JSON pointers of the numbers that are none: NaN and infinities."""
    if isinstance(value, float) and not math.isfinite(value):
        yield place
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in members:
        yield from _without_number(inner, f"{place}/{escape(str(key))}")


def content_hash(value: bytes) -> str:
    """The first 32 hex digits of the SHA-256 of a record's value."""
    return hashlib.sha256(value).hexdigest()[:32]


def text_hash(text: bytes) -> str:
    """The content hash of a JSON text however it is laid out, of any other text as it is."""
    try:
        return content_hash(compact(json.loads(text)))
    except (ValueError, RecursionError, UnreadableError):
        return content_hash(text)


def printable(text: str) -> str:
    """Text that every consumer can store: a control character or half a surrogate pair becomes U+FFFD."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in text)


def unescaped(text: str) -> str:
    """Text without HTML's character references: `Lilo &amp; Stitch` → `Lilo & Stitch`, `&amp;amp;` → `&`."""
    while "&" in text and (plain := _REFERENCE.sub(lambda found: html_unescape(found.group()), text)) != text:
        text = plain
    return text


def clean(text: str) -> str:
    """Text as a person reads it: HTML's signs resolved, control characters as blanks, invisible marks left out, NFC."""
    text = unescaped(text)
    if not text.isprintable():
        text = "".join(_INVISIBLE.get(unicodedata.category(sign), sign) for sign in text)
    return " ".join(unicodedata.normalize("NFC", text).split())


def _children(text: str, start: int) -> Iterator[tuple[str, Span]]:
    """Keys (or indices) and spans of the members of the object or list at `start`, which is known to be valid."""
    keyed = text[start] == "{"
    at = _next(text, start + 1)
    number = 0
    while text[at] not in "}]":
        key = str(number)
        if keyed:
            key, at = _DECODER.raw_decode(text, at)
            at = _next(text, _next(text, at) + 1)
        _, end = _DECODER.raw_decode(text, at)
        yield key, (at, end)
        at = _next(text, end)
        if text[at] == ",":
            at = _next(text, at + 1)
        number += 1


def kind(value: Any) -> str:
    """What a JSON value is, in JSON's words."""
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "null")


def _next(text: str, at: int) -> int:
    """The next place that is no white space."""
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at
