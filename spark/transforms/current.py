"""Resolving: of all staged records of a topic the current one of every key."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F


def newest_first() -> list[Column]:
    """The order of records in time, the latest in front; no two records of a topic are equal in it."""
    return [F.col(name).desc() for name in ("generation", "offset", "partition")]


def record_place(of: str = "") -> Column:
    """Source file and place of a record, as one text; `of` is the struct that has them, where one does."""
    return F.concat_ws("#", *(f"{of}.{name}" if of else name for name in ("source", "place")))


def current_films(staged_films: DataFrame) -> DataFrame:
    """The current record of every film. Columns as in `staged_films`."""
    return _latest(staged_films)


def current_characters(staged_characters: DataFrame) -> DataFrame:
    """The current record of every character entry. Columns as in `staged_characters`."""
    return _latest(staged_characters)


def current_boxoffice(staged_boxoffice: DataFrame) -> DataFrame:
    """The current record of every film, day and state, with the year of the day, which parts the files."""
    return _latest(staged_boxoffice).withColumn("year", F.year("date"))


def _latest(staged: DataFrame) -> DataFrame:
    """The record that counts for each key: of the newest topic, at the highest offset. Columns as in `staged`.

    Quarantined records do not compete. A tombstone does, and takes its key away if it wins.
    """
    records = competing(staged)
    winners = records.join(latest_positions(records).select("position"), "position", "left_semi")
    return winners.where(F.col("outcome") == "staged").select(*staged.columns)


def competing(staged: DataFrame) -> DataFrame:
    """The records that compete for their key: all but the quarantined. Columns as in `staged`, and :func:`position`."""
    return staged.where(F.col("outcome") != "quarantined").withColumn("position", position())


def latest_positions(records: DataFrame) -> DataFrame:
    """Where the record stands that counts for each key of :func:`competing` records. Columns: key, position."""
    return records.groupBy("key").agg(F.max("position").alias("position"))


def position() -> Column:
    """The place of a record in time as one number: the greater, the later."""
    # One number orders records in time and names each of them: 11 bits of generation, 40 of offset, 12 of partition.
    # Comparing numbers is several times faster than sorting rows by key; a larger generation overflows with an error.
    return (
        F.col("generation").cast("bigint") * F.lit(1 << 52).cast("bigint")
        + F.col("offset") * F.lit(1 << 12).cast("bigint")
        + F.col("partition").cast("bigint")
    )
