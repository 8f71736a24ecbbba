"""Summary tables: computed before the release and part of it."""

from __future__ import annotations

from hyperion_assets.model.definition import INT, KEY, LONG, TEXT, column, rule, table
from hyperion_assets.model.vocabularies import BASES

revenue_by_studio_year = table(
    "revenue_by_studio_year",
    "analytics",
    "Films and their gross by studio and year of release, with the box office that fell into the year.",
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
)

character_counts_by_franchise = table(
    "character_counts_by_franchise",
    "analytics",
    "How many films, characters and people a franchise has.",
    column("franchise_id", KEY, "The franchise.", primary_key=True, references="franchises.franchise_id"),
    column("franchise_name", TEXT, "The franchise's name.", required=True),
    column("films", INT, "Films of the franchise.", required=True, at_least=0),
    column("characters", INT, "Characters of the franchise.", required=True, at_least=0),
    column("leading_characters", INT, "Characters whose role is a leading one.", required=True, at_least=0),
    column("talent", INT, "People who performed a character of the franchise.", required=True, at_least=0),
)

voice_actor_filmography = table(
    "voice_actor_filmography",
    "analytics",
    "The films of each person and the characters performed there.",
    column("talent_id", KEY, "The person.", primary_key=True, references="talent.talent_id"),
    column("talent_name", TEXT, "The person's name.", required=True),
    column("film_id", KEY, "The film.", primary_key=True, references="films.film_id"),
    column("title", TEXT, "The film's title.", required=True),
    column("release_year", INT, "The film's year.", required=True),
    column("characters", INT, "Characters performed in the film.", required=True, at_least=0),
    column("character_names", TEXT, "Their names, sorted, joined by '; '."),
)

box_office_trends = table(
    "box_office_trends",
    "analytics",
    "Daily box office summed by month.",
    column("year", INT, "Calendar year.", primary_key=True),
    column("month", INT, "Calendar month, 1 to 12.", primary_key=True),
    column("films", INT, "Films with a row in the month.", required=True, at_least=1),
    column("gross_cents", LONG, "Box office of the month, US cents.", required=True, at_least=0),
    column("top_film_id", KEY, "Film with the highest box office of the month.", references="films.film_id"),
    column("basis", TEXT, "Extrapolated if any of the month's rows is.", allowed=BASES),
    rule("month_of_year", '"month" BETWEEN 1 AND 12'),
)
