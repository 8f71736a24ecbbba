"""What staging corrected by an explicit rule: the field, the rule, the source's text and the value that it became.

Belongs here: the record of corrections, and the rules that any field may use. Which field uses which stands with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from hyperion_assets.sources.documents import clean, compact, printable, unescaped

NUMBER_AS_TEXT = "number_as_text"
"""`"81"` is 81: digits and nothing else."""
WHOLE_NUMBER_AS_DECIMAL = "whole_number_as_decimal"
"""`81.0` is 81."""
STATED_UNKNOWN = "stated_unknown"
"""`"n/a"`, `"unknown"` and the like are null."""
WORD_FORM = "word_form"
"""`"Direct-to-Video"` is direct_to_video: letter case, blanks, hyphens and underscores say nothing."""
INVISIBLE_SIGNS = "invisible_signs"
"""Control characters and marks that nobody sees (right-to-left, zero width) are left out or stand as blanks."""

HTML_REFERENCES = "html_references"
"""`&amp;` is `&`."""

SHOWN = 200
"""Signs of a long text that a correction quotes."""

_UNKNOWN = frozenset(
    {"n/a", "na", "none", "null", "nan", "unknown", "tba", "tbd", "not available", "-", "\u2013", "\u2014", "?"}
)
_DIGITS = re.compile(r"[0-9]{1,18}")
_JOINTS = re.compile(r"[\s_-]+")


class Correction(TypedDict):
    """One value that a rule corrected; `value` is null where the source says that it does not know."""

    field: str
    rule: str
    text: str
    value: str | None


class Corrections:
    """The corrections of one record, in the order in which they were made."""

    def __init__(self) -> None:
        self._made: list[Correction] = []

    def add(self, field: str, rule: str, source: Any, value: Any) -> None:
        """Note that a rule made a value of what the source has."""
        text = clean(source if isinstance(source, str) else compact(source).decode())
        self._made.append(Correction(field=field, rule=rule, text=text, value=None if value is None else str(value)))

    def add_unseen(self, record: Mapping[str, Any], fields: Sequence[str]) -> None:
        """Note the texts of which reading leaves out signs that nobody sees; they stand as escapes."""
        for field in fields:
            text = record.get(field)
            if isinstance(text, str) and (plain := unescaped(text)) != text:
                written = printable(" ".join(text.split()))[:SHOWN]
                self._made.append(
                    Correction(field=field, rule=HTML_REFERENCES, text=written, value=clean(plain)[:SHOWN])
                )
            if isinstance(text, str) and not text.isprintable() and any(map(_is_unseen, text)):
                escaped = "".join(f"\\u{ord(sign):04x}" if _is_unseen(sign) else sign for sign in text)
                self.add(field, INVISIBLE_SIGNS, escaped[:SHOWN], clean(text)[:SHOWN])

    def all(self) -> list[Correction]:
        """All of them."""
        return list(self._made)


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs") and not sign.isspace()


def says_unknown(text: str) -> bool:
    """Whether a text says that the value is not known."""
    return text.casefold() in _UNKNOWN


def number_in(text: str) -> int | None:
    """The whole number that a text of digits alone is."""
    return int(text) if _DIGITS.fullmatch(text) else None


def whole_in(number: float) -> int | None:
    """The whole number that a decimal is, as far as decimals are exact."""
    return int(number) if number.is_integer() and abs(number) < 2**53 else None


def word_in(text: str, allowed: tuple[str, ...]) -> str | None:
    """The word of a closed set that a text is in another form."""
    folded = _JOINTS.sub("_", text.casefold())
    return next((word for word in allowed if _JOINTS.sub("_", word.casefold()) == folded), None)
