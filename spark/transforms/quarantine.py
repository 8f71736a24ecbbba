"""What could not be used: files and entries that were never published, records, and fields of records in use."""

from __future__ import annotations

from functools import reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from spark.transforms.entries import CHARACTER, Entries, entries
from spark.transforms.modelled import modelled
from spark.transforms.references import FILM, catalogue

FILMS_TOPIC, CHARACTERS_TOPIC, BOXOFFICE_TOPIC = "raw-films", "raw-characters", "raw-boxoffice"

REJECTED_SCHEMA = "topic string, unit string, place string, reason_code string, reason string, original binary"
"""Columns of what was rejected when it was to be published; place is '' where a whole file is unreadable."""

_IDENTITY = ["scope", "topic", "partition", "offset", "generation", "source", "place", "key", "field", "code"]
_COLUMNS = [*_IDENTITY, "reason", "original"]
_TEXTS = ["source", "place", "key", "field", "reason"]
_RECORD = ["partition", "offset", "generation", "source", "place", "key", "original"]


def quarantine(
    rejected: DataFrame,
    staged_films: DataFrame,
    staged_characters: DataFrame,
    staged_boxoffice: DataFrame,
    current_films: DataFrame,
    current_characters: DataFrame,
    current_boxoffice: DataFrame,
) -> DataFrame:
    """One row a file, record or field that could not be used, with the reason and the original bytes.

    `rejected` has the columns of REJECTED_SCHEMA. Records are those of all staged ranges; fields are those of current
    records, for what was superseded or deleted is no longer wrong.
    """
    staged = {FILMS_TOPIC: staged_films, CHARACTERS_TOPIC: staged_characters, BOXOFFICE_TOPIC: staged_boxoffice}
    current = {FILMS_TOPIC: current_films, CHARACTERS_TOPIC: current_characters}
    of = entries(current_characters, current_films)
    parts = [
        _rejected(rejected),
        *(_records(rows, topic) for topic, rows in staged.items()),
        *(_problems(rows, topic) for topic, rows in current.items()),
        _duplicate_films(current_films),
        *_characters(of),
        _box_office_without_film(current_boxoffice, current_films),
    ]
    every = reduce(DataFrame.unionByName, parts).withColumns({name: _storable(name) for name in _TEXTS})
    # One identity is one row, whatever was found there twice.
    one = every.groupBy(*_IDENTITY).agg(
        F.array_join(F.array_sort(F.collect_set("reason")), "; ").alias("reason"), F.min("original").alias("original")
    )
    identity = [F.coalesce(F.col(name).cast("string"), F.lit("")) for name in _IDENTITY]
    return modelled("quarantine", one.withColumn("quarantine_id", F.md5(F.concat_ws("|", *identity))))


def _storable(name: str) -> Column:
    """The text without NUL, which may be in any message and for which PostgreSQL has no text."""
    return F.translate(name, "\0", "\ufffd")


def _rejected(rejected: DataFrame) -> DataFrame:
    nothing = {"partition": "int", "offset": "bigint", "generation": "int", "key": "string", "field": "string"}
    return rejected.select(
        F.when(F.coalesce("place", F.lit("")) == "", "file").otherwise("record").alias("scope"),
        "topic",
        F.col("unit").alias("source"),
        "place",
        F.col("reason_code").alias("code"),
        "reason",
        "original",
        *(F.lit(None).cast(type_).alias(name) for name, type_ in nothing.items()),
    ).select(*_COLUMNS)


def _records(staged: DataFrame, topic: str) -> DataFrame:
    rows = staged.where(F.col("outcome") == "quarantined")
    return _row(rows, "record", topic, F.lit(None).cast("string"), F.col("reason_code"), F.col("reason"))


def _problems(current: DataFrame, topic: str) -> DataFrame:
    rows = current.select(*_RECORD, F.explode("problems").alias("problem"))
    reason, text = F.col("problem.reason"), F.coalesce("problem.text", F.lit(""))
    # Where the reason does not quote the source's text, it follows.
    said = F.when((text == "") | reason.contains(text), reason).otherwise(F.concat(reason, F.lit(": "), text))
    return _row(rows, "field", topic, F.col("problem.field"), F.col("problem.code"), said)


def _duplicate_films(current_films: DataFrame) -> DataFrame:
    at = ["generation", "offset", "partition"]
    beaten = current_films.join(catalogue(current_films).select(*at), at, "left_anti")
    reason = F.concat(F.lit("another record gives the film "), "film_id")
    return _row(beaten, "record", FILMS_TOPIC, F.lit(None).cast("string"), F.lit("duplicate_film"), reason)


def _characters(of: Entries) -> list[DataFrame]:
    records = of.entries.select(*_RECORD)
    appearances = of.appearances.join(records, "key")
    name = F.concat(
        F.col("title"), F.when(F.col("year").isNotNull(), F.concat(F.lit(" ("), "year", F.lit(")"))).otherwise("")
    )
    candidates = F.coalesce("candidates", F.lit(0))
    missing = F.when(candidates > 1, F.concat(name, F.lit(" is "), candidates, F.lit(" films of the catalogue")))
    lost = _row(
        appearances.where((F.col("kind") == FILM) & F.col("film_id").isNull()),
        "field",
        CHARACTERS_TOPIC,
        F.concat(F.lit("media/"), "media_id"),
        F.lit("film_not_in_catalogue"),
        missing.otherwise(F.concat(name, F.lit(" is not in the catalogue"))),
    )
    nowhere = _row(
        of.entries.where(F.size("media") == 0),
        "field",
        CHARACTERS_TOPIC,
        F.lit("media"),
        F.lit("no_medium"),
        F.lit("the entry stands in no film, game, series or short"),
    )
    nameless = _row(
        of.entries.where((F.col("kind") == CHARACTER) & F.col("character_id").isNull()),
        "field",
        CHARACTERS_TOPIC,
        F.lit("franchise"),
        F.lit("no_franchise"),
        F.lit("nothing says which franchise the character belongs to"),
    )
    credited = of.credits.where((F.col("kind") != FILM) & F.col("talent_id").isNull() | _ensemble_elsewhere())
    outside = credited.select("key", "media_id").distinct().join(records, "key")
    ensembles = _row(
        outside,
        "field",
        CHARACTERS_TOPIC,
        F.concat(F.lit("credits/"), "media_id"),
        F.lit("ensemble_outside_film"),
        F.lit("an ensemble's credit outside a film has no table"),
    )
    return [lost, nowhere, nameless, ensembles]


def _ensemble_elsewhere() -> Column:
    return (F.col("kind") != FILM) & (F.col("entry_kind") != CHARACTER)


def _box_office_without_film(current_boxoffice: DataFrame, current_films: DataFrame) -> DataFrame:
    films = current_films.select("film_id").distinct()
    lost = current_boxoffice.join(films, "film_id", "left_anti")
    # Staged box office does not keep the bytes of what it could read: they are written again from the fields.
    value = F.to_json(F.struct("film_id", "date", "state", "gross_cents", "basis"))
    rows = lost.withColumn("original", value.cast("binary"))
    reason = F.concat("film_id", F.lit(" is not in the catalogue"))
    return _row(rows, "field", BOXOFFICE_TOPIC, F.lit("film_id"), F.lit("film_not_in_catalogue"), reason)


def _row(rows: DataFrame, scope: str, topic: str, field: Column, code: Column, reason: Column) -> DataFrame:
    return rows.select(
        F.lit(scope).alias("scope"),
        F.lit(topic).alias("topic"),
        "partition",
        "offset",
        "generation",
        "source",
        "place",
        "key",
        field.alias("field"),
        code.alias("code"),
        reason.alias("reason"),
        "original",
    )
