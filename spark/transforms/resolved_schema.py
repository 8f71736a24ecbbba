"""Columns of the resolved tables: what current character entries say once they are read against the catalogue."""

from __future__ import annotations

from pyspark.sql.types import StructType

from spark.transforms.staged_schema import BOOL, INT, LONG, STAGED_CHARACTER, TEXT, joined, struct

_PLACED = struct("source", "place", generation=INT, partition=INT, offset=LONG)

RESOLVED_ENTRY = joined(
    StructType([field for field in STAGED_CHARACTER.fields if field.name not in ("franchise_id", "franchise_name")]),
    struct("file_franchise_id", "file_franchise_name", "first_film_id", "franchise_id", "franchise_name"),
    struct("character_id", "named_by", "named_why", "shown_name"),
)
"""An entry. `franchise_id` and `franchise_name` are the character's own (null where nothing gives one), `character_id`
is null without a franchise; `named_by` is `alias` or `identity` where a reviewed row decided that key, `shown_name` the
name that an alias stands for."""

RESOLVED_APPEARANCE = joined(
    struct("key", "entry_kind", "character_id", "file_franchise_id", "file_franchise_name", "role", "at"),
    struct("kind", "title", year=INT, media_id=TEXT, match_key=TEXT, loose_key=TEXT),
    struct(candidates=INT, match_rule=TEXT, film_id=TEXT),
)
"""An entry in a medium. `at` is source file and place; `film_id` is null for what is no film of the catalogue."""

RESOLVED_CREDIT = joined(
    struct("key", "entry_kind", "character_id", "label", "label_slug"),
    _PLACED,
    struct(span=INT, talent_id=TEXT, talent_name=TEXT, spelled=TEXT, named_by=TEXT, named_why=TEXT),
    struct("variant", "credit", is_credited=BOOL, confidence=TEXT, source_text=TEXT),
    struct("kind", "media_id", "film_id"),
)
"""An entry's credit in a medium. `span` is the number of media that the credit holds for."""

RESOLVED = {
    "resolved_entries": RESOLVED_ENTRY,
    "resolved_appearances": RESOLVED_APPEARANCE,
    "resolved_credits": RESOLVED_CREDIT,
}
"""The resolved tables by name."""
