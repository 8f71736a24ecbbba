"""How one film's run is spread over its days: a curve drawn with the spread of real films of its period.

The curve is built from weekends. The first takes the film's own opening share; each following one changes by a draw
from that week's real changes, all tilted by one factor so that the whole run comes to exactly 1 / opening share.
The other days follow their weekend by season, and a holiday follows the same weekday a week before.

Only +, -, x, / and uniform draws are used: no rounding of a mathematics library can change a cent between machines.

Belongs here: shares of days. Not here: money, states, records.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from hyperion_assets.sources.box_office_facts import LEVELS, QUARTILES, BoxOfficeFacts, Floats, Group
from hyperion_assets.sources.box_office_holidays import DATED, MONDAY, THURSDAY, holidays

Days = NDArray[np.datetime64]
Whole = NDArray[np.int64]

# Seasons by their place in box_office_facts.SEASONS.
SUMMER, SCHOOL, CHRISTMAS, THANKSGIVING = range(4)

FRIDAY = 4
SHORTEST_RUN = 7

# Long runs before 2000 are extrapolated: the slower half of 2000-2019, drawn out by a steady trend back to 1983.
TREND_SINCE = 2000
OPENING_SHARE_PER_YEAR, OPENING_SHARE_FLOOR = 0.03, 0.5
LENGTH_PER_YEAR, LENGTH_CEILING = 0.025, 1.4

TILTS = (0.5, 1.5)  # how far a film's weekly changes may be bent to meet its opening share
# A holiday with a date falls on any weekday, and that is most of its spread: it adds most to a poor day.
HOLIDAY_LEVELS = ((3 / 7, 1.0), (2 / 7, 3 / 7), (0.0, 2 / 7))  # Monday to Thursday, Friday, weekend
# First day of a mid-week opening over an ordinary one: own knowledge of some Wednesday openings, the facts have none.
EARLY_OPENING = (1.6, 2.4)
DAY_NOISE = 0.1
LENGTH_SCATTER = 0.7  # how far, in quantiles, a run may be longer or shorter than its film's size suggests
# Original runs in the catalogue, in cents, at LEVELS: the facts' lengths of run have no film size beside them.
SIZES = np.array([6.1, 27.4, 50.1, 127.8, 200.8, 340.0, 653.0]) * 1e8


@dataclass(frozen=True)
class Period:
    """Which real films a film is like, and how far beyond them: levels are the quantiles that it may draw."""

    group: Group
    extrapolated: bool
    opening_levels: tuple[float, float] = (0.0, 1.0)
    length_levels: tuple[float, float] = (0.0, 1.0)
    opening_factor: float = 1.0
    length_factor: float = 1.0
    marvel: bool = False


@dataclass(frozen=True)
class Calendar:
    """The days of a run, their weekdays (Monday is 0) and the weekend that each follows, from 0.

    A week runs from Friday to Thursday; days before the first Friday belong to the opening weekend.
    """

    opening: date
    first_friday: int  # days from the opening; negative for an opening on Saturday or Sunday
    days: Days
    weekdays: Whole
    weeks: Whole


def period(facts: BoxOfficeFacts, release_year: int, studio: str) -> Period:
    """The period of a film by its release year; Marvel's own curves hold for 2008-2019."""
    if release_year < TREND_SINCE:
        years = TREND_SINCE - release_year
        return Period(
            facts.groups["animation_2000_2019"],
            extrapolated=True,
            opening_levels=(0.0, 0.5),
            length_levels=(0.5, 1.0),
            opening_factor=max(1.0 - OPENING_SHARE_PER_YEAR * years, OPENING_SHARE_FLOOR),
            length_factor=min(1.0 + LENGTH_PER_YEAR * years, LENGTH_CEILING),
        )
    if release_year >= 2020:  # the facts have no film of 2020; theatres then were nearer to 2021
        return Period(facts.groups["films_2021_2024"], extrapolated=False)
    if release_year >= 2008 and studio.casefold().startswith("marvel"):
        return Period(facts.groups["marvel_2008_2019"], extrapolated=False, marvel=True)
    return Period(facts.groups["animation_2000_2019"], extrapolated=False)


def draw_curve(
    facts: BoxOfficeFacts, like: Period, opening: date, total_cents: int, rng: np.random.Generator
) -> tuple[Days, Floats]:
    """Draw one film's run: its days in order, from the release date on, and each day's share; shares sum to 1.

    The total only makes a long run likelier for a big film. Days that late weeks do not report are left out, so that
    both the number of days and their span are as drawn.
    """
    opening_level, length_level = _levels(like, total_cents, rng)
    mult = 1.0 / (_at(like.group.opening_share, opening_level) * like.opening_factor)
    span = max(round(_at(like.group.span, length_level) * like.length_factor), SHORTEST_RUN)
    reported = max(round(_at(like.group.days, length_level) * like.length_factor), SHORTEST_RUN)

    calendar = _calendar(opening, span)
    factors = _ordinary_factors(facts, like, calendar, rng)
    _shape_opening_weekend(like.group, calendar, factors, rng)
    _shape_opening_weekdays(facts, like, calendar, factors, opening_level, rng)
    weeks = _apply_holidays(facts, calendar, factors, rng)

    kept = _reported_days(calendar, span - reported)
    days, weeks, factors = calendar.days[kept], weeks[kept], factors[kept]
    weekends = _weekends(like.group, np.bincount(weeks, weights=factors).astype(np.float64), mult, rng)
    gross = weekends[weeks] * factors
    return days, gross / gross.sum()


def _calendar(opening: date, span: int) -> Calendar:
    since = np.arange(span)
    first_friday = FRIDAY - opening.weekday()
    return Calendar(
        opening=opening,
        first_friday=first_friday,
        days=np.datetime64(opening, "D") + since,
        weekdays=(since + opening.weekday()) % 7,
        weeks=np.maximum((since - first_friday) // 7, 0),
    )


def _levels(like: Period, total_cents: int, rng: np.random.Generator) -> tuple[float, float]:
    """The film's quantiles of opening share and of length of run; the latter scatters about its size's."""
    opening, scatter = rng.random(2)
    length = float(np.interp(total_cents, SIZES, LEVELS)) + LENGTH_SCATTER * (scatter - 0.5)
    length = 1.0 - abs(1.0 - abs(length))  # turned back at both ends, so that all lengths stay as likely as they are
    return _between(like.opening_levels, opening), _between(like.length_levels, length)


def _between(limits: tuple[float, float], part: float) -> float:
    return limits[0] + (limits[1] - limits[0]) * part


def _at(curve: Floats, level: float) -> float:
    return float(np.interp(level, LEVELS, curve))


def _ordinary_factors(facts: BoxOfficeFacts, like: Period, calendar: Calendar, rng: np.random.Generator) -> Floats:
    """Each day's gross over its weekend's, by season and weekday, with a little noise."""
    noise = 1.0 + DAY_NOISE * (rng.random((2, len(calendar.days))).sum(axis=0) - 1.0)
    if like.marvel:
        factors: Floats = facts.marvel_weekday_ratios[calendar.weekdays] * noise
    else:
        factors = facts.weekday_ratios[_seasons(calendar.days), calendar.weekdays] * noise
    return factors


def _seasons(days: Days) -> Whole:
    months = days.astype("datetime64[M]")
    month_and_day = (months.astype(np.int64) % 12 + 1) * 100 + (days - months.astype("datetime64[D]")).astype(int) + 1
    seasons: Whole = _SEASON_OF_DAY[month_and_day]
    return seasons


def _season(month: int, day: int) -> int:
    """The season of the facts that a day is in; days between two of them go to the nearer one."""
    if (month == 12 and day >= 20) or (month == 1 and day <= 3):
        return CHRISTMAS
    if month == 11 and day >= 20:
        return THANKSGIVING
    if month in (6, 7, 8) or (month == 5 and day >= 26):
        return SUMMER
    return SCHOOL


_SEASON_OF_DAY = np.array([_season(number // 100, number % 100) for number in range(1232)])


def _shape_opening_weekend(group: Group, calendar: Calendar, factors: Floats, rng: np.random.Generator) -> None:
    """Give the opening weekend the film's own Friday, Saturday and Sunday; a later opening lacks the first of them."""
    friday, sunday = rng.random(2)
    shares = np.array([_at(group.friday, friday), _at(group.saturday, 1.0 - friday), _at(group.sunday, sunday)])
    weekend = np.flatnonzero((calendar.weeks == 0) & (calendar.weekdays >= FRIDAY))
    played = shares[calendar.weekdays[weekend] - FRIDAY]
    factors[weekend] = played / played.sum()


def _shape_opening_weekdays(
    facts: BoxOfficeFacts,
    like: Period,
    calendar: Calendar,
    factors: Floats,
    opening_level: float,
    rng: np.random.Generator,
) -> None:
    """Give an opening before the weekend its rush, and the weekdays after it the first week's real weight."""
    rush = _between(EARLY_OPENING, float(rng.random())) - 1.0
    for day in range(max(calendar.first_friday, 0)):
        factors[day] *= 1.0 + rush / (day + 1)
    first_week = _at(like.group.first_week_share, opening_level) / _at(like.group.opening_share, opening_level) - 1.0
    later = facts.marvel_weekday_ratios if like.marvel else facts.weekday_ratios[[SUMMER, SCHOOL]].mean(axis=0)
    after = slice(calendar.first_friday + 3, calendar.first_friday + 7)
    factors[after] *= first_week / float(later[:FRIDAY].sum())


def _reported_days(calendar: Calendar, missing: int) -> NDArray[np.bool_]:
    """Which days are reported: the last Mondays to Thursdays are not, as many as are missing."""
    kept = np.ones(len(calendar.days), dtype=np.bool_)
    late = np.flatnonzero((calendar.weekdays < FRIDAY) & (calendar.weeks > 0))
    kept[late[max(len(late) - missing, 0) :]] = False
    return kept


def _apply_holidays(facts: BoxOfficeFacts, calendar: Calendar, factors: Floats, rng: np.random.Generator) -> Whole:
    """Set each holiday by the same weekday a week before, in order of date; returns the weekend each day follows.

    In the opening week there is no week before: there a holiday on a weekday is lifted over an ordinary one, a Monday
    at most to its Sunday. The seasons of Thanksgiving and Christmas hold their holidays already.
    """
    follows = calendar.weeks.copy()
    last = calendar.opening + timedelta(days=len(factors) - 1)
    for when, name in (each for year in range(calendar.opening.year, last.year + 1) for each in holidays(year)):
        day = (when - calendar.opening).days
        if not 0 <= day < len(factors):
            continue
        weekday = int(calendar.weekdays[day])
        level = float(rng.random())
        if name in DATED:
            level = _between(HOLIDAY_LEVELS[min(max(weekday - THURSDAY, 0), 2)], level)
        ratio = float(np.interp(level, QUARTILES, facts.holiday_ratios[name]))
        if day >= 7:
            follows[day] = follows[day - 7]
            factors[day] = factors[day - 7] * ratio
        elif weekday < FRIDAY and _season(when.month, when.day) in (SUMMER, SCHOOL):
            lifted = factors[day] * ratio / facts.ordinary_ratio
            factors[day] = min(lifted, factors[day - 1]) if weekday == MONDAY and day else lifted
    return follows


def _weekends(group: Group, week_factors: Floats, mult: float, rng: np.random.Generator) -> Floats:
    """Each weekend's gross, the first being 1, so that weekends times their weeks' factors sum to `mult`.

    The tilt that meets it is found by bisection within TILTS; where a run is too short for so small an opening
    share, the share comes out larger.
    """
    weeks = np.minimum(np.arange(len(week_factors) - 1), len(group.weekend_changes) - 1)
    levels = rng.random(len(weeks))
    changes = [np.interp(level, LEVELS, group.weekend_changes[week]) for level, week in zip(levels, weeks, strict=True)]
    untilted = np.cumprod(np.array([0.0, *changes]) + 1.0)
    coefficients = (untilted * week_factors).tolist()
    low, high = TILTS
    for _ in range(40):
        middle = (low + high) / 2.0
        total = 0.0
        for coefficient in reversed(coefficients):
            total = total * middle + coefficient
        low, high = (middle, high) if total < mult else (low, middle)
    tilts = np.ones(len(untilted))
    tilts[1:] = low
    return untilted * np.cumprod(tilts)
