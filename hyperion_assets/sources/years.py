"""What counts as a year: one rule for the catalogue, the character files and the credits."""

from __future__ import annotations

import re
from typing import Any

from hyperion_assets.model.vocabularies import FIRST_YEAR

LAST_YEAR = 2100

_YEAR_IN_TEXT = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def exact_year(value: Any) -> int | None:
    """The value if it is a whole number between FIRST_YEAR and LAST_YEAR; None for text, 1995.5 or true."""
    if isinstance(value, int) and not isinstance(value, bool) and FIRST_YEAR <= value <= LAST_YEAR:
        return value
    return None


def stated_year(value: Any) -> int | None:
    """The year that a character file states: a number, four digits as text, or the first year of `1987-1990`."""
    if isinstance(value, str):
        found = _YEAR_IN_TEXT.search(value)
        return int(found.group()) if found else None
    return exact_year(value)
