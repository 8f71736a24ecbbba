"""Character files: the entries of a studio family's franchise in one file, in the franchise or the one-film shape.

Belongs here: names and shapes of files. Not here: what one entry says (entries).
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from hyperion_assets.model.keys import slug
from making.casts import ENSEMBLE, all_credits, franchises
from making.entries import Entry, entry_of, game_entry
from making.tables import Film, film_of, rows

File = dict[str, Any]

RECURRING = "core_recurring_cast"


def character_files() -> dict[str, File]:
    """Every character file by its path below characters/: one a family and franchise, and one a game's franchise.

    Of a franchise with several films in the family the entries that are the same in all of them stand once, under
    core_recurring_cast.
    """
    casts: dict[Film, list[Entry]] = defaultdict(list)
    # The leading characters first, the additional voices last; within each the order of the tables.
    for credit in sorted(all_credits(), key=lambda credit: credit.name == ENSEMBLE):
        casts[credit.film].append(entry_of(credit))
    for cast in casts.values():
        cast.sort(key=lambda entry: entry["role"] is None)
    together: dict[tuple[str, str, str], list[Film]] = defaultdict(list)
    families = {row["name"]: row["family"] for row in rows("knowledge/studios.csv")}
    for row in sorted(rows("facts/films.csv"), key=lambda row: (int(row["year"]), row["title"])):
        film = film_of(row, "title", "year")
        if film in casts:
            together[families[row["studio"]], franchises()[film], row["studio"]].append(film)
    files = {}
    for (family, franchise, studio), films in together.items():
        several = len(films) > 1
        content = _franchise(franchise, studio, films, casts) if several else _one_film(studio, films[0], casts)
        files[f"{family}/{_file_name(franchise)}.json"] = content
    return files | _game_files()


def _one_film(studio: str, film: Film, casts: dict[Film, list[Entry]]) -> File:
    return {
        "film": film[0],
        "year": film[1],
        "studio": studio,
        "total_estimated_characters": len(casts[film]),
        "characters": casts[film],
    }


def _franchise(franchise: str, studio: str, films: list[Film], casts: dict[Film, list[Entry]]) -> File:
    shared = (entry for entry in casts[films[0]] if all(entry in casts[film] for film in films[1:]))
    recurring = [entry for entry in shared if entry["name"] != ENSEMBLE]
    categories: dict[str, Any] = {}
    if recurring:
        categories[RECURRING] = {"count": len(recurring), "characters": recurring}
    for title, year in films:
        own = [entry for entry in casts[title, year] if entry not in recurring]
        categories[_file_name(title)] = {"year": year, "count": len(own), "characters": own}
    return {
        "franchise": franchise,
        "studio": studio,
        "films": [f"{title} ({year})" for title, year in films],
        "total_estimated_characters": sum(category["count"] for category in categories.values()),
        "categories": categories,
    }


def _game_files() -> dict[str, File]:
    """The game files; each franchise of game_characters.csv has one game."""
    files: dict[str, File] = {}
    for row in rows("knowledge/game_characters.csv"):
        game = {
            "franchise": row["franchise"],
            "game": row["game"],
            "year": int(row["game_year"]),
            "platform": row["platform"],
            "characters": [],
        }
        file = files.setdefault(f"games/{_file_name(row['franchise'])}.json", game)
        file["characters"].append(game_entry(row))
    return files


def _file_name(title: str) -> str:
    return slug(title).replace("-", "_")
