"""Bytes to JSON and back: what is read, what is refused, and the original text of any part."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyperion_assets.sources.documents import Document, clean, compact, printable, read
from hyperion_assets.sources.limits import Limits
from hyperion_assets.sources.pointers import escape
from hyperion_assets.sources.unreadable import UnreadableError
from hyperion_assets_tests.properties import BESIDE


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty_file", "empty"),
        (b" \n\t", "empty_file", "empty"),
        (b"\xef\xbb\xbf", "empty_file", "empty"),
        (b'{"a": [1, 2', "not_json", "line 1 column 12"),
        (b'{"a": 1}\n{"b": 2}', "not_json", "line 2 column 1"),
        (b"<html>", "not_json", "line 1 column 1"),
        ('{"a": "кафе"}'.encode("cp1251"), "not_utf8", "byte 7"),
        (b"[" * 100_000, "too_deep", "HYPERION_MAX_JSON_DEPTH"),
        (b'{"a":' * 200 + b"1" + b"}" * 200, "too_deep", "more than 100 deep"),
    ],
)
def test_unreadable_bytes(data: bytes, code: str, words: str) -> None:
    with pytest.raises(UnreadableError) as error:
        read(data)
    assert error.value.code == code
    assert words in error.value.reason


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param('{"a": 1, "a": 2}', ["/a"], id="two values: nobody knows which holds"),
        pytest.param('{"a": 1, "b": 2, "a": 1}', [], id="one value twice: the same said twice"),
        pytest.param('{"a": {"x": [1, null]}, "a": {"x": [1, null]}}', [], id="equal objects say the same"),
        pytest.param('{"a": {"x": 1}, "a": {"x": 1, "y": 2}}', ["/a"], id="one object says more"),
        pytest.param('{"a": 1, "a": true}', ["/a"], id="true is not 1, whatever Python thinks"),
        pytest.param('{"a": 1, "a": "1"}', ["/a"], id="text is not a number"),
        pytest.param('{"a": 1, "\\u0061": 2}', ["/a"], id="an escape spells the same key"),
        pytest.param('{"a": 1, "A": 2}', [], id="another letter is another key"),
        pytest.param('[{"x": [{"a/b": 1, "a/b": 2}]}]', ["/0/x/0/a~1b"], id="deep inside, the pointer escaped"),
        pytest.param('{"a": {"b": 1, "b": 2}, "a": {"b": 2}}', ["/a"], id="an ambiguous value equals none"),
        pytest.param('[{"a": 1, "a": 2}, {"b": 1, "b": 2}]', ["/0/a", "/1/b"], id="each object, in order"),
        pytest.param('{"a": NaN, "a": NaN}', ["/a"], id="what is no number equals nothing"),
    ],
)
def test_keys_that_stand_twice(text: str, found: list[str]) -> None:
    document = read(text.encode())
    assert [duplicate.pointer for duplicate in document.duplicates] == found
    assert document.value == json.loads(text) or "NaN" in text


@pytest.mark.parametrize(
    ("text", "limits", "code"),
    [
        pytest.param("[[[1]]]", Limits(depth=3), None, id="depth: as deep as allowed"),
        pytest.param("[[[1]]]", Limits(depth=2), "too_deep", id="depth: one more"),
        pytest.param('[{"a": "[[[["}]', Limits(depth=2), None, id="depth: brackets in texts are no nesting"),
        pytest.param("[] []", Limits(depth=1), "not_json", id="depth: what follows the document is the parser's"),
        pytest.param("[1, 2, 3]", Limits(entries=3), None, id="entries: as many as allowed"),
        pytest.param("[1, 2, 3]", Limits(entries=2), "too_many_entries", id="entries: one more"),
        pytest.param('{"a": [1, 2], "b": [{"c": []}, 4]}', Limits(entries=4), None, id="entries: all lists together"),
        pytest.param('{"a": [1, 2], "b": [3, 4]}', Limits(entries=3), "too_many_entries", id="entries: over in two"),
        pytest.param('{"a": 1, "b": 2, "c": ","}', Limits(entries=1), None, id="entries: members are none"),
        pytest.param("[[" + "1," * 10**6, Limits(entries=10), "too_many_entries", id="entries: found before torn"),
        pytest.param('"' + "\\" * 10**6, Limits(), "not_json", id="a text without an end takes no second look"),
        pytest.param("[" * 10**6, Limits(), "too_deep", id="a million brackets"),
    ],
)
def test_limits_are_checked_before_parsing(text: str, limits: Limits, code: str | None) -> None:
    if code is None:
        assert isinstance(read(text.encode(), limits), Document)
        return
    with pytest.raises(UnreadableError) as error:
        read(text.encode(), limits)
    assert error.value.code == code
    assert code == "not_json" or "HYPERION_MAX_" in error.value.reason


def test_a_number_of_very_many_digits_is_none() -> None:
    with pytest.raises(UnreadableError, match="/a/1"):
        compact(read(b'{"a": [1, ' + b"9" * 5000 + b"]}").value)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-le", "utf-16-be", "utf-32-le", "utf-8"])
def test_the_original_of_a_part_is_in_the_file_s_encoding(encoding: str) -> None:
    text = '{"a": ["Zoë", {"b": "René"}]}'
    document = read(text.encode(encoding))
    assert document.encoding == encoding
    assert document.original("/a/1") == '{"b": "René"}'.encode(encoding)


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


@BESIDE
@given(_JSON)
def test_compact_values_come_back(value: Any) -> None:
    assert json.loads(compact(value)) == value
