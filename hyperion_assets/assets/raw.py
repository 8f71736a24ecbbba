"""Landing: each offset range of a topic as one file of JSON lines in hyperion-raw."""

import dagster as dg

from hyperion_assets.assets.partitions import RANGES, WHOLE_BATCH
from hyperion_assets.broker.landing import land
from hyperion_assets.lake.metadata import raw_metadata
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets.platform import PlatformParam
from hyperion_assets.topics import Topic

GROUP = "raw"


@dg.asset(
    group_name=GROUP,
    kinds={"kafka", "json"},
    deps=["published_films"],
    partitions_def=RANGES["films"],
    backfill_policy=WHOLE_BATCH,
)
def raw_films(context: dg.AssetExecutionContext, platform: PlatformParam) -> dg.MaterializeResult[None]:
    """Offset ranges of raw-films as they came from Kafka."""
    return _land(context, platform, "films")


@dg.asset(
    group_name=GROUP,
    kinds={"kafka", "json"},
    deps=["published_characters"],
    partitions_def=RANGES["characters"],
    backfill_policy=WHOLE_BATCH,
)
def raw_characters(context: dg.AssetExecutionContext, platform: PlatformParam) -> dg.MaterializeResult[None]:
    """Offset ranges of raw-characters as they came from Kafka."""
    return _land(context, platform, "characters")


@dg.asset(
    group_name=GROUP,
    kinds={"kafka", "json"},
    deps=["published_boxoffice"],
    partitions_def=RANGES["boxoffice"],
    backfill_policy=WHOLE_BATCH,
)
def raw_boxoffice(context: dg.AssetExecutionContext, platform: PlatformParam) -> dg.MaterializeResult[None]:
    """Offset ranges of raw-boxoffice as they came from Kafka."""
    return _land(context, platform, "boxoffice")


def _land(context: dg.AssetExecutionContext, platform: PlatformParam, name: str) -> dg.MaterializeResult[None]:
    topic = Topic(name)
    landed = {
        key: land(platform.settings, platform.lake.raw, topic, RangeKey.parse(key), platform.progress_of(f"raw_{name}"))
        for key in context.partition_keys
    }
    for key, entry in landed.items():
        shown = {"dagster/row_count": entry.records, "gaps": entry.gaps, "bytes": entry.bytes, "file": entry.file}
        context.add_asset_metadata(shown, partition_key=key)
    # A run has one data version for all of its partitions.
    version = dg.DataVersion(next(iter(landed.values())).sha256) if len(landed) == 1 else None
    return dg.MaterializeResult(metadata=raw_metadata(name), data_version=version)
