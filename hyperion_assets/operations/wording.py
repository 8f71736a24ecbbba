"""What several commands say in the same words."""

from __future__ import annotations


def origin_text(source: str | None, place: str | None, key: str | None = None) -> str:
    """The source and the place in it; its key, if that is given, where no source is named."""
    return " ".join(filter(None, [source or key or "an unknown source", place]))


def counted(number: int, what: str) -> str:
    """A number of things: `1 record`, `2 records`."""
    return f"{number:,} {what}{'s' * (number != 1)}"
