"""A television series: its categories are seasons or casts of one series, or series of their own."""

from __future__ import annotations

from hyperion_assets.sources.media import Medium, titled
from hyperion_assets.sources.shapes.entries import Context, Json, Reading, word
from hyperion_assets.sources.shapes.franchise import read_franchise
from hyperion_assets.sources.shapes.sections import sections
from hyperion_assets.sources.years import stated_year

KEYS = ("series", "tv_series", "show", "tv_show")
_YEARS = ("year", "years", "original_run", "premiere", "premiered", "first_aired", "aired", "release_year")


def read_series(document: Json) -> Reading:
    """Entries with the file's one series; where the file lists several, by category as for a franchise of films."""
    title = word(document, *KEYS)
    if title is None:
        yield from read_franchise(document, "series")
        return
    whole = _series(title, document)
    context = Context("series", word(document, "franchise"), word(document, "studio"), (whole,))
    yield from sections(document, context, lambda categories: _media(categories, whole))


def _media(categories: Json, whole: Medium) -> dict[str, tuple[Medium, ...]]:
    """The file's series, but for a category that names a series of its own."""
    found: dict[str, tuple[Medium, ...]] = {}
    for slug, body in categories.items():
        own = word(body, *KEYS) if isinstance(body, dict) else None
        found[slug] = (_series(own, body) if own else whole,)
    return found


def _series(title: str, facts: Json) -> Medium:
    """A series with the year in its title or among its facts, else the first year among its categories."""
    years = [stated_year(facts.get(key)) for key in _YEARS]
    stated = next((year for year in years if year is not None), None)
    medium = titled(title, stated, "series") or Medium("series", title, stated)
    if medium.year is not None:
        return medium
    categories = facts.get("categories")
    bodies = categories.values() if isinstance(categories, dict) else []
    seasons = [year for year in (stated_year(body.get("year")) for body in bodies if isinstance(body, dict)) if year]
    return medium._replace(year=min(seasons, default=None))
