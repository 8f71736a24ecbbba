"""The eight tables: studios, franchises, films, characters, talent, who is in what, and the daily box office."""

from __future__ import annotations

from hyperion_assets.model.definition import BOOL, DATE, INT, KEY, LONG, TEXT, column, composite_key, rule, table
from hyperion_assets.model.vocabularies import (
    ANIMATION_TYPES,
    BASES,
    CREDIT_CONFIDENCES,
    CREDITS,
    FACT_CONFIDENCES,
    FIRST_YEAR,
    GENDERS,
    RATINGS,
    RELEASE_TYPES,
    ROLES,
    SPECIES_GROUPS,
    STATES,
)

studios = table(
    "studios",
    "core",
    "Animation studios of the catalogue.",
    column("studio_id", KEY, "Slug of the studio's name.", primary_key=True),
    column("name", TEXT, "The studio's name as the catalogue writes it.", required=True),
    column("parent_company", TEXT, "Company that owns the studio, or owned it last."),
    column("active_from", INT, "First year of work."),
    column("active_to", INT, "Last year of work; null while active or unknown."),
    same_if=("name",),
)

franchises = table(
    "franchises",
    "core",
    "Franchises; a film that stands alone has one of its own.",
    column("franchise_id", KEY, "Slug of the franchise's name.", primary_key=True),
    column("name", TEXT, "The franchise's name.", required=True),
    same_if=("name",),
)

films = table(
    "films",
    "core",
    "Animated and hybrid features. Amounts are nominal; domestic is the United States and Canada together.",
    column("film_id", KEY, "Slug of title and release year.", primary_key=True),
    column("title", TEXT, "Title as the catalogue writes it.", required=True),
    column("release_year", INT, "Year that identifies the film beside its title.", required=True, at_least=FIRST_YEAR),
    column("release_date", DATE, "First wide release; up to 13 months after the year's start for premieres."),
    column("release_type", TEXT, "How the film came out.", allowed=RELEASE_TYPES),
    column("animation_type", TEXT, "Wholly animated, or mixed with live action.", allowed=ANIMATION_TYPES),
    column("runtime_min", INT, "Running time, minutes.", at_least=1),
    column("mpaa_rating", TEXT, "Rating of the Motion Picture Association; NR is not rated.", allowed=RATINGS),
    column("budget_cents", LONG, "Production budget, US cents.", at_least=0),
    column("domestic_gross_cents", LONG, "Domestic gross of all releases, US cents.", at_least=0),
    column("domestic_original_run_cents", LONG, "Domestic gross of the original run, US cents.", at_least=0),
    column("worldwide_gross_cents", LONG, "Worldwide gross of all releases, US cents.", at_least=0),
    column("studio_id", KEY, "Studio that made the film.", required=True, references="studios.studio_id"),
    column(
        "franchise_id", KEY, "Franchise that the film belongs to.", required=True, references="franchises.franchise_id"
    ),
    *(
        column(f"{fact}_confidence", TEXT, f"How well the {words} is sourced.", allowed=FACT_CONFIDENCES)
        for fact, words in {
            "release_date": "release date",
            "runtime": "running time",
            "mpaa": "rating",
            "budget": "budget",
            "domestic_gross": "domestic gross",
            "worldwide_gross": "worldwide gross",
            "animation_type": "animation type",
            "release_type": "release type",
        }.items()
    ),
    same_if=("title", "release_year"),
)

characters = table(
    "characters",
    "core",
    "Characters, one row within a franchise; of films and of other media.",
    column("character_id", KEY, "Franchise and slug of the name: `toy-story--woody`.", primary_key=True),
    column("name", TEXT, "The character's name.", required=True),
    column("role", TEXT, "Part in the story; null if the source's word is not in the vocabulary.", allowed=ROLES),
    column("species", TEXT, "Species: the vocabulary's word, else the source's in small letters."),
    column(
        "species_group", TEXT, "Group of the species; null if none is known.", allowed=SPECIES_GROUPS
    ),
    column("gender", TEXT, "Gender; null if the source's word is not in the vocabulary.", allowed=GENDERS),
    column("role_source", TEXT, "The source's word for the role."),
    column("species_source", TEXT, "The source's word for the species."),
    column("gender_source", TEXT, "The source's word for the gender."),
    column(
        "franchise_id", KEY, "Franchise that the character comes from.", required=True,
        references="franchises.franchise_id",
    ),
    same_if=("franchise_id", "name"),
)  # fmt: skip

talent = table(
    "talent",
    "core",
    "People who voice, sing, speak or model for characters.",
    column("talent_id", KEY, "Slug of the name.", primary_key=True),
    column("name", TEXT, "Name as most often credited.", required=True),
    same_if=("name",),
)

character_films = table(
    "character_films",
    "core",
    "Which character is in which film.",
    column("character_id", KEY, "The character.", primary_key=True, references="characters.character_id"),
    column("film_id", KEY, "The film.", primary_key=True, references="films.film_id"),
    column("role", TEXT, "Part in this film.", allowed=ROLES),
)

character_talent = table(
    "character_talent",
    "core",
    "Who performed which character in which film, one row a version and kind of performance.",
    column("character_id", KEY, "The character.", primary_key=True),
    column("talent_id", KEY, "The person.", primary_key=True, references="talent.talent_id"),
    column("film_id", KEY, "The film.", primary_key=True),
    column("variant", TEXT, "Version of the character (young, adult, …); '' for the plain one.", primary_key=True),
    column("credit", TEXT, "Kind of performance.", primary_key=True, allowed=CREDITS),
    column("is_credited", BOOL, "False where the source says uncredited.", required=True),
    column(
        "confidence",
        TEXT,
        "How well the credit is sourced; null if the source does not say.",
        allowed=CREDIT_CONFIDENCES,
    ),
    column("source_text", TEXT, "The credit as the source writes it."),
    composite_key(["character_id", "film_id"], ["character_films.character_id", "character_films.film_id"]),
)

box_office_daily = table(
    "box_office_daily",
    "core",
    "Daily box office of a film's original run by state. Days and states are modelled; only their sum is a fact.",
    column("film_id", KEY, "The film.", primary_key=True, references="films.film_id"),
    column("date", DATE, "Day of the run.", primary_key=True),
    column(
        "state",
        KEY,
        "Postal code of the state; the 51 carry the whole domestic figure.",
        primary_key=True,
        allowed=STATES,
    ),
    column("gross_cents", LONG, "Gross of the day in the state, US cents.", required=True, at_least=0),
    column(
        "basis",
        TEXT,
        "Modelled on curves of the film's period, or extrapolated before 2000.",
        required=True,
        allowed=BASES,
    ),
    column("year", INT, "Year of the date; parts the files.", required=True),
    rule("year_of_date", '"year" = extract(year FROM "date")'),
    partitioned_by="year",
)
