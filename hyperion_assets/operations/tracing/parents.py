"""What the rows of summaries and exports are made of: rows of other tables, found by the columns of the row."""

from __future__ import annotations

from collections.abc import Mapping

_FILM, _STUDIO, _FRANCHISE = "film_id = $film_id", "studio_id = $studio_id", "franchise_id = $franchise_id"
_CHARACTER = "character_id = $character_id"
_OF_STUDIO = f"film_id IN (SELECT film_id FROM films WHERE {_STUDIO})"
_STUDIO_YEAR = {
    "studios": _STUDIO,
    "films": f"{_STUDIO} AND release_year = $year",
    "box_office_daily": f'{_OF_STUDIO} AND "year" = $year',
}
_OF_FRANCHISE = f"character_id IN (SELECT character_id FROM characters WHERE {_FRANCHISE})"

_DECIDED = {
    table: f"$entity = '{entity}' AND {entity}_id = $entity_id"
    for table, entity in {
        "studios": "studio",
        "franchises": "franchise",
        "films": "film",
        "characters": "character",
        "talent": "talent",
    }.items()
}

PARENTS: Mapping[str, Mapping[str, str]] = {
    "revenue_by_studio_year": _STUDIO_YEAR,
    "character_counts_by_franchise": {
        "franchises": _FRANCHISE,
        "films": _FRANCHISE,
        "characters": _FRANCHISE,
        "character_talent": _OF_FRANCHISE,
        "media_character_talent": _OF_FRANCHISE,
    },
    "voice_actor_filmography": {
        "talent": "talent_id = $talent_id",
        "films": _FILM,
        "character_talent": f"talent_id = $talent_id AND {_FILM}",
    },
    "resolutions": _DECIDED,
    "conflicts": _DECIDED,
    "box_office_trends": {"box_office_daily": '"year" = $year AND month("date") = $month'},
    "films_complete": {
        "films": _FILM,
        "studios": _STUDIO,
        "franchises": _FRANCHISE,
        "character_films": _FILM,
        "character_talent": _FILM,
        "box_office_daily": _FILM,
    },
    "characters_complete": {
        "character_films": f"{_CHARACTER} AND {_FILM}",
        "characters": _CHARACTER,
        "films": _FILM,
        "franchises": _FRANCHISE,
        "talent": "talent_id = $talent_id",
        "character_talent": f"{_CHARACTER} AND {_FILM} AND talent_id = $talent_id AND variant = $variant "
        "AND credit = $credit",
    },
    "boxoffice_summary": {
        "box_office_daily": f'{_FILM} AND coalesce("date" = $date, true) AND coalesce(state = $state, true)'
    },
    "studio_stats": {
        **_STUDIO_YEAR,
        "character_films": f"film_id IN (SELECT film_id FROM films WHERE {_STUDIO} AND release_year = $year)",
    },
}
"""Table or export → the tables it is made of → which of their rows; `$column` is the row's value."""
