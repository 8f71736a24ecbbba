"""One film of several entries of the catalogue, as its box office is modelled on it before anything is published.

The order is that of spark/transforms/precedence, which decides the tables: the better confidence, the entry under the
film's own key, which is the first, then the newest; a blank gives way to any value.
"""

from __future__ import annotations

from collections.abc import Iterable

from hyperion_assets.model.vocabularies import FACT_CONFIDENCES
from hyperion_assets.sources.film_stage import FilmRow


def one_a_film(rows: Iterable[FilmRow]) -> list[FilmRow]:
    """The first row of each film, with the release date and the original run that precedence chooses."""
    entries: dict[str, list[FilmRow]] = {}
    for row in rows:
        entries.setdefault(row["film_id"], []).append(row)
    return [_merged(found) for found in entries.values()]


def _merged(found: list[FilmRow]) -> FilmRow:
    own, *others = found
    order = [own, *reversed(others)]
    dated = [row for row in order if row["release_date"] is not None]
    runs = (row["domestic_original_run_cents"] for row in order)
    made = own.copy()
    if dated:
        made["release_date"] = min(dated, key=_grade)["release_date"]
    made["domestic_original_run_cents"] = next((run for run in runs if run is not None), None)
    return made


def _grade(row: FilmRow) -> int:
    grade = row["release_date_confidence"]
    return FACT_CONFIDENCES.index(grade) if grade in FACT_CONFIDENCES else len(FACT_CONFIDENCES)
