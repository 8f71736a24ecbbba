"""The facts of a film that cost no more than themselves: each is a value that can be, or null with the reason.

What a source says that cannot be, and what becomes of it:

| value | corrected by a rule | quarantined at field scope, value null |
| --- | --- | --- |
| a number as text ("81") or decimal (81.0) | number_as_text, whole_number_as_decimal | |
| "n/a", "unknown", "TBA" | stated_unknown: null (a rating is NR: word_form) | |
| "$1,234,567", "250 million" | thousands_separators, dollar_sign, scale_word | |
| an amount in other words | | inflation_adjusted, rentals, other_currency, amount_range, several_amounts, \
approximate_amount, ambiguous_number, not_an_amount |
| an amount that no film has | | negative_amount, zero_amount, amount_too_small, amount_too_large |
| "92 min" | unit_stated | |
| a running time of 468, 5520 or "1:32" | | implausible_runtime, runtime_in_seconds, runtime_in_hours |
| a date that is none, too old, or off the year | | invalid_date, implausible_date, release_date_off_year |
| "Direct-to-Video", "pg-13" | word_form | |
| another release type, animation type or rating | | invalid_value |

A figure in other units could often be converted; that it was meant so is a guess, and a person's to make. Only what
takes away the film's identity refuses the whole record, and stands in film_stage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, TypeVar

from hyperion_assets.model.vocabularies import FIRST_YEAR, RATINGS, RUN_TOLERANCE_PERCENT
from hyperion_assets.sources.amounts import Doubt, amount
from hyperion_assets.sources.corrections import (
    NUMBER_AS_TEXT,
    STATED_UNKNOWN,
    WHOLE_NUMBER_AS_DECIMAL,
    WORD_FORM,
    Corrections,
    number_in,
    says_unknown,
    whole_in,
    word_in,
)
from hyperion_assets.sources.refusals import Problems, RefusedError, shown, stated_text
from hyperion_assets.sources.years import FIRST_FILM_YEAR, exact_year

SHORTEST_RUNTIME, LONGEST_RUNTIME = 30, 300
"""Minutes. The catalogue's own films run from 42 to 139; below 40 is a short, and 300 minutes are 5 in seconds."""
DATE_MARGIN_MONTHS = 13
"""How far a release date may lie before the year's first day or after its last."""
BUDGET_DOLLARS = (100_000, 1_000_000_000)
"""The catalogue's budgets go from 600,000 to 260 million; 250 is a figure in millions."""
GROSS_DOLLARS = (2_000, 5_000_000_000)
"""The catalogue's grosses go from 760,883 to 1,867 million: what is below 2,000 can be a figure in millions."""
AMOUNTS: Mapping[str, tuple[int, int]] = {
    "budget_usd": BUDGET_DOLLARS,
    "domestic_gross_usd": GROSS_DOLLARS,
    "domestic_original_run_usd": GROSS_DOLLARS,
    "worldwide_gross_usd": GROSS_DOLLARS,
}
"""The fields that hold amounts, with the smallest and the largest that can be, in US dollars."""
UNIT_STATED = "unit_stated"
"""`"92 min"` is 92: the unit is the column's own."""

_UNRATED = ("not rated", "unrated", "n/a")
_MINUTES = re.compile(r"(\d{1,4}) ?(?:m|mins?|minutes?)\.?", re.IGNORECASE)
_SECONDS = re.compile(r"(\d{1,6}) ?(?:s|secs?|seconds?)\.?", re.IGNORECASE)
_HOURS = re.compile(r"\d{1,2}:\d\d(?::\d\d)?|(?:PT)?\d{1,2} ?(?:h|hrs?|hours?)\b.*|(?:PT)?\d{1,2}H.*", re.IGNORECASE)

T = TypeVar("T")


class FilmFacts:
    """Reads the facts of one film's entry; what it reports and corrects is gathered in `problems` and `corrections`."""

    def __init__(self, film: dict[str, Any]) -> None:
        self._film = film
        self.problems = Problems()
        self.corrections = Corrections()

    def cents(self, field: str) -> int | None:
        """US cents of an amount."""
        return self._usable(field, partial(self._cents, field))

    def runtime(self) -> int | None:
        """Minutes."""
        return self._usable("runtime_min", self._runtime)

    def release_date(self, year: int) -> date | None:
        """The day, within DATE_MARGIN_MONTHS of the year."""
        return self._usable("release_date", partial(self._release_date, year))

    def word(self, field: str, allowed: tuple[str, ...]) -> str | None:
        """A word of a closed set."""
        return self._usable(field, partial(self._word, field, allowed))

    def text(self, field: str) -> str | None:
        """A text of any kind."""
        return self._usable(field, partial(stated_text, self._film, field))

    def original_run(self, lifetime: int | None) -> int | None:
        """US cents of the original run; one further above the lifetime gross than sources differ is reported."""
        run = self.cents("domestic_original_run_usd")
        if run is not None and lifetime is not None and run * 100 > lifetime * (100 + RUN_TOLERANCE_PERCENT):
            self.problems.add(
                "domestic_original_run_usd",
                "original_run_over_lifetime",
                f"the original run is over {RUN_TOLERANCE_PERCENT} % above the gross of all releases",
                f"{run // 100} > {lifetime // 100}",
            )
        return run

    def rating(self) -> str | None:
        """The MPAA's word; a film without a rating is NR."""
        written = self._film.get("mpaa_rating")
        if isinstance(written, str) and written.strip().casefold() in _UNRATED:
            self.corrections.add("mpaa_rating", WORD_FORM, written, "NR")
            return "NR"
        return self.word("mpaa_rating", RATINGS)

    def studio_text(self, studio: dict[str, Any], field: str) -> str | None:
        """A fact of the studio, not of the film."""
        try:
            return stated_text(studio, field)
        except RefusedError as error:
            self.problems.add(f"studio_facts.{field}", error.refusal.code, error.refusal.reason, studio[field])
            return None

    def studio_year(self, studio: dict[str, Any], field: str) -> int | None:
        """A year of the studio; its digits as text are one too."""
        value = studio.get(field)
        number = number_in(value.strip()) if isinstance(value, str) else value
        year = exact_year(number)
        if value is None or year is not None:
            if isinstance(value, str):
                self.corrections.add(f"studio_facts.{field}", NUMBER_AS_TEXT, value, year)
            return year
        whole = isinstance(number, int) and not isinstance(number, bool)
        reason = f"{field} is {shown(value)}, not a year from {FIRST_YEAR} on"
        self.problems.add(f"studio_facts.{field}", "invalid_year" if whole else "invalid_type", reason, value)
        return None

    def _usable(self, field: str, read: Callable[[], T | None]) -> T | None:
        """What is read of the field, or null with what was found wrong reported."""
        try:
            return read()
        except RefusedError as error:
            self.problems.add(field, error.refusal.code, error.refusal.reason, self._film[field])
            return None

    def _cents(self, field: str) -> int | None:
        value = self._film.get(field)
        found = amount(value)
        if isinstance(found, Doubt):
            raise RefusedError(found.code, f"{field} is {shown(value)}: {found.reason}")
        least, most = AMOUNTS[field]
        if found.cents is not None:
            if not found.cents:
                raise RefusedError("zero_amount", "an amount is never zero; null is unknown")
            if found.cents < least * 100:
                raise RefusedError("amount_too_small", f"{field} is {shown(value)}, under {least} US dollars")
            if found.cents > most * 100:
                raise RefusedError("amount_too_large", f"{field} is {shown(value)}, over {most} US dollars")
        if found.rule:
            self.corrections.add(field, found.rule, value, found.cents)
        return found.cents

    def _runtime(self) -> int | None:
        minutes = self._minutes(self._film.get("runtime_min"))
        if minutes is None or SHORTEST_RUNTIME <= minutes <= LONGEST_RUNTIME:
            return minutes
        bounds = f"not from {SHORTEST_RUNTIME} to {LONGEST_RUNTIME} minutes"
        if SHORTEST_RUNTIME * 60 <= minutes <= LONGEST_RUNTIME * 60:
            reason = f"runtime_min is {shown(minutes)}, {bounds}; in seconds it would be {minutes / 60:.0f}"
            raise RefusedError("runtime_in_seconds", reason)
        raise RefusedError("implausible_runtime", f"runtime_min is {shown(minutes)}, {bounds}")

    def _release_date(self, year: int) -> date | None:
        written = self._text("release_date")
        if written is None:
            return None
        try:
            released = date.fromisoformat(written)
        except ValueError:
            reason = f"release_date is {shown(written)}, not a date such as 1995-11-22"
            raise RefusedError("invalid_date", reason) from None
        if released.year < FIRST_FILM_YEAR:
            reason = f"release_date {written} is before {FIRST_FILM_YEAR}"
            raise RefusedError("implausible_date", reason)
        months = (released.year - year) * 12 + released.month - 1  # from January of the year, which is 0
        if not -DATE_MARGIN_MONTHS <= months < 12 + DATE_MARGIN_MONTHS:
            reason = f"release_date {written} is over {DATE_MARGIN_MONTHS} months from the year {year}"
            raise RefusedError("release_date_off_year", reason)
        return released

    def _word(self, field: str, allowed: tuple[str, ...]) -> str | None:
        written = self._text(field)
        if written is None or written in allowed:
            return written
        word = word_in(written, allowed)
        if word is None:
            reason = f"{field} is {shown(written)}; allowed are {', '.join(allowed)}"
            raise RefusedError("invalid_value", reason)
        self.corrections.add(field, WORD_FORM, written, word)
        return word

    def _minutes(self, value: Any) -> int | None:
        """The number of the running time, in whatever unit; null with the reason where it has none."""
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        if isinstance(value, float) and (whole := whole_in(value)) is not None:
            return self._corrected("runtime_min", WHOLE_NUMBER_AS_DECIMAL, whole)
        written = self._text("runtime_min") if isinstance(value, str) else None
        if isinstance(value, str) and written is None:
            return None
        if written is not None:
            if (number := number_in(written)) is not None:
                return self._corrected("runtime_min", NUMBER_AS_TEXT, number)
            if minutes := _MINUTES.fullmatch(written):
                return self._corrected("runtime_min", UNIT_STATED, int(minutes[1]))
            if _SECONDS.fullmatch(written):
                raise RefusedError("runtime_in_seconds", f"runtime_min is {shown(written)}, not minutes")
            if _HOURS.fullmatch(written):
                raise RefusedError("runtime_in_hours", f"runtime_min is {shown(written)}, not minutes")
        raise RefusedError("invalid_type", f"runtime_min is {shown(value)}, not a whole number")

    def _corrected(self, field: str, rule: str, value: int) -> int:
        """The value, noted as a correction if it can be one."""
        if SHORTEST_RUNTIME <= value <= LONGEST_RUNTIME:
            self.corrections.add(field, rule, self._film[field], value)
        return value

    def _text(self, field: str) -> str | None:
        """A text that says something; null for `unknown` and the like, which is noted."""
        written = stated_text(self._film, field)
        if written is not None and says_unknown(written):
            self.corrections.add(field, STATED_UNKNOWN, written, None)
            return None
        return written
