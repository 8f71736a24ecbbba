"""Which encoding a JSON file's bytes are in, where that can be told for sure.

UTF-8 is the rule. UTF-16 and UTF-32 show by a byte order mark, or by the zero bytes among the first four, for a JSON
object or list begins with two ASCII signs (RFC 4627, section 3). Windows-1252 has no such proof: it is taken only if
every sign beyond ASCII stands where that sign makes sense, which the same bytes do not in its rivals (Windows-1250,
-1251, -1254, Mac Roman, the code pages of DOS, the encodings of East Asia). Everything else is refused by name.
"""

# ruff: noqa: RUF001 - these signs are what the module is about
from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import NamedTuple

from hyperion_assets.sources.unreadable import UnreadableError

UTF_8 = "utf-8"
WINDOWS_1252 = "cp1252"
NAMES: Mapping[str, str] = {
    UTF_8: "UTF-8", "utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE", "utf-32-le": "UTF-32 LE",
    "utf-32-be": "UTF-32 BE", WINDOWS_1252: "Windows-1252",
}  # fmt: skip
"""What people call the encodings."""

_MARKS = (  # UTF-32's little-endian mark begins as UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, UTF_8),
)
_ZERO_BYTES: Mapping[tuple[bool, ...], str] = {
    (True, True, True, False): "utf-32-be",
    (True, False, True, False): "utf-16-be",
    (False, True, True, True): "utf-32-le",
    (False, True, False, True): "utf-16-le",
}

_CONSONANT = "[bcdfghj-np-tv-xzBCDFGHJ-NP-TV-XZ]"
_VOWEL = "[aeiouAEIOU]"
_PLACES = {
    # The same byte in Windows-1250 too: any place in a word, where a capital begins a word or stands among capitals.
    "áäéíóôöúüž": r"(?<=[A-Za-z]){}(?![^\x00-\x7fñ“”’…–—])|(?<![^\W\d_]){}(?=[a-z])",
    "ÁÂÄÉËÍÎÓÔÖÚÜŠŽ": r"(?<![^\W\d_]){}(?=[A-Za-zñ])|(?<=[A-Z]){}(?![a-z])",
    "ß": r"(?<=[a-zäöü]){}(?![A-Z])",
    "ç": r"(?<=[A-Za-z]){}(?=[aouAOU])",
    "Ç": r"(?<![^\W\d_]){}(?=[a-z])",
    # Other letters in Windows-1250 or -1257: only where the language that has them puts them.
    "ñ": rf"(?<=[aeiouáéíóúAEIOUÁÉÍÓÚ]){{}}(?={_VOWEL})",
    "â": r"(?<=[A-Za-z]){}(?=[ctm])",
    "î": r"(?<=[A-Za-z]){}(?=[tlm])",
    "ë": rf"(?<={_VOWEL}){{}}(?![^\x00-\x7f“”’…–—])",
    "š": rf"(?<={_VOWEL}){{}}(?![^\x00-\x7f])|(?<=[a-z]){{}}(?={_VOWEL})",
    "è": r"(?<=[bcdfghj-np-tv-zi]){}(?=[b-df-hj-np-tv-z]{1,2}e)",
    "ê": rf"(?<={_CONSONANT}){{}}(?=[tmv]e)",
    "ï": rf"(?<=[aeouAEOU]){{}}(?={_CONSONANT})",
    "ãõ": r"(?<=[A-Za-z]){}(?=[oe])",
    "øåæ": rf"(?<={_CONSONANT}){{}}(?={_CONSONANT})",
    "Æ": r"(?<![^\W\d_]){}(?=[dglnrst])",
    "ØÅ": rf"(?<![^\W\d_]){{}}(?={_CONSONANT})",
    # Typographic punctuation.
    "“‘": r"(?<![A-Za-z\d]){}(?=[\w“‘…])",
    "”": r"(?<=[\w.,;:!?…)’]){}(?!\w)",
    "’": r"(?<=[A-Za-z]){}(?=(?:s|t|d|m|ll|re|ve)\b)|(?<=\b[ODL]){}(?=[A-Z])|(?<=[\w.,;:!?…)]){}(?!\w)",
    "–—": r"(?<= ){}(?= )|(?<=\d){}(?=\d)",
    "…": r"(?<=[\w.,;:!?”’]){}|(?<![^\s\"“‘]){}(?=\w)",
    "™®": r"(?<=[A-Za-z\d]){}(?!\w)",
    "©": r"{}(?= ?\d)",
    "·": r"(?<=[A-Z]){}(?=[A-Z])",
    "½": r"(?<=[\d ]){}(?!\w)",
    "¿¡": r"(?<!\w){}(?=[A-Z])",
}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_SENSIBLE = re.compile("|".join(place.replace("{}", sign) for signs, place in _PLACES.items() for sign in signs))


class Decoded(NamedTuple):
    """A file's text, and the Python name of the encoding that it was read in."""

    text: str
    encoding: str


def decoded(data: bytes) -> Decoded:
    """The text of a file, without a byte order mark. Raises UnreadableError with code empty_file or not_utf8."""
    encoding, body = _unicode_encoding(data)
    if not data.strip(b" \t\r\n\x00") or not body.strip(b" \t\r\n\x00"):
        raise UnreadableError("empty_file", "the file is empty")
    try:
        return Decoded(body.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        at = error.start + len(data) - len(body)
        if encoding != UTF_8:
            name = NAMES[encoding]
            raise UnreadableError("not_utf8", f"byte {at} is not {name}, which the file begins as; {_ADVICE}") from None
    return Decoded(_windows_1252(data, at), WINDOWS_1252)


_ADVICE = "save the file as UTF-8"


def _unicode_encoding(data: bytes) -> tuple[str, bytes]:
    """The encoding that the first bytes prove, else UTF-8; and the bytes after a mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    zeros = tuple(byte == 0 for byte in data[:4])
    if len(data) == 2 and data[1] == 0:  # a single digit
        return "utf-16-le", data
    return _ZERO_BYTES.get(zeros, UTF_8), data


def _windows_1252(data: bytes, at: int) -> str:
    """The text in Windows-1252, if every sign makes sense; `at` is the first byte that is not UTF-8."""
    try:
        text = data.decode(WINDOWS_1252)
    except UnicodeDecodeError as error:
        reason = f"byte {at} is not UTF-8, and byte {error.start} not Windows-1252: another encoding, or no text"
        raise UnreadableError("not_utf8", f"{reason}; {_ADVICE}") from None
    senseless = _first_senseless(text)
    if senseless is None:
        return text
    shown = f"byte {senseless} would be {text[senseless]!r} in a place where that makes no sense"
    raise UnreadableError(
        "not_utf8", f"byte {at} is not UTF-8; it may be Windows-1252, but {shown}, or another encoding; {_ADVICE}"
    )


def _first_senseless(text: str) -> int | None:
    """Where the first sign beyond ASCII stands that makes no sense there; a byte is a sign in Windows-1252."""
    return next(
        (sign.start() for sign in _BEYOND_ASCII.finditer(text) if not _SENSIBLE.match(text, sign.start())), None
    )
