"""The casts of all films as credits: the rows of voice_cast.csv as the knowledge tables correct them, and own ones.

Belongs here: which character and which talent a row speaks of. Not here: how a credit looks in a file (entries).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from hyperion_assets.model.keys import slug
from making.catalogue import UNVERIFIED
from making.tables import Film, KnowledgeError, Row, film_of, keyed, rows, words

ENSEMBLE = "Additional Voices"
UNCREDITED = "uncredited"
_ENSEMBLE_LABELS = ("", "additional voice", "additional voices")
_STRONGEST_FIRST = (
    "two_sources_agree",
    "two_sources_agree_actor_spelling_differs",
    "actor_in_film_confirmed_character_label_differs",
    "one_source",
    UNVERIFIED,
)


@dataclass
class Credit:
    """One talent's credit for one character in one film, with every spelling that the facts have for both."""

    film: Film
    name: str
    talent: str
    confidence: str
    credited: bool = True
    qualifiers: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    name_variants: list[str] = field(default_factory=list)
    talent_variants: list[str] = field(default_factory=list)

    @property
    def identity(self) -> tuple[Film, str, str, str]:
        """What makes two rows the same credit."""
        return self.film, slug(self.name), slug(self.talent), ", ".join(self.qualifiers)


@cache
def franchises() -> dict[Film, str]:
    """The franchise of every film of the facts."""
    return {film_of(row, "title", "year"): row["franchise"] for row in rows("facts/films.csv")}


def all_credits() -> list[Credit]:
    """Every credit, in the order of the facts and then of own_casts.csv; rows that say the same are one.

    A merged credit has the spellings and notes of all its rows and the strongest of their confidences, and is a
    credited one if any of them is. Raises KnowledgeError if a knowledge table names what is not in the facts.
    """
    merged: dict[tuple[Film, str, str, str], Credit] = {}
    for credit in [*map(_from_facts, _corrected()), *map(_from_knowledge, rows("knowledge/own_casts.csv"))]:
        if credit.film not in franchises():
            raise KnowledgeError(f"there is no film {credit.film[0]} ({credit.film[1]}) in facts/films.csv")
        _merge(merged.setdefault(credit.identity, credit), credit)
    return list(merged.values())


def _merge(into: Credit, credit: Credit) -> None:
    """Add to a credit what another row says of the same; a credit merged into itself stays as it is."""
    for spelling in (credit.name, *credit.name_variants):
        if spelling not in (into.name, *into.name_variants):
            into.name_variants.append(spelling)
    into.talent_variants += [name for name in credit.talent_variants if name not in into.talent_variants]
    into.notes += [note for note in credit.notes if note not in into.notes]
    into.credited = into.credited or credit.credited
    into.confidence = min(into.confidence, credit.confidence, key=_STRONGEST_FIRST.index)


def _corrected() -> list[Row]:
    """The rows of voice_cast.csv with the fields that cast_corrections.csv overrules; a doubt is put into its notes."""
    columns = ("film", "film_year", "character", "voice_actor")
    corrections = keyed("knowledge/cast_corrections.csv", *columns, "field")
    corrected = []
    for row in rows("facts/voice_cast.csv"):
        identity = tuple(row[column] for column in columns)
        changes = {key[-1]: corrections.pop(key)["value"] for key in [k for k in corrections if k[:-1] == identity]}
        corrected.append(row | changes)
    if corrections:
        raise KnowledgeError(f"knowledge/cast_corrections.csv corrects rows that are not there: {sorted(corrections)}")
    return corrected


def _from_facts(row: Row) -> Credit:
    name, qualifiers = _named(film_of(row), row["character"])
    talent = _alias("talent", row["voice_actor"])
    credit = Credit(film_of(row), name, talent, row["confidence"], qualifiers=qualifiers)
    spellings = [row["character"], *words(row["character_variants"])]
    credit.name_variants = [word for word in dict.fromkeys(spellings) if word and word != name]
    credit.talent_variants = [word for word in (row["voice_actor"], *words(row["actor_variants"])) if word != talent]
    if not row["character"]:
        credit.notes.append("Named without a character")
    if row.get("doubt"):
        credit.notes.append(row["doubt"])
    for note in _noted(row["notes"]):
        _take(credit, note)
    return credit


def _from_knowledge(row: Row) -> Credit:
    qualifiers = [part.strip() for part in row["qualifier"].split(",") if part.strip()]
    return Credit(film_of(row), row["character"], row["voice_actor"], UNVERIFIED, qualifiers=qualifiers)


def _noted(notes: str) -> list[str]:
    return [part.strip() for part in notes.replace("|", ";").split(";") if part.strip()]


def _take(credit: Credit, note: str) -> None:
    """Add one note of the source: as qualifiers where cast_notes.csv knows it, else in its own words."""
    known = _note_meanings().get((note,))
    if known is not None:
        meaning = [part.strip() for part in known["meaning"].split(",") if part.strip()]
        credit.qualifiers += [word for word in meaning if word != UNCREDITED and word not in credit.qualifiers]
        credit.credited = credit.credited and UNCREDITED not in meaning
    elif note.startswith("as "):
        credit.talent_variants.append(note.removeprefix("as "))
    else:
        credit.notes.append(note[0].upper() + note[1:])


def _named(film: Film, label: str) -> tuple[str, list[str]]:
    """The character's name and, where the label tells the part of life, the qualifier for it."""
    if label.strip().casefold() in _ENSEMBLE_LABELS:
        return ENSEMBLE, []
    franchise = franchises()[film]
    for title in (film[0], ""):
        row = _character_names().get((franchise, title, label))
        if row is not None:
            return row["name"], [row["qualifier"]] if row["qualifier"] else []
    return _alias("character", label, slug(franchise)), []


def _alias(entity: str, written: str, context: str = "") -> str:
    """The name that another one stands for."""
    row = _aliases().get((entity, written, context))
    return row["stands_for"] if row else written


@cache
def _character_names() -> dict[tuple[str, ...], Row]:
    return keyed("knowledge/character_names.csv", "franchise", "film", "label")


@cache
def _aliases() -> dict[tuple[str, ...], Row]:
    return keyed("aliases.csv", "entity", "name", "context")


@cache
def _note_meanings() -> dict[tuple[str, ...], Row]:
    return keyed("knowledge/cast_notes.csv", "note")
