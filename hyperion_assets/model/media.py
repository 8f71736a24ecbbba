"""Beside the eight: games, series and shorts with their characters and talent, and credits without a character."""

from __future__ import annotations

from hyperion_assets.model.definition import BOOL, INT, KEY, TEXT, column, composite_key, table
from hyperion_assets.model.vocabularies import CREDIT_CONFIDENCES, CREDITS, FIRST_YEAR, MEDIA_KINDS, ROLES

media = table(
    "media",
    "media",
    "Games, series and shorts that characters stand in; films are in films.",
    column(
        "media_id", KEY, "Slug of title and release year; of the title alone where no year is known.", primary_key=True
    ),
    column("kind", TEXT, "What it is.", required=True, allowed=MEDIA_KINDS),
    column("title", TEXT, "Title as the source writes it.", required=True),
    column("release_year", INT, "Year of release.", at_least=FIRST_YEAR),
    column("franchise_id", KEY, "Franchise that it belongs to.", references="franchises.franchise_id"),
    same_if=("kind", "title", "release_year"),
)

media_characters = table(
    "media_characters",
    "media",
    "Which character is in which game, series or short.",
    column("character_id", KEY, "The character.", primary_key=True, references="characters.character_id"),
    column("media_id", KEY, "The game, series or short.", primary_key=True, references="media.media_id"),
    column("role", TEXT, "Part in it.", allowed=ROLES),
)

media_character_talent = table(
    "media_character_talent",
    "media",
    "Who performed which character in which game, series or short.",
    column("character_id", KEY, "The character.", primary_key=True),
    column("talent_id", KEY, "The person.", primary_key=True, references="talent.talent_id"),
    column("media_id", KEY, "The game, series or short.", primary_key=True),
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
    composite_key(["character_id", "media_id"], ["media_characters.character_id", "media_characters.media_id"]),
)

ensemble_credits = table(
    "ensemble_credits",
    "media",
    "Credits in a film that name no character: additional voices, various, a person without a part.",
    column("ensemble_credit_id", KEY, "Film, person (or `unnamed`) and slug of the label.", primary_key=True),
    column("film_id", KEY, "The film.", required=True, references="films.film_id"),
    column("talent_id", KEY, "The person; null where the source names nobody.", references="talent.talent_id"),
    column("label", TEXT, "What the source writes in the character's place.", required=True),
    column("is_credited", BOOL, "False where the source says uncredited.", required=True),
    column(
        "confidence",
        TEXT,
        "How well the credit is sourced; null if the source does not say.",
        allowed=CREDIT_CONFIDENCES,
    ),
    column("source_text", TEXT, "The credit as the source writes it."),
)
