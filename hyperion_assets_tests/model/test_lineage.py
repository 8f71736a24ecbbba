"""Column lineage names columns that exist, and leaves none without a source but what the platform itself adds."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from typing import Any

import pytest

from hyperion_assets.model.lineage import MADE_OF, column_sources
from hyperion_assets.model.source_lineage import ADDED, RAW, raw_columns, raw_inputs, source_fields
from hyperion_assets.model.tables import TABLES, by_name, column_names, exports
from hyperion_assets.release.export_lineage import export_sources
from hyperion_assets.settings import REPOSITORY, Settings
from hyperion_assets.sources.feeds import feed
from hyperion_assets.topics import Topic
from hyperion_assets_tests.spark.chain import TRANSFORMS
from spark.transforms.resolved_schema import RESOLVED
from spark.transforms.staged_schema import STAGED

SCHEMAS = {**STAGED, **RESOLVED}
MADE = [*SCHEMAS, *(table.name for table in TABLES)]
ADDED_BY_THE_PLATFORM = {
    "quarantine": {"quarantine_id", "scope", "topic"},
    "provenance": {"table_name", "topic"},
    "boxoffice_summary": {"grain"},
}
"""Columns that say what the platform knows of itself: they come from no column of an input."""
SCHEMA_FILES = {"films": "CATALOGUE_SCHEMA.json", "characters": "CHARACTER_SCHEMA.json"}


def columns_of(asset: str) -> list[str]:
    """The columns of a raw, staged, current or modelled asset."""
    if asset in RAW:
        return raw_columns(asset)
    return SCHEMAS[asset].names if asset in SCHEMAS else column_names(by_name(asset))


def inputs_of(asset: str) -> dict[str, list[str]]:
    """The inputs of an asset with their columns, as its transform takes them."""
    if asset.startswith("staged_"):
        return raw_inputs(asset)
    given = [name for name in inspect.signature(TRANSFORMS[asset]).parameters if name not in ("rejected", "decisions")]
    return {name: columns_of(name) for name in given}


@pytest.mark.parametrize("asset", MADE_OF)
def test_every_listed_source_is_a_column_of_an_input(asset: str) -> None:
    inputs = inputs_of(asset)
    for column, sources in MADE_OF[asset].items():
        assert column in columns_of(asset)
        assert sources
        for source in sources:
            name, _, read = source.partition(".")
            assert read in inputs[name], source


@pytest.mark.parametrize("asset", MADE)
def test_every_column_has_a_source(asset: str) -> None:
    inputs = inputs_of(asset)
    without = {name for name in columns_of(asset) if not column_sources(asset, name, inputs)}
    assert without == ADDED_BY_THE_PLATFORM.get(asset, set())


def origins(asset: str, column: str) -> set[tuple[str, str]]:
    """The columns of raw lines that a column goes back to."""
    if asset in RAW:
        return {(asset, column)}
    pairs = column_sources(asset, column, inputs_of(asset))
    return {origin for name, source in pairs for origin in origins(name, source)}


@pytest.mark.parametrize("export", [table.name for table in exports()])
def test_every_column_of_an_export_goes_back_to_a_field_of_a_source(export: str) -> None:
    for column in column_names(by_name(export)):
        if column not in ADDED_BY_THE_PLATFORM.get(export, set()):
            found = origins(export, column)
            assert {fields for raw, name in found for fields in RAW[raw].get(name, ())}, column


def test_a_name_goes_back_to_the_fields_that_a_person_would_look_at() -> None:
    assert origins("films_complete", "studio_name") == {
        ("raw_films", "value.studio"),
        ("raw_films", "value.studio_facts.name"),
    }
    assert origins("films_complete", "runtime_min") == {("raw_films", "value.runtime_min")}
    assert origins("boxoffice_summary", "gross_cents") == {("raw_boxoffice", "value.gross_cents")}
    assert ("raw_characters", "value.entry.voice_actor") in origins("characters_complete", "talent_name")


def members(value: Any, path: str = "") -> Iterator[str]:
    """The paths of all members of a JSON object, at any depth."""
    for name, item in value.items() if isinstance(value, dict) else ():
        yield f"{path}{name}"
        yield from members(item, f"{path}{name}.")


def properties(schema: Any) -> Iterator[str]:
    """The names of all properties in a JSON Schema."""
    for name, item in schema.items() if isinstance(schema, dict) else ():
        if name == "properties":
            yield from item
        yield from properties(item)
    for item in schema if isinstance(schema, list) else ():
        yield from properties(item)


@pytest.mark.parametrize("topic", Topic)
def test_fields_of_a_value_are_those_that_publishing_sends(topic: Topic) -> None:
    units = feed(Settings(source_dir=REPOSITORY / "data", _env_file=None), topic)
    chosen = units[:1] if topic is Topic.BOXOFFICE else units
    sent = {path for unit in chosen for value in unit.read().records["value"].to_pylist()
            for path in members(json.loads(value))}  # fmt: skip
    declared = {column.removeprefix("value.") for column in RAW[f"raw_{topic}"] if column.startswith("value.")}
    known = sent | {f"entry.{name}" for name in properties(schema_of(topic))}
    assert declared <= known


@pytest.mark.parametrize("topic", SCHEMA_FILES)
def test_fields_of_a_source_are_in_its_schema(topic: str) -> None:
    known = set(properties(schema_of(Topic(topic))))
    assert {field.rpartition("[].")[2] for field in source_fields(topic)} <= known
    assert {field.partition("[].")[0] for field in source_fields(topic)} <= known


def schema_of(topic: Topic) -> Any:
    """The JSON Schema of a topic's source files; none for the provider."""
    file = SCHEMA_FILES.get(topic)
    return json.loads((REPOSITORY / "data" / file).read_text()) if file else {}


def test_what_is_added_has_no_source() -> None:
    for sources in RAW.values():
        assert not set(ADDED) & set(sources)


def test_exports_are_shown_by_their_file_and_column() -> None:
    found = export_sources()
    assert found["films_complete.title"] == [("films", "title")]
    assert found["characters_complete.film_title"] == [("films", "title")]
    assert len(found) == sum(len(table.columns) for table in exports())


def test_a_column_of_the_same_name_is_its_own_source() -> None:
    assert column_sources("films", "title", {"current_films": ["title"]}) == [("current_films", "title")]


def test_the_name_of_a_person_does_not_come_from_the_name_of_a_character() -> None:
    known = {"current_characters": ["name", "credits"]}
    assert column_sources("talent", "name", known) == [("current_characters", "credits")]
