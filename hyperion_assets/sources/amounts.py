"""An amount of US dollars as sources write it: read by a named rule where it says one thing only, never guessed.

Belongs here: what a number or text says as an amount. Not here: whether that can be so for a film (film_facts).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NamedTuple

from hyperion_assets.sources.corrections import (
    NUMBER_AS_TEXT,
    STATED_UNKNOWN,
    WHOLE_NUMBER_AS_DECIMAL,
    says_unknown,
    whole_in,
)
from hyperion_assets.sources.documents import clean, kind

THOUSANDS_SEPARATORS = "thousands_separators"
"""`"1,234,567"`: commas before each three digits."""
DOLLAR_SIGN = "dollar_sign"
"""`"$1,234,567"`, `"US$ 5000000"`, `"5000000 USD"`, `"5,000,000 dollars"`."""
SCALE_WORD = "scale_word"
"""`"250 million"`, `"$1.2 billion"`, `"$90M"`: exact, or no amount."""

_SCALES = {
    "k": 10**3, "thousand": 10**3, "thousands": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "million": 10**6,
    "millions": 10**6, "b": 10**9, "bn": 10**9, "billion": 10**9, "billions": 10**9,
}  # fmt: skip
_DOLLARS = r"us ?dollars?|dollars?|usd|us ?\$"
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_GRAMMAR = re.compile(
    rf"(?P<sign>us ?\$|usd ?\$?|\$)? ?(?P<number>\d[\d.,]*) ?(?P<scale>(?:{_SCALE})\b)? ?(?P<word>{_DOLLARS})?"
)
_NUMBER = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.(?P<decimals>\d+))?")
_SPACED = re.compile(r"\D*\d{1,3}(?: \d{3})+\D*")
_DIGITS = r"\d++(?:[.,]\d++)*+"
_ONE_NUMBER = _DIGITS + r"(?: ?(?:" + _SCALE + r")\b)?"
_DOUBTS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("negative_amount", "an amount is never below zero", re.compile(r"[$ ]*(?:[-\u2212]|\() ?\$? ?\d.*")),
    (
        "inflation_adjusted",
        "the figure is in another year's dollars",
        re.compile(r".*(?:inflation|adjusted|\badj\b|today's|constant dollars|(?:19|20)\d\d (?:us )?dollars).*"),
    ),
    ("rentals", "rentals are what the distributor keeps, not the gross", re.compile(r".*\brentals?\b.*")),
    (
        "other_currency",
        "the amount is not in US dollars, and no rate is given",
        re.compile(
            r".*(?:[£€¥₹₩₽¢]|\b(?:a|c|au|ca|can|nz|hk)\$|\b(?:gbp|eur|jpy|cad|aud|cny|rmb|inr|krw|chf|sek|nok|dkk|mxn|brl"
            r"|yen|yuan|euros?|pounds?|sterling|francs?|marks|rupees?|kron[eo]r|pesos?)\b).*"
        ),
    ),
    ("ambiguous_number", "the separators may mark thousands or decimals", _SPACED),
    (
        "amount_range",
        "a range is no amount",
        re.compile(rf"[^\d]*{_ONE_NUMBER} ?(?:[-\u2013\u2014]|to|and|or|up to) ?\$?{_ONE_NUMBER}[^\d]*"),
    ),
    ("several_amounts", "it gives several amounts", re.compile(rf"\D*{_DIGITS}\D+\d.*")),
    (
        "approximate_amount",
        "the source itself does not say how much exactly",
        re.compile(
            r".*(?:[~≈<>≥≤]|\b(?:about|approx\w*|around|circa|over|under|above|below|nearly|almost|est|estimated|up to"
            r"|at least|at most|more than|less than|c|ca)\b|\d ?\+|(?:" + _SCALE + r")\+).*"
        ),
    ),
)
"""Codes and reasons of what is never guessed; the first one that fits counts."""


class Amount(NamedTuple):
    """US cents, null where unknown; `rule` is what read them where the source has no plain number."""

    cents: int | None
    rule: str | None = None


class Doubt(NamedTuple):
    """Why a value is no amount that can be used."""

    code: str
    reason: str


def amount(value: Any) -> Amount | Doubt:
    """What a JSON value says as an amount of US dollars; a plain number is whole dollars."""
    if value is None:
        return Amount(None)
    if isinstance(value, int) and not isinstance(value, bool):
        return Doubt(*_DOUBTS[0][:2]) if value < 0 else Amount(value * 100)
    if isinstance(value, float) and (whole := whole_in(value)) is not None:
        found = amount(whole)
        return found if isinstance(found, Doubt) else Amount(found.cents, WHOLE_NUMBER_AS_DECIMAL)
    if not isinstance(value, str):
        return Doubt("invalid_type", f"it is {kind(value)}, not a whole number of dollars")
    return _of_text(" ".join(clean(value).casefold().split()))


def _of_text(text: str) -> Amount | Doubt:
    if not text:
        return Amount(None)
    if says_unknown(text):
        return Amount(None, STATED_UNKNOWN)
    for code, reason, pattern in _DOUBTS:
        if pattern.fullmatch(text):
            return Doubt(code, reason)
    found = _GRAMMAR.fullmatch(text)
    if found is None:
        return Doubt("not_an_amount", "it is no amount of dollars")
    return _exact(found)


def _exact(found: re.Match[str]) -> Amount | Doubt:
    """The cents of what the grammar found."""
    written, scale, dollars = found["number"], found["scale"], found["sign"] or found["word"]
    number = _NUMBER.fullmatch(written)
    if number is None or (number["decimals"] and not scale and len(number["decimals"]) != 2):
        return Doubt("ambiguous_number", "the separators may mark thousands or decimals")
    cents = Decimal(written.replace(",", "")) * 100 * _SCALES.get(scale, 1)
    if cents != int(cents):
        return Doubt("not_an_amount", "it is no whole number of cents")
    rule = NUMBER_AS_TEXT
    if scale:
        rule = SCALE_WORD
    elif dollars:
        rule = DOLLAR_SIGN
    elif "," in written:
        rule = THOUSANDS_SEPARATORS
    return Amount(int(cents), rule)
