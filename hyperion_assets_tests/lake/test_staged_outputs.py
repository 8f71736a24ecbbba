"""Staged ranges: each a partition of its own, written once, however often and with whom it is asked for."""

from typing import Any

import dagster as dg
import pytest
from pyspark.sql import DataFrame

from hyperion_assets.lake.io_manager import CODE_VERSION, RANGES_OF, RESOLVING
from hyperion_assets.lake.outputs import StagedRange
from hyperion_assets.lake.range_cut import staged_inputs
from hyperion_assets.topics import Topic
from hyperion_assets_tests.lake.asset_world import IO_MANAGER, AssetWorld, failures, lake_asset, metadata_of
from hyperion_assets_tests.lake.written import PLACE, put

pytestmark = pytest.mark.filterwarnings("ignore:.*backfill_policy")

RANGES = dg.DynamicPartitionsDefinition(name="ranges")
KEYS = [f"{PLACE}.{start:012d}-{start + 10:012d}" for start in (0, 10, 20, 30)]


def staged(world: AssetWorld, marks: dict[str, str], code: str = "code 1") -> dg.AssetsDefinition:
    """An asset that stages ranges: a row with the mark of the range, which stands for its raw file."""

    @dg.asset(
        io_manager_key=IO_MANAGER,
        partitions_def=RANGES,
        backfill_policy=dg.BackfillPolicy.single_run(),
        metadata={CODE_VERSION: code},
    )
    def staged_films(context: dg.AssetExecutionContext) -> dict[str, StagedRange]:
        session = world.engine.spark_session
        rows = {key: [(key, marks[key])] if marks[key].strip() else [] for key in context.partition_keys}
        return {
            key: StagedRange(session.createDataFrame(each, "key string, mark string"), marks[key])
            for key, each in rows.items()
        }

    return staged_films


def stage(world: AssetWorld, keys: list[str], marks: str = "aaaa", code: str = "code 1") -> dg.ExecuteInProcessResult:
    """Stage ranges that follow each other; `marks` has a letter for each of all the ranges."""
    tags = {"dagster/asset_partition_range_start": keys[0], "dagster/asset_partition_range_end": keys[-1]}
    world.instance.add_dynamic_partitions("ranges", KEYS)
    return world.run(staged(world, dict(zip(KEYS, marks, strict=True)), code), tags=tags)


def marks(world: AssetWorld) -> dict[str, Any]:
    return {row["key"]: row["mark"] for row in world.rows("staged_films")}


def test_ranges_stand_beside_those_that_were_staged_before(world: AssetWorld) -> None:
    stage(world, KEYS[2:])
    assert marks(world) == dict.fromkeys(KEYS[2:], "a")
    first = world.files("staged_films")
    stage(world, KEYS[:1])
    assert marks(world) == dict.fromkeys([KEYS[0], *KEYS[2:]], "a")
    assert {key: world.files("staged_films")[key] for key in KEYS[2:]} == first
    assert world.head("staged_films").cut == {}


def test_a_range_that_is_staged_again_changes_nothing(world: AssetWorld) -> None:
    stage(world, KEYS[:3])
    before, stored = world.head("staged_films"), world.stored("staged_films")
    stage(world, KEYS[1:2])
    stage(world, KEYS[:3])
    assert world.versions("staged_films") == [1]
    assert world.head("staged_films") == before
    assert world.stored("staged_films") == stored


def test_another_raw_file_or_other_code_is_staged_anew(world: AssetWorld) -> None:
    stage(world, KEYS[:3])
    before = world.files("staged_films")
    stage(world, KEYS[:3], marks="abaa")
    after = world.files("staged_films")
    assert {key for key in KEYS[:3] if after[key] != before[key]} == {KEYS[1]}
    assert marks(world) == dict(zip(KEYS[:3], "aba", strict=True))
    stage(world, KEYS[:1], marks="abaa", code="code 2")
    assert {key for key in KEYS[:3] if world.files("staged_films")[key] != after[key]} == {KEYS[0]}
    assert world.head("staged_films").partitions[KEYS[1]].inputs == {"raw": "b", "code": "code 1"}


def test_a_range_without_rows_has_its_columns(world: AssetWorld) -> None:
    stage(world, KEYS[:2], marks=" aaa")
    assert world.head("staged_films").partitions[KEYS[0]].rows == 0
    assert resolved(world) == KEYS[1:2]
    assert world.head("current_films").cut == {"raw-films": {PLACE: 20}}


def test_dagit_is_shown_the_rows_of_the_ranges_of_the_run(world: AssetWorld) -> None:
    stage(world, KEYS[:3])
    result = stage(world, KEYS[3:])
    shown = metadata_of(result, "staged_films")
    assert shown["dagster/row_count"].value == 1
    assert shown["preview"].value == f"| key | mark |\n| --- | --- |\n| {KEYS[3][:59]} | a |"
    assert world.head("staged_films").rows == 4


def resolved(world: AssetWorld) -> list[str]:
    """The ranges whose rows the current records see."""

    def current_films(staged_films: DataFrame) -> DataFrame:
        return staged_films

    world.run(lake_asset("current_films", current_films, ins={"staged_films": {RANGES_OF: "films", RESOLVING: True}}))
    return [row["key"] for row in world.rows("current_films")]


def test_current_records_are_those_of_the_contiguous_ranges(world: AssetWorld) -> None:
    stage(world, KEYS[:2])
    stage(world, KEYS[3:])
    assert resolved(world) == KEYS[:2]
    assert world.head("current_films").cut == {"raw-films": {PLACE: 20}}
    stage(world, KEYS[2:3])
    assert resolved(world) == KEYS
    assert world.head("current_films").cut == {"raw-films": {PLACE: 40}}


def test_whoever_else_reads_staged_rows_stands_at_the_cut_of_the_current_ones(world: AssetWorld) -> None:
    def unused(staged_films: DataFrame, current_films: DataFrame) -> DataFrame:
        return staged_films.join(current_films.select("key"), "key", "left")

    asset = lake_asset("unused", unused, ins={"staged_films": {RANGES_OF: "films"}})
    stage(world, KEYS[:1])
    resolved(world)
    stage(world, KEYS[1:2])
    world.run(asset)
    assert [row["key"] for row in world.rows("unused")] == KEYS[:1]
    assert world.head("unused").cut == {"raw-films": {PLACE: 10}}
    resolved(world)
    world.run(asset)
    assert [row["key"] for row in world.rows("unused")] == KEYS[:2]


def test_before_anything_is_staged_the_cut_is_empty(world: AssetWorld) -> None:
    for resolving in (True, False):
        assert staged_inputs(world.lake, Topic.FILMS, resolving=resolving) == ([], {"raw-films": {}}, {})


@pytest.mark.parametrize("resolving", [True, False])
def test_hashes_are_named_by_range_and_in_the_order_of_offsets(world: AssetWorld, resolving: bool) -> None:
    other = f"{'B' * 22}.0"
    keys = [*KEYS[:2], f"{other}.{0:012d}-{5:012d}"]
    table = world.lake.table("staged_films")
    made = put(table, {key: [{"key": key}] for key in reversed(keys)}, {}).manifest
    put(world.lake.table("current_films"), [{"key": "x"}], {"raw-films": {PLACE: 20, other: 5}})
    files, cut, hashes = staged_inputs(world.lake, Topic.FILMS, resolving=resolving)
    assert cut == {"raw-films": {PLACE: 20, other: 5}}
    assert list(hashes.items()) == [(key, made.partitions[key].content_hash) for key in keys]
    assert [file.path for file in files] == [made.partitions[key].files[0].path for key in keys]


def test_a_range_that_has_not_landed_leaves_the_others(world: AssetWorld) -> None:
    stage(world, KEYS[:1])

    @dg.asset(io_manager_key=IO_MANAGER, partitions_def=RANGES, backfill_policy=dg.BackfillPolicy.single_run())
    def staged_films(context: dg.AssetExecutionContext) -> dict[str, StagedRange]:
        raise LookupError(f"range {context.partition_keys[0]} has not landed")

    tags = {"dagster/asset_partition_range_start": KEYS[1], "dagster/asset_partition_range_end": KEYS[1]}
    result = world.run(staged_films, tags=tags, raise_on_error=False)
    assert KEYS[1] in failures(result)[0]
    assert marks(world) == {KEYS[0]: "a"}
