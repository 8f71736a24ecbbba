"""Character entries with what the tables share: the character's key, the media it stands in, its credits.

A character's franchise is that of its origin if the source gives one; else the catalogue's of the first film matched;
else the file's; else the first medium's own title.
"""

from __future__ import annotations

from typing import NamedTuple

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from spark.transforms.choices import best
from spark.transforms.identities import with_character_ids
from spark.transforms.references import FILM, FilmIndex, film_index, found_films
from spark.transforms.resolve import record_place

_RECORD = ("source", "place", "generation", "partition", "offset")
_FOLDED = ("medium.match_key", "medium.loose_key", "medium.year")

CHARACTER = "character"
ENSEMBLE = "ensemble"


class Entries(NamedTuple):
    """Current character entries in three shapes that are joined by `key`, the record's key."""

    entries: DataFrame
    """One row an entry: the columns of staged_characters, franchise_id and franchise_name being the character's own
    (null where nothing gives one), character_id (null without a franchise), and where a reviewed row decided that key
    named_by, named_why and shown_name (the name that an alias stands for)."""
    appearances: DataFrame
    """One row an entry and medium, of the entry or of one of its credits: key, entry_kind, character_id,
    file_franchise_id, file_franchise_name, role, at (source file and place), kind, title, year, media_id, match_key,
    loose_key, candidates, match_rule, film_id (null: no film of the catalogue)."""
    credits: DataFrame
    """One row an entry, credit and medium: key, entry_kind, character_id, label, label_slug, source, place, generation,
    partition, offset, span (media that the credit holds for), talent_id, talent_name, spelled, named_by, named_why,
    variant, credit, is_credited, confidence, source_text, kind, media_id, film_id."""


def entries(current_characters: DataFrame, current_films: DataFrame) -> Entries:
    """Read current entries against the films of the catalogue."""
    index = film_index(current_films)
    identified = _identified(current_characters, index)
    return Entries(identified, _appearances(identified, index), _credits(identified, index))


def _identified(current_characters: DataFrame, index: FilmIndex) -> DataFrame:
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
    return with_character_ids(decided)


def title_slug(medium: Column) -> Column:
    """The slug of a medium's title: its media_id without the year."""
    media_id = medium["media_id"]
    return F.when(medium["year"].isNull(), media_id).otherwise(F.regexp_replace(media_id, "-[0-9]+$", ""))


def _appearances(identified: DataFrame, index: FilmIndex) -> DataFrame:
    # Whoever is credited for a character in a medium shows that it is there.
    performing = F.flatten(F.transform("credits", lambda credit: credit["media"]))
    about = ["key", "entry_kind", "character_id", "file_franchise_id", "file_franchise_name", "role", "at"]
    sourced = identified.withColumn("at", record_place())
    named = sourced.withColumnRenamed("kind", "entry_kind").select(
        *about, F.explode(F.array_distinct(F.concat("media", performing))).alias("medium")
    )
    return _found(named.select(*about, "medium.*"), index)


def _credits(identified: DataFrame, index: FilmIndex) -> DataFrame:
    about = ["key", "entry_kind", "character_id", "label", "label_slug", *_RECORD]
    rows = identified.withColumnsRenamed({"kind": "entry_kind", "name": "label", "name_slug": "label_slug"})
    sourced = rows.drop("named_by", "named_why").withColumn("source", F.coalesce("source", F.lit("")))
    credited = sourced.select(*about, F.explode("credits").alias("of"))
    each = credited.select(*about, F.size("of.media").alias("span"), "of.*")
    each = each.withColumn("variant", F.coalesce("variant", F.lit("")))
    named = each.select("*", F.explode("media").alias("medium")).select("*", "medium.*").drop("media", "medium")
    return _found(named, index)


def _found(named: DataFrame, index: FilmIndex) -> DataFrame:
    """Media with the film that each one is, if it is a film of the catalogue."""
    found = found_films(named, index).drop("film_franchise_id", "film_franchise_name")
    film = F.when(F.col("kind") == FILM, F.col("film_id"))
    return found.withColumn("film_id", film)
