"""Resolving: at a cut of the topic, the current record of every key."""

from pyspark.sql import DataFrame

from hyperion_assets.assets.table_asset import table_asset
from hyperion_assets.topics import Topic
from spark.transforms import current, staging

GROUP = "staging"


@table_asset(GROUP, ranges={Topic.FILMS: staging.FILMS_SCHEMA}, resolving=True)
def current_films(staged_films: DataFrame) -> DataFrame:
    """The last word on every film."""
    return current.current_films(staged_films)


@table_asset(GROUP, ranges={Topic.CHARACTERS: staging.CHARACTERS_SCHEMA}, resolving=True)
def current_characters(staged_characters: DataFrame) -> DataFrame:
    """The last word on every character entry."""
    return current.current_characters(staged_characters)


@table_asset(GROUP, partition_column="year", ranges={Topic.BOXOFFICE: staging.BOXOFFICE_SCHEMA}, resolving=True)
def current_boxoffice(staged_boxoffice: DataFrame) -> DataFrame:
    """The last word on every film, day and state; written by year, so that a change rewrites its years only."""
    return current.current_boxoffice(staged_boxoffice)
