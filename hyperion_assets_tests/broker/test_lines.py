"""Raw lines: every record can be had back to the byte."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyperion_assets.broker.lines import PUBLISHED_HEADERS, REPLAY_OF, Headers, LineWriter, decode_line
from hyperion_assets_tests.properties import BESIDE, SOME

ID = "G-HyuYaYQ2mj4foYMSZ2Ng"
WRITER = LineWriter("raw-films", ID, 2, 0)


@dataclass
class Consumed:
    """A record as the client hands it over."""

    record_key: bytes | None
    record_value: bytes | None
    record_headers: Headers | None = None

    def offset(self) -> int:
        return 12

    def timestamp(self) -> tuple[int, int]:
        return 1, 1_700_000_000_000

    def key(self) -> bytes | None:
        return self.record_key

    def value(self) -> bytes | None:
        return self.record_value

    def headers(self) -> Headers | None:
        return self.record_headers


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
).map(lambda value: json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
texts = st.text().map(lambda text: text.encode("utf-8", "replace"))
values = st.none() | json_values | st.binary(max_size=60) | st.just(b'{"a":\n1}')
names = st.sampled_from(["source", "place", "encoding", "value", '"},"encoding":"json","value":', "größe"])
headers = st.lists(st.tuples(names, st.none() | texts | st.binary(max_size=20)), max_size=5)
consumed = st.builds(Consumed, st.none() | texts | st.binary(max_size=30), values, st.none() | headers)


@given(consumed)
def test_a_record_is_read_back_to_the_byte(record: Consumed) -> None:
    line = WRITER.line(record)
    assert line.count(b"\n") == 1
    assert line.endswith(b"}\n")
    assert b"\r" not in line
    back = decode_line(line)
    assert (back.topic, back.topic_id, back.generation, back.partition) == ("raw-films", ID, 2, 0)
    assert (back.offset, back.timestamp) == (12, 1_700_000_000_000)
    assert back.key == record.record_key
    assert back.value == record.record_value
    by_name: dict[str, list[bytes | None]] = {}
    for name, value in record.record_headers or []:
        by_name.setdefault(name, []).append(value)
    read: dict[str, list[bytes | None]] = {}
    for name, value in back.headers:
        read.setdefault(name, []).append(value)
    assert read == by_name


@BESIDE
@given(consumed)
def test_a_line_is_json_with_the_value_last(record: Consumed) -> None:
    line = json.loads(WRITER.line(record))
    assert list(line)[:7] == ["topic", "topic_id", "generation", "partition", "offset", "timestamp", "key"]
    assert list(line)[-3:-1] in (["headers", "encoding"], ["headers_base64", "encoding"])
    assert list(line)[-1] == "value"


@pytest.mark.parametrize(
    ("value", "encoding", "text"),
    [
        (b'{"a": 1.0}', "json", '{"a": 1.0}'),
        (None, "none", "null"),
        (b"null", "json", "null"),
        (b"", "base64", '""'),
        (b"{broken", "base64", '"e2Jyb2tlbg=="'),
        (b'{"a":\n1}', "base64", '"eyJhIjoKMX0="'),
        (b'"\xff"', "base64", '"Iv8i"'),
        (b"NaN", "base64", '"TmFO"'),
    ],
)
def test_how_a_value_is_written(value: bytes | None, encoding: str, text: str) -> None:
    line = WRITER.line(Consumed(b"k", value, [("source", b"a.json")]))
    assert line.decode() == (
        f'{{"topic":"raw-films","topic_id":"{ID}","generation":2,"partition":0,"offset":12,"timestamp":1700000000000,'
        f'"key":"k","headers":{{"source":"a.json"}},"encoding":"{encoding}","value":{text}}}\n'
    )


@pytest.mark.parametrize("depth", [1022, 1023, 1024, 1025])
@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_a_line_can_be_read_however_deep_its_value_is_nested(opening: bytes, closing: bytes, depth: int) -> None:
    value = opening * (depth - 1) + b"[]" + closing * (depth - 1)
    line = WRITER.line(Consumed(b"k", value))
    assert decode_line(line).value == value
    assert WRITER.lines([Consumed(b"k", value, [(name, b"x") for name in PUBLISHED_HEADERS])]).endswith(
        line[line.index(b'"encoding"') :]
    )


def test_how_an_unreadable_key_and_odd_headers_are_written() -> None:
    odd: Headers = [("source", b"a"), ("x", b"\xff"), ("n", None), ("d", b"1"), ("d", None), ("d", b"2")]
    line = json.loads(WRITER.line(Consumed(b"\xff", b"1", odd)))
    assert line["key"] is None
    assert line["key_base64"] == "/w=="
    assert line["headers"] == {"source": "a", "n": None, "d": "2"}
    assert line["headers_base64"] == {"x": "/w==", "d": "MQ==,-,Mg=="}


def test_headers_that_the_client_cannot_give_do_not_hold_up_the_range() -> None:
    class Unreadable(Consumed):
        def headers(self) -> Headers | None:
            raise SystemError("a header whose name is not UTF-8")

    line = json.loads(WRITER.line(Unreadable(b"k", b"{}")))
    assert (line["key"], line["headers"], line["value"]) == ("k", {}, {})


published = st.builds(
    Consumed,
    texts,
    json_values | st.binary(max_size=20),
    st.tuples(*[texts] * 4).map(lambda found: list(zip(PUBLISHED_HEADERS, found, strict=True))),
)


@SOME
@given(st.lists(published | consumed, min_size=1, max_size=4))
def test_lines_of_many_are_the_lines_of_each(records: list[Consumed]) -> None:
    assert WRITER.lines(records) == b"".join(map(WRITER.line, records))


@pytest.mark.parametrize(
    "values",
    [
        [b"[1", b"2]"],
        [b"1,2"],
        [b"[1", b"2]", b"3,4"],
        [b'{"a":"', b'"}'],
        [b"1]", b"[2"],
        [b"1\n"],
        [b""],
        [b"NaN", b"1"],
        [b"\xff"],
        [b"1", None],
    ],
)
def test_values_that_are_json_only_together_are_not(values: list[bytes | None]) -> None:
    plain: Headers = [(name, b"x") for name in PUBLISHED_HEADERS]
    records = [Consumed(b"key", value, plain) for value in values]
    assert WRITER.lines(records) == b"".join(map(WRITER.line, records))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_replay_among_published_records_keeps_its_fifth_header(place: int) -> None:
    plain: Headers = [(name, b"x") for name in PUBLISHED_HEADERS]
    records = [Consumed(b"key", b"{}", plain) for _ in range(3)]
    records[place] = Consumed(b"key", b"{}", [*plain, (REPLAY_OF, b"0f")])
    lines = WRITER.lines(records)
    assert lines == b"".join(map(WRITER.line, records))
    found = [json.loads(line)["headers"].get("replay_of") for line in lines.splitlines()]
    assert found == ["0f" if at == place else None for at in range(3)]


def test_a_record_as_publishing_sends_it_takes_the_short_way() -> None:
    """Else landing would be twice as slow, and nothing would say so."""
    plain: Headers = [(name, "größe 1".encode()) for name in PUBLISHED_HEADERS]
    records = [Consumed("schlüssel|1".encode(), b'{"a": 1}', plain)] * 3
    assert WRITER._plain_lines(records, [plain] * 3) == WRITER.lines(records)
