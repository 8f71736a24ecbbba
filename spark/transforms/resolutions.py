"""Why spellings are one entity and names are two: every decision of identity, with rule and evidence.

Belongs here: what was joined and what was parted. Not here: what is only alike (candidates).
"""

from __future__ import annotations

from functools import reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from hyperion_assets.model.vocabularies import (
    IDENTITY,
    ORIGIN,
    OTHER_FRANCHISE,
    OTHER_YEAR,
    SAME_FILM,
    SAME_KEY,
    SOURCE_VARIANT,
)
from spark.transforms.candidates import character_candidates, film_candidates, talent_candidates
from spark.transforms.current import record_place
from spark.transforms.modelled import modelled
from spark.transforms.references import FILM, catalogue, titled_year
from spark.transforms.resolved import named_characters

_IDENTITY = ("decision", "entity", "entity_id", "other", "rule")
JOINED, PARTED = "joined", "parted"


def resolutions(
    current_films: DataFrame,
    resolved_entries: DataFrame,
    resolved_appearances: DataFrame,
    studios: DataFrame,
    franchises: DataFrame,
    characters: DataFrame,
    talent: DataFrame,
    character_talent: DataFrame,
    media_character_talent: DataFrame,
) -> DataFrame:
    """One row a decision: spellings joined, names parted, and pairs that are only alike.

    `entries` is 0 where keys alone decide.
    """
    titles = _titles(resolved_appearances)
    performed = character_talent.select("character_id", "talent_id").unionByName(
        media_character_talent.select("character_id", "talent_id")
    )
    parts = [
        _film_titles(titles, current_films),
        _film_records(current_films),
        _remakes(current_films),
        *_names(resolved_entries, characters, franchises),
        _namesakes(characters),
        *_talent(resolved_entries, talent),
        *_catalogue_names(current_films, studios, franchises),
        *film_candidates(titles.where(F.col("film_id").isNull()).drop("film_id", "match_rule"), current_films),
        *character_candidates(characters, performed),
        *talent_candidates(talent),
    ]
    every = reduce(DataFrame.unionByName, parts)
    # Two rules may say the same in other words: one row, with all evidence.
    one = every.groupBy(*_IDENTITY).agg(
        F.array_join(F.array_sort(F.collect_set("evidence")), "; ").alias("evidence"), F.max("entries").alias("entries")
    )
    return modelled("resolutions", one.withColumn("resolution_id", F.md5(F.concat_ws("|", *_IDENTITY))))


def _titles(resolved_appearances: DataFrame) -> DataFrame:
    """The films that character files name: title, year, match_key, loose_key, film_id, match_rule, entries, at."""
    films = resolved_appearances.where(F.col("kind") == FILM)
    keys = ("title", "year", "match_key", "loose_key", "film_id", "match_rule")
    return films.groupBy(*keys).agg(_entries(), F.min("at").alias("at"))


def _film_titles(titles: DataFrame, current_films: DataFrame) -> DataFrame:
    """Films that character files call by another title or year."""
    shown = catalogue(current_films).select("film_id", F.col("title").alias("shown"), "release_year")
    other = titles.join(shown, "film_id").where(
        (F.col("title") != F.col("shown")) | (F.col("year") != F.col("release_year"))
    )
    return other.select(*_row(JOINED, "film", "film_id", titled_year(), F.col("match_rule"), _first()), "entries")


def _film_records(current_films: DataFrame) -> DataFrame:
    """Records under another key that give the same film."""
    kept = catalogue(current_films).select("film_id", F.col("key").alias("kept_key"))
    other = current_films.join(kept, "film_id").where(F.col("key") != F.col("kept_key"))
    evidence = F.concat(
        F.lit("its title and year give the same key as "), "kept_key", F.lit("; first in "), record_place()
    )
    row = _row(JOINED, "film", "film_id", F.col("key"), F.lit(SAME_FILM), evidence)
    return other.select(*row, F.lit(1).alias("entries"))


def _remakes(current_films: DataFrame) -> DataFrame:
    """Films of one title and different years are two films."""
    titles = catalogue(current_films).select("film_id", "release_year", F.explode("match_keys").alias("match_key"))
    another = titles.withColumnsRenamed({"film_id": "other_id", "release_year": "other_year"})
    pairs = titles.join(another, "match_key").where(
        (F.col("film_id") != F.col("other_id")) & (F.col("release_year") != F.col("other_year"))
    )
    evidence = F.concat(F.lit("both may be called "), "match_key", F.lit("; the year parts them"))
    row = _row(PARTED, "film", "film_id", F.col("other_id"), F.lit(OTHER_YEAR), evidence)
    return pairs.select(*row, F.lit(0).alias("entries"))


def _names(resolved_entries: DataFrame, characters: DataFrame, franchises: DataFrame) -> list[DataFrame]:
    """What character files call a character and its franchise, all from one pass over the entries."""
    own = named_characters(resolved_entries).withColumn("at", record_place())
    plain = F.concat("franchise_id", F.lit("--"), "name_slug")
    origin = F.when(
        F.col("origin_franchise_id") != F.coalesce("file_franchise_id", F.lit("")), F.col("file_franchise_name")
    )
    spelled = own.groupBy(
        "character_id", "franchise_id", "franchise_name", "name", "named_by", "named_why",
        plain.alias("plain"), origin.alias("elsewhere"), "name_variants",
    ).agg(_entries(), F.min("at").alias("at"))  # fmt: skip
    shown = spelled.join(characters.select("character_id", F.col("name").alias("shown")), "character_id")
    other = shown.where((F.col("name") != F.col("shown")) | (F.col("named_by") == IDENTITY))
    variants = shown.select("character_id", "shown", "entries", "at", F.explode("name_variants").alias("name"))
    elsewhere = shown.where(F.col("elsewhere") != "").drop("name").withColumnRenamed("elsewhere", "name")
    franchise = F.col("franchise_name").alias("name")
    return [
        *_by_rule(other, "character", "character_id", "plain"),
        _counted(variants.where(F.col("name") != F.col("shown")), "character", "character_id", SOURCE_VARIANT),
        _counted(elsewhere, "character", "character_id", ORIGIN),
        _spelled(spelled.select("franchise_id", franchise, "entries", "at"), franchises, "franchise"),
    ]


def _namesakes(characters: DataFrame) -> DataFrame:
    """The same name in several franchises is a character in each."""
    name = F.substr("character_id", F.length("franchise_id") + F.lit(3))
    one = characters.select("character_id", "franchise_id", name.alias("name"))
    of_name = one.groupBy("name").agg(
        F.count_distinct("franchise_id").alias("franchises"), F.array_sort(F.collect_set("character_id")).alias("all")
    )
    several = one.join(of_name.where(F.col("franchises") > 1), "name")
    other = F.get(F.array_remove("all", F.col("character_id")), F.lit(0))
    evidence = F.concat(F.lit("the name stands in "), "franchises", F.lit(" franchises, and no origin joins them"))
    row = _row(PARTED, "character", "character_id", other, F.lit(OTHER_FRANCHISE), evidence)
    return several.select(*row, F.lit(0).alias("entries"))


def _talent(resolved_entries: DataFrame, talent: DataFrame) -> list[DataFrame]:
    shown = talent.select("talent_id", F.col("name").alias("shown"))
    about = resolved_entries.withColumn("at", record_place())
    credits = about.select("key", "at", F.explode("credits").alias("credit")).select("key", "at", "credit.*")
    named = credits.where(F.col("talent_id").isNotNull()).join(shown, "talent_id")
    other = named.where((F.col("spelled") != F.col("shown")) | (F.col("named_by") == IDENTITY))
    spelled = other.groupBy("talent_id", F.col("spelled").alias("name"), "named_by", "named_why").agg(
        _entries(), F.min("at").alias("at")
    )
    # Which of several people a variant belongs to, nobody says.
    single = credits.groupBy("key").agg(
        F.count_distinct("talent_id").alias("people"), F.min("talent_id").alias("talent_id")
    )
    variants = (
        about.select("key", "at", F.explode("talent_variants").alias("name"))
        .join(single.where(F.col("people") == 1), "key")
        .join(shown, "talent_id")
        .where(F.col("name") != F.col("shown"))
    )
    one = variants.groupBy("talent_id", "name").agg(_entries(), F.min("at").alias("at"))
    return [
        *_by_rule(spelled, "talent", "talent_id", "name"),
        _counted(one, "talent", "talent_id", SOURCE_VARIANT),
    ]


def _catalogue_names(current_films: DataFrame, studios: DataFrame, franchises: DataFrame) -> list[DataFrame]:
    """What the catalogue calls studios and franchises."""
    found = []
    for entity, table in (("studio", studios), ("franchise", franchises)):
        name = F.col(f"{entity}_name").alias("name")
        spelled = current_films.groupBy(f"{entity}_id", name).agg(_entries(), F.min(record_place()).alias("at"))
        found.append(_spelled(spelled, table, entity))
    return found


def _spelled(named: DataFrame, table: DataFrame, entity: str) -> DataFrame:
    """Spellings (id, name, entries, at) of a table's names that are not the one shown."""
    key = f"{entity}_id"
    other = named.join(table.select(key, F.col("name").alias("shown")), key).where(F.col("name") != F.col("shown"))
    return _counted(other, entity, key, SAME_KEY)


def _counted(spelled: DataFrame, entity: str, key: str, rule: str) -> DataFrame:
    """Spellings (id, name, entries, at) as decisions, each once."""
    one = spelled.groupBy(key, "name").agg(F.sum("entries").cast("int").alias("entries"), F.min("at").alias("at"))
    return one.select(*_row(JOINED, entity, key, F.col("name"), F.lit(rule), _first()), "entries")


def _by_rule(spelled: DataFrame, entity: str, key: str, parted_from: str) -> list[DataFrame]:
    """Spellings joined by their key or by an alias, and names that an identity parted."""
    one = spelled.groupBy(*dict.fromkeys((key, "name", "named_by", "named_why", parted_from))).agg(
        F.sum("entries").cast("int").alias("entries"), F.min("at").alias("at")
    )
    parted = F.coalesce("named_by", F.lit("")) == IDENTITY
    evidence = F.concat_ws("; ", "named_why", _first())
    rule = F.coalesce("named_by", F.lit(SAME_KEY))
    return [
        one.where(~parted).select(*_row(JOINED, entity, key, F.col("name"), rule, evidence), "entries"),
        one.where(parted).select(*_row(PARTED, entity, key, F.col(parted_from), rule, evidence), "entries"),
    ]


def _row(decision: str, entity: str, key: str, other: Column, rule: Column, evidence: Column) -> list[Column]:
    """The columns of a decision but for `entries`."""
    return [
        F.lit(decision).alias("decision"),
        F.lit(entity).alias("entity"),
        F.col(key).alias("entity_id"),
        other.alias("other"),
        rule.alias("rule"),
        evidence.alias("evidence"),
    ]


def _first() -> Column:
    return F.concat(F.lit("first in "), "at")


def _entries() -> Column:
    return F.count_distinct("key").cast("int").alias("entries")
