"""The small wide tables for the site and for spreadsheets: names beside keys, sorted."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from spark.transforms.analytics import studio_years
from spark.transforms.modelled import modelled


def films_complete(
    films: DataFrame,
    studios: DataFrame,
    franchises: DataFrame,
    character_films: DataFrame,
    character_talent: DataFrame,
    box_office_daily: DataFrame,
) -> DataFrame:
    """A film with the names of its studio and franchise, its counts and its box office (US cents); by film."""
    of_characters = character_films.groupBy("film_id").agg(F.count(F.lit(1)).alias("character_count"))
    of_talent = character_talent.groupBy("film_id").agg(F.count_distinct("talent_id").alias("talent_count"))
    by_day = box_office_daily.groupBy("film_id", "date").agg(F.sum("gross_cents").alias("gross_cents"))
    of_days = by_day.groupBy("film_id").agg(
        F.min("date").alias("first_day"),
        F.max("date").alias("last_day"),
        F.count(F.lit(1)).alias("days"),
        F.sum("gross_cents").alias("box_office_cents"),
    )
    rows = (
        films.join(studios.select("studio_id", F.col("name").alias("studio_name")), "studio_id")
        .join(franchises.select("franchise_id", F.col("name").alias("franchise_name")), "franchise_id")
        .join(of_characters, "film_id", "left")
        .join(of_talent, "film_id", "left")
        .join(of_days, "film_id", "left")
        .withColumn("character_count", F.coalesce("character_count", F.lit(0)))
        .withColumn("talent_count", F.coalesce("talent_count", F.lit(0)))
    )
    return modelled("films_complete", rows).orderBy("film_id")


def characters_complete(
    characters: DataFrame,
    character_films: DataFrame,
    character_talent: DataFrame,
    talent: DataFrame,
    films: DataFrame,
    franchises: DataFrame,
) -> DataFrame:
    """A character in a film with each person, variant and kind of performance; null where nobody is known.

    The role is the one in the film, else the character's. Sorted by character, film, person, variant and credit.
    """
    people = characters.withColumnsRenamed({"name": "character_name", "role": "usual_role"})
    rows = (
        character_films.join(people, "character_id")
        .join(films.select("film_id", F.col("title").alias("film_title"), "release_year"), "film_id")
        .join(franchises.select("franchise_id", F.col("name").alias("franchise_name")), "franchise_id")
        .join(character_talent, ["character_id", "film_id"], "left")
        .join(talent.select("talent_id", F.col("name").alias("talent_name")), "talent_id", "left")
        .withColumn("role", F.coalesce("role", "usual_role"))
    )
    order = [F.col(name).asc_nulls_first() for name in ("character_id", "film_id", "talent_id", "variant", "credit")]
    return modelled("characters_complete", rows).orderBy(*order)


def boxoffice_summary(box_office_daily: DataFrame) -> DataFrame:
    """Box office (US cents) of a film by day and by state, told apart by `grain`; never to be summed across grains."""
    days = box_office_daily.groupBy("film_id", "date").agg(F.sum("gross_cents").alias("gross_cents"))
    states = box_office_daily.groupBy("film_id", "state").agg(F.sum("gross_cents").alias("gross_cents"))
    by_day = days.select(
        F.lit("day").alias("grain"), "film_id", "date", F.lit(None).cast("string").alias("state"), "gross_cents"
    )
    by_state = states.select(
        F.lit("state").alias("grain"), "film_id", F.lit(None).cast("date").alias("date"), "state", "gross_cents"
    )
    rows = modelled("boxoffice_summary", by_day.unionByName(by_state))
    return rows.orderBy("grain", "film_id", F.col("date").asc_nulls_first(), F.col("state").asc_nulls_first())


def studio_stats(
    films: DataFrame, studios: DataFrame, box_office_daily: DataFrame, character_films: DataFrame
) -> DataFrame:
    """A studio's year: films, gross and box office (US cents), mean running time and characters; by studio and year.

    Characters are null in a year without a film.
    """
    released = films.select("film_id", "studio_id", F.col("release_year").alias("year"))
    standing = released.join(character_films.select("film_id", "character_id"), "film_id", "left")
    of_characters = standing.groupBy("studio_id", "year").agg(F.count_distinct("character_id").alias("characters"))
    years = studio_years(films, studios, box_office_daily)
    rows = years.join(of_characters, ["studio_id", "year"], "left")
    return modelled("studio_stats", rows).orderBy("studio_id", "year")
