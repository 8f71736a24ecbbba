"""Steps of JSON pointers (RFC 6901)."""

from __future__ import annotations

from collections.abc import Iterator


def escape(step: str) -> str:
    """One step of a JSON pointer."""
    return step.replace("~", "~0").replace("/", "~1")


def unescape(step: str) -> str:
    """A key from one step of a JSON pointer."""
    return step.replace("~1", "/").replace("~0", "~")


def with_above(place: str) -> Iterator[str]:
    """A JSON pointer and those of everything that holds it, inner ones first."""
    while place:
        yield place
        place = place.rpartition("/")[0]
    yield ""
