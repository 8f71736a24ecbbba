"""Load tests: more films, not bigger numbers. Copies of the films with a box office, with keys of their own.

Belongs here: how a copy is named and keyed, once, for the catalogue and for the box office alike.
"""

from __future__ import annotations

from typing import Any

from hyperion_assets.model.keys import EmptyKeyError, slug

_LABEL = "(Load Copy {})"


def scaled_id(film_id: str, copy: int) -> str:
    """The film_id of a film's copy: `toy-story-1995`, 2 → `toy-story-load-copy-2-1995`; copy 1 is the film itself.

    Equal to `keys.film_id` of the copy's title in scale_catalogue.
    """
    if copy == 1:
        return film_id
    title, _, year = film_id.rpartition("-")
    return f"{title}-load-copy-{copy}-{year}"


def scale_catalogue(films: list[dict[str, Any]], scale: int) -> list[dict[str, Any]]:
    """The catalogue's film entries, followed at scale N by N - 1 copies of each film with a box office.

    A film has one if its release_date and domestic_original_run_usd are known. A copy differs in its title only, and
    has no title variants, so that no character's film can match it; a film whose title gives no key has no copies.
    """
    played = [
        film
        for film in films
        if film.get("release_date") and film.get("domestic_original_run_usd") and _has_key(film.get("title"))
    ]
    copies = [_copy(film, number) for number in range(2, scale + 1) for film in played]
    return films + copies


def _has_key(title: Any) -> bool:
    try:
        return isinstance(title, str) and bool(slug(title))
    except EmptyKeyError:
        return False


def _copy(film: dict[str, Any], number: int) -> dict[str, Any]:
    return film | {"title": f"{film['title']} {_LABEL.format(number)}", "title_variants": []}
