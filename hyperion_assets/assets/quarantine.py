"""What could not be used: files, records and fields, with the reason and the original bytes."""

from collections.abc import Iterable

import pyarrow as pa
from dagster_pyspark import LazyPySparkResource
from pyspark.sql import DataFrame

from hyperion_assets.assets.table_asset import table_asset
from hyperion_assets.broker.publishing import rejected
from hyperion_assets.checks.quarantine_counts import by_reason
from hyperion_assets.lake.decisions import dropped
from hyperion_assets.lake.outputs import Traced
from hyperion_assets.lake.tables import fingerprint
from hyperion_assets.platform import Platform, PlatformParam
from hyperion_assets.topics import Topic
from spark.transforms import quarantine as transforms
from spark.transforms import staging
from spark.transforms.quarantine_fate import DECISIONS_SCHEMA

GROUP = "audit"


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
    resolved_entries: DataFrame,
    resolved_appearances: DataFrame,
    resolved_credits: DataFrame,
) -> Traced:
    """What could not be used, from the file to the single field."""
    session, refused, decided = engine.spark_session, rejected_entries(platform).to_pylist(), dropped(platform.lake.raw)
    rows = transforms.quarantine(
        session.createDataFrame(refused, transforms.REJECTED_SCHEMA),
        session.createDataFrame([tuple(row) for row in decided], DECISIONS_SCHEMA),
        staged_films,
        staged_characters,
        staged_boxoffice,
        current_films,
        current_characters,
        current_boxoffice,
        resolved_entries,
        resolved_appearances,
        resolved_credits,
    )
    return Traced(rows, _hashes(refused, decided), describe=by_reason)


def rejected_entries(platform: Platform) -> pa.Table:
    """Files and entries that were refused when the sources were published last, of all topics."""
    found = []
    for topic in Topic:
        rows = rejected(platform.settings, platform.lake.raw, topic)
        named = pa.repeat(pa.scalar(topic.lake_name), rows.num_rows)
        found.append(rows.set_column(rows.schema.get_field_index("topic"), "topic", named))
    return pa.concat_tables(found)


def inputs_beside_tables(platform: Platform) -> dict[str, str]:
    """Hashes of what the quarantine is made of beside tables: entries that were refused, and what a person dropped."""
    return _hashes(rejected_entries(platform).to_pylist(), dropped(platform.lake.raw))


def _hashes(refused: Iterable[object], decided: Iterable[object]) -> dict[str, str]:
    return {"rejected": fingerprint(map(str, refused)), "decisions": fingerprint(map(str, decided))}
