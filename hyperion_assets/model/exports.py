"""The small wide tables that the site and spreadsheets read: sorted, with names beside the keys."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from hyperion_assets.model.core import films
from hyperion_assets.model.definition import BOOL, DATE, DOUBLE, INT, KEY, LONG, TEXT, column, grain, table
from hyperion_assets.model.vocabularies import CREDIT_CONFIDENCES, CREDITS, GENDERS, ROLES, STATES, SUMMARY_GRAINS

_NAMES = {
    "studio_id": column("studio_name", TEXT, "The studio's name.", required=True),
    "franchise_id": column("franchise_name", TEXT, "The franchise's name.", required=True),
}


def _film_columns() -> list[sa.Column[Any]]:
    """All columns of films, each key followed by the name it stands for."""
    made = []
    for item in films.columns:
        made.append(
            column(
                item.name,
                item.type,
                item.comment or "",
                primary_key=item.primary_key,
                required=not item.nullable,
                references="films.film_id" if item.primary_key else None,
                allowed=item.info["allowed"],
                at_least=item.info["at_least"],
            )
        )
        if item.name in _NAMES:
            made.append(_NAMES[item.name])
    return made


films_complete = table(
    "films_complete",
    "exports",
    "A film with the names of its studio and franchise, its counts and its box office.",
    *_film_columns(),
    column("character_count", INT, "Characters in the film.", required=True, at_least=0),
    column("talent_count", INT, "People who performed a character of the film.", required=True, at_least=0),
    column("first_day", DATE, "First day with box office."),
    column("last_day", DATE, "Last day with box office."),
    column("days", INT, "Days with box office.", at_least=0),
    column("box_office_cents", LONG, "Sum of the daily box office, US cents.", at_least=0),
)

characters_complete = table(
    "characters_complete",
    "exports",
    "A character in a film, with each person, version and kind of performance; null where none is known.",
    column("character_id", KEY, "The character.", primary_key=True, references="characters.character_id"),
    column("character_name", TEXT, "The character's name.", required=True),
    column("film_id", KEY, "The film.", primary_key=True, references="films.film_id"),
    column("film_title", TEXT, "The film's title.", required=True),
    column("release_year", INT, "The film's year.", required=True),
    grain("talent_id", KEY, "The person.", references="talent.talent_id"),
    column("talent_name", TEXT, "The person's name."),
    grain("variant", TEXT, "Version of the character (young, adult, …); '' for the plain one."),
    grain("credit", TEXT, "Kind of performance.", allowed=CREDITS),
    column("franchise_id", KEY, "The character's franchise.", required=True, references="franchises.franchise_id"),
    column("franchise_name", TEXT, "The franchise's name.", required=True),
    column("role", TEXT, "Part in this film, else in the story.", allowed=ROLES),
    column("species", TEXT, "The character's species."),
    column("gender", TEXT, "The character's gender.", allowed=GENDERS),
    column("is_credited", BOOL, "False where the source says uncredited."),
    column("confidence", TEXT, "How well the credit is sourced.", allowed=CREDIT_CONFIDENCES),
)

boxoffice_summary = table(
    "boxoffice_summary",
    "exports",
    "Box office of a film by day and by state, told apart by `grain`; never to be summed across grains.",
    column(
        "grain", TEXT, "What the row sums: a film's day, or a film's state.", primary_key=True, allowed=SUMMARY_GRAINS
    ),
    column("film_id", KEY, "The film.", primary_key=True, references="films.film_id"),
    grain("date", DATE, "The day; null for the grain state."),
    grain("state", KEY, "Postal code of the state; null for the grain day.", allowed=STATES),
    column("gross_cents", LONG, "Box office, US cents.", required=True, at_least=0),
)

studio_stats = table(
    "studio_stats",
    "exports",
    "A studio's year: films, gross, box office, running time and characters.",
    column("studio_id", KEY, "The studio.", primary_key=True, references="studios.studio_id"),
    column("studio_name", TEXT, "The studio's name.", required=True),
    column("year", INT, "Calendar year.", primary_key=True),
    column("films", INT, "Films released in the year.", required=True, at_least=0),
    column("domestic_gross_cents", LONG, "Domestic gross, all releases, of the year's films, US cents.", at_least=0),
    column("worldwide_gross_cents", LONG, "Worldwide gross, all releases, of the year's films, US cents.", at_least=0),
    column(
        "box_office_cents",
        LONG,
        "Daily box office dated in the year, of any of the studio's films, US cents.",
        at_least=0,
    ),
    column("average_runtime_min", DOUBLE, "Mean running time of the year's films, minutes."),
    column("characters", INT, "Characters in the year's films.", at_least=0),
)
