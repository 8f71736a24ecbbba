"""What a file's bytes say in which encoding: hard cases, each with what is read and why."""

# ruff: noqa: RUF001 - these signs are what the module is about
from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyperion_assets.sources.documents import read
from hyperion_assets.sources.encodings import decoded
from hyperion_assets.sources.unreadable import UnreadableError

TEXT = '{"name": "Zoë", "voice_actor": "Penélope Cruz"}'


def said(text: str) -> str:
    return json.dumps({"notes": text}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        pytest.param(TEXT.encode(), TEXT, "utf-8", id="utf-8: the rule"),
        pytest.param(TEXT.encode("utf-8-sig"), TEXT, "utf-8", id="utf-8 with a mark: the mark is no sign"),
        pytest.param(TEXT.encode("utf-16"), TEXT, "utf-16-le", id="utf-16 with a mark: the mark says it"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), TEXT, "utf-16-be", id="utf-16 big-endian with a mark"),
        pytest.param(TEXT.encode("utf-16-le"), TEXT, "utf-16-le", id="utf-16 without: zero bytes at 1 and 3"),
        pytest.param(TEXT.encode("utf-16-be"), TEXT, "utf-16-be", id="utf-16 without: zero bytes at 0 and 2"),
        pytest.param(TEXT.encode("utf-32"), TEXT, "utf-32-le", id="utf-32 with a mark that begins as utf-16's"),
        pytest.param(b"\0\0\xfe\xff" + TEXT.encode("utf-32-be"), TEXT, "utf-32-be", id="utf-32 big-endian, marked"),
        pytest.param(TEXT.encode("utf-32-le"), TEXT, "utf-32-le", id="utf-32 without: zero bytes at 1, 2 and 3"),
        pytest.param(TEXT.encode("utf-32-be"), TEXT, "utf-32-be", id="utf-32 without: zero bytes at 0, 1 and 2"),
        pytest.param('["😀"]'.encode("utf-16-le"), '["😀"]', "utf-16-le", id="utf-16: two units make one sign"),
        pytest.param(said("日本語").encode("utf-16"), said("日本語"), "utf-16-le", id="utf-16: any script is sure"),
    ],
)
def test_encodings_that_the_bytes_prove(data: bytes, text: str, encoding: str) -> None:
    assert decoded(data) == (text, encoding)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Zoë", id="e with two dots ends a first name"),
        pytest.param("Penélope, André and René", id="acute accents within and at the end of words"),
        pytest.param("Édith et Ángel", id="a capital begins a word"),
        pytest.param("ZOË", id="a capital among capitals"),
        pytest.param("Ian Holm – voice", id="a dash stands between blanks"),
        pytest.param("the lamp — and the moth", id="a long dash stands between blanks"),
        pytest.param("1995–2010", id="a dash stands between years"),
        pytest.param("“Lamp Town” is ‘hers’", id="quotes open before a word and close after it"),
        pytest.param("Andy’s toys don’t talk", id="an apostrophe before an ending of English"),
        pytest.param("Peter O’Toole", id="an apostrophe after the O of a name"),
        pytest.param("and so…", id="an ellipsis ends a phrase"),
        pytest.param("Lego™ set", id="a trade mark follows its word"),
        pytest.param("WALL·E", id="a dot in a title of capitals"),
        pytest.param("8½ and 101½", id="a half follows a number"),
        pytest.param("Noël, Chloë", id="two dots on the e after a vowel"),
        pytest.param("Ibáñez, Íñigo", id="an accent beside the n of Spanish"),
        pytest.param("Benoît, château, grâce", id="the roofs of French"),
        pytest.param("El Niño, Muñoz", id="the n of Spanish stands between vowels"),
        pytest.param("Hélène, première, Michèle", id="the grave e of French before consonant and e"),
        pytest.param("João", id="the a of Portuguese before o"),
        pytest.param("Bjørn, Søren, Håkon", id="the letters of the North between consonants"),
        pytest.param("Anaïs, naïve", id="two dots part two vowels"),
        pytest.param("Müller, weiß, Jörg", id="German"),
        pytest.param("François, Garçon", id="a cedilla before a, o or u"),
        pytest.param("¿Quién?", id="a question mark opens a Spanish question"),
    ],
)
def test_windows_1252_where_every_sign_makes_sense(text: str) -> None:
    assert decoded(said(text).encode("cp1252")) == (said(text), "cp1252")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param("Вудиль", "cp1251", id="Cyrillic: letters stand in rows"),
        pytest.param("Dvořák", "cp1250", id="Czech: two of them side by side"),
        pytest.param("Janáček", "cp1250", id="Czech: c with a hook is a grave e in cp1252"),
        pytest.param("Lewański", "cp1250", id="Polish: n with an accent is a Spanish n before a consonant"),
        pytest.param("Wałęsa", "cp1250", id="Polish: l with a stroke is a raised three"),
        pytest.param("Petrović", "cp1250", id="Croatian: c with an accent is ae at the end"),
        pytest.param("Rīga", "cp1257", id="Latvian: a long i is an i with a roof"),
        pytest.param("Mėnuo", "cp1257", id="Lithuanian: e with a dot is one with two after a consonant"),
        pytest.param("Ćwik", "cp1250", id="Polish: a capital c with an accent is Ae before w"),
        pytest.param("Björn", "mac-roman", id="Macintosh: the letter is an s with a hook between consonants"),
        pytest.param("René", "mac-roman", id="Macintosh: the accent is a capital within a word"),
        pytest.param("Zoë", "mac-roman", id="Macintosh: the letter is a quote within a word"),
        pytest.param("María", "mac-roman", id="Macintosh: the letter is an apostrophe before no ending"),
        pytest.param("Ramón", "mac-roman", id="Macintosh: the letter is a dash within a word"),
        pytest.param("René", "cp437", id="DOS: the letter is a low quote"),
        pytest.param("Ángel", "cp850", id="DOS: the letter is a low mark"),
        pytest.param("胡迪", "gbk", id="Chinese: pairs of high bytes"),
        pytest.param("ウッディ", "shift-jis", id="Japanese: bytes that cp1252 has not, or signs for florins"),
        pytest.param("Ayşe", "cp1254", id="Turkish: s with a cedilla is a thorn"),
        pytest.param("Άννα", "cp1253", id="Greek: letters stand in rows"),
    ],
)
def test_other_encodings_are_named_not_guessed(text: str, encoding: str) -> None:
    data = said(text).encode(encoding)
    with pytest.raises(UnreadableError) as error:
        decoded(data)
    first = next(at for at, byte in enumerate(data) if byte > 127)
    assert error.value.code == "not_utf8"
    assert f"byte {first} " in error.value.reason
    assert "save the file as UTF-8" in error.value.reason


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b'{"a": "caf\xe9', "", id="torn and in cp1252: read, and torn is what JSON says"),
        pytest.param(TEXT.encode("utf-16")[:-1], "UTF-16", id="half a unit at the end"),
        pytest.param('["a'.encode("utf-16-le") + b"\x00\xd8" + '"]'.encode("utf-16-le"), "UTF-16", id="half a pair"),
        pytest.param(b"\xff\xfe\x00\x00\xff\xff\xff\xff", "UTF-32", id="no sign of Unicode"),
        pytest.param(b'{"a": "\x81"}', "byte 7", id="a byte that cp1252 has not"),
        pytest.param(TEXT.encode() + "é".encode()[:1], "byte 49", id="utf-8 cut within a sign"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", "byte 0", id="a picture"),
    ],
)
def test_bytes_that_hold_no_text(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableError) as error:
        read(data)
    assert error.value.code == ("not_utf8" if words else "not_json")
    assert words in error.value.reason


@pytest.mark.parametrize("data", [b"", b" \n", "\ufeff".encode(), "\ufeff \n".encode("utf-16-le"), b"\0\0\0\0"])
def test_nothing_in_any_encoding_is_an_empty_file(data: bytes) -> None:
    with pytest.raises(UnreadableError) as error:
        read(data)
    assert error.value.code == "empty_file"


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=8), min_size=1, max_size=4), st.booleans())
def test_whatever_is_written_is_read_back(value: dict[str, Any], marked: bool) -> None:
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        mark = "\ufeff" if marked else ""
        assert decoded((mark + text).encode(encoding)) == (text, encoding)
