"""A medium that a character stands in, and reading the titles that files give: `Toy Story 2 (1999)`.

Belongs here: what one title says. Not here: which of a file's media a slug or a qualifier names (film_references).
"""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple

from hyperion_assets.sources.documents import clean
from hyperion_assets.sources.years import stated_year

Kind = Literal["film", "game", "series", "short"]
KINDS: tuple[Kind, ...] = ("film", "game", "series", "short")

_YEAR_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*?(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)[^()\[\]]*[)\]]\s*$")
SMALL_WORDS = frozenset({"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"})
"""Words of a title that say nothing alone."""
_ROMAN = frozenset({"ii", "iii", "iv", "vi", "vii", "viii"})


class Medium(NamedTuple):
    """A film, game, series or short by kind, title and year; None is an unknown year."""

    kind: Kind
    title: str
    year: int | None

    def as_json(self) -> dict[str, Any]:
        """The medium as a record's context carries it."""
        return self._asdict()


def listed_medium(listed: Any, kind: Kind) -> Medium | None:
    """One item of a file's list: `Title (Year)`, `Title (1993 - Genesis version)`, a title, or {"title", "year"}.

    None if it has no title.
    """
    if isinstance(listed, dict):
        title = next((listed[key] for key in ("title", "name", kind) if isinstance(listed.get(key), str)), "")
        return titled(title, listed.get("year"), kind)
    return titled(listed, None, kind) if isinstance(listed, str) else None


def titled(title: str, year: Any, kind: Kind) -> Medium | None:
    """A medium from a title that may carry its year in brackets at the end; a year given beside it wins."""
    spelled = clean(title)
    found = _YEAR_IN_BRACKETS.search(spelled)
    bare = spelled[: found.start()] if found else spelled
    if not any(sign.isalnum() for sign in bare):
        return None
    in_title = int(found["year"]) if found else None
    stated = stated_year(year)
    return Medium(kind, bare, in_title if stated is None else stated)


def bare_title(title: str, year: int) -> str:
    """A film's title without its own year in brackets at the end."""
    medium = titled(title, None, "film")
    return medium.title if medium and medium.year == year else title


def humanized(slug: str) -> str:
    """A title from a slug: `frozen_fever` → `Frozen Fever`, `beauty_and_the_beast_ii` → `Beauty and the Beast II`."""
    words = [word for word in re.split(r"[\s_\-]+", clean(slug)) if word]
    return " ".join(_spelled(word, number == 0) for number, word in enumerate(words))


def _spelled(word: str, first: bool) -> str:
    if word in _ROMAN:
        return word.upper()
    if word in SMALL_WORDS and not first:
        return word
    return word[:1].upper() + word[1:]
