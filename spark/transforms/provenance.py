"""Which current records each row was made of, down to file and offset."""

from __future__ import annotations

from functools import reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from hyperion_assets.model.provenance import KEY_SEPARATOR
from spark.transforms.ensembles import ensemble_key
from spark.transforms.media import named_media
from spark.transforms.modelled import modelled
from spark.transforms.people import film_credits
from spark.transforms.precedence import standing
from spark.transforms.quarantine import CHARACTERS_TOPIC, FILMS_TOPIC
from spark.transforms.references import FILM, catalogue
from spark.transforms.resolved import CHARACTER, Entries, named_characters

_RECORD = ["generation", "partition", "offset", "source", "place", "key"]
_MADE = ["table_name", "row_key", "key"]


def provenance(
    current_films: DataFrame,
    current_characters: DataFrame,
    resolved_entries: DataFrame,
    resolved_appearances: DataFrame,
    resolved_credits: DataFrame,
) -> DataFrame:
    """One row a table's row and record that says it, sorted by table, row and record.

    A record stands behind a row if the row's key follows from it, whether or not it decided any other column.
    """
    of = Entries(resolved_entries, resolved_appearances, resolved_credits)
    made = reduce(DataFrame.unionByName, [*_from_entries(of), _talent(current_characters)]).distinct()
    characters = made.join(current_characters.select(*_RECORD), "key").withColumn("topic", F.lit(CHARACTERS_TOPIC))
    rows = _films(current_films).unionByName(characters)
    # NUL may be in a header or a key that others have sent, and PostgreSQL has no text for it.
    storable = rows.withColumns({name: F.translate(name, "\0", "\ufffd") for name in ("source", "place", "key")})
    return modelled("provenance", storable).orderBy(
        "table_name", "row_key", "topic", "generation", "partition", "offset"
    )


def _films(current_films: DataFrame) -> DataFrame:
    # Any record of a film may have given one of its facts; its studio and franchise are those of one record.
    facts = _each(current_films, _RECORD, {"films": F.col("film_id")})
    keys = {"studios": F.col("studio_id"), "franchises": F.col("franchise_id")}
    return facts.unionByName(_each(catalogue(current_films), _RECORD, keys)).withColumn("topic", F.lit(FILMS_TOPIC))


def _from_entries(of: Entries) -> list[DataFrame]:
    """What entries, their appearances and their credits say: _MADE."""
    keys = {"characters": F.col("character_id"), "franchises": F.col("franchise_id")}
    said = _each(named_characters(of.entries), ["key"], keys)
    return [said, _appearances(of), _media_franchises(of), _casts(of), _credits(of)]


def _appearances(of: Entries) -> DataFrame:
    of_character = (F.col("entry_kind") == CHARACTER) & F.col("character_id").isNotNull()
    elsewhere = F.col("kind") != FILM
    # An ensemble without credits is one of nobody in each of its films.
    silent = of.entries.where((F.col("kind") != CHARACTER) & (F.size("credits") == 0)).select("key", "name_slug")
    rows = of.appearances.join(silent, "key", "left")
    in_film = F.col("film_id").isNotNull()
    return _each(
        rows,
        ["key"],
        {
            "character_films": F.when(of_character & in_film, _joined("character_id", "film_id")),
            "media": F.when(elsewhere, F.col("media_id")),
            "media_characters": F.when(of_character & elsewhere, _joined("character_id", "media_id")),
            "ensemble_credits": F.when(
                in_film & F.col("name_slug").isNotNull(), ensemble_key(F.lit(None), F.col("name_slug"))
            ),
        },
    )


def _media_franchises(of: Entries) -> DataFrame:
    """Of several franchises that entries give a medium only the one that the medium has."""
    chosen = named_media(of.appearances).select("media_id", "franchise_id")
    rows = of.appearances.where(F.col("kind") != FILM).select("key", "media_id").join(chosen, "media_id")
    return _each(rows, ["key"], {"franchises": F.col("franchise_id")})


def _casts(of: Entries) -> DataFrame:
    """The credits of people in films, without those that gave way to another source's."""
    key = _joined("character_id", "talent_id", "film_id", "variant", "credit")
    return _each(standing(film_credits(of.credits)), ["key"], {"character_talent": key})


def _credits(of: Entries) -> DataFrame:
    of_character = (F.col("entry_kind") == CHARACTER) & F.col("character_id").isNotNull()
    performed = of_character & F.col("talent_id").isNotNull()
    of_ensemble = (F.col("entry_kind") != CHARACTER) | F.col("talent_id").isNull()
    in_film, elsewhere = F.col("film_id").isNotNull(), F.col("kind") != FILM
    return _each(
        of.credits,
        ["key"],
        {
            "media_character_talent": F.when(
                performed & elsewhere, _joined("character_id", "talent_id", "media_id", "variant", "credit")
            ),
            "ensemble_credits": F.when(
                of_ensemble & in_film,
                ensemble_key(F.col("talent_id"), F.col("label_slug")),
            ),
        },
    )


def _talent(current_characters: DataFrame) -> DataFrame:
    credited = current_characters.select("key", F.explode("credits.talent_id").alias("talent_id"))
    return _each(credited, ["key"], {"talent": F.col("talent_id")})


def _each(rows: DataFrame, kept: list[str], keys: dict[str, Column]) -> DataFrame:
    """One row for each of the tables for which a row of `rows` gives a key; read once, however many tables."""
    made = F.array(*(F.struct(F.lit(name).alias("table_name"), key.alias("row_key")) for name, key in keys.items()))
    each = rows.select(*kept, F.explode(made).alias("made")).select(*kept, "made.table_name", "made.row_key")
    return each.where(F.col("row_key").isNotNull())


def _joined(*columns: str) -> Column:
    return F.concat_ws(KEY_SEPARATOR, *columns)
