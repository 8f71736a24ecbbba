"""Replaying corrections, and dropping what nobody needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from hyperion_assets.broker.producing import Replay
from hyperion_assets.broker.replaying import send_replays
from hyperion_assets.errors import InputError
from hyperion_assets.lake.decisions import drop
from hyperion_assets.lake.lake import Lake
from hyperion_assets.local.services import services
from hyperion_assets.operations.console import Console
from hyperion_assets.operations.quarantine.file import originals
from hyperion_assets.operations.quarantine.fix import Judgement, judge, judge_file
from hyperion_assets.operations.quarantine.rows import Quarantine, quarantine_rows
from hyperion_assets.settings import Settings
from hyperion_assets.sources.documents import clean
from hyperion_assets.topics import Topic


def replay(settings: Settings, given: Sequence[str], console: Console) -> tuple[list[str], bool]:
    """Replay the corrections of a file, or rows as they are; returns a line each, and whether all could be used.

    Nothing is sent if one of them is unusable.
    """
    with quarantine_rows(settings) as quarantine:
        judged, others = _judged(settings, quarantine, given, console)
        if any(each.reason is not None for each in judged):
            return [*(each.line for each in judged), *others, "nothing was replayed"], False
        staged = {topic: quarantine.staged_replays(topic) for topic in {each.row.of for each in judged}}
    # What is open again was replayed in vain: something else stands under the key of that replay by now.
    waiting = [
        each
        for each in judged
        if each.row.status == "open" or staged[each.row.of].get(each.row.quarantine_id) != each.content_hash
    ]
    sent = _send(settings, waiting, console) if waiting else []
    lines = [_line(each, sent) for each in judged]
    return [*lines, *others, *(["`hyperion run` takes it in"] if sent else [])], True


def drop_rows(settings: Settings, ids: Sequence[str], why: str) -> list[str]:
    """Drop rows; returns a line each. Raises InputError for one that is resolved."""
    why = " ".join(why.split())
    if not why:
        raise InputError("--why says in words why nobody needs it")
    with quarantine_rows(settings) as quarantine:
        rows = quarantine.find(ids)
    for row in rows:
        if row.status == "resolved":
            raise InputError(f"{row.short} is resolved by {row.resolved_by}: there is nothing to drop")
    changed = drop(Lake(settings).raw, [row.quarantine_id for row in rows], why, datetime.now(UTC))
    return [
        f"{row.short} {row.code}: {'dropped' if row.quarantine_id in changed else 'already dropped'}" for row in rows
    ]


def _judged(
    settings: Settings, quarantine: Quarantine, given: Sequence[str], console: Console
) -> tuple[list[Judgement], list[str]]:
    if len(given) == 1 and Path(given[0]).is_file():
        return judge_file(settings, quarantine, Path(given[0]), console.line)
    looks_like_file = next((each for each in given if "/" in each or "." in each), None)
    if looks_like_file:
        raise InputError(f"there is no file {looks_like_file}; give one file, or ids of rows")
    as_they_are = originals(quarantine.find(list(dict.fromkeys(given))))
    return judge(settings, quarantine, as_they_are, console.line), []


def _send(settings: Settings, waiting: Sequence[Judgement], console: Console) -> list[Replay]:
    sent: list[Replay] = []
    with services(settings, {"kafka"}, console.line) as running:
        for topic in Topic:
            replays = [one for each in waiting if each.row.of is topic for one in each.replays]
            if replays:
                store = Lake(settings).raw
                sent += send_replays(running.settings, store, topic, replays, datetime.now(UTC))
    return sent


def _line(judged: Judgement, sent: Sequence[Replay]) -> str:
    [replay, *_] = judged.replays
    said = f"replayed as {clean(replay.key)}" if replay in sent else "already replayed"
    note = f" ({clean(judged.note)})" if judged.note and replay in sent else ""
    return f"{judged.row.short} {judged.row.code}: {said}{note}"
