"""Choosing one row of several, the same one on every engine: never the first that comes."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

_RANK = "rank_among_equals"


def best(rows: DataFrame, keys: Sequence[str], order: Sequence[Column]) -> DataFrame:
    """The first row of each key in an order, which must leave no two different rows equal. Columns as in `rows`."""
    ranked = rows.withColumn(_RANK, F.row_number().over(Window.partitionBy(*keys).orderBy(*order)))
    return ranked.where(F.col(_RANK) == 1).drop(_RANK)


def most_frequent(rows: DataFrame, keys: Sequence[str], values: Sequence[str]) -> DataFrame:
    """For each key the values that stand together most often; among equals the lowest, nulls last.

    Columns: `keys`, `values`. Rows where the first of the values is null give way to all others.
    """
    counted = rows.groupBy(*keys, *values).agg(F.count(F.lit(1)).alias("times"))
    order = [
        F.col(values[0]).isNull(),
        F.col("times").desc(),
        *(F.col(value).asc_nulls_last() for value in values),
    ]
    return best(counted, keys, order).drop("times")


def position(column: Column, order: Sequence[str]) -> Column:
    """Where a text stands in an order: 0 is first; a text that is not in it comes last."""
    found = F.lit(len(order))
    for place, text in reversed(list(enumerate(order))):
        found = F.when(column == text, place).otherwise(found)
    return found
