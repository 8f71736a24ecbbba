"""A source folder small enough to know every row of: four films, three character files, little box office."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

NORTH = {"name": "North Studio", "parent_company": "Polar Holding", "active_from": 1990, "active_to": None}
SOUTH = {"name": "South Studio", "parent_company": None, "active_from": 1988, "active_to": 2015}

LAMP_TOWN = {
    "title": "Lamp Town",
    "year": 2003,
    "studio": "North Studio",
    "franchise": "Lamp Town",
    "animation_type": "animated",
    "release_type": "theatrical",
    "release_date": "2003-12-12",
    "runtime_min": 91,
    "mpaa_rating": "G",
    "budget_usd": 400_000,
    "domestic_gross_usd": 4_000,
    "domestic_original_run_usd": 4_000,
    "worldwide_gross_usd": 9_000,
    "confidence": {"release_date": "two_sources_agree", "runtime_min": "one_source"},
}
LAMP_TOWN_2 = {
    "title": "Lamp Town 2",
    "year": 2006,
    "studio": "North Studio",
    "franchise": "Lamp Town",
    "animation_type": "animated",
    "release_type": "theatrical",
    "release_date": "2006-06-16",
    "runtime_min": 84,
    "mpaa_rating": "PG",
    "domestic_gross_usd": 3_000,
    "domestic_original_run_usd": 3_000,
}
TIN_WHALE = {
    "title": "The Tin Whale",
    "year": 1994,
    "studio": "South Studio",
    "animation_type": "hybrid",
    "release_type": "theatrical",
    "release_date": "1994-03-04",
    "runtime_min": 78,
    "domestic_gross_usd": 2_000,
    "domestic_original_run_usd": 2_000,
}
QUIET_HARBOUR = {
    "title": "Quiet Harbour",
    "year": 2010,
    "studio": "South Studio",
    "animation_type": "animated",
    "release_type": "direct_to_video",
    "release_date": None,
    "runtime_min": 65,
}

LAMP_TOWN_FILE = "north/lamp_town.json"
TIN_WHALE_FILE = "south/tin_whale.json"
GAME_FILE = "games/lamp_rally.json"

CHARACTER_FILES: dict[str, dict[str, Any]] = {
    LAMP_TOWN_FILE: {
        "franchise": "Lamp Town",
        "studio": "North Studio",
        "films": ["Lamp Town (2003)", "Lamp Town 2 (2006)"],
        "categories": {
            "lamp_town": {
                "year": 2003,
                "characters": [
                    {
                        "name": "Wick",
                        "role": "protagonist",
                        "species": "lamp",
                        "gender": "male",
                        "voice_actor": "Ada Berg / Ben Cole (young)",
                        "confidence": "one_source",
                    },
                    {"name": "Moth Queen", "role": "villain", "gender": "female", "voice_actor": "Cleo Dahl"},
                    {"name": "Additional Voices", "role": None, "voice_actor": "Dora Ek, Emil Falk"},
                ],
            },
            "lamp_town_2": {
                "year": 2006,
                "characters": [
                    {"name": "Wick", "role": "protagonist", "gender": "male", "voice_actor": "Ada Berg"},
                    {"name": "Ember", "role": "sidekick", "gender": "female", "voice_actor": "Zoë Gad"},
                ],
            },
        },
    },
    TIN_WHALE_FILE: {
        "film": "The Tin Whale",
        "year": 1994,
        "studio": "South Studio",
        "characters": [
            {"name": "Captain Rust", "role": "mentor", "species": "robot", "voice_actor": "Emil Falk"},
            {"name": "The Whale", "role": "protagonist", "species": "whale", "voice_actor": None},
        ],
    },
    GAME_FILE: {
        "franchise": "Lamp Town",
        "game": "Lamp Rally",
        "year": 2004,
        "platform": "PC",
        "characters": [{"name": "Wick", "role": "protagonist", "gender": "male", "voice_actor": "Finn Holm"}],
    },
}


class SmallSource:
    """The source in a folder. Change `films` or `files`, then `write`; only files that differ are written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.studios = copy.deepcopy([NORTH, SOUTH])
        self.films: list[dict[str, Any]] = copy.deepcopy([LAMP_TOWN, LAMP_TOWN_2, TIN_WHALE, QUIET_HARBOUR])
        self.files = copy.deepcopy(CHARACTER_FILES)
        self.write()

    @property
    def catalogue(self) -> Path:
        """The film catalogue."""
        return self.folder / "complete_movie_list.json"

    @property
    def characters(self) -> Path:
        """The folder of character files."""
        return self.folder / "characters"

    def film(self, title: str) -> dict[str, Any]:
        """The film's entry in the catalogue."""
        return next(film for film in self.films if film.get("title") == title)

    def write(self) -> None:
        """Bring the folder up to what is held here; files that are not of this source stay."""
        documents: dict[Path, dict[str, Any]] = {self.catalogue: {"studios": self.studios, "films": self.films}}
        documents |= {self.characters / name: document for name, document in self.files.items()}
        for path, document in documents.items():
            text = json.dumps(document, ensure_ascii=False, indent=1)
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
