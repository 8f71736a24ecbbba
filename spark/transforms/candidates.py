"""Near misses: pairs that may be one entity and were not joined, for a person to look at.

Belongs here: likeness. Not here: joining anything; what is right goes to data/aliases.csv or the catalogue's variants.
"""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from hyperion_assets.model.vocabularies import ALIKE, OTHER_YEAR, PART_OF_NAME, SAME_VOICE, SIMILAR_TITLE
from spark.transforms.references import catalogue, titled_year

CANDIDATE = "candidate"
_FEW_LETTERS, _LONG = 2, 12
"""Two letters may differ between names of at least so many signs, one between shorter ones."""
_SHORTEST = 6


def film_candidates(titles: DataFrame, current_films: DataFrame) -> list[DataFrame]:
    """Titles without a film (title, year, match_key, loose_key, entries, at) that the catalogue has in another year,
    or under a similar title in about that year."""
    films = catalogue(current_films).select("film_id", "release_year", "match_keys", "loose_keys")
    pairs = titles.crossJoin(films).withColumn("other", titled_year())
    same = F.array_contains("match_keys", F.col("match_key"))
    about_then = F.abs(F.col("release_year") - F.col("year")) <= 1
    first = F.concat(F.lit("; first in "), "at")
    remake = F.concat(F.lit("the same title: a remake, a namesake or a wrong year"), first)
    similar = pairs.where(~same & about_then).withColumn("film_key", F.explode("loose_keys"))
    return [
        _told(pairs.where(same), "film", "film_id", OTHER_YEAR, remake),
        _told(
            similar.where(_few_letters_apart("loose_key", "film_key")),
            "film",
            "film_id",
            SIMILAR_TITLE,
            F.concat(F.lit("a few letters apart in about the same year"), first),
        ),
    ]


def talent_candidates(talent: DataFrame) -> list[DataFrame]:
    """People whose names differ by a letter or two, or by a middle name, an initial or a suffix."""
    pairs = _pairs(talent.select(F.lit("").alias("group"), F.col("talent_id").alias("id")))
    two_words = (F.size(F.split("id", "-")) > 1) & (F.size(F.split("other", "-")) > 1)
    alike = _few_letters_apart("id", "other")
    longer = F.lit("the longer name has all words of the other")
    return [
        _told(pairs.where(alike), "talent", "id", ALIKE, F.lit("a few letters apart")),
        _told(pairs.where(~alike & two_words & _part_of("id", "other")), "talent", "id", PART_OF_NAME, longer),
    ]


def character_candidates(characters: DataFrame, performed: DataFrame) -> list[DataFrame]:
    """Characters of one franchise whose names are alike, or of which one is part of the other with one voice for both.

    `performed` has character_id and talent_id.
    """
    named = characters.select(
        F.col("franchise_id").alias("group"),
        F.substr("character_id", F.length("franchise_id") + F.lit(3)).alias("id"),
    )
    pairs = _pairs(named)
    keyed = pairs.withColumns({"one": _key("id"), "another": _key("other")})
    part = keyed.where(_part_of("id", "other"))
    voices = performed.select(F.col("character_id").alias("one"), "talent_id").distinct()
    both = part.join(voices, "one").join(voices.withColumnRenamed("one", "another"), ["another", "talent_id"])
    shared = both.groupBy("one", "another").agg(F.min("talent_id").alias("voice"))
    evidence = F.concat(F.lit("one name is part of the other, and both are performed by "), "voice")
    return [
        _told(
            keyed.where(_few_letters_apart("id", "other")).withColumn("other", F.col("another")),
            "character",
            "one",
            ALIKE,
            F.lit("a few letters apart"),
        ),
        _told(shared.withColumn("other", F.col("another")), "character", "one", SAME_VOICE, evidence),
    ]


def _key(name: str) -> Column:
    return F.concat("group", F.lit("--"), F.col(name))


def _pairs(names: DataFrame) -> DataFrame:
    """Pairs (group, id, other) of one group that share their first or their last word; the lower id is `id`."""
    words = names.withColumn("words", F.split("id", "-"))
    first, last = F.get("words", F.lit(0)), F.element_at("words", -1)
    blocks = F.array_distinct(F.array(F.concat(F.lit("^"), first), F.concat(last, F.lit("$"))))
    blocked = words.select("group", "id", F.explode(blocks).alias("block"))
    other = blocked.withColumnRenamed("id", "other")
    pairs = blocked.join(other, ["group", "block"]).where(F.col("id") < F.col("other"))
    return pairs.select("group", "id", "other").distinct()


def _part_of(one: str, other: str) -> Column:
    """Whether one has all words of the other."""
    left, right = F.split(one, "-"), F.split(other, "-")
    return (F.size(F.array_except(left, right)) == 0) | (F.size(F.array_except(right, left)) == 0)


def _few_letters_apart(one: str, other: str) -> Column:
    """Whether letters were changed, left out or added: a digit is no letter (`Toy Story 2`, `Toy Story 3`)."""
    distance = F.levenshtein(F.col(one), F.col(other))
    shortest = F.least(F.length(one), F.length(other))
    allowed = F.when(shortest >= _LONG, _FEW_LETTERS).when(shortest >= _SHORTEST, 1).otherwise(0)
    same_digits = F.regexp_replace(one, "[^0-9]", "") == F.regexp_replace(other, "[^0-9]", "")
    return (distance <= allowed) & same_digits


def _told(pairs: DataFrame, entity: str, key: str, rule: str, evidence: Column) -> DataFrame:
    return pairs.select(
        F.lit(CANDIDATE).alias("decision"),
        F.lit(entity).alias("entity"),
        F.col(key).alias("entity_id"),
        "other",
        F.lit(rule).alias("rule"),
        evidence.alias("evidence"),
        (F.col("entries") if "entries" in pairs.columns else F.lit(0)).alias("entries"),
    )
