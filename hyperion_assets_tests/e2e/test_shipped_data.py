"""The shipped data through the whole job: released, balanced, and as its data-quality page says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from hyperion_assets.settings import REPOSITORY
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.world import World

PAGE = REPOSITORY / "docs" / "data_quality.md"


@pytest.fixture(scope="module")
def shipped(make_world: MakeWorld) -> World:
    """The shipped sources after one run, with all of their box office."""
    world = make_world()
    source = world.settings.model_copy(update={"source_dir": REPOSITORY / "data"})
    return replace(world, settings=source).released()


def test_the_page_on_data_quality_is_that_of_the_shipped_data(shipped: World) -> None:
    made = shipped.hyperion("quality")
    assert made.code == 0
    assert made.printed == PAGE.read_text(encoding="utf-8"), "run `make run` and `make quality`"


def test_everything_shipped_is_accounted_for(shipped: World) -> None:
    for by in ("topic", "file", "range", "reason"):
        found = json.loads(shipped.hyperion("ledger", "--by", by, "--json").printed)
        assert found["balances"] is True, by
        assert not any(found["missing_ranges"].values())
    rows = {row["name"]: row for book in json.loads(shipped.hyperion("ledger", "--json").printed)["books"]
            if book["title"] == "tables" for row in book["lines"]}  # fmt: skip
    assert rows["box_office_daily"]["traced"] == rows["box_office_daily"]["rows"] > 500_000
    assert rows["characters"]["traced"] == rows["characters"]["rows"] > 3_000


@pytest.mark.parametrize(
    ("table", "key"), [("films", "toy-story-1995"), ("talent", "tom-hanks"), ("characters", "toy-story--woody")]
)
def test_a_look_up_in_provenance_reads_one_row_group_or_two(shipped: World, table: str, key: str) -> None:
    groups = list(row_groups(shipped))
    assert len(groups) >= 5
    assert sum(rows for rows, _ in groups) == len(shipped.rows("provenance"))
    wanted = {"table_name": table, "row_key": key}
    hits = [at for _, at in groups if all(at[name][0] <= value <= at[name][1] for name, value in wanted.items())]
    assert 1 <= len(hits) <= 2


def row_groups(world: World) -> Iterator[tuple[int, dict[str, tuple[str, str]]]]:
    """Rows of each row group of provenance, with the least and the greatest value of each text column."""
    table = world.lake.table("provenance")
    for file in world.head("provenance").files:
        with table.store.open(file.path) as source:
            metadata = pq.read_metadata(source)
        for number in range(metadata.num_row_groups):
            group = metadata.row_group(number)
            columns = [group.column(at) for at in range(group.num_columns)]
            yield (
                group.num_rows,
                {
                    each.path_in_schema: (each.statistics.min, each.statistics.max)
                    for each in columns
                    if isinstance(each.statistics.min, str)
                },
            )
