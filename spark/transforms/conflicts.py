"""Where two records disagree: what stands, what gave way, and by which rule of `precedence`."""

from __future__ import annotations

from functools import reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from hyperion_assets.model.vocabularies import (
    BETTER_CONFIDENCE,
    FEWER_MEDIA,
    MOST_FREQUENT,
    MOST_PROMINENT,
    NEWEST,
    OWN_KEY,
)
from spark.transforms.choices import best
from spark.transforms.current import record_place
from spark.transforms.modelled import modelled
from spark.transforms.people import film_credits
from spark.transforms.precedence import GRADED, UNGRADED, cast_lists, grade_rank, with_rank
from spark.transforms.resolved import CHARACTER, named_characters
from spark.transforms.roles import prominence

_IDENTITY = ("entity", "entity_id", "context", "field", "other_value")
_COLUMNS = (*_IDENTITY, "value", "source", "other_source", "rule")


def conflicts(
    current_films: DataFrame, resolved_entries: DataFrame, resolved_appearances: DataFrame, resolved_credits: DataFrame
) -> DataFrame:
    """One row a value that gave way, with the value that stands. Blanks disagree with nothing."""
    parts = [
        _films(current_films),
        *_characters(resolved_entries),
        _roles(resolved_appearances),
        _casts(resolved_credits),
    ]
    every = reduce(DataFrame.unionByName, (part.select(*_COLUMNS) for part in parts))
    return modelled("conflicts", every.withColumn("conflict_id", F.md5(F.concat_ws("|", *_IDENTITY))))


def _films(current_films: DataFrame) -> DataFrame:
    """Facts of films: each record's value beside the one that precedence chose."""
    ranked = with_rank(current_films).withColumn("own", F.col("key") == F.col("film_id"))
    facts = [
        F.struct(
            F.lit(fact).alias("field"),
            F.col(fact).cast("string").alias("value"),
            # Null without a value, so that all structs of the array are of one type.
            F.when(F.col(fact).isNotNull(), grade_rank(GRADED[fact]) if fact in GRADED else 0).alias("grade"),
        )
        for fact in (*GRADED, *UNGRADED)
    ]
    stated = ranked.select(
        "film_id", "rank", "own", record_place().alias("at"), F.explode(F.array(*facts)).alias("fact")
    )
    stated = stated.select("film_id", "rank", "own", "at", "fact.*").where(F.col("value").isNotNull())
    kept = best(stated, ["film_id", "field"], [F.col("grade"), F.col("rank")])
    lost = stated.alias("lost").join(kept.alias("kept"), ["film_id", "field"])
    lost = lost.where(F.col("lost.value") != F.col("kept.value"))
    one = lost.groupBy("film_id", "field", F.col("kept.value").alias("value"), F.col("lost.value").alias("other")).agg(
        F.min_by(
            F.struct(
                F.col("kept.at").alias("at"),
                F.col("lost.at").alias("other_at"),
                F.when(F.col("kept.grade") < F.col("lost.grade"), BETTER_CONFIDENCE)
                .when(F.col("kept.own") & ~F.col("lost.own"), OWN_KEY)
                .otherwise(NEWEST)
                .alias("rule"),
            ),
            F.struct("lost.grade", "lost.rank"),
        ).alias("by")
    )
    return one.select(
        F.lit("film").alias("entity"),
        F.col("film_id").alias("entity_id"),
        F.lit("").alias("context"),
        "field",
        F.col("other").alias("other_value"),
        "value",
        F.col("by.at").alias("source"),
        F.col("by.other_at").alias("other_source"),
        F.col("by.rule").alias("rule"),
    )


def _characters(resolved_entries: DataFrame) -> list[DataFrame]:
    """Species and gender of a character."""
    named = named_characters(resolved_entries)
    found = []
    for field in ("species", "gender"):
        # As `characters` counts them: a value together with the word that the source has for it.
        stated = named.where(F.col(field).isNotNull()).select(
            "character_id",
            F.col(field).alias("value"),
            F.col(f"{field}_source").alias("word"),
            record_place().alias("at"),
        )
        counted = stated.groupBy("character_id", "value", "word").agg(
            F.count(F.lit(1)).alias("times"), F.min("at").alias("at")
        )
        order = [F.col("times").desc(), F.col("value"), F.col("word").asc_nulls_last()]
        kept = best(counted, ["character_id"], order)
        found.append(_beaten(counted, kept, ["character_id"], field, MOST_FREQUENT, F.lit("")))
    return found


def _roles(resolved_appearances: DataFrame) -> DataFrame:
    """Roles of a character in one film."""
    rows = resolved_appearances.where((F.col("entry_kind") == CHARACTER) & F.col("film_id").isNotNull())
    stated = rows.where(F.col("character_id").isNotNull() & F.col("role").isNotNull()).select(
        "character_id", "film_id", F.col("role").alias("value"), "at"
    )
    kept = best(stated, ["character_id", "film_id"], [*prominence("value"), F.col("at")])
    return _beaten(stated, kept, ["character_id", "film_id"], "role", MOST_PROMINENT, F.col("film_id"))


def _beaten(stated: DataFrame, kept: DataFrame, keys: list[str], field: str, rule: str, context: Column) -> DataFrame:
    winners = kept.select(*keys, F.col("value").alias("kept_value"), F.col("at").alias("kept_at"))
    lost = stated.join(winners, keys).where(F.col("value") != F.col("kept_value"))
    one = lost.groupBy(*keys, "value", "kept_value", "kept_at").agg(F.min("at").alias("at"))
    return one.select(
        F.lit("character").alias("entity"),
        F.col("character_id").alias("entity_id"),
        context.alias("context"),
        F.lit(field).alias("field"),
        F.col("value").alias("other_value"),
        F.col("kept_value").alias("value"),
        F.col("kept_at").alias("source"),
        F.col("at").alias("other_source"),
        F.lit(rule).alias("rule"),
    )


def _casts(resolved_credits: DataFrame) -> DataFrame:
    """Casts of a character in a film, by variant and kind of performance."""
    lost = cast_lists(film_credits(resolved_credits)).where(~F.col("stands"))
    rule = (
        F.when(F.col("kept.span") < F.col("span"), FEWER_MEDIA)
        .when(F.col("kept.grade") < F.col("grade"), BETTER_CONFIDENCE)
        .otherwise(NEWEST)
    )
    told = lost.select(
        F.lit("character").alias("entity"),
        F.col("character_id").alias("entity_id"),
        F.col("film_id").alias("context"),
        F.concat_ws(" ", "credit", F.when(F.col("variant") != "", F.col("variant"))).alias("field"),
        F.array_join("talents", "; ").alias("other_value"),
        F.array_join("kept.talents", "; ").alias("value"),
        record_place("kept").alias("source"),
        record_place().alias("other_source"),
        rule.alias("rule"),
    )
    # Two sources that gave way with the same people are one row.
    return best(told, [*_IDENTITY], [F.col("other_source"), F.col("rule")])
