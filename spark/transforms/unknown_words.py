"""Words of the sources that no vocabulary has, counted: what a person would add to data/vocabulary."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

CODES = ("unknown_role", "unknown_gender", "unknown_species")


def unknown_words(entries: DataFrame) -> DataFrame:
    """Columns field, word, entries (how many current entries have it); most frequent first."""
    problems = entries.select(F.explode("problems").alias("problem"))
    unknown = problems.where(F.col("problem.code").isin(*CODES))
    words = unknown.select("problem.field", F.lower("problem.text").alias("word"))
    counted = words.groupBy("field", "word").agg(F.count(F.lit(1)).alias("entries"))
    return counted.orderBy(F.col("entries").desc(), "field", "word")
