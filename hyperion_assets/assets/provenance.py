"""Provenance: the records behind every row."""

from pyspark.sql import DataFrame

from hyperion_assets.assets.table_asset import table_asset
from spark.transforms import provenance as transforms
from spark.transforms.staged_schema import STAGED_CHARACTER, STAGED_FILM

GROUP = "audit"
ROW_GROUP_ROWS = 4_096
"""A look-up reads one group of rows or two, some 50 kB, at any size of the table."""
PLACES_AND_ALL = {"current_films": STAGED_FILM.names, "current_characters": STAGED_CHARACTER.names}
"""Where records stand is no part of their content, but it is what these rows say."""


@table_asset(GROUP, columns=PLACES_AND_ALL, row_group_rows=ROW_GROUP_ROWS)
def provenance(
    current_films: DataFrame,
    current_characters: DataFrame,
    resolved_entries: DataFrame,
    resolved_appearances: DataFrame,
    resolved_credits: DataFrame,
) -> DataFrame:
    """The current records that a row was made of."""
    return transforms.provenance(
        current_films, current_characters, resolved_entries, resolved_appearances, resolved_credits
    )
