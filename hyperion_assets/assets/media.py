"""Games, series and shorts: media beside films, their characters and voices."""

from pyspark.sql import DataFrame

from hyperion_assets.assets.table_asset import table_asset
from spark.transforms import media as transforms

GROUP = "media"


@table_asset(GROUP)
def media(current_characters: DataFrame, current_films: DataFrame) -> DataFrame:
    """A game, series or short."""
    return transforms.media(current_characters, current_films)


@table_asset(GROUP)
def media_characters(current_characters: DataFrame, current_films: DataFrame) -> DataFrame:
    """A character in a medium."""
    return transforms.media_characters(current_characters, current_films)


@table_asset(GROUP)
def media_character_talent(current_characters: DataFrame, current_films: DataFrame) -> DataFrame:
    """Who performs a character in a medium, and how."""
    return transforms.media_character_talent(current_characters, current_films)
