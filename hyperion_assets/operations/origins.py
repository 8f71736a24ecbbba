"""Where a record came from, in words."""

from __future__ import annotations


def origin_text(source: str | None, place: str | None, key: str | None = None) -> str:
    """The source and the place in it; its key, if that is given, where no source is named."""
    return " ".join(filter(None, [source or key or "an unknown source", place]))
