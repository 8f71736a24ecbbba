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


def best_spelled(rows: DataFrame, keys: Sequence[str], name: str, beside: Sequence[str] = ()) -> DataFrame:
    """For each key the best spelling of its name: not all capitals, most accents, most often given, the lowest.

    A plain letter is what is left of an accented one more often than the other way round. Columns: `keys`, `name`,
    `beside`, which follow from the key.
    """
    counted = rows.groupBy(*keys, name, *beside).agg(F.count(F.lit(1)).alias("times"))
    # As columns: Sail plans no window over such expressions.
    judged = counted.withColumns(
        {
            "shouted": ((F.upper(name) == F.col(name)) & (F.length(name) > 3)).cast("int"),
            "accents": F.length(F.regexp_replace(name, r"[^\p{L}]|[A-Za-z]", "")),
        }
    )
    order = [F.col(name).isNull(), F.col("shouted"), F.col("accents").desc(), F.col("times").desc(), F.col(name)]
    return best(judged, keys, order).select(*keys, name, *beside)


def rank_in(column: Column, order: Sequence[str]) -> Column:
    """Where a text stands in an order: 0 is first; a text that is not in it comes last."""
    found = F.lit(len(order))
    for place, text in reversed(list(enumerate(order))):
        found = F.when(column == text, place).otherwise(found)
    return found
