"""Assets parted by year: only the years whose input changed are written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dagster as dg
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from hyperion_assets.lake.io_manager import PARTITION_COLUMN
from hyperion_assets.lake.tables import EMPTY_HASH
from hyperion_assets_tests.lake.asset_world import ANIMALS, AssetWorld, lake_asset
from hyperion_assets_tests.lake.written import AT_10, AT_20


def by_year(legs: Callable[[DataFrame], DataFrame] = lambda rows: rows, **others: Any) -> dg.AssetsDefinition:
    def takings(sales: DataFrame) -> DataFrame:
        return legs(sales)

    return lake_asset("takings", takings, metadata={PARTITION_COLUMN: "year"}, **others)


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

    asset = lake_asset("takings", takings, metadata={PARTITION_COLUMN: "year"})
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
