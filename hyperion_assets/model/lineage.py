"""Where each column comes from: columns of the same name in the inputs, and the ones that are made of others.

The sources are written `table.column`. A column that is listed has these sources and no others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from hyperion_assets.model.source_lineage import STAGED_FROM
from hyperion_assets.topics import Topic

FILM_NAMES = ("current_films.match_keys", "current_films.loose_keys", "current_films.release_year")
MEDIA, CREDITED = ("resolved_entries.media",), ("resolved_entries.credits",)
IN_MEDIA = (*MEDIA, *CREDITED)
"""A film is one by what either the entry or its credits call it."""
NAMED = (
    "resolved_entries.name",
    "resolved_entries.name_variants",
    "resolved_entries.talent_variants",
    "resolved_entries.franchise_name",
    "resolved_entries.file_franchise_name",
    "resolved_appearances.title",
    "resolved_appearances.year",
    "current_films.title",
    "current_films.franchise_name",
    "current_films.studio_name",
    *CREDITED,
)
DECIDED = (
    "studios.studio_id",
    "franchises.franchise_id",
    "characters.character_id",
    "talent.talent_id",
    "character_talent.talent_id",
    "media_character_talent.talent_id",
)
STATED = (
    "resolved_appearances.role",
    "resolved_entries.species",
    "resolved_entries.gender",
    "resolved_credits.talent_id",
    "resolved_credits.variant",
    "current_films.release_date",
    "current_films.runtime_min",
    "current_films.mpaa_rating",
    "current_films.budget_cents",
    "current_films.domestic_gross_cents",
    "current_films.domestic_original_run_cents",
    "current_films.worldwide_gross_cents",
    "current_films.animation_type",
    "current_films.release_type",
)
STATED_IN = (
    "resolved_entries.source",
    "resolved_entries.place",
    "resolved_appearances.at",
    "resolved_credits.source",
    "resolved_credits.place",
    "current_films.source",
    "current_films.place",
)
PLACE = ("generation", "partition", "offset", "source", "place", "key")
VERDICT = ("outcome", "reason_code", "reason", "original", "problems")
RECORD = (*PLACE, *VERDICT, "topic_id", "timestamp", "content_hash", "replay_of")
FRANCHISE_OF_ENTRY = (
    "current_characters.franchise_id",
    "current_characters.origin_franchise_id",
    "current_characters.media",
    "current_films.franchise_id",
)

BOX_OFFICE_CENTS = ("box_office_daily.gross_cents",)
STUDIO_NAME, FRANCHISE_NAME = ("studios.name",), ("franchises.name",)
CHARACTERS_IN_FILM = ("character_films.character_id",)

MADE_OF: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    **STAGED_FROM,
    "current_boxoffice": {"year": ("staged_boxoffice.date",)},
    "resolved_entries": {
        **{name: (f"current_characters.{name}",) for name in (*RECORD, "corrections")},
        "file_franchise_id": ("current_characters.franchise_id",),
        "file_franchise_name": ("current_characters.franchise_name",),
        "first_film_id": ("current_characters.media", "current_films.film_id", *FILM_NAMES),
        "franchise_id": FRANCHISE_OF_ENTRY,
        "franchise_name": (
            "current_characters.franchise_name",
            "current_characters.origin_franchise_name",
            "current_characters.media",
            "current_films.franchise_name",
        ),
        "character_id": ("current_characters.name", *FRANCHISE_OF_ENTRY),
        "named_by": ("current_characters.name", *FRANCHISE_OF_ENTRY),
        "named_why": ("current_characters.name", *FRANCHISE_OF_ENTRY),
        "shown_name": ("current_characters.name", *FRANCHISE_OF_ENTRY),
    },
    "resolved_appearances": {
        "key": ("resolved_entries.key",),
        "entry_kind": ("resolved_entries.kind",),
        "at": ("resolved_entries.source", "resolved_entries.place"),
        **dict.fromkeys(("kind", "title", "year", "media_id", "match_key", "loose_key"), IN_MEDIA),
        **dict.fromkeys(("candidates", "match_rule"), (*IN_MEDIA, *FILM_NAMES)),
        "film_id": (*IN_MEDIA, "current_films.film_id", *FILM_NAMES),
    },
    "resolved_credits": {
        **{name: (f"resolved_entries.{name}",) for name in PLACE},
        "entry_kind": ("resolved_entries.kind",),
        "label": ("resolved_entries.name",),
        "label_slug": ("resolved_entries.name_slug",),
        **dict.fromkeys(("span", "talent_id", "talent_name", "spelled", "named_by", "named_why"), CREDITED),
        **dict.fromkeys(("variant", "credit", "is_credited", "confidence", "source_text"), CREDITED),
        **dict.fromkeys(("kind", "media_id"), CREDITED),
        "film_id": (*CREDITED, "current_films.film_id", *FILM_NAMES),
    },
    "studios": {"name": ("current_films.studio_name",)},
    "franchises": {
        "franchise_id": (
            "current_films.franchise_id",
            "resolved_entries.franchise_id",
            "resolved_appearances.file_franchise_id",
            "resolved_appearances.media_id",
        ),
        "name": (
            "current_films.franchise_name",
            "resolved_entries.franchise_name",
            "resolved_appearances.file_franchise_name",
            "resolved_appearances.title",
        ),
    },
    "characters": {"name": ("resolved_entries.name", "resolved_entries.shown_name")},
    "talent": {"talent_id": ("current_characters.credits",), "name": ("current_characters.credits",)},
    "ensemble_credits": {
        "ensemble_credit_id": (
            *("resolved_credits.film_id", "resolved_credits.talent_id", "resolved_credits.label_slug"),
            *("resolved_appearances.film_id", "resolved_entries.name_slug"),
        ),
        "label": ("resolved_credits.label", "resolved_entries.name"),
    },
    "box_office_daily": {"film_id": ("current_boxoffice.film_id", "films.film_id")},
    "media": {
        "release_year": ("resolved_appearances.year",),
        "franchise_id": ("resolved_appearances.file_franchise_id", "resolved_appearances.media_id"),
    },
    "quarantine": {
        **{
            name: tuple(f"{topic.staged}.{source}" for topic in Topic)
            for name, source in {
                "partition": "partition",
                "offset": "offset",
                "generation": "generation",
                "source": "source",
                "place": "place",
                "key": "key",
                "original": "original",
                "code": "reason_code",
                "reason": "reason",
                "field": "problems",
                "resolved_at": "timestamp",
            }.items()
        },
        "status": tuple(f"{topic.staged}.{source}" for topic in Topic for source in ("replay_of", "outcome")),
        "resolved_by": tuple(f"{topic.staged}.{source}" for topic in Topic for source in ("partition", "offset")),
        "why": tuple(f"{topic.staged}.outcome" for topic in Topic),
    },
    "resolutions": {
        "resolution_id": NAMED,
        "decision": NAMED,
        "entity": NAMED,
        "entity_id": (
            *("resolved_entries.character_id", "resolved_entries.franchise_id", "resolved_appearances.film_id"),
            *("current_films.film_id", *CREDITED, *DECIDED),
        ),
        "other": (*NAMED, *DECIDED),
        "rule": (*NAMED, "resolved_entries.named_by", "resolved_appearances.match_rule"),
        "evidence": (*NAMED, "resolved_entries.named_why", "resolved_entries.source", "resolved_appearances.at"),
        "entries": ("resolved_entries.key", "resolved_appearances.key", "current_films.key"),
    },
    "conflicts": {
        "conflict_id": STATED,
        "entity": STATED,
        "entity_id": (
            *("resolved_entries.character_id", "resolved_appearances.character_id", "resolved_credits.character_id"),
            "current_films.film_id",
        ),
        "context": ("resolved_appearances.film_id", "resolved_credits.film_id"),
        "field": STATED,
        "value": STATED,
        "source": STATED_IN,
        "other_value": STATED,
        "other_source": STATED_IN,
        "rule": (*STATED, "current_films.key"),
    },
    "provenance": {
        **{name: (f"current_films.{name}", f"current_characters.{name}") for name in PLACE},
        "row_key": (
            *("current_films.film_id", "current_films.studio_id", "current_films.franchise_id"),
            *("resolved_entries.character_id", "resolved_entries.franchise_id", "resolved_entries.name_slug"),
            *(f"resolved_appearances.{name}" for name in ("character_id", "film_id", "media_id")),
            *(f"resolved_credits.{name}" for name in ("character_id", "talent_id", "film_id", "media_id", "variant")),
            *("resolved_credits.credit", "resolved_credits.label_slug", "current_characters.credits"),
        ),
    },
    "films_complete": {
        "film_id": ("films.film_id",),
        "studio_name": STUDIO_NAME,
        "franchise_name": FRANCHISE_NAME,
        "character_count": CHARACTERS_IN_FILM,
        "talent_count": ("character_talent.talent_id",),
        "first_day": ("box_office_daily.date",),
        "last_day": ("box_office_daily.date",),
        "days": ("box_office_daily.date",),
        "box_office_cents": BOX_OFFICE_CENTS,
    },
    "characters_complete": {
        "character_id": ("character_films.character_id", "characters.character_id"),
        "character_name": ("characters.name",),
        "film_id": ("character_films.film_id", "films.film_id"),
        "film_title": ("films.title",),
        "talent_name": ("talent.name",),
        "franchise_id": ("characters.franchise_id", "franchises.franchise_id"),
        "franchise_name": FRANCHISE_NAME,
    },
    "studio_stats": {
        "studio_name": STUDIO_NAME,
        "year": ("films.release_year", "box_office_daily.year"),
        "films": ("films.film_id",),
        "box_office_cents": BOX_OFFICE_CENTS,
        "average_runtime_min": ("films.runtime_min",),
        "characters": CHARACTERS_IN_FILM,
    },
    "revenue_by_studio_year": {
        "studio_id": ("films.studio_id", "studios.studio_id"),
        "studio_name": STUDIO_NAME,
        "year": ("films.release_year", "box_office_daily.year"),
        "films": ("films.film_id",),
        "box_office_cents": BOX_OFFICE_CENTS,
    },
    "character_counts_by_franchise": {
        "franchise_id": ("franchises.franchise_id",),
        "franchise_name": FRANCHISE_NAME,
        "films": ("films.film_id",),
        "characters": ("characters.character_id",),
        "leading_characters": ("characters.role",),
        "talent": ("character_talent.talent_id", "media_character_talent.talent_id"),
    },
    "voice_actor_filmography": {
        "talent_id": ("character_talent.talent_id", "talent.talent_id"),
        "talent_name": ("talent.name",),
        "film_id": ("character_talent.film_id", "films.film_id"),
        "characters": ("character_talent.character_id",),
        "character_names": ("characters.name",),
    },
    "box_office_trends": {
        "month": ("box_office_daily.date",),
        "films": ("box_office_daily.film_id",),
        "top_film_id": ("box_office_daily.film_id", "box_office_daily.gross_cents"),
    },
}


def column_sources(table: str, column: str, inputs: Mapping[str, Collection[str]]) -> list[tuple[str, str]]:
    """The (input, column) pairs that a column is made of, given the columns of the table's inputs."""
    made_of = MADE_OF.get(table, {})
    if column not in made_of:
        return [(name, column) for name, columns in inputs.items() if column in columns]
    pairs = [source.split(".", 1) for source in made_of[column]]
    return [(name, source) for name, source in pairs if source in inputs.get(name, ())]
