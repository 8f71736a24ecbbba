"""What one record of raw-characters means: a character's or ensemble's columns, or why the record cannot be used."""

from __future__ import annotations

from typing import Any, TypedDict

from hyperion_assets.model.keys import EmptyKeyError, slug
from hyperion_assets.model.vocabularies import CREDIT_CONFIDENCES
from hyperion_assets.sources.corrections import Correction, Corrections
from hyperion_assets.sources.credit_stage import CreditRow, appearances, credit_rows, is_credited, performances
from hyperion_assets.sources.documents import clean, kind
from hyperion_assets.sources.entry_fields import EntryFields, entry_fields
from hyperion_assets.sources.labels import is_ensemble
from hyperion_assets.sources.media_stage import MediumRow, context_media
from hyperion_assets.sources.refusals import (
    Problem,
    Problems,
    Refusal,
    RefusedError,
    one_of,
    opened,
    required_key,
    shown,
    stated_text,
    too_long,
)
from hyperion_assets.sources.species_groups import species_group
from hyperion_assets.sources.word_mappings import fold, gender, role, species, unnamed_credits

LONGEST_NAME = 200

UNLABELLED = "unlabelled"
"""Stands in the key of a credit whose source names nothing in the character's place."""

_TEXTS = (
    "name", "role", "species", "gender", "voice_actor", "actor", "singing_voice", "notes", "origin", "origin_franchise",
    "character_type",
)  # fmt: skip


class CharacterRow(TypedDict):
    """A staged character entry: the payload columns of staged_characters, and the record's field-scope problems.

    `name_slug` is what stands for the name in keys.
    """

    name: str
    name_slug: str
    kind: str
    role: str | None
    role_source: str | None
    species: str | None
    species_source: str | None
    species_group: str | None
    gender: str | None
    gender_source: str | None
    notes: str | None
    origin: str | None
    character_type: str | None
    franchise_id: str | None
    franchise_name: str | None
    origin_franchise_id: str | None
    origin_franchise_name: str | None
    confidence: str | None
    name_variants: list[str]
    talent_variants: list[str]
    media: list[MediumRow]
    credits: list[CreditRow]
    corrections: list[Correction]
    problems: list[Problem]


def stage_character(value: bytes) -> CharacterRow | Refusal:
    """The character entry in a record's value, or why it cannot be used. Never raises.

    Refusal codes: not_json, not_unicode, duplicate_key, not_an_object, missing_field, invalid_type, empty_name,
    name_too_long.
    Problem codes: unknown_role, unknown_gender, unknown_species, unknown_confidence, undecidable_credit,
    unknown_qualifier, unread_field, invalid_type, text_too_long.
    """
    try:
        record = opened(value)
        return _row(entry_fields(_object(record, "entry")), _object(record, "context"))
    except RefusedError as error:
        return error.refusal


def _row(fields: EntryFields, context: dict[str, Any]) -> CharacterRow:
    entry, problems, corrections = fields.known, Problems(), Corrections()
    for key, value in fields.unread.items():
        problems.add(key, "unread_field", f"no rule reads {shown(key)} of a character", value)
    corrections.add_unseen(entry, _TEXTS)
    name = _name(entry)
    roles, genders, kind_of_being = (_words(entry, field, problems) for field in ("role", "gender", "species"))
    franchise = _franchise(stated_text(context, "franchise"))
    origin = _franchise(_known(_words(entry, "origin_franchise", problems)))
    confidence = _confidence(entry, problems)
    credited = is_credited(entry, problems, corrections)
    media, file_media = context_media(context, "media"), context_media(context, "file_media")
    parsed = performances(entry, file_media, problems)
    credits = credit_rows(parsed, media, file_media, confidence, credited)
    return CharacterRow(
        name=name,
        name_slug=required_key(name) if name else UNLABELLED,
        kind="ensemble" if is_ensemble(name) else "character",
        role=_vocabulary("role", role(roles), roles, problems),
        role_source=roles,
        species=species(kind_of_being).value,
        species_source=kind_of_being,
        species_group=_vocabulary("species", species_group(kind_of_being), kind_of_being, problems),
        gender=_vocabulary("gender", gender(genders), genders, problems),
        gender_source=genders,
        notes=_words(entry, "notes", problems),
        origin=_words(entry, "origin", problems),
        character_type=_words(entry, "character_type", problems),
        franchise_id=franchise[0],
        franchise_name=franchise[1],
        origin_franchise_id=origin[0],
        origin_franchise_name=origin[1],
        confidence=confidence,
        name_variants=_variants(entry, "name_variants", problems),
        talent_variants=_variants(entry, "actor_variants", problems),
        media=appearances(media, credits, parsed),
        credits=credits,
        corrections=corrections.all(),
        problems=problems.all(),
    )


def _object(record: dict[str, Any], field: str) -> dict[str, Any]:
    if record.get(field) is None:
        raise RefusedError("missing_field", f"the value has no {field}")
    if not isinstance(record[field], dict):
        raise RefusedError("invalid_type", f"{field} is {kind(record[field])}, not an object")
    found: dict[str, Any] = record[field]
    return found


def _name(entry: dict[str, Any]) -> str:
    """The name; '' for a credit without a character. Raises RefusedError: invalid_type, empty_name, name_too_long."""
    name = stated_text(entry, "name") or ""
    if not name:
        if _known(entry.get("voice_actor")) is None:
            raise RefusedError("empty_name", "the entry names neither a character nor anyone who performs")
        return name
    if len(name) > LONGEST_NAME:
        raise RefusedError("name_too_long", f"the name has {len(name)} signs; at most {LONGEST_NAME} are a name")
    if is_ensemble(name):
        return name if any(sign.isalnum() for sign in name) else ""
    return name


def _words(entry: dict[str, Any], field: str, problems: Problems) -> str | None:
    """A text of the entry; a list of texts is joined; anything else is a problem of this field alone."""
    value = entry.get(field)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "; ".join(value)
    if value is not None and not isinstance(value, str):
        problems.add(field, "invalid_type", f"{field} is {kind(value)}, not text", value)
        return None
    return None if too_long(field, value, problems) else clean(value or "") or None


def _variants(entry: dict[str, Any], field: str, problems: Problems) -> list[str]:
    """Other spellings that the source gives for a name."""
    value = entry.get(field) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        problems.add(field, "invalid_type", f"{field} is not a list of names", value)
        return []
    return list(dict.fromkeys(spelled for spelled in map(clean, value) if any(sign.isalnum() for sign in spelled)))


def _known(value: Any) -> str | None:
    """A text that says something: not blank, not `n/a`, `none` or `unknown`."""
    spelled = clean(value) if isinstance(value, str) else ""
    return spelled if spelled and unnamed_credits().get(fold(spelled)) != "none" else None


def _vocabulary(field: str, found: tuple[str | None, bool], word: str | None, problems: Problems) -> str | None:
    value, known = found
    if not known:
        problems.add(field, f"unknown_{field}", f"the vocabulary has no {shown(word)}", word)
    return value


def _franchise(name: str | None) -> tuple[str | None, str | None]:
    try:
        return (slug(name), name) if name else (None, None)
    except EmptyKeyError:
        return None, None  # a name of signs alone says nothing


def _confidence(entry: dict[str, Any], problems: Problems) -> str | None:
    try:
        return one_of(entry, "confidence", CREDIT_CONFIDENCES)
    except RefusedError as error:
        problems.add("confidence", "unknown_confidence", error.refusal.reason, entry["confidence"])
        return None
