"""What only knowledge can decide: other names of one entity (data/aliases.csv), one name of several (identities.csv).

An alias names the talent or character that it stands for; its context is blank, or for a character its franchise. An
identity gives the name an id of its own in its context: a film's or medium's id, or for a character its franchise.

Belongs here: reading and validating the two files, and looking names up. Not here: names that fold to one slug (keys).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from hyperion_assets.errors import InputError
from hyperion_assets.model.keys import EmptyKeyError, slug
from hyperion_assets.settings import REPOSITORY

ALIASES, IDENTITIES = REPOSITORY / "data" / "aliases.csv", REPOSITORY / "data" / "identities.csv"

Entity = Literal["talent", "character"]
_ENTITIES = ("talent", "character")
_COLUMNS = {ALIASES.name: "stands_for", IDENTITIES.name: "id"}


class Reviewed(NamedTuple):
    """A row of one of the files: names as slugs, `value` the name that is stood for, or the id."""

    entity: str
    name: str
    context: str
    value: str
    why: str


class Decision(NamedTuple):
    """Who a name means: the key, the name to show, and for a reviewed name which rule decided (alias, identity)."""

    id: str
    name: str
    rule: str | None = None
    why: str | None = None


def talent_of(name: str, medium_id: str | None = None) -> Decision:
    """The talent that a name means in a medium: parted by an identity, else joined by an alias, else its own slug.

    Raises EmptyKeyError.
    """
    key = slug(name)
    for context in (medium_id, "") if medium_id else ("",):
        parted = _identities().get(("talent", key, context))
        if parted is not None:
            return Decision(parted.value, name, "identity", parted.why)
    alias = _aliases().get(("talent", key, ""))
    if alias is None:
        return Decision(key, name)
    return Decision(slug(alias.value), alias.value, "alias", alias.why)


def reviewed(entity: Entity) -> tuple[list[Reviewed], list[Reviewed]]:
    """The aliases and the identities of one kind of entity."""
    return (
        [row for row in _aliases().values() if row.entity == entity],
        [row for row in _identities().values() if row.entity == entity],
    )


def read_reviewed(path: Path) -> dict[tuple[str, str, str], Reviewed]:
    """The rows of one of the two files by entity, slug of the name, and context.

    Raises InputError with the line for a row that is not complete, a kind that is not known, a name that stands there
    twice, an alias of an alias, or an id that is no key.
    """
    found: dict[tuple[str, str, str], Reviewed] = {}
    for line, row in enumerate(_rows(path), start=2):
        made = _reviewed(path, line, row)
        if made[:3] in found:
            raise InputError(f"{path}, line {line}: {row['name']!r} stands there twice in one context; keep one")
        found[made[:3]] = made
    for made in found.values():
        if path.name == ALIASES.name and (made.entity, slug(made.value), made.context) in found:
            raise InputError(f"{path}: {made.value!r} is an alias itself; name who it stands for")
    return found


def _reviewed(path: Path, line: int, row: Mapping[str, str | None]) -> Reviewed:
    value = row.get(_COLUMNS[path.name])
    entity, name, context, why = (row.get(column) for column in ("entity", "name", "context", "why"))
    if not (entity and name and value and why) or context is None:
        raise InputError(f"{path}, line {line}: a row needs {', '.join(_header(path))}; only context may be blank")
    if entity not in _ENTITIES:
        raise InputError(f"{path}, line {line}: entity is {entity!r}; allowed are {', '.join(_ENTITIES)}")
    if (entity == "character" or path.name == IDENTITIES.name) and not context:
        raise InputError(f"{path}, line {line}: a {entity} needs a context here: a franchise, or a film's id")
    try:
        key, target = slug(name), slug(value)
    except EmptyKeyError as error:
        raise InputError(f"{path}, line {line}: {error}") from None
    if path.name == IDENTITIES.name and target != value:
        raise InputError(f"{path}, line {line}: the id {value!r} is no key; write {target!r}")
    if path.name == ALIASES.name and target == key:
        raise InputError(f"{path}, line {line}: {name!r} and {value!r} have one key already; the row decides nothing")
    return Reviewed(entity, key, context, value, why)


def _rows(path: Path) -> list[dict[str, str | None]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            rows, columns = list(reader), list(reader.fieldnames or ())
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; restore it from the repository") from None
    except (csv.Error, UnicodeDecodeError) as error:
        raise InputError(f"{path} is no CSV in UTF-8: {error}") from None
    if columns != _header(path):
        raise InputError(f"{path}: the columns are not {', '.join(_header(path))}")
    return rows


def _header(path: Path) -> list[str]:
    return ["entity", "name", "context", _COLUMNS[path.name], "why"]


@cache
def _aliases() -> Mapping[tuple[str, str, str], Reviewed]:
    return read_reviewed(ALIASES)


@cache
def _identities() -> Mapping[tuple[str, str, str], Reviewed]:
    return read_reviewed(IDENTITIES)
