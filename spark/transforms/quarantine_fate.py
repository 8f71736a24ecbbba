"""What became of what could not be used: it is open, or it was replayed, resolved or dropped.

That is known from the records themselves: a replay names the row that it corrects in its header `replay_of`. Only a
person's decision to drop a row stands elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from spark.transforms.current import competing, latest_positions, position

DECISIONS_SCHEMA = "quarantine_id string, decided_at string, why string"
"""Columns of what a person has dropped: when (ISO 8601, UTC), and why."""

LATER, DELETED = "a later record of its key was accepted", "its key was deleted later"


def replays(staged: Mapping[str, DataFrame]) -> DataFrame:
    """The records that name a row which they correct, of all topics.

    Columns: quarantine_id, topic, key, outcome, position, and `record` as a struct of timestamp, partition and offset.
    """
    found = [
        rows.where(F.col("replay_of").isNotNull()).select(
            F.col("replay_of").alias("quarantine_id"),
            F.lit(topic).alias("topic"),
            "key",
            "outcome",
            position().alias("position"),
            _record(),
        )
        for topic, rows in staged.items()
    ]
    return reduce(DataFrame.unionByName, found)


def of_replayed_keys(records: DataFrame) -> DataFrame:
    """The staged records of a topic whose key a replay has."""
    keys = records.where(F.col("replay_of").isNotNull()).select("key").distinct()
    return records.join(keys, "key", "left_semi")


def with_fate(rows: DataFrame, staged: Mapping[str, DataFrame], decisions: DataFrame) -> DataFrame:
    """The rows with status, resolved_at, resolved_by and why.

    Resolved is what a replay corrected that was accepted, and a record after which another one of its key was accepted
    or deleted it; the reason of a person who had dropped it is kept. Of several replays the first accepted one counts,
    or else the first. What was never published stands in its source still: of its replays one that was accepted counts
    only while it is the latest record of its key.
    """
    sent = F.struct(_refused().alias("refused"), "position", "record")
    holding = (F.col("outcome") != "staged") | (F.col("position") == F.col("latest"))
    replayed = (
        replays(staged)
        .where(F.col("outcome") != "tombstone")
        .join(_latest(staged), ["topic", "key"], "left")
        .groupBy("quarantine_id", "topic")
        .agg(F.min(sent).alias("any_replay"), F.min(F.when(holding, sent)).alias("holding_replay"))
    )
    later = reduce(DataFrame.unionByName, [_later(records, topic) for topic, records in staged.items()])
    is_published = F.col("offset").isNotNull()
    found = (
        rows.join(replayed, ["quarantine_id", "topic"], "left")
        .withColumn("replay", F.when(is_published, F.col("any_replay")).otherwise(F.col("holding_replay")))
        .join(later, ["topic", "generation", "partition", "offset"], "left")
        .join(decisions.select("quarantine_id", "decided_at", F.col("why").alias("decision")), "quarantine_id", "left")
    )
    accepted = F.coalesce(F.col("replay.refused") == 0, F.lit(False))
    outlived, dropped = F.col("later").isNotNull(), F.col("decided_at").isNotNull()
    replay, after = F.col("replay.record"), F.col("later.record")
    ended = F.when(F.col("later.outcome") == "staged", LATER).otherwise(DELETED)
    return found.select(
        *rows.columns,
        F.when(accepted | outlived, "resolved")
        .when(dropped, "dropped")
        .when(replay.isNotNull(), "replayed")
        .otherwise("open")
        .alias("status"),
        F.when(accepted, _sent(replay))
        .when(outlived, _sent(after))
        .when(dropped, F.col("decided_at"))
        .otherwise(_sent(replay))
        .alias("resolved_at"),
        F.when(accepted, _place(replay))
        .when(outlived, _place(after))
        .when(~dropped, _place(replay))
        .alias("resolved_by"),
        F.when(accepted, F.lit(None))
        .when(outlived, F.concat_ws("; ", ended, F.concat(F.lit("dropped before: "), "decision")))
        .when(dropped, F.col("decision"))
        .alias("why"),
    )


def _latest(staged: Mapping[str, DataFrame]) -> DataFrame:
    """Where the record stands that counts for each key that a replay has. Columns: topic, key, latest."""
    found = []
    for topic, rows in staged.items():
        latest = latest_positions(of_replayed_keys(competing(rows)))
        found.append(latest.select(F.lit(topic).alias("topic"), "key", F.col("position").alias("latest")))
    return reduce(DataFrame.unionByName, found)


def _later(staged: DataFrame, topic: str) -> DataFrame:
    """For each quarantined record the first one after it that its key was accepted or deleted with."""
    at = ["generation", "partition", "offset"]
    refused = staged.where((F.col("outcome") == "quarantined") & F.col("key").isNotNull()).select(
        "key", *at, position().alias("refused_at")
    )
    others = competing(staged).select("key", "outcome", "position", _record())
    after = refused.join(others, "key").where(F.col("position") > F.col("refused_at"))
    first = after.groupBy(*at).agg(F.min(F.struct("position", "outcome", "record")).alias("later"))
    return first.select(F.lit(topic).alias("topic"), *at, "later")


def _refused() -> Column:
    return F.when(F.col("outcome") == "staged", 0).otherwise(1)


def _record() -> Column:
    return F.struct("timestamp", "partition", "offset").alias("record")


def _sent(record: Column) -> Column:
    return F.date_format(record["timestamp"], "yyyy-MM-dd'T'HH:mm:ss'Z'")


def _place(record: Column) -> Column:
    return F.concat(
        "topic", F.lit("/"), record["partition"].cast("string"), F.lit("/"), record["offset"].cast("string")
    )
