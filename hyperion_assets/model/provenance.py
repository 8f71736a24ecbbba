"""Which records each row of the tables was made of."""

from __future__ import annotations

import sqlalchemy as sa

from hyperion_assets.model.definition import INT, KEY, LONG, TEXT, column, table

TRACED = (
    "studios",
    "franchises",
    "films",
    "characters",
    "talent",
    "character_films",
    "character_talent",
    "media",
    "media_characters",
    "media_character_talent",
    "ensemble_credits",
)
"""The tables whose rows are in `provenance`. The key of a box-office record is the key of its row: it needs no copy."""

KEY_SEPARATOR = "|"
"""Joins the columns of a primary key to one text, as in the keys of box-office records."""

provenance = table(
    "provenance",
    "audit",
    "The current records that each row was made of; sorted by table and row, so that a look-up reads little.",
    column("table_name", KEY, "Table of the row.", primary_key=True),
    column("row_key", KEY, f"Primary key of the row, its columns joined by `{KEY_SEPARATOR}`.", primary_key=True),
    column("topic", KEY, "Kafka topic of the record.", primary_key=True),
    column(
        "generation", INT, "How many times the topic had been made anew when the record was read.", primary_key=True
    ),
    column("partition", INT, "Kafka partition of the record.", primary_key=True),
    column("offset", LONG, "Offset of the record in its partition.", primary_key=True),
    column("source", TEXT, "Source file, relative to the source folder."),
    column("place", TEXT, "Where in the source: a JSON pointer."),
    column("key", TEXT, "Key of the record.", required=True),
)


def row_key_sql(of: sa.Table, alias: str = "") -> str:
    """DuckDB's expression for the row key of a table or export: its key columns as text, '' for a null of a grain."""
    prefix = f"{alias}." if alias else ""
    parts = ", ".join(f"coalesce({prefix}\"{item.name}\"::VARCHAR, '')" for item in of.primary_key.columns)
    return f"concat_ws('{KEY_SEPARATOR}', {parts})"
