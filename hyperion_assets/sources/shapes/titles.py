"""The media that a file lists, and which of them a category stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hyperion_assets.sources.film_references import FilmReferences
from hyperion_assets.sources.media import Kind, Medium, humanized, listed_medium, titled
from hyperion_assets.sources.shapes.entries import Json, films_of
from hyperion_assets.sources.years import stated_year

LISTS: dict[str, Kind] = {
    "films": "film",
    "movies": "film",
    "games": "game",
    "series": "series",
    "series_list": "series",
    "tv_series": "series",
    "shorts": "short",
    "specials": "short",
}
_KIND_KEYS = ("type", "media_type", "format", "release_type", "category_type", "medium", "kind")
_GAME_KEYS = ("platform", "platforms", "developer", "game_type")
_SERIES_KEYS = ("seasons", "episode_count", "episodes", "network")
_KIND_WORDS: dict[str, Kind] = {
    "short": "short", "shorts": "short", "special": "short", "specials": "short", "game": "game", "games": "game",
    "series": "series", "tv": "series", "television": "series",
}  # fmt: skip
_PEOPLE = frozenset({"characters", "character", "cast", "only", "original"})
_SECTIONS = _PEOPLE | {
    "hosts", "host", "heroes", "villains", "allies", "supporting", "minor", "main", "new", "additional", "other",
    "others", "cameos", "segment", "segments", "narrators", "narrator", "humans", "animals", "toys",
    "creatures", "introduced",
}  # fmt: skip
"""Words of a category that says who, not which medium: with a year it is the medium of that year."""
_KIND_START = re.compile(r"(?:tv_series|series|short|special|video_game|game|film|movie)_(?=[a-z])", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")
_TITLE_KEYS = ("film", "title", "movie", "game", "series", "short", "name")


def listed_media(document: Json) -> tuple[Medium, ...]:
    """All media of the file's lists: films first, then games, series and shorts, each list in its order."""
    found = [
        listed_medium(item, kind)
        for key, kind in LISTS.items()
        if isinstance(document.get(key), list)
        for item in document[key]
    ]
    return tuple(dict.fromkeys(medium for medium in found if medium is not None))


def category_media(categories: Json, listed: Sequence[Medium], default: Kind) -> dict[str, tuple[Medium, ...]]:
    """The media of each category by its slug; a category that names none holds for all films that the file lists.

    By year first, then by the words of slug and title. A category of a year that no listed medium has is a medium of
    its own, titled by its own words; so is one that shares a year with a medium that another category names better.
    """
    references = FilmReferences(listed)
    found = {slug: _named_media(slug, body, listed, references, default) for slug, body in categories.items()}
    whole = films_of(tuple(listed) or tuple(dict.fromkeys(medium for media in found.values() for medium in media)))
    for slug, media in found.items():
        if (
            len(media) == 1
            and media[0] in listed
            and _named_better_elsewhere(slug, media[0], found, listed, references)
        ):
            kind = _stated_kind(slug, categories[slug]) or default
            found[slug] = (_own(slug, categories[slug], media[0].year, kind),)
    return {slug: media or whole for slug, media in found.items()}


def group_media(group: str | None, media: tuple[Medium, ...]) -> tuple[Medium, ...]:
    """The one medium that a group's name clearly means (`rio_1_villains`), else all."""
    index = FilmReferences(media).of_slug(group) if group else None
    return media if index is None else (media[index],)


def _named_media(
    slug: str, body: Any, listed: Sequence[Medium], references: FilmReferences, default: Kind
) -> tuple[Medium, ...]:
    """The media that a category names by year, words or kind (`tv_series`); none if it names none."""
    facts = body if isinstance(body, dict) else {}
    year, kind = stated_year(facts.get("year")), _stated_kind(slug, facts)
    titled = references.titled((_own_title(facts) or slug).replace("_", " "))
    by_slug = kind == _stated_kind(slug, {})  # the words `pixie_hollow_games` are a listed special's title
    if titled is not None and by_slug and kind != listed[titled].kind and _fits(listed[titled], year):
        return (listed[titled],)
    if year is not None:
        index = _of_year(slug, facts, year, kind, listed, references)
        return (_own(slug, facts, year, kind or default) if index is None else listed[index],)
    index = references.of_slug(_own_title(facts) or slug)
    if index is not None:
        return (listed[index],)
    if kind is None or kind == default or not listed:
        return ()
    return tuple(medium for medium in listed if medium.kind == kind) or (_own(slug, facts, None, kind),)


def _fits(medium: Medium, year: int | None) -> bool:
    return year is None or medium.year in (year, None)


def _of_year(
    slug: str, facts: Json, year: int, kind: Kind | None, listed: Sequence[Medium], references: FilmReferences
) -> int | None:
    """The listed medium of a year: the only one, or the one that the words name; one year off only by exact words."""
    name = _own_title(facts) or slug
    fitting = [i for i, medium in enumerate(listed) if kind in (None, medium.kind)]
    same = [index for index in fitting if listed[index].year == year]
    if len(same) == 1:
        return same[0]
    named = references.of_slug(name)
    if same:
        return named if named in same else references.likest(name, same)
    exact = references.titled(name.replace("_", " "))
    exact = references.subtitled(name.replace("_", " ")) if exact is None else exact
    near = exact in fitting and exact is not None and abs((listed[exact].year or year) - year) <= 1
    return exact if near else None


def _named_better_elsewhere(
    slug: str,
    medium: Medium,
    found: dict[str, tuple[Medium, ...]],
    listed: Sequence[Medium],
    references: FilmReferences,
) -> bool:
    """Whether a category has its medium by the year alone, while another one has it by the year and its words."""
    index = listed.index(medium)
    if references.shares_a_word(slug, index) or not set(_WORD.findall(slug.casefold())) - _SECTIONS:
        return False
    rivals = (other for other, theirs in found.items() if other != slug and theirs == (medium,))
    return any(references.shares_a_word(rival, index) for rival in rivals)


def _own(slug: str, facts: Any, year: int | None, kind: Kind) -> Medium:
    """A medium that the category itself is: titled by its own words, else by its slug."""
    title = _own_title(facts if isinstance(facts, dict) else {}) or humanized(_KIND_START.sub("", slug, count=1))
    return titled(title, year, kind) or Medium(kind, slug, year)


def _own_title(facts: Json) -> str | None:
    return next((facts[key] for key in _TITLE_KEYS if isinstance(facts.get(key), str) and facts[key].strip()), None)


def _stated_kind(slug: str, facts: Any) -> Kind | None:
    """What kind of medium a category says it is: by its keys, by a word such as `tv_special`, or by its slug's end."""
    if isinstance(facts, dict):
        if any(key in facts for key in _GAME_KEYS):
            return "game"
        if any(key in facts for key in _SERIES_KEYS):
            return "series"
        for key in _KIND_KEYS:
            kind = _kind_of_words(facts[key]) if isinstance(facts.get(key), str) else None
            if kind:
                return kind
    words = _WORD.findall(slug.casefold())
    while words and words[-1] in _PEOPLE:
        words.pop()
    return _kind_of_words(" ".join(words[-1:]))


def _kind_of_words(text: str) -> Kind | None:
    kinds = {_KIND_WORDS[word] for word in _WORD.findall(text.casefold()) if word in _KIND_WORDS}
    if "short" in kinds:  # a TV special is no series
        return "short"
    return kinds.pop() if len(kinds) == 1 else None
