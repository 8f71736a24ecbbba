"""Assets in the lake: what is written anew, what is carried to the new cut, and what makes no version."""

from __future__ import annotations

import dagster as dg
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from hyperion_assets.lake.io_manager import COLUMNS
from hyperion_assets.lake.outputs import Traced
from hyperion_assets.lake.tables import UNPARTITIONED
from hyperion_assets_tests.lake.asset_world import (
    ANIMALS,
    WALKERS,
    AssetWorld,
    failures,
    lake_asset,
    metadata_of,
    walkers,
)
from hyperion_assets_tests.lake.written import AT_10, AT_20, PLACE


def test_an_output_is_written_with_the_cut_and_the_hash_of_its_inputs(world: AssetWorld) -> None:
    read = world.put("animals", ANIMALS, AT_10)
    world.run(WALKERS)
    assert world.rows("walkers") == [{"name": "Remy", "legs": 4}]
    made = world.head("walkers")
    assert (made.cut, made.code_version, made.rows) == (AT_10, "code 1", 1)
    assert list(made.partitions) == [UNPARTITIONED]
    assert list(made.partitions[UNPARTITIONED].inputs) == ["animals"]
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
    assert world.lake.table("walkers").schema(file).field("legs").type == pa.int32()


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


def test_what_the_engine_computed_leads_to_its_pages(world: AssetWorld) -> None:
    def page() -> object:
        shown = metadata_of(world.run(WALKERS), "walkers").get("spark ui")
        return shown and shown.value

    world.put("animals", ANIMALS, AT_10)
    assert page() is None
    world.engine_page = "http://127.0.0.1:4040"
    world.put("animals", ANIMALS, AT_20)
    assert page() is None, "it was carried to the new cut"
    world.put("animals", [*ANIMALS, {"name": "Jack", "legs": 2}], AT_20)
    assert page() == "http://127.0.0.1:4040"


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
    asset = lake_asset("walkers", lambda animals: animals.select("name"), ins={"animals": {COLUMNS: ["name"]}})
    world.put("animals", ANIMALS, AT_10)
    world.run(asset)
    files = world.files("walkers")
    world.put("animals", [{**row, "legs": 6} for row in ANIMALS], AT_20)
    world.run(asset)
    assert world.files("walkers") == files
    world.put("animals", [{**row, "name": str(row["name"]).upper()} for row in ANIMALS], AT_20)
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


def test_a_cut_holds_all_topics_of_the_inputs(world: AssetWorld) -> None:
    of_characters = {"raw-characters": {PLACE: 3}}
    world.put("animals", ANIMALS, AT_10)
    world.put("people", [{"name": "Woody"}], of_characters)

    def names(animals: DataFrame, people: DataFrame) -> DataFrame:
        return animals.select("name").union(people)

    world.run(lake_asset("names", names))
    assert world.head("names").cut == AT_10 | of_characters
