"""What one published record means: pure functions of its bytes, for films and for character entries.

Belongs here: the two functions that the transforms call, by their contract. How they decide is in film_stage and
character_stage.
"""

from __future__ import annotations

from hyperion_assets.sources.character_stage import CharacterRow, stage_character
from hyperion_assets.sources.film_stage import FilmRow, stage_film
from hyperion_assets.sources.refusals import Problem, Refusal

__all__ = ["CharacterRow", "FilmRow", "Problem", "Refusal", "stage_character", "stage_film"]
