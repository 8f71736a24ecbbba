"""The model itself: which tables there are, their keys, and that every column says what it means."""

from __future__ import annotations

import csv

import pytest
import sqlalchemy as sa

from hyperion_assets.model import vocabularies
from hyperion_assets.model.tables import TABLES, by_name, exports, foreign_keys, in_group, key_names, released_tables
from hyperion_assets.settings import REPOSITORY

EIGHT = {
    "studios": ["studio_id"],
    "franchises": ["franchise_id"],
    "films": ["film_id"],
    "characters": ["character_id"],
    "talent": ["talent_id"],
    "character_films": ["character_id", "film_id"],
    "character_talent": ["character_id", "talent_id", "film_id", "variant", "credit"],
    "box_office_daily": ["film_id", "date", "state"],
}


def test_the_eight_tables_and_their_primary_keys() -> None:
    assert {item.name: key_names(item) for item in in_group("core")} == EIGHT


def test_every_other_table() -> None:
    assert [item.name for item in in_group("media", "audit", "analytics")] == [
        "media",
        "media_characters",
        "media_character_talent",
        "ensemble_credits",
        "resolutions",
        "conflicts",
        "provenance",
        "quarantine",
        "revenue_by_studio_year",
        "character_counts_by_franchise",
        "voice_actor_filmography",
        "box_office_trends",
    ]
    assert [item.name for item in exports()] == [
        "films_complete",
        "characters_complete",
        "boxoffice_summary",
        "studio_stats",
    ]
    assert len(TABLES) == len(released_tables()) + len(exports())


def test_credits_refer_to_appearances_by_both_columns() -> None:
    referred = {
        tuple(key.column_keys): (key.referred_table.name, [element.column.name for element in key.elements])
        for key in foreign_keys(by_name("character_talent"))
    }
    assert referred == {
        ("character_id", "film_id"): ("character_films", ["character_id", "film_id"]),
        ("talent_id",): ("talent", ["talent_id"]),
    }


def test_parents_come_before_children() -> None:
    seen: set[str] = set()
    for item in TABLES:
        assert {key.referred_table.name for key in foreign_keys(item)} <= seen, item.name
        seen.add(item.name)


def test_unknown_table_is_named_with_those_there_are() -> None:
    with pytest.raises(KeyError, match=r"no table 'movies'; there are studios, franchises, films"):
        by_name("movies")


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_table_and_columns_say_what_they_mean(table: sa.Table) -> None:
    assert table.comment
    assert table.comment.endswith(".")
    for item in table.columns:
        assert item.comment, item
        assert item.comment.endswith("."), item
        if item.name.endswith("_cents"):
            assert isinstance(item.type, sa.BigInteger), item
            assert "US cents" in item.comment, item


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_keys_sort_alike_everywhere_and_are_checked_at_commit(table: sa.Table) -> None:
    for item in table.columns:
        if item.name.endswith("_id"):
            assert isinstance(item.type, sa.Text)
            assert item.type.collation == "C", item
    for key in foreign_keys(table):
        assert key.deferrable
        assert key.initially == "DEFERRED"


def test_states_are_those_of_the_census() -> None:
    with (REPOSITORY / "data/facts/state_population.csv").open(encoding="utf-8", newline="") as file:
        assert sorted(row["state"] for row in csv.DictReader(file)) == list(vocabularies.STATES)


@pytest.mark.parametrize(("file", "allowed"), [("roles", vocabularies.ROLES), ("genders", vocabularies.GENDERS)])
def test_sources_words_are_mapped_to_allowed_ones(file: str, allowed: tuple[str, ...]) -> None:
    with (REPOSITORY / f"data/vocabulary/{file}.csv").open(encoding="utf-8", newline="") as rows:
        assert {row["value"] for row in csv.DictReader(rows)} - {""} == set(allowed)


def test_confidences_are_those_of_the_facts() -> None:
    with (REPOSITORY / "data/facts/voice_cast.csv").open(encoding="utf-8", newline="") as rows:
        assert {row["confidence"] for row in csv.DictReader(rows)} <= set(vocabularies.CREDIT_CONFIDENCES)
    with (REPOSITORY / "data/facts/films.csv").open(encoding="utf-8", newline="") as rows:
        found = {value for row in csv.DictReader(rows) for name, value in row.items() if name.endswith("_conf")}
    assert found == set(vocabularies.FACT_CONFIDENCES)
    assert found < set(vocabularies.CREDIT_CONFIDENCES)


def test_ratings_are_those_of_the_catalogue() -> None:
    with (REPOSITORY / "data/facts/films.csv").open(encoding="utf-8", newline="") as rows:
        assert {row["mpaa"] for row in csv.DictReader(rows)} - {""} <= set(vocabularies.RATINGS)
    assert by_name("films").columns["mpaa_rating"].info["allowed"] == vocabularies.RATINGS
