"""Studios and films as the catalogue has them, and the franchises of films, characters and media."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from spark.transforms.choices import best, most_frequent
from spark.transforms.media import named_media
from spark.transforms.modelled import modelled
from spark.transforms.precedence import merged_films
from spark.transforms.references import catalogue
from spark.transforms.resolved import named_characters


def studios(current_films: DataFrame) -> DataFrame:
    """The studios that have a film. Of several spellings or facts under one key the most frequent count."""
    rows = catalogue(current_films).withColumnRenamed("studio_name", "name")
    facts = ["name", "parent_company", "active_from", "active_to"]
    return modelled("studios", most_frequent(rows, ["studio_id"], facts))


def films(current_films: DataFrame) -> DataFrame:
    """The films of the catalogue; amounts in US cents. Of several records of one film precedence decides each fact."""
    facts = merged_films(current_films)
    names = [name for name in facts.columns if name != "film_id"]
    return modelled("films", catalogue(current_films).drop(*names).join(facts, "film_id"))


def franchises(current_films: DataFrame, resolved_entries: DataFrame, resolved_appearances: DataFrame) -> DataFrame:
    """The franchises of films, characters, and games, series and shorts.

    Of several spellings the catalogue's counts, then that of characters; each time the most frequent.
    """
    names = ["franchise_id", "franchise_name"]
    of_films = catalogue(current_films).select(*names, F.lit(0).alias("rank"))
    of_characters = named_characters(resolved_entries).select(*names, F.lit(1).alias("rank"))
    of_media = named_media(resolved_appearances).select(*names, F.lit(2).alias("rank"))
    spelled = most_frequent(
        of_films.unionByName(of_characters).unionByName(of_media), ["franchise_id", "rank"], ["franchise_name"]
    )
    chosen = best(spelled, ["franchise_id"], [F.col("rank")])
    return modelled("franchises", chosen.withColumnRenamed("franchise_name", "name"))
