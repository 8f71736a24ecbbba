"""Films as character files name them, found in the catalogue by title and year."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from spark.transforms.choices import best
from spark.transforms.resolve import newest_first

FILM = "film"
"""Kind of the media that are films; all other kinds have rows in `media`."""


def catalogue(current_films: DataFrame) -> DataFrame:
    """One row a film: of several current records that give one film_id the newest. Columns as in `current_films`."""
    return best(current_films, ["film_id"], newest_first())


def film_index(current_films: DataFrame) -> DataFrame:
    """What a title and a year mean: the film of the catalogue with that title, or variant of it, in that year.

    Failing that, the only one within one year. Columns: match_key, year, candidates (films with that title within one
    year, int), film_id (null: several fit equally), film_franchise_id, film_franchise_name.
    """
    films = catalogue(current_films)
    titles = films.select(
        "film_id", "release_year", "franchise_id", "franchise_name", F.explode(F.array_distinct("match_keys"))
    ).withColumnRenamed("col", "match_key")
    years = F.array(*(F.col("release_year") + distance for distance in (-1, 0, 1)))
    near = titles.withColumn("year", F.explode(years))
    film = F.struct("film_id", "franchise_id", "franchise_name")
    exact = F.when(F.col("release_year") == F.col("year"), film)
    fitting = near.groupBy("match_key", "year").agg(
        F.count(F.lit(1)).cast("int").alias("candidates"),
        F.count(exact).alias("exact_count"),
        F.min(exact).alias("exact"),
        F.min(film).alias("near"),
    )
    found = (
        F.when(F.col("exact_count") == 1, F.col("exact"))
        .when((F.col("exact_count") == 0) & (F.col("candidates") == 1), F.col("near"))
        .alias("found")
    )
    return fitting.select("match_key", "year", "candidates", found).select(
        "match_key",
        "year",
        "candidates",
        F.col("found.film_id").alias("film_id"),
        F.col("found.franchise_id").alias("film_franchise_id"),
        F.col("found.franchise_name").alias("film_franchise_name"),
    )
