"""Staging: a pure function of one landed range, one row a Kafka record.

Every record ends as `staged`, `quarantined` (with code, reason and original bytes) or `tombstone`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import StructType

from hyperion_assets.model.vocabularies import BASES, STATES
from hyperion_assets.sources.character_stage import stage_character
from hyperion_assets.sources.film_stage import stage_film
from hyperion_assets.sources.refusals import Refusal
from hyperion_assets.sources.years import FIRST_FILM_YEAR, LAST_FILM_YEAR
from spark.transforms import staged_schema
from spark.transforms.envelope import Check, checks, envelope, first_that_applies

FILMS_SCHEMA = staged_schema.columns_of(staged_schema.STAGED_FILM)
CHARACTERS_SCHEMA = staged_schema.columns_of(staged_schema.STAGED_CHARACTER)
BOXOFFICE_SCHEMA = staged_schema.columns_of(staged_schema.STAGED_BOXOFFICE)

MOST_CENTS = 10**12
"""No state's day grosses more than ten billion dollars: a larger number is another unit."""

SHOWN = 100
"""Characters of an unusable value that a reason quotes."""


Reader = Callable[[bytes], Mapping[str, Any] | Refusal]
"""Parses the value of one record."""


def staged_films(lines: DataFrame) -> DataFrame:
    """Raw lines of raw-films (one column `value`) as rows of FILMS_SCHEMA, one a record.

    `original` stands beside every staged film and character, for what is found out only when tables are modelled.
    """
    return _parsed(lines, staged_schema.FILM, stage_film)


def staged_characters(lines: DataFrame) -> DataFrame:
    """Raw lines of raw-characters (one column `value`) as rows of CHARACTERS_SCHEMA, one a record."""
    return _parsed(lines, staged_schema.CHARACTER, stage_character)


def staged_boxoffice(lines: DataFrame) -> DataFrame:
    """Raw lines of raw-boxoffice (one column `value`) as rows of BOXOFFICE_SCHEMA, one a record; amounts in US cents.

    Built-in functions alone, for this is the large topic.
    """
    members = {
        name: F.get_json_object("value", f"$.{name}") for name in ("film_id", "date", "state", "gross_cents", "basis")
    }
    read = envelope(lines).select("*", *(text.alias(f"{name}_text") for name, text in members.items()))
    typed = read.select(
        "*",
        F.col("date_text").try_cast("date").alias("date"),
        F.col("gross_cents_text").try_cast("bigint").alias("gross_cents"),
    )
    verdict = first_that_applies([*checks(), *_box_office_checks()])
    judged = typed.select("*", verdict.alias("refused"))
    usable = F.col("refused").isNull()
    payload = [
        F.when(usable, F.col("film_id_text")).alias("film_id"),
        F.when(usable, F.col("date")).alias("date"),
        F.when(usable, F.col("state_text")).alias("state"),
        F.when(usable, F.col("gross_cents")).alias("gross_cents"),
        F.when(usable, F.col("basis_text")).alias("basis"),
    ]
    return judged.select(
        *_ORIGIN,
        _outcome().alias("outcome"),
        F.col("refused.code").alias("reason_code"),
        F.col("refused.reason").alias("reason"),
        F.when(~usable, F.col("bytes")).alias("original"),
        F.array().cast(staged_schema.PROBLEMS).alias("problems"),
        *payload,
    )


_ORIGIN = staged_schema.ORIGIN.names


def _outcome() -> Column:
    return (
        F.when(F.col("refused").isNotNull(), "quarantined")
        .when(F.col("encoding") == "none", "tombstone")
        .otherwise("staged")
    )


def _box_office_checks() -> list[Check]:
    def text(name: str) -> Column:
        return F.coalesce(f"{name}_text", F.lit(""))

    def spelled(name: str, pattern: str) -> Column:
        # The text of a member does not tell 12 from "12".
        return F.col("value").rlike(f'"{name}"\\s*:\\s*{pattern}')

    # Only whole numbers are quoted: engines write other ones differently.
    def saying(words: str) -> Column:
        return F.concat(F.lit(f"gross_cents is {words}: "), F.substring(text("gross_cents"), 1, SHOWN))

    value = F.col("encoding") == "json"
    cents = F.col("gross_cents")
    not_a_day = ~text("date").rlike("^[0-9]{4}-[0-9]{2}-[0-9]{2}$") | F.col("date").isNull()
    not_of_films = ~text("date").between(f"{FIRST_FILM_YEAR}-01-01", f"{LAST_FILM_YEAR}-12-31")
    key = F.concat_ws("|", "film_id_text", "date_text", "state_text")
    other_key = F.concat(F.lit("the key is not film_id|date|state: "), F.substring("key", 1, SHOWN))
    return [
        Check("not_an_object", value & ~F.col("value").rlike(r"^\s*\{"), F.lit("the value is not a JSON object")),
        *(
            Check("missing_field", value & (text(name) == ""), F.lit(f"{name} is missing"))
            for name in staged_schema.BOXOFFICE.names
        ),
        Check("invalid_type", value & ~spelled("film_id", '"'), F.lit("film_id is not text")),
        Check("invalid_date", value & not_a_day, F.lit("date is not a day (YYYY-MM-DD)")),
        Check("invalid_date", value & not_of_films, F.lit(f"date is not from {FIRST_FILM_YEAR} to {LAST_FILM_YEAR}")),
        Check("unknown_state", value & ~text("state").isin(*STATES), F.lit(f"state is not one of the {len(STATES)}")),
        Check(
            "invalid_type",
            value & ~spelled("gross_cents", "-?[0-9]+\\s*[,}]"),
            F.lit("gross_cents is not a whole number"),
        ),
        Check("negative_amount", value & text("gross_cents").startswith("-"), saying("negative")),
        Check("implausible_amount", value & (cents.isNull() | (cents > MOST_CENTS)), saying(f"over {MOST_CENTS}")),
        Check("unknown_basis", value & ~text("basis").isin(*BASES), F.lit("basis is not known")),
        Check("key_mismatch", value & (F.col("key") != key), other_key),
    ]


def _parsed(lines: DataFrame, payload: StructType, read: Reader) -> DataFrame:
    """Stage with a parser of one record, which runs where the rows are."""
    judged = envelope(lines).select(*_ORIGIN, "encoding", "bytes", first_that_applies(checks()).alias("refused"))
    given = judged.select(*_ORIGIN, "bytes", _outcome().alias("outcome"), "refused.code", "refused.reason")
    made = StructType([*staged_schema.VERDICT.fields, *payload.fields])
    return given.mapInArrow(
        _reading(read, to_arrow_schema(made)), StructType([*staged_schema.ORIGIN.fields, *made.fields])
    )


def _reading(read: Reader, made: pa.Schema) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def parse(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            rows = [_read_one(row, read) for row in batch.drop_columns(_ORIGIN).to_pylist()]
            parsed = pa.RecordBatch.from_pylist(rows, schema=made)
            columns = [*(batch.column(name) for name in _ORIGIN), *parsed.columns]
            yield pa.RecordBatch.from_arrays(columns, names=[*_ORIGIN, *made.names])

    return parse


def _read_one(row: dict[str, Any], read: Reader) -> dict[str, Any]:
    verdict = {
        "outcome": row["outcome"],
        "reason_code": row["code"],
        "reason": row["reason"],
        "original": row["bytes"],
        "problems": [],
    }
    if row["outcome"] != "staged":
        return verdict
    payload = read(row["bytes"])
    if isinstance(payload, Refusal):
        return {**verdict, "outcome": "quarantined", "reason_code": payload.code, "reason": payload.reason}
    return {**verdict, **payload}
