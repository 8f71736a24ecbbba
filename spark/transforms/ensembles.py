"""Credits in films that name no character: additional voices, various, and people without a part."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from spark.transforms.choices import most_frequent
from spark.transforms.modelled import modelled
from spark.transforms.performances import merged
from spark.transforms.resolved import CHARACTER

_UNNAMED = "unnamed"


def ensemble_key(talent_id: Column, label_slug: Column) -> Column:
    """The key of a credit of an ensemble in a film (film_id); talent_id is null where it names nobody."""
    return F.concat_ws("--", "film_id", F.coalesce(talent_id, F.lit(_UNNAMED)), label_slug)


def ensemble_credits(
    resolved_entries: DataFrame, resolved_appearances: DataFrame, resolved_credits: DataFrame
) -> DataFrame:
    """People credited for an ensemble, characters credited to an ensemble (`Various`), and ensembles of nobody.

    The label is what stands in the character's place, or the character whose voice is an ensemble's.
    """
    credited = resolved_credits.where((F.col("entry_kind") != CHARACTER) | F.col("talent_id").isNull()).select(
        "film_id", "talent_id", "label", "label_slug", "is_credited", "confidence", "source_text"
    )
    nobody = (
        resolved_entries.where((F.col("kind") != CHARACTER) & (F.size("credits") == 0))
        .select("key", F.col("name").alias("label"), F.col("name_slug").alias("label_slug"), "confidence")
        .join(resolved_appearances.select("key", "film_id"), "key")
        .select(
            "film_id",
            F.lit(None).cast("string").alias("talent_id"),
            "label",
            "label_slug",
            F.lit(False).alias("is_credited"),
            "confidence",
            F.lit(None).cast("string").alias("source_text"),
        )
    )
    rows = credited.unionByName(nobody).where(F.col("film_id").isNotNull())
    keyed = rows.withColumn("ensemble_credit_id", ensemble_key(F.col("talent_id"), F.col("label_slug")))
    keys = ["ensemble_credit_id", "film_id", "talent_id"]
    spelled = most_frequent(keyed, ["ensemble_credit_id"], ["label"])
    return modelled("ensemble_credits", merged(keyed, keys).join(spelled, "ensemble_credit_id"))
