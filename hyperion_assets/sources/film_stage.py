"""What one record of raw-films means: the film's columns, or why the record cannot be used.

Only what takes away the film's identity refuses the whole record: a value that is no object, no title, a year that is
no year of four digits (as text it is corrected: number_as_text), no studio or one that the catalogue does not list.
Everything else costs its own field alone; film_facts says which impossible value is corrected, by which rule, and which
is quarantined.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict

from hyperion_assets.model.keys import EmptyKeyError, loose_keys, match_key
from hyperion_assets.model.vocabularies import ANIMATION_TYPES, FACT_CONFIDENCES, RELEASE_TYPES
from hyperion_assets.sources.corrections import NUMBER_AS_TEXT, Correction
from hyperion_assets.sources.documents import clean
from hyperion_assets.sources.film_facts import FilmFacts
from hyperion_assets.sources.media import bare_title
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
)
from hyperion_assets.sources.years import FIRST_FILM_YEAR, LAST_FILM_YEAR, film_year

LONGEST_TITLE = 200
YEAR_IN_TITLE = "year_in_title"
"""`Cars (2006)` of 2006 is `Cars`."""
_TEXTS = ("title", "studio", "franchise", "gross_note")


class FilmRow(TypedDict):
    """A staged film: the payload columns of staged_films, and the record's field-scope problems. Cents are US cents.

    `corrections` are the values that a rule read out of another form.
    """

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
    corrections: list[Correction]
    problems: list[Problem]


def stage_film(value: bytes) -> FilmRow | Refusal:
    """The film in a record's value, or why it cannot be used. Never raises.

    Refusal codes: not_json, not_unicode, duplicate_key, not_an_object, missing_field, invalid_type, empty_name,
    name_too_long, invalid_year, unknown_studio. Problem codes: those of film_facts, original_run_over_lifetime,
    unknown_confidence, invalid_type, invalid_year, empty_name.
    """
    try:
        return _row(opened(value))
    except RefusedError as error:
        return error.refusal


def _row(film: dict[str, Any]) -> FilmRow:
    facts = FilmFacts(film)
    facts.corrections.add_unseen(film, _TEXTS)
    problems = facts.problems
    required_text(film, "title")
    year = _year(film, facts)
    title = _title(film, year, facts)
    studio = _studio(film)
    franchise = _franchise(facts) or (required_key(title), title)
    variants = _variants(film, problems)
    lifetime = facts.cents("domestic_gross_usd")
    grades = _grades(film, problems)
    return FilmRow(
        film_id=required_key(title, year),
        title=title,
        release_year=year,
        release_date=facts.release_date(year),
        release_type=facts.word("release_type", RELEASE_TYPES),
        animation_type=facts.word("animation_type", ANIMATION_TYPES),
        runtime_min=facts.runtime(),
        mpaa_rating=facts.rating(),
        budget_cents=facts.cents("budget_usd"),
        domestic_gross_cents=lifetime,
        domestic_original_run_cents=facts.original_run(lifetime),
        worldwide_gross_cents=facts.cents("worldwide_gross_usd"),
        gross_note=facts.text("gross_note"),
        title_variants=variants,
        match_keys=_match_keys([title, *variants]),
        loose_keys=list(dict.fromkeys(key for name in (title, *variants) for key in loose_keys(name))),
        studio_id=required_key(studio["name"]),
        studio_name=studio["name"],
        parent_company=facts.studio_text(studio, "parent_company"),
        active_from=facts.studio_year(studio, "active_from"),
        active_to=facts.studio_year(studio, "active_to"),
        franchise_id=franchise[0],
        franchise_name=franchise[1],
        release_date_confidence=_confidence(grades, "release_date", problems),
        runtime_confidence=_confidence(grades, "runtime_min", problems),
        mpaa_confidence=_confidence(grades, "mpaa_rating", problems),
        budget_confidence=_confidence(grades, "budget_usd", problems),
        domestic_gross_confidence=_confidence(grades, "domestic_gross_usd", problems),
        worldwide_gross_confidence=_confidence(grades, "worldwide_gross_usd", problems),
        animation_type_confidence=_confidence(grades, "animation_type", problems),
        release_type_confidence=_confidence(grades, "release_type", problems),
        corrections=facts.corrections.all(),
        problems=problems.all(),
    )


def _title(film: dict[str, Any], year: int, facts: FilmFacts) -> str:
    written = required_text(film, "title")
    if len(written) > LONGEST_TITLE:
        raise RefusedError("name_too_long", f"the title has {len(written)} signs; at most {LONGEST_TITLE} are a title")
    title = bare_title(written, year)
    if title != written:
        facts.corrections.add("title", YEAR_IN_TITLE, written, title)
    return title


def _year(film: dict[str, Any], facts: FilmFacts) -> int:
    written = film.get("year")
    if written is None:
        raise RefusedError("missing_field", "year is missing")
    year = film_year(written)
    if year is None:
        raise RefusedError(
            "invalid_year", f"year is {shown(written)}, not a year from {FIRST_FILM_YEAR} to {LAST_FILM_YEAR}"
        )
    if isinstance(written, str):
        facts.corrections.add("year", NUMBER_AS_TEXT, written, year)
    return year


def _studio(film: dict[str, Any]) -> dict[str, Any]:
    name = required_text(film, "studio")
    facts = film.get("studio_facts")
    if facts is None:
        raise RefusedError("unknown_studio", f"{shown(name)} is not among the catalogue's studios")
    if not isinstance(facts, dict):
        raise RefusedError("invalid_type", f"studio_facts is {shown(facts)}, not an object")
    return facts | {"name": required_text(facts, "name")}


def _franchise(facts: FilmFacts) -> tuple[str, str] | None:
    """Key and name of the stated franchise; None where none can be used, and the film is its own."""
    name = facts.text("franchise")
    if name is None:
        return None
    try:
        return required_key(name), name
    except RefusedError as error:
        facts.problems.add("franchise", error.refusal.code, error.refusal.reason, name)
        return None


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
