"""A character entry's fields by the names that the format gives them, and what it says of performers in no such field.

Belongs here: keys. Not here: what a field's value means (character_stage, credit_stage).
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

_JOINT = re.compile(r"[\s_\-]+")
_FIELDS = frozenset({
    "name", "role", "species", "gender", "voice_actor", "actor", "singing_voice", "notes", "origin", "origin_franchise",
    "character_type", "credited", "confidence", "name_variants", "actor_variants",
})  # fmt: skip
_OTHER_NAMES = {
    "character": "name", "character_name": "name", "voice": "voice_actor", "voices": "voice_actor",
    "voice_actors": "voice_actor", "voice_actress": "voice_actor", "voice_cast": "voice_actor",
    "voiced_by": "voice_actor", "actors": "actor", "actress": "actor", "singing_actor": "singing_voice",
    "singing_voice_actor": "singing_voice", "singing_voices": "singing_voice",
}  # fmt: skip
_OF_PERFORMERS = ("voice", "voiced", "actor", "actress", "singing", "singer", "performer")


class EntryFields(NamedTuple):
    """An entry by the format's names of its fields, and the fields about performers that nothing reads."""

    known: dict[str, Any]
    unread: dict[str, Any]


def entry_fields(entry: dict[str, Any]) -> EntryFields:
    """`Voice Actor` and `voice_actors` are voice_actor; a field that stands under its own name is the one that counts.

    Unread are `japanese_voice_actor` and a second name's value that differs from the first's.
    """
    known = {key: value for key, value in entry.items() if key in _FIELDS}
    unread: dict[str, Any] = {}
    for key, value in entry.items():
        folded = _JOINT.sub("_", key.strip().casefold())
        field = folded if folded in _FIELDS else _OTHER_NAMES.get(folded)
        if key in _FIELDS or value is None:
            continue
        if field is not None and known.get(field) is None:
            known[field] = value
        elif field is not None:
            unread |= {key: value} if known[field] != value else {}
        elif set(folded.split("_")) & set(_OF_PERFORMERS):
            unread[key] = value
    return EntryFields(known, unread)
