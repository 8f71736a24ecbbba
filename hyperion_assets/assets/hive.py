"""The release in the Hive Metastore, for all that read it: Trino, Spark, Hive."""

from time import monotonic

import dagster as dg

from hyperion_assets.assets.release import GROUP, release
from hyperion_assets.assets.table_asset import FOLLOW
from hyperion_assets.model.ddl import SCHEMA
from hyperion_assets.platform import PlatformParam
from hyperion_assets.release.consumers import register_hive
from hyperion_assets.release.manifest import required_release


@dg.asset(group_name=GROUP, kinds={"hive"}, deps=[release], automation_condition=FOLLOW)
def hive(platform: PlatformParam) -> dg.MaterializeResult[None]:
    """Every released table as an external table by release, over the lake's own files; views switch all at once."""
    began = monotonic()
    current = required_release(platform.lake)
    registered = register_hive(platform.settings, platform.lake, current)
    return dg.MaterializeResult(
        metadata={
            "release": current.number,
            "database": SCHEMA,
            "tables": len(current.manifest.tables),
            "partitions added": registered.added,
            "partitions dropped": registered.dropped,
            "seconds": monotonic() - began,
        },
        data_version=dg.DataVersion(f"{current.number}-{current.manifest.content_hash}"),
    )
