"""The fixed small source of the proof: some twenty films, a character file of every shape, and what is wrong (damage).

All of it is invented. Belongs here: what can be used. Not here: what must end in the quarantine (damage).
"""

from __future__ import annotations

import json
from pathlib import Path

from hyperion_assets.proof import damage
from hyperion_assets.proof.entries import NORTH, SOUTH, STUDIOS, WEST, Json, character, film, run_of

LAMP_TOWN = film(
    "Lamp Town", 2003, franchise="Lamp Town", mpaa_rating="G", budget_usd=400_000, **run_of(4_000),
    release_date="2003-12-12", confidence={"release_date": "two_sources_agree", "runtime_min": "one_source"},
)  # fmt: skip
FILMS = [
    LAMP_TOWN,
    film("Lamp Town 2", 2006, franchise="Lamp Town", mpaa_rating="PG", **run_of(3_000)),
    film("Lamp Town III: Dark Days", 2009, franchise="LAMP TOWN", runtime_min="91", budget_usd="$12 million"),
    # Of another time: the curve of its days is extrapolated.
    film("The Quiet Moth", 1941, **run_of(2_500), mpaa_rating="n/a", runtime_min="64 min"),
    # The same title again: only the year tells them apart.
    film("The Quiet Moth", 2019, WEST, mpaa_rating="PG", **run_of(2_000), animation_type="hybrid"),
    film("The Tin Whale", 1994, SOUTH, **run_of(2_200), release_date="1994-03-04", animation_type="Hybrid"),
    film("Quiet Harbour", 2010, SOUTH, release_type="Direct-to-Video", release_date=None, runtime_min=65.0),
    film("Ångström & Søn", 2012, SOUTH, title_variants=["Angstrom and Son"], gross_note="none was reported"),
    film("Wind/Wave (2014)", 2014, WEST, release_date="unknown"),
    film("Paper Suns", 1999, SOUTH, franchise="Suns", budget_usd="1,200,000"),
    film("Paper Moons", 2001, WEST, franchise="Suns", release_type="limited"),
    film("Twelve Owls", 2005, WEST, franchise="Owls"),
    film("Thirteen Owls", 2008, WEST, franchise="Owls", release_type="streaming"),
    film("The Ember Fair", 1956),
    film("Salt and Sugar", 1978, mpaa_rating="pg-13"),
    film("Little Gale", 1990, SOUTH, confidence={"mpaa_rating": "missing", "budget_usd": "not_applicable"}),
    film("Nine Tallow Street", 2016, mpaa_rating="R"),
    film("Glass Meadow", 2021, WEST, franchise="Glass"),
]
"""What is read of them: plain facts, corrected ones, none at all; four of them and a damaged one have a box office."""

OTHER_LAMP_TOWN = LAMP_TOWN | {"runtime_min": 90, "mpaa_rating": "PG", "confidence": {"runtime_min": "missing"}}
"""A film that stands twice: what the second entry says otherwise is a conflict."""


WICK = character("Wick", "Ada Berg", "protagonist", species="lamp", gender="male")

FRANCHISE = {
    "franchise": "Lamp Town", "studio": NORTH, "notes": "flickers",
    "films": ["Lamp Town (2003)", "Lamp Town 2 (2006)", "Lamp Town III: Dark Days (2009)", "Lamp Town IV (2030)"],
    "categories": {
        "lamp_town": {
            "year": 2003, "directors": ["Ole Dahl"], "count": 4,
            "characters": [
                WICK | {"voice_actor": "Ada Berg / Ben Cole (young)", "confidence": "one_source"},
                character("Moth Queen", "Cléo Dahl, Dora Ek (singing)", "villain", species="moth"),
                character("MOTH KING", "Sinbad", "henchmen", species="moth", gender="Male", notes="a “king”"),
                character("Additional Voices", "Dora Ek, Emil Falk", None, gender=None),
            ],
        },
        "lamp_town_2": {
            "year": 2006,
            "characters": [
                WICK,
                character("Ember", "Zoë Gad Jr.", "sidekick", singing_voice="Dora Ek", origin="Lamp Town"),
                character("Moth King", "Sinbad", "antagonist", gender="male", species="butterfly"),
            ],
        },
        "recurring_characters": {
            "characters": [character("Mayor Flint", "Emil Falk (1-2); Finn Holm (3)", "mentor", gender="male")]
        },
    },
}  # fmt: skip
OTHER_CAST = {
    "film": "Lamp Town", "year": 2003,
    # Wholly different people from those of the other file, and a role and a kind that differ too.
    "characters": [character("Moth Queen", "Greta Ibsen", "minor", species="insect", confidence="two_sources_agree")],
}  # fmt: skip
FLAT = {
    "franchise": "Suns", "films": ["Paper Suns (1999)", "Paper Moons (2001)"], "directors": ["Ida Jansen"],
    "characters": [
        character("Sol", "Kai Lund (1); Kai Lunde (2)", "hero", species="sun", gender="none"),
        character("Luna", None, "deuteragonist", species="moon"),
        character("Luna the Elder", "Kai Lund", "mentor", species="moon"),
    ],
}  # fmt: skip
ONE_FILM = {
    "film": "The Tin Whale", "year": 1994, "studio": SOUTH, "directors": ["Mia Nord"],
    "characters": [
        character("Captain Rust", "Emil Falk", "mentor", species="robot", gender="male"),
        character("The Whale", None, "protagonist", species="whale", gender="n/a"),
        character("Crew", "Various", "minor"),
    ],
}  # fmt: skip
ONE_GAME = {
    "franchise": "Lamp Town", "game": "Lamp Rally", "year": 2004, "platform": "PC",
    "characters": [WICK | {"voice_actor": "Finn Holm"}, character("Various", "Various", None)],
}  # fmt: skip
GAMES = {
    "franchise": "Owls", "games": ["Owl Chess (2007)", "Owl Kart (2011)"],
    "categories": {
        "owl_chess": {
            "year": 2007, "platform": "PC", "developer": "Polar Games", "game_type": "puzzle", "count": 2,
            "characters": [character("Hoot", "Ben Cole"), character("Player", "player choice", "player")],
        },
        "owl_kart": {"year": 2011, "platform": "PC", "characters": [character("Hoot", "Ben Cole", "hero")]},
    },
}  # fmt: skip
GROUPED = {
    "franchise": "Owls", "films": ["Twelve Owls (2005)", "Thirteen Owls (2008)"],
    "characters": {
        "heroes": [character("Hoot", "Ben Cole", "hero", species="owl", gender="male")],
        "thirteen_owls_villains": [character("Night", "Nora Olsen (archive)", "villain", species="owl")],
    },
}  # fmt: skip
SERIES = {
    "series": "Lamp Town Nights", "franchise": "Lamp Town",
    "categories": {"season_one": {"seasons": 1, "episode_count": 9, "year": 2007, "characters": [WICK]}},
}  # fmt: skip
SHORT = {
    "short": "Wick's Vacation", "franchise": "Lamp Town", "year": 2005,
    "characters": [WICK, character("Moth Queen", "Cléo Dahl", origin_franchise="Lamp Town")],
}  # fmt: skip
ELSEWHERE = {
    "film": "Salt & Sugar", "year": 1979,
    "characters": [
        # Of another franchise, and a film that the catalogue has a year earlier and under another spelling.
        character("Wick", "Ada Berg", "cameo", origin_franchise="Lamp Town", gender="male", species="lamp"),
        character("Salt", "Per Quist & Rut Quist", "protagonist", species="spirit"),
        character("Sugar", "Rut  Quist (uncredited)", "love interest", species="spirit"),
    ],
}  # fmt: skip
NAMESAKES = {
    "film": "The Quiet Moth", "year": 2019, "studio": WEST,
    "characters": [
        character("Moth", "Stig Thor - singing", "protagonist"), character("Narrator", "Ulla Vik", "narrator"),
    ],
}  # fmt: skip
FIRST_MOTH = {
    "film": "Quiet Moth, The", "year": 1941,
    "characters": [character("Narrator", "ULLA VIK", "narrator"), character("Moth", "N/A", "protagonist")],
}  # fmt: skip
REMAKE = {"film": "Glass Meadow", "year": 1961, "characters": [character("Reed", "Yngve Aas", "hero")]}

FILES: dict[str, tuple[Json, str]] = {
    "north/franchise.json": (FRANCHISE, "utf-8"),
    "north/one_film_of_another_cast.json": (OTHER_CAST, "utf-8"),
    "south/flat.json": (FLAT, "utf-8"),
    "south/one_film.json": (ONE_FILM, "utf-8-sig"),
    "games/one_game.json": (ONE_GAME, "utf-8"),
    "games/games.json": (GAMES, "utf-8"),
    "west/grouped.json": (GROUPED, "utf-8"),
    "west/series.json": (SERIES, "utf-8"),
    "west/short.json": (SHORT, "utf-16"),
    "west/elsewhere.json": (ELSEWHERE, "utf-8"),
    "west/namesakes.json": (NAMESAKES, "utf-8"),
    "north/first_moth.json": (FIRST_MOTH, "utf-8"),
    "west/remake.json": (REMAKE, "utf-8"),
}
"""Character files with their encodings, by path below characters/."""


def write_source(folder: Path) -> None:
    """Write the source into a folder that is not there yet."""
    characters = folder / "characters"
    for name, (document, encoding) in FILES.items():
        path = characters / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding=encoding)
    studios, films = [*STUDIOS, *damage.STUDIOS], [*FILMS, OTHER_LAMP_TOWN, *damage.films()]
    (folder / "complete_movie_list.json").write_bytes(damage.said_twice({"studios": studios, "films": films}))
    damage.write_files(characters / "damaged")
