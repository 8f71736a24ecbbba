"""What was decided where names and sources differ: joined, parted, only alike, or in conflict."""

from __future__ import annotations

from hyperion_assets.model.definition import INT, KEY, TEXT, column, table
from hyperion_assets.model.vocabularies import (
    CONFLICT_RULES,
    DECISIONS,
    ENTITIES,
    RESOLUTION_RULES,
)

resolutions = table(
    "resolutions",
    "audit",
    "Why two spellings are one entity, two names are two, and which pairs are only alike (candidates, not joined).",
    column(
        "resolution_id", KEY, "MD5 (hex) of decision, entity, entity_id, other and rule joined by `|`.",
        primary_key=True,
    ),
    column(
        "decision", TEXT, "joined: `other` is this entity; parted: it is not; candidate: it may be, nothing was done.",
        required=True, allowed=DECISIONS,
    ),
    column("entity", TEXT, "What kind of thing.", required=True, allowed=ENTITIES),
    column("entity_id", KEY, "Key of the entity that the decision is about.", required=True),
    column("other", TEXT, "The spelling as the source writes it, or the key of the other entity.", required=True),
    column("rule", TEXT, "The rule that decided.", required=True, allowed=RESOLUTION_RULES),
    column("evidence", TEXT, "What speaks for it, in words.", required=True),
    column("entries", INT, "Records that bear it.", required=True, at_least=0),
)  # fmt: skip

conflicts = table(
    "conflicts",
    "audit",
    "Where two records disagree: the value that stands, the one that gave way, the source of both, and why.",
    column(
        "conflict_id", KEY, "MD5 (hex) of entity, entity_id, context, field and other_value joined by `|`.",
        primary_key=True,
    ),
    column("entity", TEXT, "What kind of thing.", required=True, allowed=ENTITIES),
    column("entity_id", KEY, "Key of the entity.", required=True),
    column("context", KEY, "The film that the value is for; '' where it is for all.", required=True),
    column("field", TEXT, "The column, or for a cast the kind of performance and the variant.", required=True),
    column("value", TEXT, "The value that stands, as text; several talents joined by '; '.", required=True),
    column("source", TEXT, "A record that gives it: source file and place."),
    column("other_value", TEXT, "The value that gave way.", required=True),
    column("other_source", TEXT, "A record that gives that one."),
    column("rule", TEXT, "The rule of precedence that decided.", required=True, allowed=CONFLICT_RULES),
)  # fmt: skip
