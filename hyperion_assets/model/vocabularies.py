"""Closed sets of words that columns may hold. A word outside them is a finding, never stored silently."""

from __future__ import annotations

FIRST_YEAR = 1900
"""No film, game, series or short is older."""

RELEASE_TYPES = ("theatrical", "direct_to_video", "streaming", "limited")
ANIMATION_TYPES = ("animated", "hybrid")
FACT_CONFIDENCES = (
    "two_sources_agree",
    "one_source",
    "sources_conflict",
    "own_knowledge_unverified",
    "not_applicable",
    "missing",
)
CREDIT_CONFIDENCES = (
    *FACT_CONFIDENCES,
    "two_sources_agree_actor_spelling_differs",
    "actor_in_film_confirmed_character_label_differs",
)
CREDITS = ("voice", "singing", "speaking", "archive", "likeness", "model")
ROLES = (
    "protagonist", "hero", "antihero", "deuteragonist", "tritagonist", "antagonist", "villain", "love_interest",
    "mentor", "sidekick", "ally", "comic_relief", "henchman", "supporting", "narrator", "minor", "cameo",
)  # fmt: skip
GENDERS = ("female", "male", "non_binary")
MEDIA_KINDS = ("game", "series", "short")
BASES = ("modelled", "modelled_extrapolated")
QUARANTINE_SCOPES = ("file", "record", "field")
SUMMARY_GRAINS = ("day", "state")
STATES = (
    "AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA", "ID", "IL", "IN", "KS",
    "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MS", "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV",
    "NY", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VT", "WA", "WI", "WV", "WY",
)  # fmt: skip
"""Postal codes of the 50 states and the District of Columbia."""
