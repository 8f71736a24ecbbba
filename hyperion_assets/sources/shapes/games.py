"""A franchise of games: like one of films, but a game is no film."""

from __future__ import annotations

from hyperion_assets.sources.shapes.entries import Json, Reading
from hyperion_assets.sources.shapes.franchise import read_franchise


def read_games(document: Json) -> Reading:
    """Entries by category; each category is one of the listed games."""
    yield from read_franchise(document, "games")
