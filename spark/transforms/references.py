"""Films as character files name them, found in the catalogue by title and year."""

from __future__ import annotations

from typing import NamedTuple

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from hyperion_assets.model.vocabularies import LOOSE_TITLE, SAME_TITLE, TITLE_VARIANT, YEAR_OFF_BY_ONE
from spark.transforms.choices import best
from spark.transforms.current import newest_first

_FILM = ("film_id", "film_franchise_id", "film_franchise_name")

FILM = "film"
"""Kind of the media that are films; all other kinds have rows in `media`."""


def catalogue(current_films: DataFrame) -> DataFrame:
    """One row a film: of several current records the one under the film's own key, else the newest.

    Columns as in `current_films`.
    """
    return best(current_films, ["film_id"], own_key_first())


def titled_year() -> Column:
    """`Title (year)`, or the title alone where no year is given."""
    year = F.when(F.col("year").isNotNull(), F.concat(F.lit(" ("), "year", F.lit(")")))
    return F.concat("title", F.coalesce(year, F.lit("")))


def own_key_first() -> list[Column]:
    """The order of records of one film: the one under the film's own key, then the newest."""
    return [F.col("key") != F.col("film_id"), *newest_first()]


INDEXED = ("key", "film_id", "release_year", "franchise_id", "franchise_name", "match_keys", "loose_keys")
"""The columns of current_films that the index is made of, beside where the records stand."""


class FilmIndex(NamedTuple):
    """What a title and a year mean, in two grades; each has film_id, film_franchise_id and film_franchise_name."""

    exact: DataFrame
    """By match_key and year: the film with that title, or variant of it, in that year; failing that, the only one
    within one year. Also candidates (films with that title within one year, int) and match_rule (same_title,
    title_variant, year_off_by_one); film_id is null where several fit equally."""
    loose: DataFrame
    """By loose_key and year: the only film of exactly that year whose title folds to the key."""


def film_index(current_films: DataFrame) -> FilmIndex:
    """The films of the catalogue by what character files may call them."""
    films = catalogue(current_films).select(*INDEXED)
    return FilmIndex(_exact(films), _loose(films))


def found_films(media: DataFrame, index: FilmIndex) -> DataFrame:
    """Media (match_key, loose_key, year and others) with film_id, candidates, match_rule and the film's franchise.

    The loose grade counts only where no film has the title within one year. A medium without a year is found by none.
    """
    exact = media.join(index.exact, ["match_key", "year"], "left")
    loose = index.loose.withColumnsRenamed({name: f"loose_{name}" for name in _FILM})
    both = exact.join(loose, ["loose_key", "year"], "left")
    by_loose = F.col("candidates").isNull()
    return both.select(
        *media.columns,
        "candidates",
        *(F.when(by_loose, F.col(f"loose_{name}")).otherwise(F.col(name)).alias(name) for name in _FILM),
        F.when(by_loose & F.col("loose_film_id").isNotNull(), LOOSE_TITLE)
        .otherwise(F.col("match_rule"))
        .alias("match_rule"),
    )


def _exact(films: DataFrame) -> DataFrame:
    titles = films.withColumn("title_key", F.get("match_keys", F.lit(0))).select(
        "film_id",
        "release_year",
        "franchise_id",
        "franchise_name",
        "title_key",
        F.explode(F.array_distinct("match_keys")).alias("match_key"),
    )
    years = F.array(*(F.col("release_year") + distance for distance in (-1, 0, 1)))
    near = titles.withColumn("year", F.explode(years))
    film = F.struct("film_id", "franchise_id", "franchise_name", "title_key")
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
    rule = (
        F.when(F.col("exact_count") == 0, YEAR_OFF_BY_ONE)
        .when(F.col("found.title_key") == F.col("match_key"), SAME_TITLE)
        .otherwise(TITLE_VARIANT)
    )
    return fitting.select("match_key", "year", "candidates", "exact_count", found).select(
        "match_key",
        "year",
        "candidates",
        F.when(F.col("found").isNotNull(), rule).alias("match_rule"),
        F.col("found.film_id").alias("film_id"),
        F.col("found.franchise_id").alias("film_franchise_id"),
        F.col("found.franchise_name").alias("film_franchise_name"),
    )


def _loose(films: DataFrame) -> DataFrame:
    film = F.struct("film_id", "franchise_id", "franchise_name")
    titles = films.select(film.alias("film"), "release_year", F.explode("loose_keys").alias("loose_key"))
    fitting = titles.groupBy("loose_key", F.col("release_year").alias("year")).agg(
        F.count_distinct("film.film_id").alias("films"), F.min("film").alias("found")
    )
    return fitting.where(F.col("films") == 1).select(
        "loose_key",
        "year",
        F.col("found.film_id").alias("film_id"),
        F.col("found.franchise_id").alias("film_franchise_id"),
        F.col("found.franchise_name").alias("film_franchise_name"),
    )
