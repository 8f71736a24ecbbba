"""What a consumer of a table gets: rows in the type that it asks for, and what Dagit shows of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import dagster as dg
import duckdb
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from hyperion_assets.lake.io_manager import COLUMN_COMMENTS, RANGES_OF, SCHEMA
from hyperion_assets.lake.tables import EMPTY_HASH
from hyperion_assets_tests.lake.asset_world import ANIMALS, WALKERS, AssetWorld, failures, lake_asset, metadata_of
from hyperion_assets_tests.lake.written import AT_10, AT_20


def test_a_parameter_s_type_says_how_it_is_loaded(world: AssetWorld) -> None:
    seen: dict[str, Any] = {}

    def frame(animals: DataFrame) -> DataFrame:
        seen["frame"] = [row.asDict() for row in animals.orderBy("name").collect()]
        return animals

    def arrow(animals: pa.Table) -> DataFrame:
        seen["arrow"] = animals.sort_by("name").to_pylist()
        return world.engine.spark_session.createDataFrame(animals)

    def relation(animals: duckdb.DuckDBPyRelation) -> DataFrame:
        seen["relation"] = animals.order("name").fetchall()
        return world.engine.spark_session.createDataFrame(animals.to_arrow_table())

    world.put("animals", {"b": ANIMALS[:1], "a": ANIMALS[1:]}, AT_10)
    world.run(*(lake_asset(each.__name__, each) for each in (frame, arrow, relation)))
    assert seen["frame"] == seen["arrow"] == ANIMALS
    assert seen["relation"] == [(row["name"], row["legs"]) for row in ANIMALS]
    assert world.rows("frame") == world.rows("arrow") == world.rows("relation") == ANIMALS


def test_an_input_that_was_never_written_is_named(world: AssetWorld) -> None:
    [message] = failures(world.run(WALKERS, raise_on_error=False))
    assert message.endswith("the table animals was never written: materialize animals first")


def test_an_input_without_files_has_the_schema_that_is_given(world: AssetWorld) -> None:
    world.run(
        lake_asset(
            "current_films",
            lambda staged_films: staged_films,
            ins={"staged_films": {RANGES_OF: "films", SCHEMA: "a int, b string"}},
        )
    )
    assert world.rows("current_films") == []
    assert world.head("current_films").cut == {"raw-films": {}}
    ranges = {"staged_characters": {RANGES_OF: "characters"}}
    asset = lake_asset("current_characters", lambda staged_characters: staged_characters, ins=ranges)
    [message] = failures(world.run(asset, raise_on_error=False))
    assert message.endswith("the table staged_characters has no files: materialize staged_characters first")


def test_an_asset_downstream_in_the_same_run_sees_what_was_just_written(world: AssetWorld) -> None:
    world.put("animals", ANIMALS, AT_10)
    world.run(WALKERS)
    world.put("animals", [{"name": "Jack", "legs": 2}], AT_20)

    def names(walkers: DataFrame) -> DataFrame:
        return walkers.select("name")

    world.run(WALKERS, lake_asset("names", names))
    assert world.rows("names") == [{"name": "Jack"}]
    assert world.head("names").cut == AT_20


def test_an_empty_result_has_its_columns(world: AssetWorld) -> None:
    world.put("animals", ANIMALS[:2], AT_10)
    world.run(WALKERS)
    [file] = world.head("walkers").files
    assert file.rows == 0
    assert world.head("walkers").content_hash == EMPTY_HASH

    def names(walkers: DataFrame) -> DataFrame:
        return walkers.select(F.upper("name").alias("name"))

    world.run(lake_asset("names", names))
    assert world.rows("names") == []


def test_dagit_is_shown_rows_bytes_columns_lineage_and_a_preview(world: AssetWorld) -> None:
    world.put("animals", [{"name": "a|b\nc", "legs": None}, {"name": "x" * 100, "legs": 2}], AT_10)
    world.put("people", [{"name": "Woody", "born": dt.date(1995, 11, 22)}], AT_10)

    def everyone(animals: DataFrame, people: DataFrame) -> DataFrame:
        rows = animals.unionByName(people, allowMissingColumns=True)
        return rows.withColumn("raw", F.encode(F.lit("x"), "utf-8")).orderBy("name")

    result = world.run(lake_asset("everyone", everyone, metadata={COLUMN_COMMENTS: {"legs": "How many it walks on."}}))
    shown = metadata_of(result, "everyone")
    made = world.head("everyone")
    assert {name: shown[name].value for name in ("dagster/row_count", "bytes", "files", "content hash")} == {
        "dagster/row_count": 3,
        "bytes": made.bytes,
        "files": len(made.files),
        "content hash": made.content_hash,
    }
    assert shown["written at"].value == made.written_at.timestamp()
    columns = shown["dagster/column_schema"].value
    assert isinstance(columns, dg.TableSchema)
    assert [(column.name, column.type, column.description) for column in columns.columns] == [
        ("name", "string", None),
        ("legs", "int64", "How many it walks on."),
        ("born", "date32[day]", None),
        ("raw", "binary", None),
    ]
    lineage = shown["dagster/column_lineage"].value
    assert isinstance(lineage, dg.TableColumnLineage)
    assert {
        name: [(each.asset_key.to_user_string(), each.column_name) for each in deps]
        for name, deps in lineage.deps_by_column.items()
    } == {
        "name": [("animals", "name"), ("people", "name")],
        "legs": [("animals", "legs")],
        "born": [("people", "born")],
    }
    head, line, *rows = str(shown["preview"].value).splitlines()
    assert (head, line) == ("| name | legs | born |", "| --- | --- | --- |")
    assert rows == ["| Woody |  | 1995-11-22 |", r"| a\|b c |  |  |", f"| {'x' * 59}… | 2 |  |"]
