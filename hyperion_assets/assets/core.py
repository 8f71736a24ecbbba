"""The eight core tables, and the credits that name no character."""

import dagster as dg
from pyspark.sql import DataFrame

from hyperion_assets.assets.table_asset import table_asset
from spark.transforms import box_office, catalogue, ensembles, people
from spark.transforms.unknown_words import unknown_words

GROUP = "core"
SHOWN_WORDS = 20
"""Words in no vocabulary that the metadata of characters has."""
FILM_KEYS = ["film_id"]


@table_asset(GROUP)
def studios(current_films: DataFrame) -> DataFrame:
    """A studio of the catalogue."""
    return catalogue.studios(current_films)


@table_asset(GROUP)
def franchises(current_films: DataFrame, resolved_entries: DataFrame, resolved_appearances: DataFrame) -> DataFrame:
    """A franchise of films, characters, games, series or shorts."""
    return catalogue.franchises(current_films, resolved_entries, resolved_appearances)


@table_asset(GROUP)
def films(current_films: DataFrame) -> DataFrame:
    """A film of the catalogue."""
    return catalogue.films(current_films)


@table_asset(GROUP)
def characters(context: dg.AssetExecutionContext, resolved_entries: DataFrame) -> DataFrame:
    """A character within its franchise."""
    unknown = unknown_words(resolved_entries).limit(SHOWN_WORDS).collect()
    lines = [f"- {row['field']} `{row['word']}`: {row['entries']}" for row in unknown]
    context.add_output_metadata({"words in no vocabulary": dg.MetadataValue.md("\n".join(lines) or "none")})
    return people.characters(resolved_entries)


@table_asset(GROUP)
def talent(current_characters: DataFrame) -> DataFrame:
    """A person who lent a voice."""
    return people.talent(current_characters)


@table_asset(GROUP)
def character_films(resolved_appearances: DataFrame) -> DataFrame:
    """A character in a film."""
    return people.character_films(resolved_appearances)


@table_asset(GROUP)
def character_talent(resolved_credits: DataFrame) -> DataFrame:
    """Who performs a character in a film, and how."""
    return people.character_talent(resolved_credits)


@table_asset(GROUP)
def ensemble_credits(
    resolved_entries: DataFrame, resolved_appearances: DataFrame, resolved_credits: DataFrame
) -> DataFrame:
    """A credit without a character of its own, such as Additional Voices."""
    return ensembles.ensemble_credits(resolved_entries, resolved_appearances, resolved_credits)


@table_asset(GROUP, partition_column="year", columns={"films": FILM_KEYS})
def box_office_daily(current_boxoffice: DataFrame, films: DataFrame) -> DataFrame:
    """What a film grossed in a state on a day."""
    return box_office.box_office_daily(current_boxoffice, films)
