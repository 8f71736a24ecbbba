"""What staging says of a record or a field that it cannot use, and the typed look-ups that say it.

Belongs here: refusals, problems, and reading one field of a record. Not here: what a film or a character is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypedDict

from hyperion_assets.model.keys import EmptyKeyError, film_id, slug
from hyperion_assets.sources.documents import clean, compact, kind, parse
from hyperion_assets.sources.duplicate_keys import DUPLICATE_KEY
from hyperion_assets.sources.unreadable import UnreadableError

LONGEST_TEXT = 10_000
"""Signs of a text other than a name; the longest notes that sources have are some hundreds."""


@dataclass(frozen=True)
class Refusal:
    """A record that cannot be staged: the reason as a code and in words."""

    code: str
    reason: str


class RefusedError(ValueError):
    """Raised within staging where a record turns out unusable; staging returns its refusal."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.refusal = Refusal(code, reason)


class Problem(TypedDict):
    """One field of a staged record that cannot be used: the field, a code, words, and the source's text."""

    field: str
    code: str
    reason: str
    text: str


class Problems:
    """The field-scope problems of one record, one for each field and code: later ones add their text to it."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}

    def add(self, field: str, code: str, reason: str, value: Any) -> None:
        """Report a field that cannot be used; a value that is no text is shown as JSON."""
        reasons, texts = self._found.setdefault((field, code), ({}, {}))
        reasons[reason] = None
        texts[clean(value if isinstance(value, str) else compact(value).decode())] = None

    def all(self) -> list[Problem]:
        """The problems in the order of their first finding."""
        return [
            Problem(field=field, code=code, reason="; ".join(reasons), text="; ".join(texts))
            for (field, code), (reasons, texts) in self._found.items()
        ]


def opened(value: bytes) -> dict[str, Any]:
    """The JSON object in a record's value. Raises RefusedError: not_json, not_unicode, duplicate_key, not_an_object."""
    try:
        parsed = parse(value.decode("utf-8"))
        json.dumps(parsed, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except UnicodeEncodeError:
        raise RefusedError("not_unicode", "the value holds half a surrogate pair") from None
    except UnicodeDecodeError as error:
        raise RefusedError("not_json", f"byte {error.start} of the value is not UTF-8") from None
    except UnreadableError as error:
        if error.code == DUPLICATE_KEY:
            raise RefusedError(error.code, error.reason) from None
        raise RefusedError("not_json", f"the value is no JSON: {error.reason}") from None
    except (ValueError, RecursionError):
        raise RefusedError("not_json", "the value holds NaN or a number too large, which JSON has not") from None
    if not isinstance(parsed, dict):
        raise RefusedError("not_an_object", f"the value is {kind(parsed)}, not an object")
    return parsed


def stated_text(record: dict[str, Any], field: str) -> str | None:
    """A text, cleaned; None if it is null, absent or blank. Raises RefusedError: invalid_type."""
    value = record.get(field)
    if value is None:
        return None
    if not isinstance(value, str):
        raise RefusedError("invalid_type", f"{field} is {kind(value)} ({shown(value)}), not text")
    return clean(value) or None


def required_text(record: dict[str, Any], field: str) -> str:
    """A text that must be there. Raises RefusedError: missing_field, invalid_type."""
    value = stated_text(record, field)
    if value is None:
        raise RefusedError("missing_field", f"{field} is missing or blank")
    return value


@lru_cache(maxsize=4096)
def required_key(name: str, year: int | None = None) -> str:
    """The slug of a name, or with a year the key of a film, game, series or short. Raises RefusedError: empty_name."""
    try:
        return slug(name) if year is None else film_id(name, year)
    except EmptyKeyError:
        raise RefusedError("empty_name", f"{shown(name)} has no letter or digit") from None


def one_of(record: dict[str, Any], field: str, allowed: tuple[str, ...]) -> str | None:
    """A word of a closed set; None if it is null, absent or blank. Raises RefusedError: invalid_type, invalid_value."""
    value = stated_text(record, field)
    if value is not None and value not in allowed:
        raise RefusedError("invalid_value", f"{field} is {shown(value)}; allowed are {', '.join(allowed)}")
    return value


def too_long(field: str, text: str | None, problems: Problems) -> bool:
    """Whether a text is over LONGEST_TEXT, which is reported."""
    if text is None or len(text) <= LONGEST_TEXT:
        return False
    problems.add(field, "text_too_long", f"{field} has {len(text)} signs, over {LONGEST_TEXT}", f"{text[:100]}…")
    return True


def shown(value: Any) -> str:
    """A value as JSON for a message, cut where it is long."""
    spelled = clean(compact(value).decode())
    return spelled if len(spelled) <= 80 else f"{spelled[:77]}..."
