"""What could not be used: files, records and fields, with the reason and the original bytes."""

import pyarrow as pa
from dagster_pyspark import LazyPySparkResource
from pyspark.sql import DataFrame

from hyperion_assets.assets.table_asset import table_asset
from hyperion_assets.broker.publishing import rejected
from hyperion_assets.lake.io_manager import Traced
from hyperion_assets.lake.tables import fingerprint
from hyperion_assets.platform import Platform, PlatformParam
from hyperion_assets.topics import Topic
from spark.transforms import quarantine as transforms
from spark.transforms import staging

GROUP = "core"


@table_asset(
    GROUP,
    ranges={
        Topic.FILMS: staging.FILMS_SCHEMA,
        Topic.CHARACTERS: staging.CHARACTERS_SCHEMA,
        Topic.BOXOFFICE: staging.BOXOFFICE_SCHEMA,
    },
)
def quarantine(
    platform: PlatformParam,
    engine: LazyPySparkResource,
    staged_films: DataFrame,
    staged_characters: DataFrame,
    staged_boxoffice: DataFrame,
    current_films: DataFrame,
    current_characters: DataFrame,
    current_boxoffice: DataFrame,
) -> Traced:
    """What could not be used, from the file to the single field."""
    refused = rejected_entries(platform)
    rows = transforms.quarantine(
        engine.spark_session.createDataFrame(refused.to_pylist(), transforms.REJECTED_SCHEMA),
        staged_films,
        staged_characters,
        staged_boxoffice,
        current_films,
        current_characters,
        current_boxoffice,
    )
    return Traced(rows, {"rejected": rejected_fingerprint(refused)})


def rejected_entries(platform: Platform) -> pa.Table:
    """Files and entries that were refused when the sources were published last, of all topics."""
    found = []
    for topic in Topic:
        rows = rejected(platform.settings, platform.lake.raw, topic)
        named = pa.repeat(pa.scalar(topic.lake_name), rows.num_rows)
        found.append(rows.set_column(rows.schema.get_field_index("topic"), "topic", named))
    return pa.concat_tables(found)


def rejected_fingerprint(refused: pa.Table) -> str:
    """A hash of the refused entries."""
    return fingerprint(str(row) for row in refused.to_pylist())
