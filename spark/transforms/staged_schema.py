"""Columns of the staged tables: what every Kafka record has, and what its value holds once parsed.

`current_*` tables have the same columns; `current_boxoffice` has the year of the day beside them.
"""

from __future__ import annotations

from pyspark.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    DataType,
    DateType,
    IntegerType,
    LongType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

TEXT, INT, LONG, BOOL, DATE = StringType(), IntegerType(), LongType(), BooleanType(), DateType()


def struct(*texts: str, **others: DataType) -> StructType:
    """A struct of text columns followed by others, in that order."""
    fields = [StructField(name, TEXT) for name in texts]
    return StructType(fields + [StructField(name, type_) for name, type_ in others.items()])


def joined(*parts: StructType) -> StructType:
    """The columns of several structs as one."""
    return StructType([field for part in parts for field in part.fields])


PROBLEMS = ArrayType(struct("field", "code", "reason", "text"))
"""Field-scope problems of a record that is staged all the same."""

CORRECTIONS = ArrayType(struct("field", "rule", "text", "value"))
"""Values of a staged record that a rule read out of another form."""

MEDIUM = struct("kind", "title", year=INT, media_id=TEXT, match_key=TEXT, loose_key=TEXT)
"""A film, game, series or short as a character file names it."""

CREDIT = struct(
    "talent_id",
    "talent_name",
    "spelled",
    "named_by",
    "named_why",
    "variant",
    "credit",
    is_credited=BOOL,
    confidence=TEXT,
    source_text=TEXT,
    media=ArrayType(MEDIUM),
)
"""One voice credit; `talent_id` is null for an ensemble, `media` is where the credit holds.

`spelled` is the name as written; `named_by` is `alias` or `identity` where a reviewed row made another key of it.
"""

ORIGIN = joined(
    struct("topic_id", generation=INT, partition=INT, offset=LONG, timestamp=TimestampType()),
    struct("key", "content_hash", "source", "place", "replay_of"),
)
"""Where a record came from; `replay_of` is the quarantine_id of what it corrects."""

VERDICT = struct("outcome", "reason_code", "reason", original=BinaryType(), problems=PROBLEMS)
"""What staging made of a record: `staged`, `quarantined` or `tombstone`."""

FILM = joined(
    struct("film_id", "title", release_year=INT, release_date=DATE),
    struct("release_type", "animation_type", runtime_min=INT, mpaa_rating=TEXT),
    struct(
        budget_cents=LONG,
        domestic_gross_cents=LONG,
        domestic_original_run_cents=LONG,
        worldwide_gross_cents=LONG,
        gross_note=TEXT,
        title_variants=ArrayType(TEXT),
        match_keys=ArrayType(TEXT),
        loose_keys=ArrayType(TEXT),
    ),
    struct("studio_id", "studio_name", "parent_company", active_from=INT, active_to=INT),
    struct("franchise_id", "franchise_name"),
    struct(
        "release_date_confidence",
        "runtime_confidence",
        "mpaa_confidence",
        "budget_confidence",
        "domestic_gross_confidence",
        "worldwide_gross_confidence",
        "animation_type_confidence",
        "release_type_confidence",
    ),
    struct(corrections=CORRECTIONS),
)

CHARACTER = joined(
    struct("name", "kind", "role", "role_source", "species", "species_source", "gender", "gender_source"),
    struct("notes", "origin", "character_type", "franchise_id", "franchise_name"),
    struct("origin_franchise_id", "origin_franchise_name", "confidence"),
    struct(name_variants=ArrayType(TEXT), talent_variants=ArrayType(TEXT)),
    struct(media=ArrayType(MEDIUM), credits=ArrayType(CREDIT)),
    struct("name_slug", "species_group", corrections=CORRECTIONS),
)
"""A character entry as its parser gives it."""

BOXOFFICE = struct("film_id", date=DATE, state=TEXT, gross_cents=LONG, basis=TEXT)

STAGED_FILM = joined(ORIGIN, VERDICT, FILM)
STAGED_CHARACTER = joined(ORIGIN, VERDICT, CHARACTER)
STAGED_BOXOFFICE = joined(ORIGIN, VERDICT, BOXOFFICE)
CURRENT_BOXOFFICE = joined(STAGED_BOXOFFICE, struct(year=INT))

STAGED = {
    "staged_films": STAGED_FILM,
    "current_films": STAGED_FILM,
    "staged_characters": STAGED_CHARACTER,
    "current_characters": STAGED_CHARACTER,
    "staged_boxoffice": STAGED_BOXOFFICE,
    "current_boxoffice": CURRENT_BOXOFFICE,
}
"""The staged and current tables by name."""


def columns_of(schema: StructType) -> str:
    """The columns of a schema as a DDL string: `topic_id string, generation int, …`."""
    return ", ".join(f"`{field.name}` {field.dataType.simpleString()}" for field in schema.fields)
