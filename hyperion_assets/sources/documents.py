"""Reading a JSON file with its original text at hand, and writing values as they travel.

Belongs here: bytes to JSON and back, pointers and spans. Not here: what a document means.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

ORIGINAL_BYTES = 64 * 1024
"""How much of a file or entry that cannot be used is kept."""
MAX_FILE_BYTES = 32 * 1024 * 1024
"""A character file over this size is reported and not read."""
MAX_DEPTH = 100

_DECODER = json.JSONDecoder()
_BLANK = re.compile(r"[ \t\n\r]*")
_STRING_OR_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[{]|[\]}]', re.DOTALL)

_INVISIBLE = {"Cc": " ", "Zl": " ", "Zp": " ", "Cf": "", "Cs": "\ufffd"}

Span = tuple[int, int]


class UnreadableError(ValueError):
    """Bytes that are no JSON document: a code, and words with line and column where they are known."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True)
class Document:
    """A parsed JSON file: its value, and the text that original entries are cut from."""

    text: str
    value: Any
    _members: dict[int, dict[str, Span]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def original(self, pointer: str) -> bytes:
        """The text of the value at a JSON pointer as it stands in the file, 64 KiB at most."""
        start, end = self._span(pointer)
        return self.text[start:end].encode("utf-8", "backslashreplace")[:ORIGINAL_BYTES]

    def _span(self, pointer: str) -> Span:
        start, end = _next(self.text, 0), len(self.text)
        for step in pointer.split("/")[1:]:
            if start not in self._members:
                # Of duplicate keys the last one stays, as in the parsed value.
                self._members[start] = dict(_children(self.text, start))
            start, end = self._members[start][unescape(step)]
        return start, end


def read(data: bytes) -> Document:
    """Parse UTF-8 JSON, with or without a byte order mark; of duplicate keys the last one holds.

    Raises UnreadableError with code empty_file, not_utf8, not_json or too_deep.
    """
    if not data.strip(b" \t\r\n\xef\xbb\xbf\x00"):
        raise UnreadableError("empty_file", "the file is empty")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError("not_utf8", f"byte {error.start} is not UTF-8; save the file as UTF-8") from None
    if _depth(text) > MAX_DEPTH:
        raise UnreadableError("too_deep", f"objects or lists are nested more than {MAX_DEPTH} deep")
    return Document(text, parse(text))


def parse(text: str) -> Any:
    """The value of a JSON text. Raises UnreadableError with code not_json or too_deep, line and column in words."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        reason = f"line {error.lineno} column {error.colno}: {error.msg}"
        raise UnreadableError("not_json", reason) from None
    except RecursionError:
        raise UnreadableError("too_deep", "objects or lists are nested too deeply") from None
    except ValueError:
        raise UnreadableError("not_json", "a number has too many digits") from None


def compact(value: Any) -> bytes:
    """A value as compact UTF-8 JSON, as it goes to a topic.

    Raises UnreadableError with code not_json_value for NaN and infinities, which Python reads and JSON has not, and
    too_deep.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError:
        raise UnreadableError("not_json_value", "it holds NaN or a number too large, which JSON has not") from None
    except RecursionError:
        raise UnreadableError("too_deep", "objects or lists are nested too deeply") from None
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:  # half a surrogate pair, which only an escape can carry
        return json.dumps(value, separators=(",", ":")).encode("ascii")


def content_hash(value: bytes) -> str:
    """The first 32 hex digits of the SHA-256 of a record's value."""
    return hashlib.sha256(value).hexdigest()[:32]


def printable(text: str) -> str:
    """Text that every consumer can store: a control character or half a surrogate pair becomes U+FFFD."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in text)


def clean(text: str) -> str:
    """Text as a person reads it: control characters as blanks, invisible marks left out, blanks collapsed, NFC."""
    if not text.isprintable():
        text = "".join(_INVISIBLE.get(unicodedata.category(sign), sign) for sign in text)
    return " ".join(unicodedata.normalize("NFC", text).split())


def escape(step: str) -> str:
    """One step of a JSON pointer."""
    return step.replace("~", "~0").replace("/", "~1")


def unescape(step: str) -> str:
    """A key from one step of a JSON pointer."""
    return step.replace("~1", "/").replace("~0", "~")


def _depth(text: str) -> int:
    """How deep brackets are nested, without parsing."""
    deepest = depth = 0
    for token in _STRING_OR_BRACKET.findall(text):
        if token in ("[", "{"):
            depth += 1
            deepest = max(deepest, depth)
        elif token in ("]", "}"):
            depth -= 1
    return deepest


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


def _next(text: str, at: int) -> int:
    """The next place that is no white space."""
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at
