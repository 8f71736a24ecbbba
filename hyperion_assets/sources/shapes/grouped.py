"""Characters in groups in place of a list: a group's name is kept, and narrows the films where it names one."""

from __future__ import annotations

from hyperion_assets.sources.shapes.entries import Json, Reading
from hyperion_assets.sources.shapes.franchise import read_franchise


def read_grouped(document: Json) -> Reading:
    """Entries of each group, with the films that its name means (`rio_1_villains`), else all."""
    yield from read_franchise(document, "grouped")
