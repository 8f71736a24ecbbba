"""Judging corrections by the readers that staging uses, and making the records that replay them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hyperion_assets.broker.connection import MAX_RECORD_BYTES
from hyperion_assets.broker.producing import Replay
from hyperion_assets.errors import InputError
from hyperion_assets.model.vocabularies import FILM_NOT_IN_CATALOGUE
from hyperion_assets.operations.quarantine.days import refused_days
from hyperion_assets.operations.quarantine.file import corrections, is_edited, strict_json
from hyperion_assets.operations.quarantine.rows import Origin, Quarantine, Row, quarantine_rows
from hyperion_assets.operations.wording import counted, origin_text
from hyperion_assets.progress import Report
from hyperion_assets.settings import Settings
from hyperion_assets.sources import box_office
from hyperion_assets.sources.catalogue import film_key
from hyperion_assets.sources.character_stage import stage_character
from hyperion_assets.sources.documents import clean, compact, content_hash, text_hash
from hyperion_assets.sources.film_stage import stage_film
from hyperion_assets.sources.mending import CannotMendError, Mended, Place, character_key, mended
from hyperion_assets.sources.refusals import Problem, Refusal
from hyperion_assets.sources.unreadable import UnreadableError
from hyperion_assets.topics import Topic

TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Judgement:
    """A correction: the records that replay it, or why it is still unusable; and what else there is to say."""

    row: Row
    replays: tuple[Replay, ...]
    reason: str | None
    note: str = ""

    @property
    def content_hash(self) -> str:
        """The hash of the corrected value; of a correction that can be used."""
        return self.replays[0].content_hash

    @property
    def line(self) -> str:
        """The judgement in one line."""
        reason = self.reason and self.reason.removeprefix(f"{self.row.code}: ")
        said = reason or f"ok{f' ({self.note})' if self.note else ''}"
        return clean(f"{self.row.short} {self.row.code}: {said}")


@dataclass(frozen=True)
class Desk:
    """What a correction of one row is judged with; `taken` are keys that corrections before it have."""

    settings: Settings
    quarantine: Quarantine
    row: Row
    origin: Origin
    taken: set[str]


class UnusableError(ValueError):
    """A correction that is none yet: why, in words."""


def fix_file(settings: Settings, path: Path, report: Report) -> tuple[list[str], bool]:
    """What is to be said of each correction of a file, a line each, and whether all of them can be used."""
    with quarantine_rows(settings) as quarantine:
        judged, others = judge_file(settings, quarantine, path, report)
    return [*(each.line for each in judged), *others], all(each.reason is None for each in judged)


def judge_file(
    settings: Settings, quarantine: Quarantine, path: Path, report: Report
) -> tuple[list[Judgement], list[str]]:
    """Each correction of a file judged, and a line on what is left alone: what nobody edited and cannot be used so.

    Where nothing was edited all of it is judged. Raises InputError as :func:`judge` does, and for what is no such file.
    """
    given = corrections(quarantine, path)
    edited = {row.quarantine_id for row, data in given if is_edited(row, data)}
    judged = judge(settings, quarantine, given, report)
    kept = [each for each in judged if each.reason is None or not edited or each.row.quarantine_id in edited]
    left = len(judged) - len(kept)
    said = f"left alone, as exported and not to be used so: {counted(left, 'record')}"
    return kept, [said] if left else []


def judge(
    settings: Settings, quarantine: Quarantine, given: Sequence[tuple[Row, bytes]], report: Report
) -> list[Judgement]:
    """Each correction judged; `report` hears of the engine, which starts if there is box office among them.

    Raises InputError for a value that no topic takes, and for two records of one key.
    """
    made: list[Judgement] = []
    keys: dict[tuple[str, str], Row] = {}
    taken: dict[str, set[str]] = defaultdict(set)
    origins = quarantine.origins([row for row, _ in given])
    for row, data in given:
        if row.status == "resolved" and not row.by_replay:
            raise InputError(f"{row.short} is resolved, for {row.why} ({row.resolved_by}); correct the source instead")
        if len(data) > MAX_RECORD_BYTES:
            raise InputError(f"the value of {row.short} has {len(data)} bytes, and a topic takes {MAX_RECORD_BYTES}")
        desk = Desk(settings, quarantine, row, origins[row.quarantine_id], taken[row.topic])
        judgement = _judge(desk, data)
        for replay in judgement.replays:
            other = keys.setdefault((row.topic, replay.key), row)
            if other is not row:
                raise InputError(
                    f"{other.short} and {row.short} are two records of one key ({replay.key}): replay one of them"
                )
            taken[row.topic].add(replay.key)
        made.append(judgement)
    return _with_days_staged(settings, quarantine, made, report)


def _with_days_staged(
    settings: Settings, quarantine: Quarantine, judged: list[Judgement], report: Report
) -> list[Judgement]:
    """The judgements with those of the box office as staging and the catalogue have them."""
    days = [each for each in judged if each.row.of is Topic.BOXOFFICE and each.replays]
    if not days:
        return judged
    refused = refused_days(settings, [each.replays[0] for each in days], report)
    films = quarantine.film_ids() | _film_ids(judged)
    staged = {
        each.row.quarantine_id: _as_staged(each, refusal, films) for each, refusal in zip(days, refused, strict=True)
    }
    return [staged.get(each.row.quarantine_id, each) for each in judged]


def _film_ids(judged: Sequence[Judgement]) -> set[str]:
    """The films among the corrections."""
    films = (stage_film(each.replays[0].value or b"") for each in judged if each.row.of is Topic.FILMS and each.replays)
    return {film["film_id"] for film in films if not isinstance(film, Refusal)}


def _as_staged(day: Judgement, refusal: Refusal | None, films: Collection[str]) -> Judgement:
    """A day of the box office after staging said what it thinks of it; `films` are those that the catalogue has."""
    if refusal:
        return replace(day, replays=(), reason=f"{refusal.code}: {refusal.reason}")
    film_id, _, _ = day.replays[0].key.rsplit("|", 2)
    if film_id in films:
        return day
    problem = f"film_id {FILM_NOT_IN_CATALOGUE}: {film_id} is not in the catalogue"
    if day.row.code == FILM_NOT_IN_CATALOGUE:
        return replace(day, replays=(), reason=problem)
    return replace(day, note=f"but {problem}")


def _judge(desk: Desk, data: bytes) -> Judgement:
    row = desk.row
    try:
        record = _record(desk, _parsed(data))
        note = _read(row, record.value)
        _check_is_free(desk, record.key)
    except (UnusableError, CannotMendError) as error:
        return Judgement(row, (), str(error))
    if len(record.value) > MAX_RECORD_BYTES:
        raise InputError(f"the record of {row.short} has {len(record.value)} bytes; a topic takes {MAX_RECORD_BYTES}")
    return Judgement(row, tuple(_replays(row, desk.origin, record)), None, note or "")


def _replays(row: Row, origin: Origin, record: Mended) -> list[Replay]:
    about = (origin.source or "", origin.place or "")
    wrong = (_unit(origin), text_hash(row.original or b""))
    made = [Replay(row.quarantine_id, record.key, record.value, *about, content_hash(record.value), *wrong)]
    if row.scope == "field" and origin.key is not None and origin.key != record.key:
        # A day of another film has another key; what stood under the wrong one goes.
        made.append(Replay(row.quarantine_id, origin.key, None, *about, "", *wrong))
    return made


def _unit(origin: Origin) -> str:
    """The source unit that a record came from: its file, or of the box office its film."""
    if origin.source == box_office.SOURCE:
        return box_office.unit_name((origin.key or "").rsplit("|", 2)[0])
    return origin.source or ""


def _parsed(data: bytes) -> Any:
    try:
        return strict_json(data)
    except ValueError as error:
        raise UnusableError(f"not_json: {' '.join(str(error).split())}") from None


def _record(desk: Desk, value: Any) -> Mended:
    """The whole record of a correction, with its key."""
    row = desk.row
    if row.offset is None and not _is_whole(row.of, value):
        # Of a record that is too large the beginning is kept, which is none of its entry's text.
        original = None if row.code == TOO_LARGE else row.original
        place = Place(row.of, row.source or "", row.place or "", original)
        return mended(desk.settings, place, value, desk.taken)
    try:
        whole = compact(value)
    except UnreadableError as error:
        raise UnusableError(f"{error.code}: {error.reason}") from None
    _check_is_changed(row, whole)
    key = desk.origin.key
    if row.of is Topic.BOXOFFICE:
        key = _day_key(value)
    elif key is None:
        key = _made_key(desk, value, whole)
    return Mended(key, whole)


def _is_whole(topic: Topic, value: Any) -> bool:
    """Whether a value is a record's, with the context that a source entry stands in."""
    if topic is Topic.CHARACTERS:
        return isinstance(value, dict) and {"entry", "context"} <= value.keys()
    return topic is Topic.BOXOFFICE or (isinstance(value, dict) and "studio_facts" in value)


def _check_is_changed(row: Row, whole: bytes) -> None:
    """A record that is in use says the same again if nothing of it is changed."""
    if row.scope != "field" and row.code != "duplicate_film":
        return
    try:
        before = compact(strict_json(row.original or b""))
    except (ValueError, UnreadableError):
        return
    if before == whole:
        raise UnusableError("unchanged: it is as it was")


def _made_key(desk: Desk, value: Any, whole: bytes) -> str:
    """The key as publishing makes it, where the record has none that can be used."""
    topic, source = desk.row.of, desk.origin.source or ""
    if (before := desk.quarantine.replayed_key(desk.row)) is not None:
        return before
    match topic, value:
        case Topic.FILMS, dict():
            return film_key(value, whole)
        case Topic.CHARACTERS, {"entry": dict() as entry, "context": dict()}:
            if isinstance(entry.get("name"), str | None):
                return character_key(source, value, desk.quarantine.keys_before(topic, f"{source}|") | desk.taken)
    raise UnusableError("no_key: the value gives no key")


def _day_key(value: Any) -> str:
    match value:
        case {"film_id": str() as film, "date": str() as day, "state": str() as state} if film and day and state:
            key = f"{film}|{day}|{state}"
            if clean(key) == key:
                return key
            raise UnusableError("no_key: film_id, date and state hold control characters or half a surrogate pair")
    raise UnusableError("no_key: film_id, date and state are texts that make the key")


def _read(row: Row, value: bytes) -> str | None:
    """Read the value of a film or character as staging does; returns what is to be said of one that is accepted."""
    if row.of is Topic.BOXOFFICE:
        return None
    read = stage_film(value) if row.of is Topic.FILMS else stage_character(value)
    if isinstance(read, Refusal):
        raise UnusableError(f"{read.code}: {read.reason}")
    problems: list[Problem] = list(read.get("problems", []))
    same = [each for each in problems if (each["field"], each["code"]) == (row.field, row.code)]
    if row.scope == "field" and same:
        raise UnusableError(_said(same))
    return f"but {_said(problems)}" if problems else None


def _check_is_free(desk: Desk, key: str) -> None:
    """A key that was made may be that of a record which is in use, and would be lost under it."""
    current = desk.quarantine.current(desk.row.of, key) if key != desk.origin.key else None
    if current and current["replay_of"] != desk.row.quarantine_id:
        where = origin_text(current["source"], current["place"])
        raise UnusableError(f"key_in_use: {key} is the key of a record in use, of {where}: correct that one")


def _said(problems: Sequence[Problem]) -> str:
    return "; ".join(f"{each['field']} {each['code']}: {each['reason']}" for each in problems)
