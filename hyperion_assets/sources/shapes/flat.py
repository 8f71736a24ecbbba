"""A franchise without categories: one list of characters, who stand in every film of the list."""

from __future__ import annotations

from hyperion_assets.sources.shapes.entries import Json, Reading
from hyperion_assets.sources.shapes.franchise import read_franchise


def read_flat(document: Json) -> Reading:
    """Entries of the one list, with all listed films."""
    yield from read_franchise(document, "franchise_flat")
