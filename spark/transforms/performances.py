"""Credits that say the same in several places, as one."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from hyperion_assets.model.vocabularies import CREDIT_CONFIDENCES
from spark.transforms.choices import rank_in


def merged(credits: DataFrame, keys: Sequence[str]) -> DataFrame:
    """One row a key: `keys`, is_credited (of any), confidence (the best) and source_text (the lowest)."""
    ranked = credits.withColumn("confidence_rank", rank_in(F.col("confidence"), CREDIT_CONFIDENCES))
    one = ranked.groupBy(*keys).agg(
        F.max("is_credited").alias("is_credited"),
        F.min("confidence_rank").alias("confidence_rank"),
        F.min("source_text").alias("source_text"),
    )
    best = F.lit(None).cast("string")
    for rank, confidence in enumerate(CREDIT_CONFIDENCES):
        best = F.when(F.col("confidence_rank") == rank, confidence).otherwise(best)
    return one.withColumn("confidence", best).drop("confidence_rank")
