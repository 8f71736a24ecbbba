"""Column lineage names columns that exist, and leaves none of a table's columns without a source but constants."""

from __future__ import annotations

import pytest

from hyperion_assets.model.lineage import MADE_OF, column_sources
from hyperion_assets.model.tables import by_name, column_names
from spark.transforms.staged_schema import CURRENT_BOXOFFICE, STAGED_BOXOFFICE, STAGED_CHARACTER, STAGED_FILM

SCHEMAS = {
    "staged_films": STAGED_FILM,
    "current_films": STAGED_FILM,
    "staged_characters": STAGED_CHARACTER,
    "current_characters": STAGED_CHARACTER,
    "staged_boxoffice": STAGED_BOXOFFICE,
    "current_boxoffice": CURRENT_BOXOFFICE,
}
CONSTANT = {"quarantine": {"quarantine_id", "scope", "topic"}}


def columns_of(table: str) -> list[str]:
    """The columns of a staged, current or modelled table."""
    return SCHEMAS[table].names if table in SCHEMAS else column_names(by_name(table))


@pytest.mark.parametrize("table", MADE_OF)
def test_every_listed_source_is_a_column(table: str) -> None:
    for column, sources in MADE_OF[table].items():
        assert column in column_names(by_name(table))
        for source in sources:
            name, _, read = source.partition(".")
            assert read in columns_of(name), source


@pytest.mark.parametrize("table", MADE_OF)
def test_every_column_has_a_source(table: str) -> None:
    inputs = {source.partition(".")[0] for sources in MADE_OF[table].values() for source in sources}
    known = {name: columns_of(name) for name in inputs}
    without = {name for name in column_names(by_name(table)) if not column_sources(table, name, known)}
    assert without == CONSTANT.get(table, set())


def test_a_column_of_the_same_name_is_its_own_source() -> None:
    assert column_sources("films", "title", {"current_films": ["title"]}) == [("current_films", "title")]


def test_the_name_of_a_person_does_not_come_from_the_name_of_a_character() -> None:
    known = {"current_characters": ["name", "credits"]}
    assert column_sources("talent", "name", known) == [("current_characters", "credits")]
