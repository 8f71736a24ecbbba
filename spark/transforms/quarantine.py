"""What could not be used: files and entries that were never published, records, and fields of records in use.

What became of each is decided in ``quarantine_fate``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from hyperion_assets.model.vocabularies import FILM_NOT_IN_CATALOGUE
from spark.transforms.modelled import modelled
from spark.transforms.quarantine_fate import of_replayed_keys, replays, with_fate
from spark.transforms.references import FILM, catalogue, titled_year
from spark.transforms.resolved import CHARACTER, Entries, read_entries

FILMS_TOPIC, CHARACTERS_TOPIC, BOXOFFICE_TOPIC = "raw-films", "raw-characters", "raw-boxoffice"

REJECTED_SCHEMA = "topic string, unit string, place string, reason_code string, reason string, original binary"
"""Columns of what was rejected when it was to be published; place is '' where a whole file is unreadable."""

_IDENTITY = ["scope", "topic", "partition", "offset", "generation", "source", "place", "key", "field", "code"]
_COLUMNS = [*_IDENTITY, "reason", "original"]
_PLACE_BEFORE_KEY = "^[0-9]+[|][0-9]+[|][0-9]+[|]"
_TEXTS = ["source", "place", "key", "field", "reason"]
_RECORD = ["partition", "offset", "generation", "source", "place", "key", "original"]


def quarantine(
    rejected: DataFrame,
    decisions: DataFrame,
    staged_films: DataFrame,
    staged_characters: DataFrame,
    staged_boxoffice: DataFrame,
    current_films: DataFrame,
    current_characters: DataFrame,
    current_boxoffice: DataFrame,
    resolved_entries: DataFrame,
    resolved_appearances: DataFrame,
    resolved_credits: DataFrame,
) -> DataFrame:
    """One row a file, record or field that could not be used: the reason, the original bytes and what became of it.

    `rejected` has the columns of REJECTED_SCHEMA, `decisions` those of DECISIONS_SCHEMA. Records are those of all
    staged ranges; fields are those of current records, for what was superseded or deleted is no longer wrong, and of
    the records before them that a replay names.
    """
    staged = {FILMS_TOPIC: staged_films, CHARACTERS_TOPIC: staged_characters, BOXOFFICE_TOPIC: staged_boxoffice}
    resolved = Entries(resolved_entries, resolved_appearances, resolved_credits)
    parts = [
        *(_records(rows, topic) for topic, rows in staged.items()),
        *_findings(current_films, current_characters, resolved, current_boxoffice, current_films),
        _duplicate_films(_beaten(current_films)),
    ]
    every = _identified(parts).unionByName(_identified_by_text(_rejected(rejected)))
    # Asked of the engine at once: what is made of replays is most of the plan, and mostly there are none.
    if not replays(staged).isEmpty():
        every = every.unionByName(_replayed(staged, current_films))
    # One identity is one row, whatever was found there twice.
    one = every.groupBy("quarantine_id", *_IDENTITY).agg(
        F.array_join(F.array_sort(F.collect_set("reason")), "; ").alias("reason"), F.min("original").alias("original")
    )
    return modelled("quarantine", with_fate(one, staged, decisions))


def _identified(parts: list[DataFrame]) -> DataFrame:
    """All rows of records with their quarantine_id."""
    rows = _storable(reduce(DataFrame.unionByName, parts))
    return _with_id(rows, _IDENTITY)


def _identified_by_text(rejected: DataFrame) -> DataFrame:
    """What was never published with its quarantine_id: of several equal texts it is told by which it is.

    Its place is not it, for that moves as entries come before it.
    """
    rows = _storable(rejected).withColumns({"text": F.md5("original"), "digits": F.length("place")})
    # Places of one list differ in their number alone, and the shorter one is the smaller.
    of_equals = Window.partitionBy("scope", "topic", "source", "code", "text").orderBy("digits", "place")
    numbered = rows.withColumn("number", F.dense_rank().over(of_equals))
    return _with_id(numbered, [*(name for name in _IDENTITY if name != "place"), "number", "text"])


def _with_id(rows: DataFrame, identity: list[str]) -> DataFrame:
    texts = [F.coalesce(F.col(name).cast("string"), F.lit("")) for name in identity]
    return rows.select(*_COLUMNS, F.md5(F.concat_ws("|", *texts)).alias("quarantine_id"))


def _findings(
    films: DataFrame, characters: DataFrame, resolved: Entries, boxoffice: DataFrame, current_films: DataFrame
) -> list[DataFrame]:
    """What is wrong with fields of these records, whose keys are unique, against the films of the catalogue.

    `resolved` is what the character records say; where they stand is taken from the records themselves.
    """
    return [
        _problems(films, FILMS_TOPIC),
        _problems(characters, CHARACTERS_TOPIC),
        *_characters(resolved, characters.select(*_RECORD)),
        _box_office_without_film(boxoffice, current_films),
    ]


def _replayed(staged: Mapping[str, DataFrame], current_films: DataFrame) -> DataFrame:
    """The rows of fields that a replay names: its record has taken the place of theirs, which is current no more."""
    films, boxoffice = (_former(staged[topic], topic) for topic in (FILMS_TOPIC, BOXOFFICE_TOPIC))
    # Several records of one key may have been replaced, one after the other: here each has a key of its own.
    place = F.concat_ws("|", "generation", "partition", "offset", "key")
    characters = _former(staged[CHARACTERS_TOPIC], CHARACTERS_TOPIC).withColumn("key", place)
    found = [
        *_findings(films, characters, read_entries(characters, current_films), boxoffice, current_films),
        _duplicate_films(films),
    ]
    own_key = F.when(F.col("topic") == CHARACTERS_TOPIC, F.regexp_replace("key", _PLACE_BEFORE_KEY, ""))
    own_keys = [rows.withColumn("key", F.coalesce(own_key, "key")) for rows in found]
    return _identified(own_keys).join(replays(staged), ["quarantine_id", "topic"], "left_semi")


def _former(staged: DataFrame, topic: str) -> DataFrame:
    """The accepted records of the keys that a replay has."""
    return of_replayed_keys(staged).where(F.col("outcome") == "staged")


def _storable(rows: DataFrame) -> DataFrame:
    """The rows without NUL in their texts, which may be in any message and for which PostgreSQL has no text."""
    return rows.withColumns({name: F.translate(name, "\0", "\ufffd") for name in _TEXTS})


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


def _beaten(current_films: DataFrame) -> DataFrame:
    """The current records whose film another record gives."""
    at = ["generation", "offset", "partition"]
    return current_films.join(catalogue(current_films).select(*at), at, "left_anti")


def _duplicate_films(beaten: DataFrame) -> DataFrame:
    reason = F.concat(F.lit("another record gives the film "), "film_id")
    return _row(beaten, "record", FILMS_TOPIC, F.lit(None).cast("string"), F.lit("duplicate_film"), reason)


def _characters(of: Entries, records: DataFrame) -> list[DataFrame]:
    entries = of.entries.select("key", "kind", "character_id", "media").join(records, "key")
    nowhere = entries.where(F.size("media") == 0)
    nameless = entries.where((F.col("kind") == CHARACTER) & F.col("character_id").isNull())
    return [
        _films_not_found(of.appearances.join(records, "key")),
        _finding(nowhere, F.lit("media"), "no_medium", F.lit("the entry stands in no film, game, series or short")),
        _finding(
            nameless,
            F.lit("franchise"),
            "no_franchise",
            F.lit("nothing says which franchise the character belongs to"),
        ),
        _ensembles_outside_films(of.credits, records),
    ]


def _films_not_found(appearances: DataFrame) -> DataFrame:
    title, candidates = titled_year(), F.coalesce("candidates", F.lit(0))
    several = F.when(candidates > 1, F.concat(title, F.lit(" is "), candidates, F.lit(" films of the catalogue")))
    reason = several.otherwise(F.concat(title, F.lit(" is not in the catalogue")))
    lost = appearances.where((F.col("kind") == FILM) & F.col("film_id").isNull())
    return _finding(lost, F.concat(F.lit("media/"), "media_id"), FILM_NOT_IN_CATALOGUE, reason)


def _ensembles_outside_films(credits: DataFrame, records: DataFrame) -> DataFrame:
    credited = credits.where((F.col("kind") != FILM) & F.col("talent_id").isNull() | _ensemble_elsewhere())
    outside = credited.select("key", "media_id").distinct().join(records, "key")
    field, reason = F.concat(F.lit("credits/"), "media_id"), "an ensemble's credit outside a film has no table"
    return _finding(outside, field, "ensemble_outside_film", F.lit(reason))


def _finding(rows: DataFrame, field: Column, code: str, reason: Column) -> DataFrame:
    """A field of a character record that could not be used."""
    return _row(rows, "field", CHARACTERS_TOPIC, field, F.lit(code), reason)


def _ensemble_elsewhere() -> Column:
    return (F.col("kind") != FILM) & (F.col("entry_kind") != CHARACTER)


def _box_office_without_film(current_boxoffice: DataFrame, current_films: DataFrame) -> DataFrame:
    films = current_films.select("film_id").distinct()
    lost = current_boxoffice.join(films, "film_id", "left_anti")
    # Staged box office does not keep the bytes of what it could read: they are written again from the fields.
    value = F.to_json(F.struct("film_id", "date", "state", "gross_cents", "basis"))
    rows = lost.withColumn("original", value.cast("binary"))
    reason = F.concat("film_id", F.lit(" is not in the catalogue"))
    return _row(rows, "field", BOXOFFICE_TOPIC, F.lit("film_id"), F.lit(FILM_NOT_IN_CATALOGUE), reason)


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
