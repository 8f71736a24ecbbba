"""The media of a record's context, checked and keyed.

Belongs here: from a context's JSON to rows of media. Not here: which of them an entry appears in (character_stage).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypedDict

from hyperion_assets.model.keys import loose_key, match_key
from hyperion_assets.sources.documents import clean, kind
from hyperion_assets.sources.media import KINDS, Medium
from hyperion_assets.sources.refusals import RefusedError, required_key, shown
from hyperion_assets.sources.years import exact_year


class MediumRow(TypedDict):
    """A film, game, series or short of a staged character, with the keys that it is found by."""

    kind: str
    title: str
    year: int | None
    media_id: str
    match_key: str
    loose_key: str


def context_media(context: dict[str, Any], field: str) -> list[Medium]:
    """The media of one list of a record's context. Raises RefusedError: invalid_type, empty_name."""
    listed = context.get(field)
    if not isinstance(listed, list):
        raise RefusedError("invalid_type", f"context.{field} is {kind(listed)}, not a list of media")
    return [_medium(field, item) for item in listed]


def _medium(field: str, item: Any) -> Medium:
    facts = item if isinstance(item, dict) else {}
    title, year = facts.get("title"), facts.get("year")
    if facts.get("kind") not in KINDS or not isinstance(title, str) or (year is not None and exact_year(year) is None):
        raise RefusedError("invalid_type", f"context.{field} has {shown(item)}, not a kind, title and year")
    required_key(title)
    return Medium(facts["kind"], clean(title), year)


def medium_row(medium: Medium) -> MediumRow:
    """A medium with the keys that it is found by."""
    media_id, key, loose = _keys_of(medium.title, medium.year)
    return MediumRow(
        kind=medium.kind, title=medium.title, year=medium.year, media_id=media_id, match_key=key, loose_key=loose
    )


@lru_cache(maxsize=4096)
def _keys_of(title: str, year: int | None) -> tuple[str, str, str]:
    """media_id and the two folded titles of a medium, kept because a file's media stand in each of its records."""
    return required_key(title, year), match_key(title), loose_key(title)
