"""What counts as a year: one rule for the catalogue, the character files and the credits."""

from __future__ import annotations

import re
from typing import Any

from hyperion_assets.model.vocabularies import FIRST_YEAR

LAST_YEAR = 2100
FIRST_FILM_YEAR, LAST_FILM_YEAR = 1930, 2040
"""The catalogue's first film is of 1937, and films are announced some ten years ahead.

Fixed, and not counted from today: the same record must be staged alike whenever that is. Raise the last one in time.
"""

_YEAR_IN_TEXT = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FOUR_DIGITS = re.compile(r"[0-9]{4}")


def exact_year(value: Any) -> int | None:
    """The value if it is a whole number between FIRST_YEAR and LAST_YEAR; None for text, 1995.5 or true."""
    if isinstance(value, int) and not isinstance(value, bool) and FIRST_YEAR <= value <= LAST_YEAR:
        return value
    return None


def film_year(value: Any) -> int | None:
    """The year of a film of the catalogue: a whole number from FIRST_FILM_YEAR to LAST_FILM_YEAR, or its four digits.

    None for anything else: a year of two digits does not say its century.
    """
    if isinstance(value, str):
        value = int(value) if _FOUR_DIGITS.fullmatch(value.strip()) else None
    year = exact_year(value)
    return year if year is not None and FIRST_FILM_YEAR <= year <= LAST_FILM_YEAR else None


def stated_year(value: Any) -> int | None:
    """The year that a character file states: 2009 or 2009.0, four digits as text, or the first year of `1987-1990`."""
    if isinstance(value, str):
        found = _YEAR_IN_TEXT.search(value)
        return int(found.group()) if found else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return exact_year(value)
