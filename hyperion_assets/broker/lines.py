"""A raw line: one Kafka record as JSON, written so that its exact bytes can be had back.

`{"topic", "topic_id", "generation", "partition", "offset", "timestamp", "key", ["key_base64",] "headers",
["headers_base64",] "encoding", "value"}`, `value` last. By `encoding` it is
- json: the value's own bytes, which are JSON without a line break, and not nested too deep to be read again;
- base64: any other value;
- none: null, a tombstone.
A key that is not UTF-8 is null, with its bytes in `key_base64`. A header that is not UTF-8, or whose name stands more
than once, has its bytes in `headers_base64` under its name; several are parted by a comma, and `-` is one without a
value. Of several, `headers` has the last. A record with a header whose *name* is not UTF-8, which the client cannot
give, stands without headers: staging quarantines it for want of a schema version.
"""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol

import orjson

# What stands before a JSON value. Inside a JSON text a quotation mark is escaped, so the first one found is the one.
_VALUE = b'},"encoding":"json","value":'
_NO_VALUE = "-"
PUBLISHED_HEADERS = ("source", "place", "content_hash", "schema_version")
"""The headers of a record that publishing sends, in this order."""
REPLAY_OF = "replay_of"
"""The header that a replay has beside them: the quarantine_id of what it corrects."""
_PLAIN = (
    b'%s,"offset":%d,"timestamp":%d,"key":"%s","headers":{'
    + b",".join(b'"%s":"%%s"' % name.encode() for name in PUBLISHED_HEADERS)
    + b'},"encoding":"json","value":%s}\n'
)
_ESCAPED = bytes(range(32)) + b'"\\'

Headers = list[tuple[str, bytes | None]]


class Record(Protocol):
    """What a line needs of a consumed record; confluent_kafka.Message has it."""

    def offset(self) -> Any: ...  # the client's type has room for a record that was not consumed
    def timestamp(self) -> tuple[int, int]: ...
    def key(self) -> bytes | None: ...
    def value(self) -> bytes | None: ...
    def headers(self) -> Any: ...  # the client's type has room for those of a record to produce


@dataclass(frozen=True)
class RawRecord:
    """A Kafka record as it was consumed. `timestamp` is in ms since 1970."""

    topic: str
    topic_id: str
    generation: int
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    headers: Headers
    value: bytes | None


class MadeRecord:
    """A record that no consumer gave. `timestamp` is in ms since 1970."""

    def __init__(self, offset: int, timestamp: int, key: bytes | None, value: bytes | None, headers: Headers) -> None:
        self._offset = offset
        self._timestamp = timestamp
        self._key = key
        self._value = value
        self._headers = headers

    def offset(self) -> int:
        return self._offset

    def timestamp(self) -> tuple[int, int]:
        return 1, self._timestamp

    def key(self) -> bytes | None:
        return self._key

    def value(self) -> bytes | None:
        return self._value

    def headers(self) -> Headers:
        return self._headers


class LineWriter:
    """Makes the lines of one range."""

    def __init__(self, topic: str, topic_id: str, generation: int, partition: int) -> None:
        head = {"topic": topic, "topic_id": topic_id, "generation": generation, "partition": partition}
        self._head = orjson.dumps(head)[:-1]
        # Nobody who writes a record can know it.
        self._mark = 1 + secrets.randbits(52)

    def lines(self, records: Sequence[Record]) -> bytes:
        """The lines of records, each with the line break; twice as fast for records such as publishing sends."""
        headers = list(map(_headers, records))
        plain = self._plain_lines(records, headers)
        return b"".join(map(self._line, records, headers)) if plain is None else plain

    def line(self, record: Record) -> bytes:
        """The line of a record, with the line break."""
        return self._line(record, _headers(record))

    def _line(self, record: Record, headers: Headers) -> bytes:
        return b'%s,"offset":%d,"timestamp":%d,%s,%s}\n' % (
            self._head,
            record.offset(),
            record.timestamp()[1],
            _identity(record.key(), headers),
            _payload(record.value()),
        )

    def _plain_lines(self, records: Sequence[Record], headers: Sequence[Headers]) -> bytes | None:
        """The same lines, if all records have the headers of ours, text that needs no escaping, and JSON values."""
        found: list[tuple[Any, ...]] = []
        names = set()
        try:
            for it, given in zip(records, headers, strict=True):
                (name_1, text_1), (name_2, text_2), (name_3, text_3), (name_4, text_4) = given
                names.add((name_1, name_2, name_3, name_4))
                found.append((it.offset(), it.timestamp()[1], it.key(), text_1, text_2, text_3, text_4, it.value()))
            texts = b" ".join(chain.from_iterable(row[2:7] for row in found))
            values = [row[7] for row in found]
            if not (names == {PUBLISHED_HEADERS} and _needs_no_escape(texts) and self._are_json(values)):
                return None
        except (TypeError, ValueError):
            # Other headers, something that is null, no UTF-8, no JSON.
            return None
        head = self._head
        return b"".join([_PLAIN % (head, *row) for row in found])

    def _are_json(self, values: Sequence[bytes]) -> bool:
        """Whether each value is JSON without a line break.

        The mark stands between them: where it is every second element, each value is one element, whole.
        """
        joined = b"[%s]" % (b",%d," % self._mark).join(values)
        if b"\n" in joined or b"\r" in joined:
            return False
        found = orjson.loads(joined)
        marks = found[1::2]
        return len(found) == 2 * len(values) - 1 and marks.count(self._mark) == len(marks)


def decode_line(line: bytes) -> RawRecord:
    """The record that a line was made of; the headers in `headers_base64` stand last."""
    raw = orjson.loads(line)
    value: bytes | None = None
    if raw["encoding"] == "json":
        value = line[line.index(_VALUE) + len(_VALUE) : line.rindex(b"}")]
    elif raw["encoding"] == "base64":
        value = b64decode(raw["value"])
    key = raw["key"].encode() if raw["key"] is not None else None
    return RawRecord(
        **{name: raw[name] for name in ("topic", "topic_id", "generation", "partition", "offset", "timestamp")},
        key=b64decode(raw["key_base64"]) if "key_base64" in raw else key,
        headers=_decoded_headers(raw["headers"], raw.get("headers_base64", {})),
        value=value,
    )


def _headers(record: Record) -> Headers:
    try:
        return record.headers() or []
    except SystemError:
        # The client fails so on a header whose name is not UTF-8, and a second call could crash the process.
        return []


def _identity(key: bytes | None, headers: Headers) -> bytes:
    """`"key"` and `"headers"`; in one go where all of it is text, as it is in every record of ours."""
    try:
        texts = {name: value.decode() for name, value in headers if value is not None}
        if key is not None and len(texts) == len(headers):
            return b'"key":%s,"headers":%s' % (orjson.dumps(key.decode()), orjson.dumps(texts))
    except UnicodeDecodeError:
        pass
    return b"%s,%s" % (_odd_key(key), _odd_headers(headers))


def _needs_no_escape(texts: bytes) -> bool:
    """Whether bytes are UTF-8 that stands in JSON as it is."""
    texts.decode()
    return len(texts.translate(None, _ESCAPED)) == len(texts)


def _payload(value: bytes | None) -> bytes:
    if value is None:
        return b'"encoding":"none","value":null'
    if b"\n" not in value and b"\r" not in value and _is_json_inside(value):
        return b'"encoding":"json","value":' + value
    return b'"encoding":"base64","value":"%s"' % b64encode(value)


def _is_json_inside(value: bytes) -> bool:
    """Whether a value is JSON one level down, as it stands in its line: nested too deep, the line could not be read."""
    try:
        return len(orjson.loads(b"[%s]" % value)) == 1
    except orjson.JSONDecodeError:
        return False


def _odd_key(key: bytes | None) -> bytes:
    text = _text(key)
    if key is None or text is not None:
        return b'"key":' + orjson.dumps(text)
    return b'"key":null,"key_base64":"%s"' % b64encode(key)


def _odd_headers(headers: Headers) -> bytes:
    names = [name for name, _ in headers]
    texts: dict[str, str | None] = {}
    packed: dict[str, list[str]] = {}
    for name, value in headers:
        text = _text(value)
        readable = value is None or text is not None
        texts.pop(name, None)
        if readable:
            texts[name] = text
        if not readable or names.count(name) > 1:
            packed.setdefault(name, []).append(_NO_VALUE if value is None else b64encode(value).decode())
    plain = b'"headers":' + orjson.dumps(texts)
    joined = {name: ",".join(values) for name, values in packed.items()}
    return plain + b',"headers_base64":' + orjson.dumps(joined) if joined else plain


def _text(value: bytes | None) -> str | None:
    try:
        return None if value is None else value.decode()
    except UnicodeDecodeError:
        return None


def _decoded_headers(texts: dict[str, str | None], packed: dict[str, str]) -> Headers:
    headers: Headers = []
    for name, text in texts.items():
        if name not in packed:
            headers.append((name, None if text is None else text.encode()))
    for name, values in packed.items():
        headers.extend((name, None if value == _NO_VALUE else b64decode(value)) for value in values.split(","))
    return headers
