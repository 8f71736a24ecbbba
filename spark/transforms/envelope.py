"""The raw line around a record: where it came from, its headers, and the bytes of its value.

A line is `{"topic":…,"headers":{…},"encoding":"json","value":…}` with the value last. Only what stands before the
value is read as JSON; the value is cut out, so that its text stays as it was.
"""

from __future__ import annotations

from typing import NamedTuple

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from hyperion_assets.model.vocabularies import SCHEMA_VERSION

# Inside a JSON string the quotes would be escaped, and no value is in front of it: the first match is the real one.
MARK = '},"encoding":"'
VALUE = '","value":'


def envelope(lines: DataFrame) -> DataFrame:
    """Raw lines (one column `value`) as one row a record.

    Columns: topic_id, generation, partition, offset, timestamp, key, content_hash, source, place, replay_of,
    schema_version, has_other_key (the key is there but not UTF-8), encoding (`json`, `base64`, `none`), value (the JSON
    text; null unless it is JSON on one line) and bytes (the value's bytes; null for a tombstone).
    """
    # In steps: each is a projection of its own, so that an engine computes what several columns share only once.
    split = lines.select("value", F.instr("value", MARK).alias("at"))
    parts = split.select(
        F.concat(F.substr("value", F.lit(1), F.col("at")), F.lit("}")).alias("head"),
        F.substr("value", F.col("at") + len(MARK)).alias("rest"),
    )
    named = parts.select("head", F.substring_index("rest", '"', 1).alias("encoding"), "rest").select(
        "head",
        _member("head", "headers").alias("headers"),
        "encoding",
        # Without the line's own closing brace.
        F.substr(
            "rest",
            F.length("encoding") + len(VALUE) + 1,
            F.length("rest") - F.length("encoding") - len(VALUE) - 1,
        ).alias("text"),
    )
    return named.select(
        _member("head", "topic_id").alias("topic_id"),
        _member("head", "generation").cast("int").alias("generation"),
        _member("head", "partition").cast("int").alias("partition"),
        _member("head", "offset").cast("bigint").alias("offset"),
        F.timestamp_millis(_member("head", "timestamp").cast("bigint")).alias("timestamp"),
        _member("head", "key").alias("key"),
        _member("headers", "content_hash").alias("content_hash"),
        _member("headers", "source").alias("source"),
        _member("headers", "place").alias("place"),
        _member("headers", "replay_of").alias("replay_of"),
        _member("headers", "schema_version").alias("schema_version"),
        F.col("head").contains('"key_base64":').alias("has_other_key"),
        "encoding",
        F.when(F.col("encoding") == "json", F.col("text")).alias("value"),
        F.when(F.col("encoding") == "json", F.col("text").cast("binary"))
        .when(F.col("encoding") == "base64", F.unbase64(F.substring_index(F.substr("text", F.lit(2)), '"', 1)))
        .alias("bytes"),
    )


class Check(NamedTuple):
    """A reason to refuse a record: its code, when it applies, and the reason in words."""

    code: str
    applies: Column
    reason: Column


def checks() -> list[Check]:
    """What makes a record unusable before its value is read, over the columns of `envelope`."""
    other_version = F.coalesce("schema_version", F.lit("")) != SCHEMA_VERSION
    return [
        Check("not_json", F.col("encoding") == "base64", F.lit("the value is not JSON on one line")),
        Check("key_not_utf8", F.col("key").isNull() & F.col("has_other_key"), F.lit("the key is not UTF-8")),
        Check("no_key", F.col("key").isNull(), F.lit("the record has no key")),
        Check(
            "wrong_schema_version",
            other_version,
            F.concat(
                F.lit(f"the header schema_version is not {SCHEMA_VERSION}, but "),
                F.coalesce("schema_version", F.lit("missing")),
            ),
        ),
    ]


def first_that_applies(of: list[Check]) -> Column:
    """A struct of code and reason of the first check that applies, or null."""
    found = F.lit(None).cast("struct<code: string, reason: string>")
    for check in reversed(of):
        failed = F.struct(F.lit(check.code).alias("code"), check.reason.alias("reason"))
        found = F.when(check.applies, failed).otherwise(found)
    return found


def _member(column: str, name: str) -> Column:
    return F.get_json_object(column, f"$.{name}")
