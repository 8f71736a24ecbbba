"""Characters and the people who perform them, and who is in which film."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from spark.transforms.choices import best, best_spelled, most_frequent
from spark.transforms.modelled import modelled
from spark.transforms.performances import merged
from spark.transforms.precedence import standing
from spark.transforms.resolved import CHARACTER, named_characters
from spark.transforms.roles import prominence


def characters(resolved_entries: DataFrame) -> DataFrame:
    """Everyone who has a name in a film, game, series or short; one row within a franchise.

    Of several entries: the best spelling of the name (an alias counts as the name that it stands for), species and
    gender most often given (each with its source's word), the most prominent role.
    """
    named = named_characters(resolved_entries)
    key = ["character_id"]
    role = best(
        named.select("character_id", "role", "role_source"),
        key,
        [*prominence("role"), F.col("role_source").asc_nulls_last()],
    )
    species = most_frequent(named, key, ["species", "species_source", "species_group"])
    gender = most_frequent(named, key, ["gender", "gender_source"])
    # The franchise belongs to the key, so all entries have the same.
    shown = named.withColumn("name", F.coalesce("shown_name", "name"))
    spelled = best_spelled(shown, key, "name", ["franchise_id"])
    return modelled("characters", spelled.join(role, key).join(species, key).join(gender, key))


def talent(current_characters: DataFrame) -> DataFrame:
    """Everyone credited, in any medium, by the best spelling of the name."""
    credits = current_characters.select(F.explode("credits").alias("credit"))
    named = credits.select("credit.talent_id", F.col("credit.talent_name").alias("name"))
    return modelled("talent", best_spelled(named.where(F.col("talent_id").isNotNull()), ["talent_id"], "name"))


def character_films(resolved_appearances: DataFrame) -> DataFrame:
    """Which character is in which film of the catalogue, with its most prominent role there."""
    rows = resolved_appearances.where((F.col("entry_kind") == CHARACTER) & F.col("film_id").isNotNull())
    named = rows.where(F.col("character_id").isNotNull()).select("character_id", "film_id", "role")
    return modelled("character_films", best(named, ["character_id", "film_id"], prominence("role")))


def character_talent(resolved_credits: DataFrame) -> DataFrame:
    """Who performed which character in which film of the catalogue, one row a variant and kind of performance.

    Where two sources name wholly different people, those that precedence keeps.
    """
    keys = ["character_id", "talent_id", "film_id", "variant", "credit"]
    return modelled("character_talent", merged(standing(film_credits(resolved_credits)), keys))


def film_credits(resolved_credits: DataFrame) -> DataFrame:
    """The credits of people for characters in films of the catalogue. Columns: RESOLVED_CREDIT."""
    rows = resolved_credits.where(F.col("film_id").isNotNull() & (F.col("entry_kind") == CHARACTER))
    return rows.where(F.col("character_id").isNotNull() & F.col("talent_id").isNotNull())
