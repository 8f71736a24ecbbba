"""Assets in the lake: what is written anew and what is carried, and what a consumer gets to see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import dagster as dg
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from hyperion_assets.lake.io_manager import COLUMN_COMMENTS, PARTITION_COLUMN, Traced
from hyperion_assets.lake.tables import EMPTY_HASH, WHOLE
from hyperion_assets_tests.lake.asset_world import AssetWorld, failures, lake_asset, metadata_of
from hyperion_assets_tests.lake.written import AT_10, AT_20, PLACE

ANIMALS = [{"name": "Dory", "legs": 0}, {"name": "Nemo", "legs": 0}, {"name": "Remy", "legs": 4}]


def walkers(animals: DataFrame) -> DataFrame:
    return animals.where("legs > 0")


WALKERS = lake_asset("walkers", walkers)


def test_an_output_is_written_with_the_cut_and_the_hash_of_its_inputs(world: AssetWorld) -> None:
    read = world.put("animals", ANIMALS, AT_10)
    world.run(WALKERS)
    assert world.rows("walkers") == [{"name": "Remy", "legs": 4}]
    made = world.head("walkers")
    assert (made.cut, made.code_version, made.rows) == (AT_10, "code 1", 1)
    assert list(made.partitions) == [WHOLE]
    assert list(made.partitions[WHOLE].inputs) == ["animals"]
    assert made.content_hash != read.content_hash


def test_unchanged_inputs_leave_everything_as_it_is(world: AssetWorld) -> None:
    world.put("animals", ANIMALS, AT_10)
    world.run(WALKERS)
    before, stored = world.head("walkers"), world.stored("walkers")
    world.run(WALKERS)
    assert world.versions("walkers") == [1]
    assert world.head("walkers") == before
    assert world.stored("walkers") == stored


def test_the_same_rows_at_a_later_cut_carry_the_files_over_unread(world: AssetWorld) -> None:
    world.put("animals", ANIMALS, AT_10)
    world.run(WALKERS)
    files, stored = world.files("walkers"), world.stored("walkers")
    world.put("animals", list(reversed(ANIMALS)), AT_20)

    def never(animals: DataFrame) -> DataFrame:
        return animals.select(F.raise_error(F.lit("it was computed")).alias("name"))

    world.run(lake_asset("walkers", never))
    assert world.versions("walkers") == [1, 2]
    assert world.head("walkers").cut == AT_20
    assert world.files("walkers") == files
    assert world.stored("walkers") == stored


def test_changed_rows_are_written_into_a_folder_of_their_own(world: AssetWorld) -> None:
    world.put("animals", ANIMALS, AT_10)
    world.run(WALKERS)
    old = world.head("walkers")
    world.put("animals", [*ANIMALS, {"name": "Jack", "legs": 2}], AT_20)
    world.run(WALKERS)
    assert [row["name"] for row in world.rows("walkers")] == ["Jack", "Remy"]
    assert world.head("walkers").files != old.files
    assert {file.path for file in old.files} < set(world.stored("walkers"))


def test_other_code_with_the_same_result_keeps_the_files(world: AssetWorld) -> None:
    world.put("animals", ANIMALS, AT_10)
    world.run(WALKERS)
    before = world.head("walkers")
    world.run(lake_asset("walkers", walkers, code="code 2"))
    after = world.head("walkers")
    assert (before.code_version, after.code_version) == ("code 1", "code 2")
    assert after.files == before.files
    assert after.content_hash == before.content_hash


def test_other_code_with_other_types_is_written(world: AssetWorld) -> None:
    world.put("animals", ANIMALS, AT_10)
    world.run(WALKERS)

    def widened(animals: DataFrame) -> DataFrame:
        return walkers(animals).withColumn("legs", F.col("legs").cast("int"))

    world.run(lake_asset("walkers", widened, code="code 2"))
    assert world.rows("walkers") == [{"name": "Remy", "legs": 4}]
    [file] = world.head("walkers").files
    assert pq.read_schema(world.lake.table("walkers").store.uri(file.path)).field("legs").type == pa.int32()


def test_other_code_with_another_result_is_written(world: AssetWorld) -> None:
    world.put("animals", ANIMALS, AT_10)
    world.run(WALKERS)

    def swimmers(animals: DataFrame) -> DataFrame:
        return animals.where("legs = 0")

    world.run(lake_asset("walkers", swimmers, code="code 2"))
    assert [row["name"] for row in world.rows("walkers")] == ["Dory", "Nemo"]


def test_the_data_version_is_the_content(world: AssetWorld) -> None:
    world.put("animals", ANIMALS, AT_10)
    versions = []
    for cut in (AT_10, AT_20):
        world.put("animals", ANIMALS, cut)
        world.run(WALKERS)
        event = world.instance.get_latest_materialization_event(dg.AssetKey("walkers"))
        assert event is not None
        assert event.asset_materialization is not None
        versions.append((event.asset_materialization.tags or {})["dagster/data_version"])
    assert versions == [world.head("walkers").content_hash] * 2


def test_what_else_an_output_is_made_of_counts_as_an_input(world: AssetWorld) -> None:
    def traced(mark: str) -> dg.AssetsDefinition:
        def walkers(animals: DataFrame) -> Traced:
            return Traced(animals.withColumn("mark", F.lit(mark)), {"mark": mark})

        return lake_asset("walkers", walkers)

    world.put("animals", ANIMALS[:1], AT_10)
    world.run(traced("a"))
    world.run(traced("a"))
    assert world.versions("walkers") == [1]
    world.run(traced("b"))
    assert world.rows("walkers") == [{**ANIMALS[0], "mark": "b"}]


def test_columns_that_an_output_does_not_depend_on_may_change(world: AssetWorld) -> None:
    asset = lake_asset("walkers", lambda animals: animals.select("name"), ins={"animals": {"columns": ["name"]}})
    world.put("animals", ANIMALS, AT_10)
    world.run(asset)
    files = world.files("walkers")
    world.put("animals", [{**row, "legs": 6} for row in ANIMALS], AT_20)
    world.run(asset)
    assert world.files("walkers") == files
    world.put("animals", [{**row, "name": row["name"].upper()} for row in ANIMALS], AT_20)
    world.run(asset)
    assert [row["name"] for row in world.rows("walkers")] == ["DORY", "NEMO", "REMY"]


def test_inputs_of_different_cuts_make_no_version(world: AssetWorld) -> None:
    world.put("animals", ANIMALS, AT_10)
    world.put("people", ANIMALS, AT_20)

    def everyone(animals: DataFrame, people: DataFrame) -> DataFrame:
        return animals.union(people)

    result = world.run(lake_asset("everyone", everyone), raise_on_error=False)
    [message] = failures(result)
    assert "animals and people stand at different cuts of raw-films" in message
    assert world.lake.table("everyone").head() is None


def test_a_step_that_fails_leaves_the_version_before(world: AssetWorld) -> None:
    world.put("animals", ANIMALS, AT_10)
    world.run(WALKERS)
    before = world.head("walkers")
    world.put("animals", ANIMALS[:1], AT_20)

    def broken(animals: DataFrame) -> DataFrame:
        return animals.select(F.raise_error(F.lit("no such animal")).alias("name"))

    result = world.run(lake_asset("walkers", broken), raise_on_error=False)
    assert "no such animal" in failures(result)[0]
    assert world.head("walkers") == before
    world.run(WALKERS)
    assert world.rows("walkers") == []


def test_an_input_that_was_never_written_is_named(world: AssetWorld) -> None:
    [message] = failures(world.run(WALKERS, raise_on_error=False))
    assert message.endswith("the table animals was never written: materialize animals first")


def test_an_input_without_files_has_the_schema_that_is_given(world: AssetWorld) -> None:
    world.run(
        lake_asset(
            "current_films", lambda staged_films: staged_films, ins={"staged_films": {"schema": "a int, b string"}}
        )
    )
    assert world.rows("current_films") == []
    assert world.head("current_films").cut == {"raw-films": {}}
    asset = lake_asset("current_characters", lambda staged_characters: staged_characters)
    [message] = failures(world.run(asset, raise_on_error=False))
    assert message.endswith("the table staged_characters has no files: materialize staged_characters first")


def by_year(legs: Callable[[DataFrame], DataFrame] = lambda rows: rows, **others: Any) -> dg.AssetsDefinition:
    def takings(sales: DataFrame) -> DataFrame:
        return legs(sales)

    return lake_asset("takings", takings, **{PARTITION_COLUMN: "year"}, **others)


def sales(**cents: int) -> dict[str, list[dict[str, int]]]:
    """Rows by year: y1995=3 is a row of 1995 with 3 cents."""
    return {name[1:]: [{"cents": each, "year": int(name[1:])}] for name, each in cents.items()}


def test_only_years_whose_input_changed_are_written(world: AssetWorld) -> None:
    world.put("sales", sales(y1995=1, y1996=2, y1997=3), AT_10)
    world.run(by_year())
    before, stored = world.files("takings"), world.stored("takings")
    assert sorted(before) == ["1995", "1996", "1997"]
    world.put("sales", sales(y1995=1, y1996=9, y1998=4), AT_20)
    world.run(by_year())
    after = world.files("takings")
    assert sorted(after) == ["1995", "1996", "1998"]
    assert after["1995"] == before["1995"]
    assert after["1996"] != before["1996"]
    assert sorted(set(world.stored("takings")) - set(stored)) == sorted(after["1996"] + after["1998"])
    assert world.rows("takings") == [{"cents": each, "year": year} for each, year in ((1, 1995), (4, 1998), (9, 1996))]


def test_a_change_that_makes_no_difference_keeps_a_year_s_files(world: AssetWorld) -> None:
    odd = by_year(lambda rows: rows.where("cents % 2 = 1"))
    world.put("sales", {"1995": [{"cents": 1, "year": 1995}], "1996": [{"cents": 3, "year": 1996}]}, AT_10)
    world.run(odd)
    before = world.files("takings")
    grown = [{"cents": 3, "year": 1996}, {"cents": 4, "year": 1996}]
    world.put("sales", {"1995": [{"cents": 5, "year": 1995}], "1996": grown}, AT_20)
    world.run(odd)
    after = world.files("takings")
    assert after["1996"] == before["1996"]
    assert after["1995"] != before["1995"]


def test_an_input_that_all_years_share_makes_all_of_them_run(world: AssetWorld) -> None:
    def takings(sales: DataFrame, animals: DataFrame) -> DataFrame:
        return sales.crossJoin(animals.select("name"))

    asset = lake_asset("takings", takings, **{PARTITION_COLUMN: "year"})
    world.put("sales", sales(y1995=1, y1996=2), AT_10)
    world.put("animals", ANIMALS[:1], AT_10)
    world.run(asset)
    before = world.head("takings")
    world.put("animals", [{"name": "Bruce", "legs": 0}], AT_20)
    world.put("sales", sales(y1995=1, y1996=2), AT_20)
    world.run(asset)
    after = world.head("takings")
    for year in ("1995", "1996"):
        assert after.partitions[year].files != before.partitions[year].files
    assert {row["name"] for row in world.rows("takings")} == {"Bruce"}


def test_years_of_an_unparted_input_are_all_written_and_kept_where_equal(world: AssetWorld) -> None:
    rows = [{"cents": each, "year": year} for each, year in ((1, 1995), (2, 1996), (3, 1997))]
    world.put("sales", rows, AT_10)
    world.run(by_year())
    before = world.files("takings")
    assert sorted(before) == ["1995", "1996", "1997"]
    world.run(by_year())
    assert world.versions("takings") == [1]
    world.put("sales", [rows[0], {"cents": 5, "year": 1996}], AT_20)
    world.run(by_year())
    after = world.files("takings")
    assert sorted(after) == ["1995", "1996"]
    assert after["1995"] == before["1995"]
    assert after["1996"] != before["1996"]


def test_the_partition_column_stays_in_the_files(world: AssetWorld) -> None:
    world.put("sales", sales(y1995=1), AT_10)
    world.run(by_year())
    [file] = world.files("takings")["1995"]
    assert "/part=1995/" in file
    assert world.rows("takings") == [{"cents": 1, "year": 1995}]


def test_years_without_rows_are_carried_as_they_are(world: AssetWorld) -> None:
    even = by_year(lambda rows: rows.where("cents % 2 = 0"))
    world.put("sales", sales(y1995=1, y1996=2), AT_10)
    world.run(even)
    assert {name: part.rows for name, part in world.head("takings").partitions.items()} == {"1995": 0, "1996": 1}
    world.put("sales", sales(y1995=3, y1996=2), AT_20)
    world.run(even)
    assert {name: part.rows for name, part in world.head("takings").partitions.items()} == {"1995": 0, "1996": 1}
    versions = world.versions("takings")
    world.run(even)
    assert world.versions("takings") == versions
    assert world.rows("takings") == [{"cents": 2, "year": 1996}]


def test_a_parted_table_without_any_row_still_has_its_columns(world: AssetWorld) -> None:
    none = by_year(lambda rows: rows.where("cents > 100"))
    world.put("sales", sales(y1995=1, y1996=2), AT_10)
    world.run(none)
    for cut in (AT_10, AT_20):
        world.put("sales", sales(y1995=1, y1996=2), cut)
        world.run(none)
        assert world.rows("takings") == []
        assert world.head("takings").content_hash == EMPTY_HASH

    def total(takings: DataFrame) -> DataFrame:
        return takings.groupBy().agg(F.count("cents").alias("days"), F.sum("year").alias("years"))

    world.run(lake_asset("total", total))
    assert world.rows("total") == [{"days": 0, "years": None}]
    world.put("sales", sales(y1996=200), AT_20)
    world.run(none)
    assert world.rows("takings") == [{"cents": 200, "year": 1996}]
    world.put("sales", sales(y1995=1), AT_20)
    world.run(none)
    assert world.rows("takings") == []


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


def test_a_parameter_s_type_says_how_it_is_loaded(world: AssetWorld) -> None:
    seen: dict[str, Any] = {}

    def frame(animals: DataFrame) -> pa.Table:
        seen["frame"] = [row.asDict() for row in animals.orderBy("name").collect()]
        return pa.table({"of": ["frame"]})

    def arrow(animals: pa.Table) -> pa.Table:
        seen["arrow"] = animals.sort_by("name").to_pylist()
        return pa.table({"of": ["arrow"]})

    def relation(animals: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
        seen["relation"] = animals.order("name").fetchall()
        return animals.aggregate("sum(legs)::INTEGER AS legs")

    world.put("animals", {"b": ANIMALS[:1], "a": ANIMALS[1:]}, AT_10)
    world.run(*(lake_asset(each.__name__, each) for each in (frame, arrow, relation)))
    assert seen["frame"] == seen["arrow"] == ANIMALS
    assert seen["relation"] == [(row["name"], row["legs"]) for row in ANIMALS]
    assert world.rows("frame") == [{"of": "frame"}]
    assert world.rows("arrow") == [{"of": "arrow"}]
    assert world.rows("relation") == [{"legs": 4}]


def test_an_asset_downstream_in_the_same_run_sees_what_was_just_written(world: AssetWorld) -> None:
    world.put("animals", ANIMALS, AT_10)
    world.run(WALKERS)
    world.put("animals", [{"name": "Jack", "legs": 2}], AT_20)

    def names(walkers: DataFrame) -> DataFrame:
        return walkers.select("name")

    world.run(WALKERS, lake_asset("names", names))
    assert world.rows("names") == [{"name": "Jack"}]
    assert world.head("names").cut == AT_20


def test_dagit_is_shown_rows_bytes_columns_lineage_and_a_preview(world: AssetWorld) -> None:
    world.put("animals", [{"name": "a|b\nc", "legs": None}, {"name": "x" * 100, "legs": 2}], AT_10)
    world.put("people", [{"name": "Woody", "born": dt.date(1995, 11, 22)}], AT_10)

    def everyone(animals: pa.Table, people: pa.Table) -> pa.Table:
        rows = pa.concat_tables([animals, people], promote_options="default")
        return rows.append_column("raw", pa.array([b"x"] * 3))

    result = world.run(lake_asset("everyone", everyone, **{COLUMN_COMMENTS: {"legs": "How many it walks on."}}))
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
    assert rows == [r"| a\|b c |  |  |", f"| {'x' * 59}… | 2 |  |", "| Woody |  | 1995-11-22 |"]


def test_a_cut_holds_all_topics_of_the_inputs(world: AssetWorld) -> None:
    of_characters = {"raw-characters": {PLACE: 3}}
    world.put("animals", ANIMALS, AT_10)
    world.put("people", [{"name": "Woody"}], of_characters)

    def names(animals: DataFrame, people: DataFrame) -> DataFrame:
        return animals.select("name").union(people)

    world.run(lake_asset("names", names))
    assert world.head("names").cut == AT_10 | of_characters
