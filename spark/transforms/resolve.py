"""Resolving: of all staged records of a topic the current one of every key, and what became of the others."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

FATES = ("current", "duplicate", "superseded", "deleted", "quarantined", "tombstone")


def newest_first() -> list[Column]:
    """The order of records in time, the latest in front; no two records of a topic are equal in it."""
    return [F.col(name).desc() for name in ("generation", "offset", "partition")]


def current(staged: DataFrame) -> DataFrame:
    """The record that counts for each key: of the newest topic, at the highest offset. Columns as in `staged`.

    Quarantined records do not compete. A tombstone does, and takes its key away if it wins.
    """
    competing = _competing(staged)
    winners = competing.join(_winning_positions(competing), "position", "left_semi")
    return winners.where(F.col("outcome") == "staged").select(*staged.columns)


def record_fates(staged: DataFrame) -> DataFrame:
    """How many staged records met which fate: fate (one of FATES), records (bigint). A fate without records is absent.

    Of the records with outcome `staged`, `current` counts, `duplicate` has the content of the one that counts,
    `superseded` another content, and `deleted` was taken away by a tombstone: the four add up to all of them.
    """
    competing = _competing(staged)
    positions = _winning_positions(competing)
    winners = competing.join(positions, "position", "left_semi")
    beaten = competing.join(positions, "position", "left_anti").where(F.col("outcome") == "staged")
    by = winners.select(
        F.col("key").alias("winner_key"),
        F.col("outcome").alias("winner_outcome"),
        F.col("content_hash").alias("winner_hash"),
    )
    judged = beaten.join(by, F.col("key") == F.col("winner_key")).select(
        F.when(F.col("winner_outcome") == "tombstone", "deleted")
        .when(F.col("content_hash") == F.col("winner_hash"), "duplicate")
        .otherwise("superseded")
        .alias("fate")
    )
    current_rows = winners.where(F.col("outcome") == "staged").select(F.lit("current").alias("fate"))
    unstaged = staged.where(F.col("outcome") != "staged").select(F.col("outcome").alias("fate"))
    every = current_rows.unionByName(judged).unionByName(unstaged)
    return every.groupBy("fate").agg(F.count(F.lit(1)).alias("records"))


def _competing(staged: DataFrame) -> DataFrame:
    return staged.where(F.col("outcome") != "quarantined").withColumn("position", _position())


def _winning_positions(competing: DataFrame) -> DataFrame:
    return competing.groupBy("key").agg(F.max("position").alias("position")).select("position")


def _position() -> Column:
    # One number orders records in time and names each of them: 11 bits of generation, 40 of offset, 12 of partition.
    # Comparing numbers is several times faster than sorting rows by key; a larger generation overflows with an error.
    return (
        F.col("generation").cast("bigint") * F.lit(1 << 52).cast("bigint")
        + F.col("offset") * F.lit(1 << 12).cast("bigint")
        + F.col("partition").cast("bigint")
    )
