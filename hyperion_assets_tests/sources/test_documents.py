"""Bytes to JSON and back: what is read, what is refused, and the original text of any part."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyperion_assets.sources.documents import UnreadableError, clean, compact, escape, printable, read


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty_file", "empty"),
        (b" \n\t", "empty_file", "empty"),
        (b"\xef\xbb\xbf", "empty_file", "empty"),
        (b'{"a": [1, 2', "not_json", "line 1 column 12"),
        (b'{"a": 1}\n{"b": 2}', "not_json", "line 2 column 1"),
        (b"<html>", "not_json", "line 1 column 1"),
        ('{"a": "café"}'.encode("cp1252"), "not_utf8", "byte 10"),
        ('{"a": 1}'.encode("utf-16"), "not_utf8", "byte 0"),
        (b"[" * 100_000, "too_deep", "nested"),
        (b'{"a":' * 200 + b"1" + b"}" * 200, "too_deep", "nested"),
        (b"9" * 5000, "not_json", "digits"),
    ],
)
def test_unreadable_bytes(data: bytes, code: str, words: str) -> None:
    with pytest.raises(UnreadableError) as error:
        read(data)
    assert error.value.code == code
    assert words in error.value.reason


def test_a_byte_order_mark_and_duplicate_keys_are_read() -> None:
    assert read(b'\xef\xbb\xbf{"a": 1, "a": 2}').value == {"a": 2}


def test_brackets_in_texts_are_no_nesting() -> None:
    assert read(json.dumps({"a": "[" * 500 + '\\"{'}).encode()).value["a"].startswith("[[")


def test_the_original_of_a_part_is_its_text() -> None:
    document = read(b' {"x/y": {"a": [1, {"b" : "\\u00e9" } ]}, "x/y": {"a": [ 1.50 , [ ] ]}, "~": null}\n')
    assert document.original("/x~1y/a/0") == b"1.50"
    assert document.original("/x~1y/a/1") == b"[ ]"
    assert document.original("/~0") == b"null"
    assert document.original("/x~1y") == b'{"a": [ 1.50 , [ ] ]}'


def test_values_that_json_has_not() -> None:
    for value in (float("nan"), {"a": [float("inf")]}):
        with pytest.raises(UnreadableError, match="NaN"):
            compact(value)


def test_half_a_surrogate_pair_travels_as_an_escape() -> None:
    assert compact({"a": "\ud800é"}) == b'{"a":"\\ud800\\u00e9"}'


def test_texts_for_people_and_for_keys() -> None:
    assert clean(" a\u0000b \u200f c\u2028d ") == "a b c d"
    assert printable("a\u0000\ud800b") == "a\ufffd\ufffdb"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=15,
)


def pointers(value: Any, at: str = "") -> list[tuple[str, Any]]:
    inside: list[tuple[str, Any]] = []
    if isinstance(value, dict):
        inside = [found for key, item in value.items() for found in pointers(item, f"{at}/{escape(key)}")]
    elif isinstance(value, list):
        inside = [found for index, item in enumerate(value) for found in pointers(item, f"{at}/{index}")]
    return [(at, value), *inside]


@given(_JSON, st.sampled_from([None, 1]))
def test_every_part_has_its_original(value: Any, indent: int | None) -> None:
    document = read(json.dumps(value, indent=indent, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    for pointer, part in pointers(document.value):
        assert json.loads(document.original(pointer)) == part


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        code = "" if read(data).text else "empty"
    except UnreadableError as error:
        code = error.code
    assert code in {"", "empty_file", "not_utf8", "not_json", "too_deep"}


@given(_JSON)
def test_compact_values_come_back(value: Any) -> None:
    assert json.loads(compact(value)) == value
