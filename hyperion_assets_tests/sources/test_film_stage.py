"""One film record: the staged columns, and each reason for which it is refused."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyperion_assets.settings import REPOSITORY
from hyperion_assets.sources.catalogue import usable_films
from hyperion_assets.sources.documents import printable
from hyperion_assets.sources.film_stage import FilmRow, stage_film
from hyperion_assets.sources.refusals import Refusal
from hyperion_assets_tests.properties import BESIDE

STUDIO = {"name": "Pixar Animation Studios", "parent_company": "Disney", "active_from": 1986, "active_to": None}
FILM: dict[str, Any] = {
    "title": "Lantern Hollow",
    "year": 1999,
    "studio": "Pixar Animation Studios",
    "franchise": "Lantern Hollow",
    "animation_type": "animated",
    "release_type": "theatrical",
    "release_date": "1999-11-24",
    "runtime_min": 92,
    "mpaa_rating": "G",
    "budget_usd": 90_000_000,
    "domestic_gross_usd": 245_000_001,
    "domestic_original_run_usd": 245_000_001,
    "worldwide_gross_usd": 497_000_000,
    "gross_note": None,
    "title_variants": ["The Lantern Hollow", "Lantern Hollow: The Film"],
    "confidence": {"release_date": "one_source", "mpaa_rating": "missing"},
    "studio_facts": STUDIO,
}


def value(**changes: Any) -> bytes:
    return json.dumps(FILM | changes).encode()


def staged(**changes: Any) -> FilmRow:
    row = stage_film(value(**changes))
    assert not isinstance(row, Refusal), row
    return row


def test_all_columns() -> None:
    assert staged() == {
        "film_id": "lantern-hollow-1999",
        "title": "Lantern Hollow",
        "release_year": 1999,
        "release_date": date(1999, 11, 24),
        "release_type": "theatrical",
        "animation_type": "animated",
        "runtime_min": 92,
        "mpaa_rating": "G",
        "budget_cents": 9_000_000_000,
        "domestic_gross_cents": 24_500_000_100,
        "domestic_original_run_cents": 24_500_000_100,
        "worldwide_gross_cents": 49_700_000_000,
        "gross_note": None,
        "title_variants": ["The Lantern Hollow", "Lantern Hollow: The Film"],
        "match_keys": ["lantern-hollow", "lantern-hollow-the-film"],
        "loose_keys": ["lanternhollow", "lanternhollowthefilm"],
        "studio_id": "pixar-animation-studios",
        "studio_name": "Pixar Animation Studios",
        "parent_company": "Disney",
        "active_from": 1986,
        "active_to": None,
        "franchise_id": "lantern-hollow",
        "franchise_name": "Lantern Hollow",
        "release_date_confidence": "one_source",
        "runtime_confidence": None,
        "mpaa_confidence": "missing",
        "budget_confidence": None,
        "domestic_gross_confidence": None,
        "worldwide_gross_confidence": None,
        "animation_type_confidence": None,
        "release_type_confidence": None,
        "corrections": [],
        "problems": [],
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": None}, "missing_field"),
        ({"title": "  "}, "missing_field"),
        ({"title": 7}, "invalid_type"),
        ({"title": "!!!"}, "empty_name"),
        ({"year": None}, "missing_field"),
        ({"year": "19x5"}, "invalid_year"),
        ({"year": 1999.5}, "invalid_year"),
        ({"year": 1999.0}, "invalid_year"),
        ({"year": True}, "invalid_year"),
        ({"year": 95}, "invalid_year"),
        ({"year": "95"}, "invalid_year"),
        ({"year": "'95"}, "invalid_year"),
        ({"year": "1995-96"}, "invalid_year"),
        ({"year": 1929}, "invalid_year"),
        ({"year": 2041}, "invalid_year"),
        ({"year": 10**30}, "invalid_year"),
        ({"studio": None}, "missing_field"),
        ({"studio_facts": None}, "unknown_studio"),
        ({"studio_facts": "Pixar"}, "invalid_type"),
    ],
)
def test_refused_records(changes: dict[str, Any], code: str) -> None:
    refusal = stage_film(value(**changes))
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
    assert refusal.reason


BUDGET, GROSS, WORLD = "budget_usd", "domestic_gross_usd", "worldwide_gross_usd"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        pytest.param(BUDGET, -1, "negative_amount", id="amount: below zero"),
        pytest.param(WORLD, 0, "zero_amount", id="amount: zero stands for unknown"),
        pytest.param(BUDGET, 250, "amount_too_small", id="amount: a budget of 250 dollars is one in millions"),
        pytest.param(BUDGET, 99_999, "amount_too_small", id="amount: under the smallest budget"),
        pytest.param(WORLD, 1_867, "amount_too_small", id="amount: the largest gross of all, in millions"),
        pytest.param(GROSS, "1.9 thousand", "amount_too_small", id="amount: too small as text"),
        pytest.param(BUDGET, 1_000_000_001, "amount_too_large", id="amount: a budget over a billion"),
        pytest.param(WORLD, 10**400, "amount_too_large", id="amount: more than any column holds"),
        pytest.param(GROSS, "$5,000,000,001", "amount_too_large", id="amount: too large as text"),
        pytest.param(GROSS, 12.5, "invalid_type", id="amount: a broken number"),
        pytest.param(GROSS, True, "invalid_type", id="amount: true"),
        pytest.param(GROSS, {"usd": 5}, "invalid_type", id="amount: an object"),
        pytest.param(GROSS, "$500 million (adjusted for inflation)", "inflation_adjusted", id="amount: adjusted"),
        pytest.param(GROSS, "$8 million in rentals", "rentals", id="amount: rentals"),
        pytest.param(BUDGET, "10-12 million", "amount_range", id="amount: a range"),
        pytest.param(BUDGET, "£5m", "other_currency", id="amount: pounds"),
        pytest.param(WORLD, "5000000000 JPY", "other_currency", id="amount: yen"),
        pytest.param(GROSS, "$10m / $12m", "several_amounts", id="amount: two of them"),
        pytest.param(GROSS, "about $10m", "approximate_amount", id="amount: about"),
        pytest.param("runtime_min", 468, "implausible_runtime", id="runtime: 468 minutes"),
        pytest.param("runtime_min", 301, "implausible_runtime", id="runtime: over the longest"),
        pytest.param("runtime_min", 29, "implausible_runtime", id="runtime: under the shortest"),
        pytest.param("runtime_min", -90, "implausible_runtime", id="runtime: below zero"),
        pytest.param("runtime_min", "468", "implausible_runtime", id="runtime: too long as text"),
        pytest.param("runtime_min", 5520, "runtime_in_seconds", id="runtime: 92 minutes in seconds"),
        pytest.param("runtime_min", "5520 s", "runtime_in_seconds", id="runtime: seconds said so"),
        pytest.param("runtime_min", "1:32", "runtime_in_hours", id="runtime: hours and minutes"),
        pytest.param("runtime_min", "1h 32m", "runtime_in_hours", id="runtime: hours with letters"),
        pytest.param("runtime_min", "PT1H32M", "runtime_in_hours", id="runtime: hours in ISO 8601"),
        pytest.param("runtime_min", "92?", "invalid_type", id="runtime: in doubt"),
        pytest.param("runtime_min", 92.5, "invalid_type", id="runtime: half a minute"),
        pytest.param("runtime_min", [92], "invalid_type", id="runtime: a list"),
        pytest.param("release_date", "24 November 1999", "invalid_date", id="date: in words"),
        pytest.param("release_date", "1999-02-30", "invalid_date", id="date: a day that is none"),
        pytest.param("release_date", "11/24/99", "invalid_date", id="date: a year of two digits"),
        pytest.param("release_date", 19991124, "invalid_type", id="date: a number"),
        pytest.param("release_date", "2001-02-01", "release_date_off_year", id="date: 13 months after the year"),
        pytest.param("release_date", "1997-11-30", "release_date_off_year", id="date: 13 months before it"),
        pytest.param("release_date", "2087-01-01", "release_date_off_year", id="date: years ahead"),
        pytest.param("release_date", "1929-12-31", "implausible_date", id="date: before 1930"),
        pytest.param("release_type", "cinema", "invalid_value", id="word: no release type"),
        pytest.param("animation_type", "claymation", "invalid_value", id="word: no animation type"),
        pytest.param("mpaa_rating", "PG-14", "invalid_value", id="word: no rating"),
        pytest.param("mpaa_rating", 13, "invalid_type", id="word: a number"),
        pytest.param("gross_note", ["x"], "invalid_type", id="text: a list"),
        pytest.param("franchise", "?", "empty_name", id="franchise: signs alone"),
        pytest.param("franchise", 7, "invalid_type", id="franchise: a number"),
    ],
)
def test_what_cannot_be_costs_its_field_alone(field: str, value: Any, code: str) -> None:
    row = staged(**{field: value})
    assert [(problem["field"], problem["code"]) for problem in row["problems"]] == [(field, code)]
    [problem] = row["problems"]
    assert problem["reason"]
    assert problem["text"] == (value if isinstance(value, str) else json.dumps(value, separators=(",", ":")))
    assert row["corrections"] == []
    expected = dict(staged()) | {"problems": row["problems"]}
    if field != "franchise":  # without one of its own the film's title is its franchise
        expected |= {field.replace("_usd", "_cents"): None}
    assert dict(row) == expected


@pytest.mark.parametrize(
    ("field", "value", "rule", "column", "corrected"),
    [
        pytest.param("year", "1999", "number_as_text", "release_year", 1999, id="a year as text"),
        pytest.param("runtime_min", "81", "number_as_text", "runtime_min", 81, id="a running time as text"),
        pytest.param("runtime_min", "81 min", "unit_stated", "runtime_min", 81, id="minutes that say so"),
        pytest.param("runtime_min", 81.0, "whole_number_as_decimal", "runtime_min", 81, id="a whole decimal"),
        pytest.param("runtime_min", "n/a", "stated_unknown", "runtime_min", None, id="a running time not known"),
        pytest.param(BUDGET, "$1,234,567", "dollar_sign", "budget_cents", 123_456_700, id="dollars"),
        pytest.param(BUDGET, "1234567", "number_as_text", "budget_cents", 123_456_700, id="digits"),
        pytest.param(BUDGET, "1,234,567", "thousands_separators", "budget_cents", 123_456_700, id="commas"),
        pytest.param(BUDGET, "250 million", "scale_word", "budget_cents", 25_000_000_000, id="millions"),
        pytest.param(BUDGET, "unknown", "stated_unknown", "budget_cents", None, id="an amount not known"),
        pytest.param("release_date", "TBA", "stated_unknown", "release_date", None, id="a date to be announced"),
        pytest.param("release_type", "Direct-to-Video", "word_form", "release_type", "direct_to_video", id="a word"),
        pytest.param("mpaa_rating", "pg-13", "word_form", "mpaa_rating", "PG-13", id="a rating"),
        pytest.param("mpaa_rating", "Not Rated", "word_form", "mpaa_rating", "NR", id="no rating"),
    ],
)
def test_corrections_by_rule(field: str, value: Any, rule: str, column: str, corrected: Any) -> None:
    row = staged(**{field: value})
    assert dict(row)[column] == corrected
    assert row["problems"] == []
    assert row["corrections"] == [
        {"field": field, "rule": rule, "text": str(value), "value": None if corrected is None else str(corrected)}
    ]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b'{"title": NaN}', "not_json"),
        (b'{"budget_usd": 1e999}', "not_json"),
        (b'{"year": ' + b"9" * 5000 + b"}", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"[]", "not_an_object"),
        (b"null", "not_an_object"),
        (b'{"title": "\\ud800"}', "not_unicode"),
        (b'{"title": "A", "title": "B"}', "duplicate_key"),
    ],
)
def test_values_that_are_no_film_record(raw: bytes, code: str) -> None:
    refusal = stage_film(raw)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code


def test_premieres_may_lie_thirteen_months_off_the_year() -> None:
    assert staged(release_date="2001-01-31")["release_date"] == date(2001, 1, 31)
    assert staged(release_date="1997-12-01")["release_date"] == date(1997, 12, 1)


def test_unknown_facts_are_null() -> None:
    row = staged(
        release_date=None, runtime_min=None, mpaa_rating="", budget_usd=None, release_type=None, franchise=None
    )
    assert [row["release_date"], row["runtime_min"], row["mpaa_rating"], row["budget_cents"]] == [None] * 4
    assert (row["franchise_id"], row["franchise_name"]) == ("lantern-hollow", "Lantern Hollow")


def test_an_original_run_up_to_two_percent_over_the_lifetime_passes() -> None:
    assert staged(domestic_gross_usd=100_000_000, domestic_original_run_usd=102_000_000)["problems"] == []
    problems = staged(domestic_gross_usd=100_000_000, domestic_original_run_usd=102_000_001)["problems"]
    assert [(problem["field"], problem["code"]) for problem in problems] == [
        ("domestic_original_run_usd", "original_run_over_lifetime")
    ]


def test_a_field_that_cannot_be_used_leaves_the_film() -> None:
    row = staged(
        budget_usd=0,
        title_variants=["Hollow", 7, " "],
        confidence={"budget_usd": "guessed"},
        studio_facts=STUDIO | {"active_from": "1986", "active_to": 86},
    )
    assert row["budget_cents"] is None
    assert row["title_variants"] == ["Hollow"]
    assert row["budget_confidence"] is None
    assert (row["active_from"], row["active_to"]) == (1986, None)
    assert {(problem["field"], problem["code"], problem["text"]) for problem in row["problems"]} == {
        ("budget_usd", "zero_amount", "0"),
        ("title_variants", "invalid_type", "7; "),
        ("confidence.budget_usd", "unknown_confidence", "guessed"),
        ("studio_facts.active_to", "invalid_year", "86"),
    }
    assert row["corrections"] == [
        {"field": "studio_facts.active_from", "rule": "number_as_text", "text": "1986", "value": "1986"}
    ]


def test_invisible_signs_reach_no_column() -> None:
    row = staged(title="Lantern\u0000 \u200fHollow\n")
    assert row["title"] == "Lantern Hollow"
    assert row["corrections"] == [
        {
            "field": "title",
            "rule": "invisible_signs",
            "text": "Lantern\\u0000 \\u200fHollow",
            "value": "Lantern Hollow",
        }
    ]


def test_every_film_of_the_catalogue_can_be_used() -> None:
    films = usable_films(REPOSITORY / "data")
    assert len(films) == 215
    assert len({film["film_id"] for film in films}) == 215
    assert len({film["studio_id"] for film in films}) == 8
    assert [film["title"] for film in films if film["problems"] or film["corrections"]] == []


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*FILM, "name"]), inner, max_size=4),
    max_leaves=8,
)


@BESIDE
@given(st.binary(max_size=80) | _JSON.map(lambda found: json.dumps(found).encode()))
def test_any_bytes_are_staged_or_refused(raw: bytes) -> None:
    assert isinstance(stage_film(raw), (dict, Refusal))


@given(st.dictionaries(st.sampled_from(list(FILM)), _JSON, max_size=3))
def test_any_film_is_staged_or_refused(changes: dict[str, Any]) -> None:
    row = stage_film(json.dumps(FILM | changes).encode())
    if isinstance(row, Refusal):
        assert row.code
        assert printable(row.reason) == row.reason
    else:
        assert row["film_id"].endswith(str(row["release_year"]))
        assert row["budget_cents"] is None or 0 <= row["budget_cents"] < 2**63


@BESIDE
@given(st.integers(100_000, 10**9))
def test_dollars_become_cents_exactly(dollars: int) -> None:
    assert staged(budget_usd=dollars)["budget_cents"] == dollars * 100


def test_a_title_with_its_own_year_in_brackets_is_the_film() -> None:
    row = staged(title="Lantern Hollow (1999)", title_variants=[])
    assert (row["film_id"], row["title"]) == ("lantern-hollow-1999", "Lantern Hollow")
    assert [(made["field"], made["rule"]) for made in row["corrections"]] == [("title", "year_in_title")]
    assert staged(title="Lantern Hollow (1985)")["title"] == "Lantern Hollow (1985)"


def test_a_title_of_a_thousand_signs_is_none() -> None:
    refusal = stage_film(value(title="x" * 1000))
    assert isinstance(refusal, Refusal)
    assert refusal.code == "name_too_long"
