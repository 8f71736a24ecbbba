"""The days of a year that break a weekly box-office pattern, by the names that box_office_shape.json gives them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

MONDAY, THURSDAY, SUNDAY = 0, 3, 6

DATED = frozenset(("New Years Day", "July 4", "Halloween", "Christmas Eve", "Christmas Day", "Dec 26", "New Years Eve"))

MLK_DAY_SINCE = 1986
FEBRUARY_SUPER_BOWL_SINCE = 2002


@lru_cache(maxsize=256)
def holidays(year: int) -> tuple[tuple[date, str], ...]:
    """The holidays of a year with their names in `holiday_ratio`, in order of date."""
    return tuple(sorted(_holidays(year)))


def _holidays(year: int) -> Iterator[tuple[date, str]]:
    yield date(year, 1, 1), "New Years Day"
    if year >= MLK_DAY_SINCE:
        yield _weekday_of_month(year, 1, MONDAY, 3), "MLK Monday"
    if year >= FEBRUARY_SUPER_BOWL_SINCE:
        yield _weekday_of_month(year, 2, SUNDAY, 1), "Super Bowl Sunday (approx first Sun Feb)"
    yield _weekday_of_month(year, 2, MONDAY, 3), "Presidents Monday"
    yield _weekday_of_month(year, 6, MONDAY, 1) - timedelta(days=7), "Memorial Monday"
    yield date(year, 7, 4), "July 4"
    yield _weekday_of_month(year, 9, MONDAY, 1), "Labor Monday"
    yield _weekday_of_month(year, 10, MONDAY, 2), "Columbus Monday"
    yield date(year, 10, 31), "Halloween"
    thanksgiving = _weekday_of_month(year, 11, THURSDAY, 4)
    yield thanksgiving, "Thanksgiving Thu"
    yield thanksgiving + timedelta(days=1), "Black Friday"
    yield date(year, 12, 24), "Christmas Eve"
    yield date(year, 12, 25), "Christmas Day"
    yield date(year, 12, 26), "Dec 26"
    yield date(year, 12, 31), "New Years Eve"


def _weekday_of_month(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
