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
        ({"year": "1999"}, "invalid_year"),
        ({"year": 1999.5}, "invalid_year"),
        ({"year": 1999.0}, "invalid_year"),
        ({"year": True}, "invalid_year"),
        ({"year": 95}, "invalid_year"),
        ({"year": 10**30}, "invalid_year"),
        ({"studio": None}, "missing_field"),
        ({"studio_facts": None}, "unknown_studio"),
        ({"studio_facts": "Pixar"}, "invalid_type"),
        ({"budget_usd": -1}, "negative_amount"),
        ({"worldwide_gross_usd": -1}, "negative_amount"),
        ({"domestic_gross_usd": 12.5}, "invalid_type"),
        ({"domestic_gross_usd": "12"}, "invalid_type"),
        ({"domestic_gross_usd": True}, "invalid_type"),
        ({"domestic_gross_usd": 2**63}, "invalid_type"),
        ({"domestic_gross_usd": 2**62}, "implausible_amount"),
        ({"runtime_min": 5520}, "implausible_runtime"),
        ({"runtime_min": 301}, "implausible_runtime"),
        ({"runtime_min": 29}, "implausible_runtime"),
        ({"runtime_min": -90}, "implausible_runtime"),
        ({"runtime_min": "92"}, "invalid_type"),
        ({"release_date": "24 November 1999"}, "invalid_date"),
        ({"release_date": "1999-02-30"}, "invalid_date"),
        ({"release_date": "2001-02-01"}, "release_date_off_year"),
        ({"release_date": "1997-11-30"}, "release_date_off_year"),
        ({"release_type": "cinema"}, "invalid_value"),
        ({"animation_type": "claymation"}, "invalid_value"),
        ({"mpaa_rating": "PG-14"}, "invalid_value"),
        ({"franchise": "?"}, "empty_name"),
    ],
)
def test_refused_records(changes: dict[str, Any], code: str) -> None:
    refusal = stage_film(value(**changes))
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
    assert refusal.reason


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
    assert (row["active_from"], row["active_to"]) == (None, None)
    assert {(problem["field"], problem["code"], problem["text"]) for problem in row["problems"]} == {
        ("budget_usd", "zero_amount", "0"),
        ("title_variants", "invalid_type", "7; "),
        ("confidence.budget_usd", "unknown_confidence", "guessed"),
        ("studio_facts.active_from", "invalid_type", "1986"),
        ("studio_facts.active_to", "invalid_year", "86"),
    }


def test_invisible_signs_reach_no_column() -> None:
    assert staged(title="Lantern\u0000 \u200fHollow\n")["title"] == "Lantern Hollow"


def test_every_film_of_the_catalogue_can_be_used() -> None:
    films = usable_films(REPOSITORY / "data")
    assert len(films) == 215
    assert len({film["film_id"] for film in films}) == 215
    assert len({film["studio_id"] for film in films}) == 8
    assert [film["title"] for film in films if film["problems"]] == []


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*FILM, "name"]), inner, max_size=4),
    max_leaves=8,
)


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


@given(st.integers(1, 10**11))
def test_dollars_become_cents_exactly(dollars: int) -> None:
    assert staged(budget_usd=dollars)["budget_cents"] == dollars * 100
