"""Landing: each offset range of a topic as one file of JSON lines in hyperion-raw."""

from typing import Any

import dagster as dg

from hyperion_assets.assets.partitions import RANGES, WHOLE_BATCH
from hyperion_assets.broker.landing import land
from hyperion_assets.broker.ranges import RangeKey
from hyperion_assets.broker.topics import Topic
from hyperion_assets.platform import PlatformParam

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
    landed = [
        land(platform.settings, platform.lake.raw, topic, RangeKey.parse(key), platform.progress_of(f"raw_{name}"))
        for key in context.partition_keys
    ]
    metadata: dict[str, dg.MetadataValue[Any] | int] = {
        "dagster/row_count": sum(entry.records for entry in landed),
        "gaps": sum(entry.gaps for entry in landed),
        "bytes": sum(entry.bytes for entry in landed),
        "files": dg.MetadataValue.md("\n".join(f"- `{entry.file}` {entry.records:,} records" for entry in landed)),
    }
    version = dg.DataVersion(landed[0].sha256) if len(landed) == 1 else None
    return dg.MaterializeResult(metadata=metadata, data_version=version)
