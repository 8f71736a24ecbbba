"""The film catalogue: the facts of films.csv with animation type, release type and studios from knowledge."""

from __future__ import annotations

from typing import Any

from making.tables import Film, KnowledgeError, Row, film_of, keyed, known, rows, words

UNVERIFIED = "own_knowledge_unverified"

AMOUNTS = ("budget_usd", "domestic_gross_usd", "domestic_original_run_usd", "worldwide_gross_usd")
GRADED = {  # field of the catalogue: its confidence column in films.csv
    "release_date": "release_date_conf",
    "runtime_min": "runtime_min_conf",
    "mpaa_rating": "mpaa_conf",
    "budget_usd": "budget_usd_conf",
    "domestic_gross_usd": "domestic_gross_usd_conf",
    "worldwide_gross_usd": "worldwide_gross_usd_conf",
}


def catalogue() -> dict[str, Any]:
    """The content of complete_movie_list.json, studios and films in the order of their tables.

    Amounts are whole US dollars; null is unknown, never zero. Raises KnowledgeError if a film has no animation
    type, or a release type that the facts leave open.
    """
    animation = {film_of(row): row["animation_type"] for row in rows("knowledge/animation_types.csv")}
    release = {film_of(row): row["release_type"] for row in rows("knowledge/release_types.csv")}
    return {
        "schema_version": 1,
        "studios": [_studio(row) for row in keyed("knowledge/studios.csv", "name").values()],
        "films": [_film(row, animation, release) for row in keyed("facts/films.csv", "title", "year").values()],
    }


def _studio(row: Row) -> dict[str, Any]:
    return {
        "name": row["name"],
        "parent_company": known(row["parent_company"]),
        "active_from": known(row["active_from"], int),
        "active_to": known(row["active_to"], int),
    }


def _film(row: Row, animation: dict[Film, str], release: dict[Film, str]) -> dict[str, Any]:
    film = film_of(row, "title", "year")
    if film not in animation:
        raise KnowledgeError(f"knowledge/animation_types.csv has no row for {film[0]} ({film[1]})")
    left_open = row["release_type"] == "streaming_or_limited"
    if left_open and film not in release:
        raise KnowledgeError(f"knowledge/release_types.csv has no row for {film[0]} ({film[1]})")
    return {
        "title": film[0],
        "year": film[1],
        "studio": row["studio"],
        "franchise": row["franchise"],
        "animation_type": animation[film],
        "release_type": release[film] if left_open else row["release_type"],
        "release_date": known(row["release_date"]),
        "runtime_min": known(row["runtime_min"], int),
        "mpaa_rating": known(row["mpaa"]),
        **{amount: known(row[amount], int) for amount in AMOUNTS},
        "gross_note": known(row["gross_note"].strip()),
        "title_variants": [variant for variant in words(row["title_variants"]) if variant != film[0]],
        "confidence": {
            **{field: row[column] for field, column in GRADED.items()},
            "animation_type": UNVERIFIED,
            "release_type": UNVERIFIED if left_open else "one_source",
        },
    }
