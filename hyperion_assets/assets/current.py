"""Resolving: at a cut of the topic, the current record of every key."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from hyperion_assets.assets.table_asset import table_asset
from spark.transforms import resolve, staging

GROUP = "staging"


@table_asset(GROUP, schemas={"staged_films": staging.FILMS_SCHEMA})
def current_films(staged_films: DataFrame) -> DataFrame:
    """The last word on every film."""
    return resolve.current(staged_films)


@table_asset(GROUP, schemas={"staged_characters": staging.CHARACTERS_SCHEMA})
def current_characters(staged_characters: DataFrame) -> DataFrame:
    """The last word on every character entry."""
    return resolve.current(staged_characters)


@table_asset(GROUP, partition_column="year", schemas={"staged_boxoffice": staging.BOXOFFICE_SCHEMA})
def current_boxoffice(staged_boxoffice: DataFrame) -> DataFrame:
    """The last word on every film, day and state; written by year, so that a change rewrites its years only."""
    return resolve.current(staged_boxoffice).withColumn("year", F.year("date"))
