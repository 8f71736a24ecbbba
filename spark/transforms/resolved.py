"""Resolved character entries, of which the tables are made: the character's key, the media it stands in, its credits.

Each shape is a table of its own, written once: what is made of it would else be planned with all of this inside.
A character's franchise is that of its origin if the source gives one; else the catalogue's of the first film matched;
else the file's; else the first medium's own title.
"""

from __future__ import annotations

from typing import NamedTuple

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from spark.transforms.choices import best
from spark.transforms.current import record_place
from spark.transforms.identities import with_character_ids
from spark.transforms.references import FILM, film_index, found_films
from spark.transforms.resolved_schema import RESOLVED_APPEARANCE, RESOLVED_CREDIT, RESOLVED_ENTRY

_RECORD = ("source", "place", "generation", "partition", "offset")
_FOLDED = ("medium.match_key", "medium.loose_key", "medium.year")

CHARACTER = "character"


class Entries(NamedTuple):
    """Resolved entries in three shapes that are joined by `key`, the record's key; columns as in resolved_schema."""

    entries: DataFrame
    appearances: DataFrame
    credits: DataFrame


def read_entries(characters: DataFrame, current_films: DataFrame) -> Entries:
    """All three shapes of these entries, whose keys are unique, for once; columns as in resolved_schema."""
    rows = resolved_entries(characters, current_films)
    return Entries(rows, resolved_appearances(rows, current_films), resolved_credits(rows, current_films))


def resolved_entries(current_characters: DataFrame, current_films: DataFrame) -> DataFrame:
    """One row an entry, with its franchise and its character's key. Columns: RESOLVED_ENTRY."""
    index = film_index(current_films)
    media = current_characters.select("key", F.posexplode("media").alias("at", "medium"))
    films = media.where(F.col("medium.kind") == FILM).select("key", "at", *_FOLDED)
    matched = found_films(films, index).where(F.col("film_id").isNotNull())
    first = best(matched, ["key"], [F.col("at")]).select(
        "key", F.col("film_id").alias("first_film_id"), "film_franchise_id", "film_franchise_name"
    )
    medium = F.get("media", F.lit(0))
    with_file = current_characters.withColumnsRenamed(
        {"franchise_id": "file_franchise_id", "franchise_name": "file_franchise_name"}
    )
    decided = with_file.join(first, "key", "left").select(
        *with_file.columns,
        "first_film_id",
        F.coalesce("origin_franchise_id", "film_franchise_id", "file_franchise_id", title_slug(medium)).alias(
            "franchise_id"
        ),
        F.when(F.col("origin_franchise_id").isNotNull(), F.col("origin_franchise_name"))
        .when(F.col("film_franchise_id").isNotNull(), F.col("film_franchise_name"))
        .when(F.col("file_franchise_id").isNotNull(), F.col("file_franchise_name"))
        .otherwise(medium["title"])
        .alias("franchise_name"),
    )
    return with_character_ids(decided).select(*RESOLVED_ENTRY.names)


def title_slug(medium: Column) -> Column:
    """The slug of a medium's title: its media_id without the year."""
    media_id = medium["media_id"]
    return F.when(medium["year"].isNull(), media_id).otherwise(F.regexp_replace(media_id, "-[0-9]+$", ""))


def named_characters(resolved_entries: DataFrame) -> DataFrame:
    """The entries that are characters with a key. Columns: RESOLVED_ENTRY."""
    return resolved_entries.where((F.col("kind") == CHARACTER) & F.col("character_id").isNotNull())


def resolved_appearances(resolved_entries: DataFrame, current_films: DataFrame) -> DataFrame:
    """One row an entry and medium, of the entry or of one of its credits. Columns: RESOLVED_APPEARANCE."""
    # Whoever is credited for a character in a medium shows that it is there.
    performing = F.flatten(F.transform("credits", lambda credit: credit["media"]))
    about = ["key", "entry_kind", "character_id", "file_franchise_id", "file_franchise_name", "role", "at"]
    sourced = resolved_entries.withColumn("at", record_place())
    named = sourced.withColumnRenamed("kind", "entry_kind").select(
        *about, F.explode(F.array_distinct(F.concat("media", performing))).alias("medium")
    )
    return _found(named.select(*about, "medium.*"), current_films).select(*RESOLVED_APPEARANCE.names)


def resolved_credits(resolved_entries: DataFrame, current_films: DataFrame) -> DataFrame:
    """One row an entry, credit and medium. Columns: RESOLVED_CREDIT."""
    about = ["key", "entry_kind", "character_id", "label", "label_slug", *_RECORD]
    rows = resolved_entries.withColumnsRenamed({"kind": "entry_kind", "name": "label", "name_slug": "label_slug"})
    sourced = rows.drop("named_by", "named_why").withColumn("source", F.coalesce("source", F.lit("")))
    credited = sourced.select(*about, F.explode("credits").alias("of"))
    each = credited.select(*about, F.size("of.media").alias("span"), "of.*")
    each = each.withColumn("variant", F.coalesce("variant", F.lit("")))
    named = each.select("*", F.explode("media").alias("medium")).select("*", "medium.*").drop("media", "medium")
    return _found(named, current_films).select(*RESOLVED_CREDIT.names)


def _found(named: DataFrame, current_films: DataFrame) -> DataFrame:
    """Media with the film that each one is, if it is a film of the catalogue, and how it was found."""
    found = found_films(named, film_index(current_films))
    of_film = {name: F.when(F.col("kind") == FILM, F.col(name)) for name in ("film_id", "candidates", "match_rule")}
    return found.withColumns(of_film)
