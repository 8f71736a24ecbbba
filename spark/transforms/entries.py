"""Character entries with what the tables share: the character's key, the media it stands in, its credits.

A character's franchise is that of its origin if the source gives one; else the catalogue's of the first film matched;
else the file's; else the first medium's own title.
"""

from __future__ import annotations

from typing import NamedTuple

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from spark.transforms.choices import best
from spark.transforms.references import FILM, film_index

CHARACTER = "character"
ENSEMBLE = "ensemble"


class Entries(NamedTuple):
    """Current character entries in three shapes that are joined by `key`, the record's key."""

    entries: DataFrame
    """One row an entry: the columns of staged_characters, franchise_id and franchise_name being the character's own
    (null where nothing gives one), and character_id (null without a franchise)."""
    appearances: DataFrame
    """One row an entry and medium, of the entry or of one of its credits: key, entry_kind, character_id,
    file_franchise_id, file_franchise_name, role, kind, title, year, media_id, match_key, candidates, film_id (null:
    no film of the catalogue)."""
    credits: DataFrame
    """One row an entry, credit and medium: key, entry_kind, character_id, label, label_slug, talent_id, talent_name,
    variant, credit, is_credited, confidence, source_text, kind, media_id, film_id."""


def entries(current_characters: DataFrame, current_films: DataFrame) -> Entries:
    """Read current entries against the films of the catalogue."""
    index = film_index(current_films)
    films = index.select("match_key", "year", "candidates", "film_id")
    identified = _identified(current_characters, index)
    return Entries(identified, _appearances(identified, films), _credits(identified, films))


def _identified(current_characters: DataFrame, index: DataFrame) -> DataFrame:
    media = current_characters.select("key", F.posexplode("media").alias("at", "medium"))
    films = media.where(F.col("medium.kind") == FILM).select("key", "at", "medium.match_key", "medium.year")
    matched = films.join(index, ["match_key", "year"]).where(F.col("film_id").isNotNull())
    first = best(matched, ["key"], [F.col("at")]).select("key", "film_franchise_id", "film_franchise_name")
    medium = F.get("media", F.lit(0))
    with_file = current_characters.withColumnsRenamed(
        {"franchise_id": "file_franchise_id", "franchise_name": "file_franchise_name"}
    )
    decided = with_file.join(first, "key", "left").select(
        *with_file.columns,
        F.coalesce("origin_franchise_id", "film_franchise_id", "file_franchise_id", title_slug(medium)).alias(
            "franchise_id"
        ),
        F.when(F.col("origin_franchise_id").isNotNull(), F.col("origin_franchise_name"))
        .when(F.col("film_franchise_id").isNotNull(), F.col("film_franchise_name"))
        .when(F.col("file_franchise_id").isNotNull(), F.col("file_franchise_name"))
        .otherwise(medium["title"])
        .alias("franchise_name"),
    )
    # concat is null if one part is: an entry without a franchise has no key.
    return decided.withColumn("character_id", F.concat("franchise_id", F.lit("--"), "name_slug"))


def title_slug(medium: Column) -> Column:
    """The slug of a medium's title: its media_id without the year."""
    media_id = medium["media_id"]
    return F.when(medium["year"].isNull(), media_id).otherwise(F.regexp_replace(media_id, "-[0-9]+$", ""))


def _appearances(identified: DataFrame, films: DataFrame) -> DataFrame:
    # Whoever is credited for a character in a medium shows that it is there.
    performing = F.flatten(F.transform("credits", lambda credit: credit["media"]))
    about = ["key", "entry_kind", "character_id", "file_franchise_id", "file_franchise_name", "role"]
    named = identified.withColumnRenamed("kind", "entry_kind").select(
        *about, F.explode(F.array_distinct(F.concat("media", performing))).alias("medium")
    )
    return _found(named.select(*about, "medium.*"), films)


def _credits(identified: DataFrame, films: DataFrame) -> DataFrame:
    about = ["key", "entry_kind", "character_id", "label", "label_slug"]
    rows = identified.withColumnsRenamed({"kind": "entry_kind", "name": "label", "name_slug": "label_slug"})
    credited = rows.select(*about, F.explode("credits").alias("of"))
    each = credited.select(*about, "of.*").withColumn("variant", F.coalesce("variant", F.lit("")))
    named = each.select("*", F.explode("media").alias("medium")).select("*", "medium.*").drop("media", "medium")
    return _found(named, films)


def _found(named: DataFrame, films: DataFrame) -> DataFrame:
    """Media with the film that each one is, if it is a film of the catalogue."""
    film = F.when(F.col("kind") == FILM, F.col("film_id"))
    return named.join(films, ["match_key", "year"], "left").withColumn("film_id", film)
