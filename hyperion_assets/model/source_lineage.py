"""Where the columns of raw and staged records come from: the fields of the source files, and of the records' values.

A raw line's members are columns with the path as their name: `headers.source`, `value.title`. What Kafka adds comes
from no source.
"""

from __future__ import annotations

from collections.abc import Mapping

from hyperion_assets.topics import Topic

Sources = Mapping[str, tuple[str, ...]]

ADDED = (
    "topic",
    "topic_id",
    "generation",
    "partition",
    "offset",
    "timestamp",
    "headers.source",
    "headers.place",
    "headers.content_hash",
    "headers.schema_version",
    "headers.replay_of",
    "encoding",
)
"""What publishing and Kafka add to a record; it comes from no field of a source."""

_FILM_FIELDS = (
    "title",
    "year",
    "studio",
    "franchise",
    "animation_type",
    "release_type",
    "release_date",
    "runtime_min",
    "mpaa_rating",
    "budget_usd",
    "domestic_gross_usd",
    "domestic_original_run_usd",
    "worldwide_gross_usd",
    "gross_note",
    "title_variants",
    "confidence",
)
_STUDIO_FIELDS = ("name", "parent_company", "active_from", "active_to")
_ENTRY_FIELDS = (
    "name",
    "role",
    "species",
    "gender",
    "voice_actor",
    "actor",
    "singing_voice",
    "notes",
    "origin",
    "origin_franchise",
    "character_type",
    "confidence",
    "name_variants",
    "actor_variants",
)
_MEDIA_FIELDS = ("film", "films", "game", "games", "series", "year", "categories")
_BOX_OFFICE_FIELDS = ("film_id", "date", "state", "gross_cents", "basis")

RAW: Mapping[str, Sources] = {
    "raw_films": {
        "key": ("films[].title", "films[].year"),
        **{f"value.{field}": (f"films[].{field}",) for field in _FILM_FIELDS},
        **{f"value.studio_facts.{field}": (f"studios[].{field}",) for field in _STUDIO_FIELDS},
    },
    "raw_characters": {
        "key": ("characters[].name", "categories"),
        **{f"value.entry.{field}": (f"characters[].{field}",) for field in _ENTRY_FIELDS},
        "value.context.franchise": ("franchise",),
        "value.context.media": _MEDIA_FIELDS,
        "value.context.file_media": _MEDIA_FIELDS,
    },
    "raw_boxoffice": {
        "key": ("film_id", "date", "state"),
        **{f"value.{field}": (field,) for field in _BOX_OFFICE_FIELDS},
    },
}
"""Raw asset → column → fields of the source that its records are published from."""

_RECORD: Sources = {
    "content_hash": ("headers.content_hash",),
    "source": ("headers.source",),
    "place": ("headers.place",),
    "replay_of": ("headers.replay_of",),
}
_CREDITS = tuple(f"value.entry.{field}" for field in ("voice_actor", "actor", "singing_voice", "confidence"))
_CONTEXT = ("value.context.media", "value.context.file_media")


def _values(raw: str) -> tuple[str, ...]:
    return tuple(column for column in RAW[raw] if column.startswith("value."))


def _judged(raw: str) -> Sources:
    """What staging says of a record as a whole, which may come of any part of it."""
    verdict = ("encoding", "key", "headers.schema_version", *_values(raw))
    return {**_RECORD, **dict.fromkeys(("outcome", "reason_code", "reason"), verdict)} | {
        **dict.fromkeys(("original", "problems"), _values(raw)),
    }


_STAGED: Mapping[str, Sources] = {
    "staged_films": {
        **_judged("raw_films"),
        "corrections": _values("raw_films"),
        **{
            name: (f"value.{name}",)
            for name in ("title", "release_date", "release_type", "animation_type", "runtime_min", "mpaa_rating")
        },
        **{
            f"{name}_cents": (f"value.{name}_usd",)
            for name in ("budget", "domestic_gross", "domestic_original_run", "worldwide_gross")
        },
        **{
            f"{name}_confidence": ("value.confidence",)
            for name in ("release_date", "runtime", "mpaa", "budget", "domestic_gross", "worldwide_gross")
        },
        "animation_type_confidence": ("value.confidence",),
        "release_type_confidence": ("value.confidence",),
        "film_id": ("value.title", "value.year"),
        "release_year": ("value.year",),
        "gross_note": ("value.gross_note",),
        "title_variants": ("value.title_variants",),
        **dict.fromkeys(("match_keys", "loose_keys"), ("value.title", "value.title_variants")),
        "studio_id": ("value.studio", "value.studio_facts.name"),
        "studio_name": ("value.studio", "value.studio_facts.name"),
        **{name: (f"value.studio_facts.{name}",) for name in ("parent_company", "active_from", "active_to")},
        "franchise_id": ("value.franchise", "value.title"),
        "franchise_name": ("value.franchise", "value.title"),
    },
    "staged_characters": {
        **_judged("raw_characters"),
        "corrections": _values("raw_characters"),
        "name": ("value.entry.name",),
        "name_slug": ("value.entry.name",),
        "kind": ("value.entry.name",),
        **{name: (f"value.entry.{name}",) for name in ("role", "species", "gender")},
        **{f"{name}_source": (f"value.entry.{name}",) for name in ("role", "species", "gender")},
        "species_group": ("value.entry.species",),
        "name_variants": ("value.entry.name_variants",),
        "talent_variants": ("value.entry.actor_variants",),
        **{name: (f"value.entry.{name}",) for name in ("notes", "origin", "character_type", "confidence")},
        "franchise_id": ("value.context.franchise",),
        "franchise_name": ("value.context.franchise",),
        "origin_franchise_id": ("value.entry.origin_franchise",),
        "origin_franchise_name": ("value.entry.origin_franchise",),
        "media": (*_CONTEXT, *_CREDITS[:3]),
        "credits": (*_CREDITS, *_CONTEXT),
    },
    "staged_boxoffice": {
        **_judged("raw_boxoffice"),
        **{field: (f"value.{field}",) for field in _BOX_OFFICE_FIELDS},
    },
}

STAGED_FROM: Mapping[str, Sources] = {
    f"staged_{topic}": {
        column: tuple(f"raw_{topic}.{source}" for source in sources)
        for column, sources in _STAGED[f"staged_{topic}"].items()
    }
    for topic in Topic
}
"""Staged table → column → members of raw lines, as `raw_films.value.title`."""


def raw_columns(raw: str) -> list[str]:
    """The columns of a raw asset: the members of its lines."""
    return [*ADDED, *RAW[raw]]


def source_fields(topic: str) -> list[str]:
    """The fields of the source of a topic that its records are made of."""
    return list(dict.fromkeys(field for fields in RAW[f"raw_{topic}"].values() for field in fields))


def raw_inputs(table: str) -> dict[str, list[str]]:
    """The raw asset that a staged table is made of, with its columns; nothing for another table."""
    raw = table.replace("staged_", "raw_", 1)
    return {raw: raw_columns(raw)} if table in STAGED_FROM else {}
