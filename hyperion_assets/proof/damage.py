"""What is wrong in the proof's source, each thing under the reason for which it must stand in the quarantine.

Belongs here: writing it, and which reasons no source can cause. Not here: what can be used (source).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hyperion_assets.proof.entries import Json, character, film, run_of
from hyperion_assets.sources.character_stage import LONGEST_NAME
from hyperion_assets.sources.film_stage import LONGEST_TITLE
from hyperion_assets.sources.refusals import LONGEST_TEXT

MOST_BYTES, MOST_ENTRIES = 50_000, 200
LIMITS = {"max_source_bytes": MOST_BYTES, "max_file_entries": MOST_ENTRIES}
"""Settings under which a file is too large, and another has too many entries, without taking long to read."""

STUDIOS: list[Any] = [{"parent_company": "Nobody's"}, {"name": "North Lantern studio"}]
"""not_a_studio, duplicate_studio."""

AMOUNTS: Mapping[str, Any] = {
    "negative_amount": -1,
    "inflation_adjusted": "$5,000,000 (inflation adjusted)",
    "rentals": "3,500,000 in rentals",
    "other_currency": "£5m",
    "amount_range": "4-5 million",
    "several_amounts": "4000000, then 5000000",
    "approximate_amount": "about 9 million",
    "ambiguous_number": "1.234.567",
    "not_an_amount": "plenty",
    "zero_amount": 0,
    "amount_too_small": 12,
    "amount_too_large": 10**12,
}
RUNTIMES: Mapping[str, Any] = {
    "implausible_runtime": 468,
    "runtime_in_seconds": 5520,
    "runtime_in_hours": "1:32",
    "invalid_type": [84],
}
DATES: Mapping[str, Any] = {
    "invalid_date": "16 June",
    "implausible_date": "1899-01-01",
    "release_date_off_year": "2030-01-01",
}
FILM_WORDS: Mapping[str, Json] = {
    "invalid_value": {"mpaa_rating": "PG-14"},
    "unknown_confidence": {"confidence": {"release_date": "my uncle"}},
    "empty_name": {"franchise": "…!"},
}
"""Facts of films: each costs its field."""

FILMS: Mapping[str, Any] = {
    "missing_field": {"title": None},
    "invalid_year": {"year": "19x5"},
    "unknown_studio": {"studio": "Eastern Studio"},
    "empty_name": {"title": "?!"},
    "name_too_long": {"title": "R" * (LONGEST_TITLE + 1)},
    "invalid_type": {"title": 7},
    "not_json": {"gross_note": "half of one: \ud83d"},
    "not_json_value": {"budget_usd": float("nan")},
}
"""Entries of the catalogue: each costs its film."""

ENTRIES: Mapping[str, Json] = {
    "no_name": {"name": 7},
    "name_too_long": {"name": "L" * (LONGEST_NAME + 1)},
    "empty_name": {"name": "…!"},
    "invalid_type": {"species": 7},
    "unknown_role": {"role": "lamplighter of record"},
    "unknown_gender": {"gender": "lamp"},
    "unknown_species": {"species": "quuxling"},
    "unknown_confidence": {"confidence": "my uncle"},
    "undecidable_credit": {"voice_actor": "Tom and Ray Magnusson"},
    "unknown_qualifier": {"voice_actor": "Ada Berg (backwards)"},
    "unread_field": {"japanese_voice_actor": "Hana Mori"},
    "text_too_long": {"notes": "x" * (LONGEST_TEXT + 1)},
    "not_json": {"notes": "half of one: \ud83d"},
    "not_json_value": {"notes": float("inf")},
}
"""Entries of character files: each costs its entry or a field of it."""

WHOLE_FILES: Mapping[str, bytes] = {
    "empty_file": b" \n",
    "not_json": b'{"film": "The Ember Fair", "year": 1956, "characters": [',
    "not_utf8": '{"film": "The Ember Fair", "characters": [{"name": "Зоя"}]}'.encode("cp1251"),
    "too_deep": b"[" * 1_000,
    "too_many_entries": json.dumps({"film": "The Ember Fair", "characters": [{}] * (MOST_ENTRIES + 1)}).encode(),
    "too_large": json.dumps({"film": "The Ember Fair", "notes": "x" * MOST_BYTES}).encode(),
    "duplicate_key": b'{"film": "A", "film": "B", "characters": [{"name": "Wick", "voice_actor": "Ada Berg"}]}',
    "unknown_shape": b'{"folder": "north", "files": ["franchise.json"], "total": 1}',
    "no_entries": b'{"film": "The Ember Fair", "year": 1956, "characters": []}',
}
"""Files that cost themselves whole."""

_LINK_OUT, _LINK_NOWHERE = "link_leaves_folder", "unreadable_file"
_PARTS = ("entry_outside_list", "not_a_category", "no_characters", "not_an_object")
_MODELLED = ("film_not_in_catalogue", "no_franchise", "no_medium", "ensemble_outside_film", "duplicate_film")
_OTHER_FILMS = ("original_run_over_lifetime", "not_a_studio", "duplicate_studio")

REASONS = frozenset(
    {*AMOUNTS, *RUNTIMES, *DATES, *FILM_WORDS, *FILMS, *ENTRIES, *WHOLE_FILES, *_PARTS, *_MODELLED, *_OTHER_FILMS}
    | {_LINK_OUT, _LINK_NOWHERE}
)
"""Every reason that the source causes."""

_BY_PUBLISHING = "publishing gives every record a key and its headers"
_BY_PROVIDER = "no file gives the box office, but the provider, which makes no such record"
OUT_OF_REACH: Mapping[str, str] = {
    "no_key": _BY_PUBLISHING,
    "key_not_utf8": _BY_PUBLISHING,
    "wrong_schema_version": _BY_PUBLISHING,
    "not_unicode": "a value with half of a surrogate pair is kept as bytes when it lands, and is not_json before",
    "unknown_state": _BY_PROVIDER,
    "implausible_amount": _BY_PROVIDER,
    "unknown_basis": _BY_PROVIDER,
    "key_mismatch": _BY_PROVIDER,
}
"""The reasons that no source can cause, only another sender to a topic, and why."""


def films() -> list[Any]:
    """What the catalogue lists beside films that can be used as they are."""
    broken = [film("Lost Reel", 2001) | change for change in FILMS.values()]
    run = run_of(3_000) | {"domestic_original_run_usd": 4_000}
    twice = [film("Torn Reel", 1998), film("Torn Reel", 1998), film("Torn Reel", 1997) | {"year again": 1996}]
    return [*_faulty_films(), film("Faulty Reel", 1979, **run), *broken, "a title alone", *twice]


def _faulty_films() -> list[Json]:
    """Films with facts that cannot be: together they hold all of them, each a few."""
    fields = ("budget_usd", "domestic_gross_usd", "worldwide_gross_usd")
    amounts, runtimes, dates, words = (list(kind.values()) for kind in (AMOUNTS, RUNTIMES, DATES, FILM_WORDS))
    made = []
    for number, runtime in enumerate(runtimes):
        start = number * len(fields)
        facts = dict(zip(fields, amounts[start : start + len(fields)], strict=True)) | {"runtime_min": runtime}
        if number < len(dates):
            facts |= {"release_date": dates[number]} | words[number]
        made.append(film(f"Faulty Reel {number + 1}", 1980 + number, **facts))
    return made


def said_twice(catalogue: Json) -> bytes:
    """The catalogue's bytes, in which one film gives its year twice."""
    return json.dumps(catalogue, indent=1).replace('"year again"', '"year"').encode()


def write_files(folder: Path) -> None:
    """Write the character files that are wrong, in whole or in part, into a new folder; some are links."""
    folder.mkdir()
    for reason, data in WHOLE_FILES.items():
        (folder / f"{reason}.json").write_bytes(data)
    (folder / f"{_LINK_OUT}.json").symlink_to("../../complete_movie_list.json")
    (folder / f"{_LINK_NOWHERE}.json").symlink_to("nothing.json")
    for name, document in _documents().items():
        (folder / f"{name}.json").write_text(json.dumps(document, indent=1), encoding="utf-8")


def _documents() -> dict[str, Any]:
    entries = [character(f"Wrong {number}", "Ada Berg") | change for number, change in enumerate(ENTRIES.values())]
    categories = {
        "glass_meadow": {"year": 2021, "characters": [character("Reed", "Yngve Aas")]},
        "glass_meadow_2": {"year": 2023},
        "notes": "to come",
    }
    return {
        "entries": {"film": "The Ember Fair", "year": 1956, "characters": [*entries, "a name alone"]},
        "parts": {
            "franchise": "Glass",
            "films": ["Glass Meadow (2021)", "Glass Meadow 2 (2023)"],
            "categories": categories,
            "lead": character("Dew", "Ada Berg"),
        },
        # Nothing says which franchise, and which medium.
        "nowhere": {"franchise": "…!", "categories": {"cast": {"characters": [character("Nobody", "Ada Berg")]}}},
    }
