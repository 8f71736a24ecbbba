"""Games, series and shorts, who stands in them and who performs there: all media that are not films."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from spark.transforms.choices import best, most_frequent
from spark.transforms.modelled import modelled
from spark.transforms.performances import merged
from spark.transforms.references import FILM
from spark.transforms.resolved import CHARACTER, title_slug
from spark.transforms.roles import prominence


def media(resolved_appearances: DataFrame) -> DataFrame:
    """Media that are not films. The franchise is the file's, else the medium's own title."""
    return modelled("media", named_media(resolved_appearances))


def named_media(resolved_appearances: DataFrame) -> DataFrame:
    """The columns of `media` and franchise_name. Of several spellings and franchises the most frequent count."""
    rows = resolved_appearances.where(F.col("kind") != FILM)
    own = title_slug(F.struct("media_id", "year"))
    placed = rows.select(
        "media_id",
        "kind",
        "title",
        F.col("year").alias("release_year"),
        F.coalesce("file_franchise_id", own).alias("franchise_id"),
        F.when(F.col("file_franchise_id").isNotNull(), F.col("file_franchise_name"))
        .otherwise(F.col("title"))
        .alias("franchise_name"),
    )
    described = most_frequent(placed, ["media_id"], ["kind", "title", "release_year"])
    franchise = most_frequent(placed, ["media_id"], ["franchise_id", "franchise_name"])
    return described.join(franchise, ["media_id"])


def media_characters(resolved_appearances: DataFrame) -> DataFrame:
    """Which character is in which game, series or short, with its most prominent role there."""
    named = resolved_appearances.where((F.col("kind") != FILM) & (F.col("entry_kind") == CHARACTER))
    placed = named.where(F.col("character_id").isNotNull()).select("character_id", "media_id", "role")
    return modelled("media_characters", best(placed, ["character_id", "media_id"], prominence("role")))


def media_character_talent(resolved_credits: DataFrame) -> DataFrame:
    """Who performed which character in which game, series or short, one row a variant and kind of performance."""
    named = resolved_credits.where((F.col("kind") != FILM) & (F.col("entry_kind") == CHARACTER))
    performed = named.where(F.col("character_id").isNotNull() & F.col("talent_id").isNotNull())
    keys = ["character_id", "talent_id", "media_id", "variant", "credit"]
    return modelled("media_character_talent", merged(performed, keys))
