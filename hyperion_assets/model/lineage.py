"""Where each column comes from: columns of the same name in the inputs, and the ones that are made of others.

The sources are written `table.column`. A column that is listed has these sources and no others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from hyperion_assets.model.source_lineage import STAGED_FROM
from hyperion_assets.topics import Topic

FRANCHISE = ("current_characters.franchise_id", "current_characters.origin_franchise_id", "current_films.franchise_id")
CHARACTER = ("current_characters.name", *FRANCHISE)
FILM = ("current_characters.media", "current_films.film_id", "current_films.match_keys", "current_films.release_year")
CREDITED = ("current_characters.credits",)
PERFORMANCE = {
    "character_id": CHARACTER,
    "talent_id": CREDITED,
    "variant": CREDITED,
    "credit": CREDITED,
    "is_credited": CREDITED,
    "confidence": CREDITED,
    "source_text": CREDITED,
}
MEDIA = ("current_characters.media",)
NAMED = (
    "current_characters.name",
    "current_characters.name_variants",
    "current_characters.talent_variants",
    "current_characters.franchise_name",
    "current_films.title",
    "current_films.franchise_name",
    "current_films.studio_name",
    *CREDITED,
    *MEDIA,
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
    "current_characters.role",
    "current_characters.species",
    "current_characters.gender",
    *CREDITED,
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

BOX_OFFICE_CENTS = ("box_office_daily.gross_cents",)
STUDIO_NAME, FRANCHISE_NAME = ("studios.name",), ("franchises.name",)
CHARACTERS_IN_FILM = ("character_films.character_id",)

MADE_OF: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    **STAGED_FROM,
    "current_boxoffice": {"year": ("staged_boxoffice.date",)},
    "studios": {"name": ("current_films.studio_name",)},
    "franchises": {
        "franchise_id": FRANCHISE,
        "name": (
            "current_films.franchise_name",
            "current_characters.franchise_name",
            "current_characters.origin_franchise_name",
        ),
    },
    "characters": {"character_id": CHARACTER, "franchise_id": FRANCHISE},
    "talent": {"talent_id": CREDITED, "name": CREDITED},
    "character_films": {"character_id": CHARACTER, "film_id": FILM},
    "character_talent": {**PERFORMANCE, "film_id": FILM},
    "ensemble_credits": {
        **{name: sources for name, sources in PERFORMANCE.items() if name not in ("character_id", "variant", "credit")},
        "ensemble_credit_id": ("current_characters.name", *CREDITED, *FILM),
        "film_id": FILM,
        "label": ("current_characters.name",),
    },
    "box_office_daily": {"film_id": ("current_boxoffice.film_id", "films.film_id")},
    "media": {
        "media_id": MEDIA,
        "kind": MEDIA,
        "title": MEDIA,
        "release_year": MEDIA,
        "franchise_id": FRANCHISE,
    },
    "media_characters": {"character_id": CHARACTER, "media_id": MEDIA},
    "media_character_talent": {**PERFORMANCE, "media_id": MEDIA},
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
        "entity_id": (*CHARACTER, *CREDITED, *FILM, *DECIDED),
        "other": (*NAMED, *DECIDED),
        "rule": NAMED,
        "evidence": (*NAMED, "current_characters.source", "current_films.source"),
        "entries": ("current_characters.key", "current_films.key"),
    },
    "conflicts": {
        "conflict_id": STATED,
        "entity": STATED,
        "entity_id": (*CHARACTER, "current_films.film_id"),
        "context": FILM,
        "field": STATED,
        "value": STATED,
        "source": ("current_characters.source", "current_films.source"),
        "other_value": STATED,
        "other_source": ("current_characters.source", "current_films.source"),
        "rule": (*STATED, "current_films.key"),
    },
    "provenance": {
        "row_key": (
            *("current_films.film_id", "current_films.studio_id", "current_films.match_keys"),
            *("current_films.release_year", "current_characters.name", *FRANCHISE, *CREDITED, *MEDIA),
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
