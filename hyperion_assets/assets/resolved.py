"""Resolving entities: character entries read against the catalogue, once for all tables that are made of them."""

from pyspark.sql import DataFrame

from hyperion_assets.assets.table_asset import table_asset
from spark.transforms import resolved
from spark.transforms.references import INDEXED

GROUP = "staging"
INDEX = {"current_films": INDEXED}
"""Of films only their names count here, so that another running time leaves these tables as they are."""


@table_asset(GROUP, columns=INDEX)
def resolved_entries(current_characters: DataFrame, current_films: DataFrame) -> DataFrame:
    """A character entry with its franchise and its character."""
    return resolved.resolved_entries(current_characters, current_films)


@table_asset(GROUP, columns=INDEX)
def resolved_appearances(resolved_entries: DataFrame, current_films: DataFrame) -> DataFrame:
    """A character entry in a medium."""
    return resolved.resolved_appearances(resolved_entries, current_films)


@table_asset(GROUP, columns=INDEX)
def resolved_credits(resolved_entries: DataFrame, current_films: DataFrame) -> DataFrame:
    """A credit of a character entry in a medium."""
    return resolved.resolved_credits(resolved_entries, current_films)
