"""A credit as an entry of a character file: name, role, species, gender, voice_actor, and what else is known.

Belongs here: the shape of one entry. Not here: which file an entry stands in (files).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from hyperion_assets.model.keys import slug
from making.casts import ENSEMBLE, UNCREDITED, Credit, franchises
from making.catalogue import UNVERIFIED
from making.tables import KnowledgeError, Row, keyed, known, rows

Entry = dict[str, Any]

_DESCRIPTION = ("role", "species", "gender")


def entry_of(credit: Credit) -> Entry:
    """The entry of one credit.

    `voice_actor` is the name with its qualifiers in parentheses; `confidence` is that of the credit, and
    `description_confidence` that of role, species and gender, where one of them is known. Unknown is null.
    """
    franchise = franchises()[credit.film]
    origin = _origins().get((franchise, credit.name))
    description = {} if credit.name == ENSEMBLE else _description(franchise, origin, credit.name)
    entry: Entry = {
        "name": credit.name,
        **{fact: description.get(fact) for fact in _DESCRIPTION},
        "voice_actor": _voice_actor(credit),
        "confidence": credit.confidence,
    }
    if description:
        entry["description_confidence"] = UNVERIFIED
    if origin:
        entry["origin_franchise"] = origin
    if credit.notes:
        entry["notes"] = "; ".join(credit.notes)
    if credit.name_variants:
        entry["name_variants"] = credit.name_variants
    if credit.talent_variants:
        entry["actor_variants"] = credit.talent_variants
    return entry


def game_entry(row: Row) -> Entry:
    """The entry of a row of game_characters.csv, all of it own knowledge."""
    return {
        "name": row["name"],
        **{fact: known(row[fact]) for fact in _DESCRIPTION},
        "voice_actor": known(row["voice_actor"]),
        "confidence": UNVERIFIED,
        "description_confidence": UNVERIFIED,
        "origin": row["origin"],
        "origin_franchise": row["origin_franchise"],
    }


def _voice_actor(credit: Credit) -> str:
    qualifiers = [*credit.qualifiers, *([] if credit.credited else [UNCREDITED])]
    return f"{credit.talent} ({', '.join(qualifiers)})" if qualifiers else credit.talent


def _description(franchise: str, origin: str | None, name: str) -> dict[str, str | None]:
    """Role, species and gender of a leading character; of a guest from another franchise not its role there."""
    here = _leading().get((franchise, slug(name)))
    there = _leading().get((origin, slug(name))) if origin else None
    if here is not None:
        return {fact: known(here[fact]) for fact in _DESCRIPTION}
    if there is not None:
        return {"species": known(there["species"]), "gender": known(there["gender"])}
    return {}


@cache
def _leading() -> dict[tuple[str, str], Row]:
    """The leading characters by franchise and slug of the name, which different spellings share."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows("knowledge/leading_characters.csv"):
        key = row["franchise"], slug(row["name"])
        if key in found:
            raise KnowledgeError(f"knowledge/leading_characters.csv: {' | '.join(key)} stands there twice")
        found[key] = row
    return found


@cache
def _origins() -> dict[tuple[str, ...], str]:
    table = keyed("knowledge/origins.csv", "franchise", "name")
    return {key: row["origin_franchise"] for key, row in table.items()}
