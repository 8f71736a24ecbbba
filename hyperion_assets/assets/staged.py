"""Staging: a pure function of one range. One row a Kafka record: staged, quarantined or a tombstone."""

from collections.abc import Callable

import dagster as dg
from dagster_pyspark import LazyPySparkResource
from pyspark.sql import DataFrame

from hyperion_assets.assets.partitions import RANGES, WHOLE_BATCH
from hyperion_assets.assets.table_asset import IO_MANAGER, code_version
from hyperion_assets.broker.ranges import LandedRange, read_log
from hyperion_assets.errors import RangeError
from hyperion_assets.lake.io_manager import CODE_VERSION
from hyperion_assets.lake.outputs import StagedRange
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets.platform import PlatformParam
from hyperion_assets.topics import Topic
from spark.transforms import staging

GROUP = "staging"
METADATA = {CODE_VERSION: code_version()}


@dg.asset(
    group_name=GROUP,
    kinds={"pyspark", "parquet"},
    deps=["raw_films"],
    partitions_def=RANGES["films"],
    backfill_policy=WHOLE_BATCH,
    io_manager_key=IO_MANAGER,
    code_version=code_version(),
    metadata=METADATA,
)
def staged_films(
    context: dg.AssetExecutionContext, platform: PlatformParam, engine: LazyPySparkResource
) -> dict[str, StagedRange]:
    """Film records, parsed and normalized."""
    return _stage(context, platform, engine, "films", staging.staged_films)


@dg.asset(
    group_name=GROUP,
    kinds={"pyspark", "parquet"},
    deps=["raw_characters"],
    partitions_def=RANGES["characters"],
    backfill_policy=WHOLE_BATCH,
    io_manager_key=IO_MANAGER,
    code_version=code_version(),
    metadata=METADATA,
)
def staged_characters(
    context: dg.AssetExecutionContext, platform: PlatformParam, engine: LazyPySparkResource
) -> dict[str, StagedRange]:
    """Character entries, parsed and normalized, their voice credits read."""
    return _stage(context, platform, engine, "characters", staging.staged_characters)


@dg.asset(
    group_name=GROUP,
    kinds={"pyspark", "parquet"},
    deps=["raw_boxoffice"],
    partitions_def=RANGES["boxoffice"],
    backfill_policy=WHOLE_BATCH,
    io_manager_key=IO_MANAGER,
    code_version=code_version(),
    metadata=METADATA,
)
def staged_boxoffice(
    context: dg.AssetExecutionContext, platform: PlatformParam, engine: LazyPySparkResource
) -> dict[str, StagedRange]:
    """Box-office records, parsed and checked."""
    return _stage(context, platform, engine, "boxoffice", staging.staged_boxoffice)


def _stage(
    context: dg.AssetExecutionContext,
    platform: PlatformParam,
    engine: LazyPySparkResource,
    name: str,
    transform: Callable[[DataFrame], DataFrame],
) -> dict[str, StagedRange]:
    topic = Topic(name).name_in(platform.settings)
    ranges = read_log(platform.lake.raw, topic).ranges
    staged = {}
    for key in context.partition_keys:
        landed = ranges.get(str(RangeKey.parse(key)))
        if not isinstance(landed, LandedRange):
            raise RangeError(f"range {key} of {topic} has not landed: materialize this partition of raw_{name} first")
        lines = engine.spark_session.read.text(platform.lake.raw.uri(landed.file))
        staged[key] = StagedRange(transform(lines), landed.sha256, landed.records)
    return staged
