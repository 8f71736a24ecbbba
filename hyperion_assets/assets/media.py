"""Games, series and shorts: media beside films, their characters and voices."""

from pyspark.sql import DataFrame

from hyperion_assets.assets.table_asset import table_asset
from spark.transforms import media as transforms

GROUP = "media"


@table_asset(GROUP)
def media(resolved_appearances: DataFrame) -> DataFrame:
    """A game, series or short."""
    return transforms.media(resolved_appearances)


@table_asset(GROUP)
def media_characters(resolved_appearances: DataFrame) -> DataFrame:
    """A character in a medium."""
    return transforms.media_characters(resolved_appearances)


@table_asset(GROUP)
def media_character_talent(resolved_credits: DataFrame) -> DataFrame:
    """Who performs a character in a medium, and how."""
    return transforms.media_character_talent(resolved_credits)
