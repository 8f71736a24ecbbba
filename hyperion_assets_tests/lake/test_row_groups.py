"""Small row groups: a look-up in a sorted table reads those that can hold its key, and no others."""

from __future__ import annotations

import pyarrow.parquet as pq
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from hyperion_assets.lake.io_manager import ROW_GROUP_ROWS
from hyperion_assets_tests.lake.asset_world import AssetWorld, lake_asset
from hyperion_assets_tests.lake.written import AT_10

ROWS, GROUP = 2_000, 100


def groups_with(world: AssetWorld, name: str, column: str, value: str) -> tuple[int, int]:
    """How many row groups of a table may hold the value by their statistics, and how many there are."""
    table = world.lake.table(name)
    hits, groups = 0, 0
    for file in world.head(name).files:
        with table.store.open(file.path) as source:
            metadata = pq.read_metadata(source)
        for number in range(metadata.num_row_groups):
            group = metadata.row_group(number)
            at = next(n for n in range(group.num_columns) if group.column(n).path_in_schema == column)
            assert group.num_rows <= GROUP
            statistics = group.column(at).statistics
            hits += statistics.min <= value <= statistics.max
            groups += 1
    return hits, groups


def test_a_look_up_in_a_sorted_table_meets_one_row_group(world: AssetWorld) -> None:
    world.put("animals", [{"name": f"animal-{number:05d}"} for number in range(ROWS)], AT_10)

    def by_name(animals: DataFrame) -> DataFrame:
        return animals.orderBy(F.col("name"))

    world.run(lake_asset("by_name", by_name, metadata={ROW_GROUP_ROWS: GROUP}))
    assert len(world.rows("by_name")) == ROWS
    hits, groups = groups_with(world, "by_name", "name", "animal-01234")
    assert hits == 1
    assert groups >= ROWS // GROUP
