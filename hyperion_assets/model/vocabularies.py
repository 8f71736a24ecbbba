"""Closed sets of words that columns may hold, and the bounds that several checks share.

A word outside of its set is a finding, never stored silently.
"""

from __future__ import annotations

SCHEMA_VERSION = "1"
"""The form of the records' values, which every record's header of that name gives."""

FIRST_YEAR = 1900
"""No film, game, series or short is older."""

RUN_TOLERANCE_PERCENT = 2
"""How far an original run may lie above the gross of all releases: sources differ by that much."""

FILM_NOT_IN_CATALOGUE = "film_not_in_catalogue"
"""The reason of an appearance and of a day of the box office whose film the catalogue has not."""

RELEASE_TYPES = ("theatrical", "direct_to_video", "streaming", "limited")
ANIMATION_TYPES = ("animated", "hybrid")
RATINGS = ("G", "PG", "PG-13", "R", "NC-17", "NR")
FACT_CONFIDENCES = (
    "two_sources_agree",
    "one_source",
    "sources_conflict",
    "own_knowledge_unverified",
    "not_applicable",
    "missing",
)
CREDIT_CONFIDENCES = (
    "two_sources_agree",
    "two_sources_agree_actor_spelling_differs",
    "actor_in_film_confirmed_character_label_differs",
    "one_source",
    "sources_conflict",
    "own_knowledge_unverified",
    "not_applicable",
    "missing",
)
"""Best first."""

CREDITS = ("voice", "singing", "speaking", "archive", "likeness", "model")
LEADING_ROLES = ("protagonist", "hero", "antihero", "deuteragonist", "antagonist", "villain")
ROLES = (
    *LEADING_ROLES, "tritagonist", "love_interest", "mentor", "sidekick", "ally", "comic_relief", "henchman",
    "supporting", "narrator", "minor", "cameo",
)  # fmt: skip
"""Most prominent first."""

SPECIES_GROUPS = (
    "human", "mammal", "bird", "reptile", "amphibian", "fish", "invertebrate", "animal", "fantasy", "spirit", "monster",
    "alien", "robot", "toy", "vehicle", "plant", "object", "other",
)  # fmt: skip
"""Dinosaurs are reptiles; `animal` is one of no stated kind; `fantasy` are fairies, mermaids, dragons, magicians, …;
`spirit` are ghosts, gods, souls and emotions; `other` is known to be none of these."""

GENDERS = ("female", "male", "non_binary")
MEDIA_KINDS = ("game", "series", "short")
MODELLED, EXTRAPOLATED = "modelled", "modelled_extrapolated"
BASES = (MODELLED, EXTRAPOLATED)
QUARANTINE_SCOPES = ("file", "record", "field")
ENTITIES = ("studio", "franchise", "film", "character", "talent")
DECISIONS = ("joined", "parted", "candidate")
SAME_TITLE, TITLE_VARIANT, YEAR_OFF_BY_ONE, LOOSE_TITLE = (
    "same_title",
    "title_variant",
    "year_off_by_one",
    "loose_title",
)
SAME_KEY, ALIAS, IDENTITY, SOURCE_VARIANT = "same_key", "alias", "identity", "source_variant"
ORIGIN, SAME_FILM, OTHER_YEAR, OTHER_FRANCHISE = "origin_franchise", "same_film", "other_year", "other_franchise"
SIMILAR_TITLE, ALIKE, PART_OF_NAME, SAME_VOICE = "similar_title", "few_letters_apart", "part_of_name", "same_voice"
RESOLUTION_RULES = (
    SAME_TITLE, TITLE_VARIANT, YEAR_OFF_BY_ONE, LOOSE_TITLE, SAME_KEY, ALIAS, IDENTITY, SOURCE_VARIANT, ORIGIN,
    SAME_FILM, OTHER_YEAR, OTHER_FRANCHISE, SIMILAR_TITLE, ALIKE, PART_OF_NAME, SAME_VOICE,
)  # fmt: skip
BETTER_CONFIDENCE, OWN_KEY, NEWEST = "better_confidence", "own_key", "newest"
MOST_FREQUENT, MOST_PROMINENT, FEWER_MEDIA = "most_frequent", "most_prominent", "fewer_media"
CONFLICT_RULES = (BETTER_CONFIDENCE, OWN_KEY, NEWEST, MOST_FREQUENT, MOST_PROMINENT, FEWER_MEDIA)
QUARANTINE_STATUSES = ("open", "replayed", "resolved", "dropped")
SUMMARY_GRAINS = ("day", "state")
STATES = (
    "AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA", "ID", "IL", "IN", "KS",
    "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MS", "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV",
    "NY", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VT", "WA", "WI", "WV", "WY",
)  # fmt: skip
"""Postal codes of the 50 states and the District of Columbia."""
