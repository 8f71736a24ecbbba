"""Summary tables: computed from the tables of a release, and part of it."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from hyperion_assets.model.vocabularies import LEADING_ROLES
from spark.transforms.choices import best
from spark.transforms.modelled import modelled


def revenue_by_studio_year(films: DataFrame, studios: DataFrame, box_office_daily: DataFrame) -> DataFrame:
    """A studio's year: films released in it and their gross, and the box office that fell into it; US cents."""
    return modelled("revenue_by_studio_year", studio_years(films, studios, box_office_daily))


def studio_years(films: DataFrame, studios: DataFrame, box_office_daily: DataFrame) -> DataFrame:
    """The columns of revenue_by_studio_year, and average_runtime_min (mean of the known ones)."""
    released = films.groupBy("studio_id", F.col("release_year").alias("year")).agg(
        F.count(F.lit(1)).alias("films"),
        F.sum("domestic_gross_cents").alias("domestic_gross_cents"),
        F.sum("worldwide_gross_cents").alias("worldwide_gross_cents"),
        F.avg("runtime_min").alias("average_runtime_min"),
    )
    # By film first: only a few hundred rows are joined.
    by_film = box_office_daily.groupBy("film_id", "year").agg(F.sum("gross_cents").alias("gross_cents"))
    earned = (
        by_film.join(films.select("film_id", "studio_id"), "film_id")
        .groupBy("studio_id", "year")
        .agg(F.sum("gross_cents").alias("box_office_cents"))
    )
    both = released.join(earned, ["studio_id", "year"], "full").withColumn("films", F.coalesce("films", F.lit(0)))
    return both.join(studios.select("studio_id", F.col("name").alias("studio_name")), "studio_id")


def character_counts_by_franchise(
    franchises: DataFrame,
    films: DataFrame,
    characters: DataFrame,
    character_talent: DataFrame,
    media_character_talent: DataFrame,
) -> DataFrame:
    """Films, characters, characters in a leading role and people who performed one, of every franchise."""
    of_films = films.groupBy("franchise_id").agg(F.count(F.lit(1)).alias("films"))
    of_characters = characters.groupBy("franchise_id").agg(
        F.count(F.lit(1)).alias("characters"),
        F.count(F.when(F.col("role").isin(*LEADING_ROLES), True)).alias("leading_characters"),
    )
    columns = ["character_id", "talent_id"]
    performed = character_talent.select(*columns).unionByName(media_character_talent.select(*columns))
    of_talent = (
        performed.join(characters.select("character_id", "franchise_id"), "character_id")
        .groupBy("franchise_id")
        .agg(F.count_distinct("talent_id").alias("talent"))
    )
    named = franchises.withColumnRenamed("name", "franchise_name")
    counted = named
    for part in (of_films, of_characters, of_talent):
        counted = counted.join(part, "franchise_id", "left")
    counts = ["films", "characters", "leading_characters", "talent"]
    filled = counted.select(
        "franchise_id", "franchise_name", *(F.coalesce(count, F.lit(0)).alias(count) for count in counts)
    )
    return modelled("character_counts_by_franchise", filled)


def voice_actor_filmography(
    talent: DataFrame, films: DataFrame, characters: DataFrame, character_talent: DataFrame
) -> DataFrame:
    """The films of each person and the characters performed there, their names sorted and joined by `; `."""
    performed = character_talent.select("talent_id", "film_id", "character_id").distinct()
    named = performed.join(characters.select("character_id", "name"), "character_id")
    by_film = named.groupBy("talent_id", "film_id").agg(
        F.count(F.lit(1)).alias("characters"),
        F.array_join(F.array_sort(F.collect_set("name")), "; ").alias("character_names"),
    )
    with_talent = by_film.join(talent.select("talent_id", F.col("name").alias("talent_name")), "talent_id")
    return modelled(
        "voice_actor_filmography", with_talent.join(films.select("film_id", "title", "release_year"), "film_id")
    )


def box_office_trends(box_office_daily: DataFrame) -> DataFrame:
    """Box office by month in US cents, and its highest film; extrapolated if any of its rows is."""
    by_film = box_office_daily.groupBy("year", F.month("date").alias("month"), "film_id").agg(
        F.sum("gross_cents").alias("gross_cents"), F.max("basis").alias("basis")
    )
    top = best(by_film, ["year", "month"], [F.col("gross_cents").desc(), F.col("film_id")])
    by_month = by_film.groupBy("year", "month").agg(
        F.count(F.lit(1)).alias("films"),
        F.sum("gross_cents").alias("gross_cents"),
        # In the alphabet modelled_extrapolated comes after modelled.
        F.max("basis").alias("basis"),
    )
    first = top.select("year", "month", F.col("film_id").alias("top_film_id"))
    return modelled("box_office_trends", by_month.join(first, ["year", "month"]))
