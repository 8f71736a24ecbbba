"""What was decided where names and sources differ."""

from pyspark.sql import DataFrame

from hyperion_assets.assets.table_asset import table_asset
from spark.transforms import conflicts as conflict_transforms
from spark.transforms import resolutions as resolution_transforms

GROUP = "audit"


@table_asset(GROUP)
def resolutions(
    current_films: DataFrame,
    resolved_entries: DataFrame,
    resolved_appearances: DataFrame,
    studios: DataFrame,
    franchises: DataFrame,
    characters: DataFrame,
    talent: DataFrame,
    character_talent: DataFrame,
    media_character_talent: DataFrame,
) -> DataFrame:
    """A decision of identity, or a near miss."""
    return resolution_transforms.resolutions(
        current_films=current_films,
        resolved_entries=resolved_entries,
        resolved_appearances=resolved_appearances,
        studios=studios,
        franchises=franchises,
        characters=characters,
        talent=talent,
        character_talent=character_talent,
        media_character_talent=media_character_talent,
    )


@table_asset(GROUP)
def conflicts(
    current_films: DataFrame, resolved_entries: DataFrame, resolved_appearances: DataFrame, resolved_credits: DataFrame
) -> DataFrame:
    """A value that gave way to another source's."""
    return conflict_transforms.conflicts(current_films, resolved_entries, resolved_appearances, resolved_credits)
