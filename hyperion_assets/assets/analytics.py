"""Summary tables, computed before the release and part of it."""

from pyspark.sql import DataFrame

from hyperion_assets.assets.table_asset import table_asset
from spark.transforms import analytics as transforms

GROUP = "analytics"


@table_asset(GROUP)
def revenue_by_studio_year(films: DataFrame, studios: DataFrame, box_office_daily: DataFrame) -> DataFrame:
    """What a studio's films earned, by year."""
    return transforms.revenue_by_studio_year(films, studios, box_office_daily)


@table_asset(GROUP)
def character_counts_by_franchise(
    franchises: DataFrame,
    films: DataFrame,
    characters: DataFrame,
    character_talent: DataFrame,
    media_character_talent: DataFrame,
) -> DataFrame:
    """How many films, characters and people a franchise has."""
    return transforms.character_counts_by_franchise(
        franchises, films, characters, character_talent, media_character_talent
    )


@table_asset(GROUP)
def voice_actor_filmography(
    talent: DataFrame, films: DataFrame, characters: DataFrame, character_talent: DataFrame
) -> DataFrame:
    """The films of a person and whom they played."""
    return transforms.voice_actor_filmography(talent, films, characters, character_talent)


@table_asset(GROUP)
def box_office_trends(box_office_daily: DataFrame) -> DataFrame:
    """The box office by month."""
    return transforms.box_office_trends(box_office_daily)
