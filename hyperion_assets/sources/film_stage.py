"""What one record of raw-films means: the film's columns, or why the record cannot be used.

A fact that makes the film doubtful refuses the whole record: no title, a year that is no year, an unknown studio, a
negative amount, a running time in seconds, a date too far from the year. What costs only its own field is a problem.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict

from hyperion_assets.model.keys import EmptyKeyError, loose_keys, match_key
from hyperion_assets.model.vocabularies import (
    ANIMATION_TYPES,
    FACT_CONFIDENCES,
    FIRST_YEAR,
    RATINGS,
    RELEASE_TYPES,
    RUN_TOLERANCE_PERCENT,
)
from hyperion_assets.sources.documents import clean
from hyperion_assets.sources.refusals import (
    Problem,
    Problems,
    Refusal,
    RefusedError,
    one_of,
    opened,
    required_key,
    required_text,
    shown,
    stated_text,
    whole,
)
from hyperion_assets.sources.years import LAST_YEAR, exact_year

SHORTEST_RUNTIME, LONGEST_RUNTIME = 30, 300
"""Minutes. The catalogue's own films run from 42 to 139; below 40 is a short, and 300 minutes are 5 in seconds."""
DATE_MARGIN_MONTHS = 13
"""How far a release date may lie before the year's first day or after its last."""
LARGEST_AMOUNT = 100_000_000_000
"""US dollars; far above any film, far below what 64 bits of cents hold."""

_UNRATED = ("not rated", "unrated", "n/a")


class FilmRow(TypedDict):
    """A staged film: the payload columns of staged_films, and the record's field-scope problems. Cents are US cents."""

    film_id: str
    title: str
    release_year: int
    release_date: date | None
    release_type: str | None
    animation_type: str | None
    runtime_min: int | None
    mpaa_rating: str | None
    budget_cents: int | None
    domestic_gross_cents: int | None
    domestic_original_run_cents: int | None
    worldwide_gross_cents: int | None
    gross_note: str | None
    title_variants: list[str]
    match_keys: list[str]
    loose_keys: list[str]
    studio_id: str
    studio_name: str
    parent_company: str | None
    active_from: int | None
    active_to: int | None
    franchise_id: str
    franchise_name: str
    release_date_confidence: str | None
    runtime_confidence: str | None
    mpaa_confidence: str | None
    budget_confidence: str | None
    domestic_gross_confidence: str | None
    worldwide_gross_confidence: str | None
    animation_type_confidence: str | None
    release_type_confidence: str | None
    problems: list[Problem]


def stage_film(value: bytes) -> FilmRow | Refusal:
    """The film in a record's value, or why it cannot be used. Never raises.

    Refusal codes: not_json, not_unicode, not_an_object, missing_field, invalid_type, invalid_value, empty_name,
    invalid_year, invalid_date, unknown_studio, negative_amount, implausible_amount, implausible_runtime,
    release_date_off_year. Problem codes: zero_amount, original_run_over_lifetime, unknown_confidence, invalid_type.
    """
    try:
        return _row(opened(value))
    except RefusedError as error:
        return error.refusal


def _row(film: dict[str, Any]) -> FilmRow:
    problems = Problems()
    title = required_text(film, "title")
    year = _year(film)
    studio = _studio(film)
    franchise = stated_text(film, "franchise") or title
    variants = _variants(film, problems)
    lifetime, original_run = (
        _cents(film, "domestic_gross_usd", problems),
        _cents(film, "domestic_original_run_usd", problems),
    )
    _compare(original_run, lifetime, problems)
    grades = _grades(film, problems)
    return FilmRow(
        film_id=required_key(title, year),
        title=title,
        release_year=year,
        release_date=_release_date(film, year),
        release_type=one_of(film, "release_type", RELEASE_TYPES),
        animation_type=one_of(film, "animation_type", ANIMATION_TYPES),
        runtime_min=_runtime(film),
        mpaa_rating=_rating(film),
        budget_cents=_cents(film, "budget_usd", problems),
        domestic_gross_cents=lifetime,
        domestic_original_run_cents=original_run,
        worldwide_gross_cents=_cents(film, "worldwide_gross_usd", problems),
        gross_note=stated_text(film, "gross_note"),
        title_variants=variants,
        match_keys=_match_keys([title, *variants]),
        loose_keys=list(dict.fromkeys(key for name in (title, *variants) for key in loose_keys(name))),
        studio_id=required_key(studio["name"]),
        studio_name=studio["name"],
        parent_company=_fact(studio, "parent_company", str, problems),
        active_from=_fact(studio, "active_from", int, problems),
        active_to=_fact(studio, "active_to", int, problems),
        franchise_id=required_key(franchise),
        franchise_name=franchise,
        release_date_confidence=_confidence(grades, "release_date", problems),
        runtime_confidence=_confidence(grades, "runtime_min", problems),
        mpaa_confidence=_confidence(grades, "mpaa_rating", problems),
        budget_confidence=_confidence(grades, "budget_usd", problems),
        domestic_gross_confidence=_confidence(grades, "domestic_gross_usd", problems),
        worldwide_gross_confidence=_confidence(grades, "worldwide_gross_usd", problems),
        animation_type_confidence=_confidence(grades, "animation_type", problems),
        release_type_confidence=_confidence(grades, "release_type", problems),
        problems=problems.all(),
    )


def _year(film: dict[str, Any]) -> int:
    if film.get("year") is None:
        raise RefusedError("missing_field", "year is missing")
    year = exact_year(film["year"])
    if year is None:
        raise RefusedError(
            "invalid_year", f"year is {shown(film['year'])}, not a whole number from {FIRST_YEAR} to {LAST_YEAR}"
        )
    return year


def _studio(film: dict[str, Any]) -> dict[str, Any]:
    name = required_text(film, "studio")
    facts = film.get("studio_facts")
    if facts is None:
        raise RefusedError("unknown_studio", f"{shown(name)} is not among the catalogue's studios")
    if not isinstance(facts, dict):
        raise RefusedError("invalid_type", f"studio_facts is {shown(facts)}, not an object")
    return facts | {"name": required_text(facts, "name")}


def _fact(studio: dict[str, Any], field: str, kind: type, problems: Problems) -> Any:
    """A fact of the studio, not of the film: one that cannot be used costs the film nothing."""
    try:
        return stated_text(studio, field) if kind is str else _studio_year(studio, field)
    except RefusedError as error:
        problems.add(f"studio_facts.{field}", error.refusal.code, error.refusal.reason, studio[field])
        return None


def _studio_year(studio: dict[str, Any], field: str) -> int | None:
    year = whole(studio, field)
    if year is not None and exact_year(year) is None:
        raise RefusedError("invalid_year", f"{field} is {shown(year)}, not from {FIRST_YEAR} to {LAST_YEAR}")
    return year


def _release_date(film: dict[str, Any], year: int) -> date | None:
    written = stated_text(film, "release_date")
    if written is None:
        return None
    try:
        released = date.fromisoformat(written)
    except ValueError:
        raise RefusedError("invalid_date", f"release_date is {shown(written)}, not a date such as 1995-11-22") from None
    months = (released.year - year) * 12 + released.month - 1  # from January of the year, which is 0
    if not -DATE_MARGIN_MONTHS <= months < 12 + DATE_MARGIN_MONTHS:
        raise RefusedError(
            "release_date_off_year", f"release_date {written} is over {DATE_MARGIN_MONTHS} months from the year {year}"
        )
    return released


def _runtime(film: dict[str, Any]) -> int | None:
    minutes = whole(film, "runtime_min")
    if minutes is not None and not SHORTEST_RUNTIME <= minutes <= LONGEST_RUNTIME:
        raise RefusedError(
            "implausible_runtime",
            f"runtime_min is {minutes}, not from {SHORTEST_RUNTIME} to {LONGEST_RUNTIME} minutes",
        )
    return minutes


def _rating(film: dict[str, Any]) -> str | None:
    written = stated_text(film, "mpaa_rating")
    if written is not None and written.casefold() in _UNRATED:
        return "NR"
    return one_of(film, "mpaa_rating", RATINGS)


def _cents(film: dict[str, Any], field: str, problems: Problems) -> int | None:
    """Whole US dollars as cents; zero stands for an unknown amount, and is reported."""
    dollars = whole(film, field)
    if dollars is None:
        return None
    if dollars < 0:
        raise RefusedError("negative_amount", f"{field} is {dollars}; an amount is never below zero")
    if dollars > LARGEST_AMOUNT:
        raise RefusedError("implausible_amount", f"{field} is {dollars}, over {LARGEST_AMOUNT} US dollars")
    if dollars == 0:
        problems.add(field, "zero_amount", "an amount is never zero; null is unknown", "0")
        return None
    return dollars * 100


def _compare(original_run: int | None, lifetime: int | None, problems: Problems) -> None:
    """An original run further above the lifetime gross than sources differ: one of the figures is wrong."""
    if original_run is None or lifetime is None:
        return
    if original_run * 100 > lifetime * (100 + RUN_TOLERANCE_PERCENT):
        problems.add(
            "domestic_original_run_usd",
            "original_run_over_lifetime",
            f"the original run is over {RUN_TOLERANCE_PERCENT} % above the gross of all releases",
            f"{original_run // 100} > {lifetime // 100}",
        )


def _variants(film: dict[str, Any], problems: Problems) -> list[str]:
    written = film.get("title_variants") or []
    if not isinstance(written, list):
        problems.add("title_variants", "invalid_type", "title_variants is not a list of titles", written)
        return []
    usable = []
    for variant in written:
        if isinstance(variant, str) and clean(variant):
            usable.append(clean(variant))
        else:
            problems.add("title_variants", "invalid_type", "a title variant is not text", variant)
    return list(dict.fromkeys(usable))


def _match_keys(titles: list[str]) -> list[str]:
    keys = []
    for title in titles:
        try:
            keys.append(match_key(title))
        except EmptyKeyError:
            continue  # a variant of signs alone matches nothing; the title itself was checked before
    return list(dict.fromkeys(keys))


def _grades(film: dict[str, Any], problems: Problems) -> dict[str, Any]:
    """The film's object of confidences, by fact."""
    given = film.get("confidence")
    if given is None or isinstance(given, dict):
        return given or {}
    problems.add("confidence", "invalid_type", "confidence is not an object with a word for each fact", given)
    return {}


def _confidence(grades: dict[str, Any], fact: str, problems: Problems) -> str | None:
    try:
        return one_of(grades, fact, FACT_CONFIDENCES)
    except RefusedError as error:
        problems.add(f"confidence.{fact}", "unknown_confidence", error.refusal.reason, grades[fact])
        return None
