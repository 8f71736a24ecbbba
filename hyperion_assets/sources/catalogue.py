"""The film catalogue: complete_movie_list.json as one source unit, and the films in it that can be used.

Accepted are {"studios": […], "films": […]}, films nested as studios[].films[], and a bare list of films. A film is
published as it is, with the facts of its studio beside it; what is wrong with it is judged at stage.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from hyperion_assets.errors import InputError
from hyperion_assets.model.keys import EmptyKeyError, film_id, match_key, slug
from hyperion_assets.sources.documents import Document, compact, content_hash, kind, read
from hyperion_assets.sources.duplicate_keys import DUPLICATE_KEY, Unusable, unusable
from hyperion_assets.sources.film_precedence import one_a_film
from hyperion_assets.sources.film_stage import FilmRow, stage_film
from hyperion_assets.sources.limits import BYTES_VARIABLE, DEFAULT_LIMITS, Limits
from hyperion_assets.sources.media import bare_title
from hyperion_assets.sources.records import UnitBuilder, fingerprint, reject_no_numbers
from hyperion_assets.sources.refusals import Refusal
from hyperion_assets.sources.scale import scale_catalogue
from hyperion_assets.sources.source_files import file_bytes
from hyperion_assets.sources.units import SourceUnit, UnitContent
from hyperion_assets.sources.unreadable import UnreadableError
from hyperion_assets.sources.years import film_year

CATALOGUE = "complete_movie_list.json"
READER_VERSION = "4"
"""Raise with every change of what this module makes of the same bytes."""

_STUDIO_FACTS = ("name", "parent_company", "active_from", "active_to")

Entry = dict[str, Any]


class _Listed(NamedTuple):
    """A film entry as found: its place, itself, and the studio that it stands under."""

    place: str
    entry: Any
    studio: str | None


def films(source_dir: Path, scale: int = 1, limits: Limits = DEFAULT_LIMITS) -> list[SourceUnit]:
    """The catalogue as one unit; at scale N with N - 1 copies of each film with a box office.

    Keys are film ids, or `sha256:<content_hash>` where title and year give none; a film that is listed again with other
    facts has `<film_id>|<ordinal>`, so that what the two say can be compared. Raises InputError if there is no
    catalogue; reading the unit raises it if the file is no JSON, is over a limit or lists no film.
    """
    data = _bytes(source_dir, limits)
    mark = fingerprint(data, f"{READER_VERSION}/{scale}")
    return [SourceUnit(CATALOGUE, mark, partial(file_content, source_dir / CATALOGUE, data, scale, limits))]


def usable_films(source_dir: Path, limits: Limits = DEFAULT_LIMITS) -> list[FilmRow]:
    """The staged rows of the catalogue's films that stage accepts, in its order, without load copies; one a film.

    Raises InputError as `films` and reading its unit do.
    """
    content = file_content(source_dir / CATALOGUE, _bytes(source_dir, limits), 1, limits)
    values: list[Any] = content.records["value"].to_pylist()
    staged = (stage_film(value) for value in values)
    return one_a_film(row for row in staged if not isinstance(row, Refusal))


def file_content(path: Path, data: bytes, scale: int = 1, limits: Limits = DEFAULT_LIMITS) -> UnitContent:
    """The records and rejections of a catalogue's bytes; its path is only named in errors.

    Raises InputError if the bytes are no JSON, are over a limit or list no film.
    """
    try:
        document = read(data, limits)
    except UnreadableError as error:
        raise InputError(f"{path} is no JSON that can be read: {error.reason}; correct it") from None
    return document_content(path, document, scale)


def document_content(path: Path, document: Document, scale: int = 1) -> UnitContent:
    """The records and rejections of a parsed catalogue. Raises InputError if it lists no film."""
    listed = list(_films(document.value))
    torn = unusable(document.duplicates, {film.place for film in listed})
    if "" in torn.parts:
        raise InputError(f"{path} cannot be used: {torn.parts[''].reason}; correct it")
    if not listed:
        raise InputError(f'{path} lists no film; give it a list "films", or one within each of its "studios"')
    builder = UnitBuilder(CATALOGUE)
    facts = _studios(document, builder, torn)
    folded: dict[str, str] = {}
    for place, entry, studio in listed:
        if torn.covers(place):
            continue
        if place in torn.entries:
            builder.reject(place, DUPLICATE_KEY, torn.entries[place].reason, document.original(place))
            continue
        if not isinstance(entry, dict):
            builder.reject(place, "not_an_object", f"a film is an object, not {kind(entry)}", document.original(place))
            continue
        for copy in scale_catalogue([entry], scale):
            _add(builder, document, facts, folded, _Listed(place, copy, studio))
    for place, duplicate in torn.parts.items():
        builder.reject(place, DUPLICATE_KEY, duplicate.reason, document.original(place))
    reject_no_numbers(builder, document, torn, {film.place for film in listed})
    return builder.content(document.encoding)


def _bytes(source_dir: Path, limits: Limits) -> bytes:
    path = source_dir / CATALOGUE
    if not source_dir.is_dir():
        raise InputError(f"there is no source folder {source_dir}; name another with HYPERION_SOURCE_DIR or --source")
    if not path.exists():
        raise InputError(f"{source_dir} has no {CATALOGUE}; put the film catalogue there or name another folder")
    try:
        data = file_bytes(path, limits.bytes + 1)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; check its permissions") from None
    if len(data) > limits.bytes:
        raise InputError(f"{path} has over {limits.bytes} bytes, which is all that {BYTES_VARIABLE} allows")
    return data


def _add(
    builder: UnitBuilder, document: Document, facts: dict[str, Entry] | None, folded: dict[str, str], listed: _Listed
) -> None:
    place, entry, above = listed
    studio = entry.get("studio", above)
    try:
        value = compact(entry | {"studio": studio, "studio_facts": _facts_of(studio, facts)})
    except UnreadableError as error:
        builder.reject(place, error.code, error.reason, document.original(place))
        return
    key = own = film_key(entry, value)
    before = folded.setdefault(_folded(entry) or own, own)
    if before != own:
        reason = f"the file has the film before it, as {before}: the titles differ in signs or an article alone"
        builder.reject(place, "duplicate_film", reason, document.original(place))
        return
    ordinal = 1
    while builder.holds(key):
        if builder.value(key) == value:
            reason = f"the file has the same entry {key} before it"
            builder.reject(place, "duplicate_film", reason, document.original(place))
            return
        ordinal += 1
        key = f"{own}|{ordinal}"
    builder.add(key, value, place)


def _folded(entry: Entry) -> str | None:
    """Title and year without article, blanks and signs: two films that share it are one (`Lion King, The`)."""
    title, year = entry.get("title"), film_year(entry.get("year"))
    try:
        return f"{match_key(title).replace('-', '')} {year}" if isinstance(title, str) and year is not None else None
    except EmptyKeyError:
        return None


def film_key(entry: Entry, value: bytes) -> str:
    """The key of a film's record: its film id, or `sha256:<content_hash>` where title and year give none."""
    title, year = entry.get("title"), film_year(entry.get("year"))
    if isinstance(title, str) and year is not None:
        try:
            return film_id(bare_title(title, year), year)
        except EmptyKeyError:
            pass  # a title of signs alone gives no identity
    return f"sha256:{content_hash(value)}"


def _films(value: Any) -> Iterator[_Listed]:
    if isinstance(value, list):
        yield from (_Listed(f"/{number}", entry, None) for number, entry in enumerate(value))
    elif isinstance(value, dict):
        for number, entry in enumerate(_list(value.get("films"))):
            yield _Listed(f"/films/{number}", entry, None)
        for place, studio in enumerate(_list(value.get("studios"))):
            if isinstance(studio, dict):
                name = studio.get("name") if isinstance(studio.get("name"), str) else None
                for number, entry in enumerate(_list(studio.get("films"))):
                    yield _Listed(f"/studios/{place}/films/{number}", entry, name)


def _studios(document: Document, builder: UnitBuilder, torn: Unusable) -> dict[str, Entry] | None:
    """Facts by slug of the studio's name; None where the catalogue lists no studios at all."""
    if not isinstance(document.value, dict) or "studios" not in document.value:
        return None
    facts: dict[str, Entry] = {}
    for number, studio in enumerate(_list(document.value["studios"])):
        place = f"/studios/{number}"
        if torn.covers(place):
            continue
        studio = {"name": studio} if isinstance(studio, str) else studio
        key = _studio_key(studio.get("name")) if isinstance(studio, dict) else None
        if key is None:
            builder.reject(place, "not_a_studio", "a studio is an object with a name", document.original(place))
        elif key in facts:
            builder.reject(
                place, "duplicate_studio", f"the file lists studio {key} before it", document.original(place)
            )
        else:
            known = (fact for fact in _STUDIO_FACTS if f"{place}/{fact}" not in document.no_numbers)
            facts[key] = dict.fromkeys(_STUDIO_FACTS) | {fact: studio.get(fact) for fact in known}
    return facts


def _facts_of(studio: Any, facts: dict[str, Entry] | None) -> Entry | None:
    """What the catalogue says of a studio; a catalogue without a list of studios knows each by name alone."""
    key = _studio_key(studio)
    if facts is None and key is not None:
        return dict.fromkeys(_STUDIO_FACTS) | {"name": studio}
    return (facts or {}).get(key or "")


def _studio_key(name: Any) -> str | None:
    try:
        return slug(name) if isinstance(name, str) else None
    except EmptyKeyError:
        return None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
