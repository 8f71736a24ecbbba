"""Listing and showing rows of the quarantine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from hyperion_assets.operations.quarantine.rows import SHORT, Quarantine, Row, quarantine_rows
from hyperion_assets.operations.wording import origin_text
from hyperion_assets.settings import Settings
from hyperion_assets.sources.documents import clean, printable
from hyperion_assets.topics import Topic

REASON = 100
"""Characters of a reason that a list shows."""
SHOWN_BYTES = 8_000
"""How much of an original is shown."""


def list_rows(
    settings: Settings,
    *,
    code: str | None,
    topic: Topic | None,
    scope: str | None,
    every: bool,
    limit: int,
    as_json: bool,
) -> str:
    """The rows that fit, a line each, or as JSON; without `every` the open ones."""
    with quarantine_rows(settings) as quarantine:
        shown, fitting = quarantine.rows(code=code, topic=topic, scope=scope, open_only=not every, limit=limit)
        counts = quarantine.status_counts()
    if as_json:
        return json.dumps([_plain(row) for row in shown], ensure_ascii=False, indent=1)
    lines = [*_table(shown), *([f"… {fitting - limit} more: --limit N"] if fitting > limit else [])]
    said = ", ".join(f"{rows} {status}" for status, rows in counts.items()) or "nothing"
    return "\n".join([*lines, f"in the quarantine: {said}"])


def show_row(settings: Settings, quarantine_id: str) -> str:
    """All that is known of a row, and what can be done with it."""
    with quarantine_rows(settings) as quarantine:
        [row] = quarantine.find([quarantine_id])
        facts = [
            ("id", row.quarantine_id),
            ("status", row.status),
            ("reason", f"{row.code}: {row.reason}"),
            ("scope", f"{row.scope} {row.field}" if row.field else row.scope),
            ("topic", row.topic),
            ("from", row.where),
            ("key", row.key),
            ("when", row.resolved_at),
            ("by", row.resolved_by),
            ("why", row.why),
            ("now", _standing(quarantine, row)),
            ("next", _next(row)),
        ]
    lines = [f"{name:<8}{clean(str(value))}" for name, value in facts if value]
    return "\n".join([*lines, "", *_original(row)])


def _standing(quarantine: Quarantine, row: Row) -> str | None:
    """Whether the replay that resolved a row is what counts now, or the source was published later, which wins."""
    replay = quarantine.replay(row) if row.by_replay else None
    if replay is None:
        return None
    current = quarantine.current(row.of, replay["key"])
    if current is None:
        return "the replay is current no more: its key was deleted, as when the source is mended, or quarantined"
    at = tuple(current[name] for name in ("generation", "partition", "offset"))
    if at == tuple(replay[name] for name in ("generation", "partition", "offset")):
        return "the replay is the current record of its key"
    place = f"{row.topic}/{current['partition']}/{current['offset']}"
    if current["replay_of"]:
        return f"replayed again: the current record of the key is {place}, for {current['replay_of'][:SHORT]}"
    return (
        f"the current record of the key is newer than the replay: {place} from "
        f"{origin_text(current['source'], current['place'])}; a source published later wins"
    )


def _next(row: Row) -> str | None:
    if row.status in ("resolved", "dropped") or row.is_sent:
        return None
    drop = f'hyperion quarantine drop {row.short} --why "…"'
    if row.scope == "file":
        return f"mend {row.source} in the source folder and publish it, or {drop}"
    return f"hyperion quarantine export {row.short} --output FILE, then edit, fix and replay it, or {drop}"


def _original(row: Row) -> list[str]:
    if row.original is None:
        return ["it has no value"]
    text = row.original.decode("utf-8", "backslashreplace")
    with suppress(ValueError, RecursionError):  # what is no JSON is shown as it is
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    lines = [printable(line.replace("\t", " ")) for line in text[:SHOWN_BYTES].splitlines()]
    return [*lines, *(["…"] if len(text) > SHOWN_BYTES else [])]


def _table(rows: Sequence[Row]) -> list[str]:
    heads = ("id", "status", "scope", "code", "from", "reason")
    cells = [
        (row.short, row.status, row.scope, row.code, clean(row.where), _cut(clean(row.reason), REASON)) for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
    # The last column is as long as it is.
    lined = [
        "  ".join([*(f"{cell:<{width}}" for cell, width in zip(line[:-1], widths, strict=False)), line[-1]])
        for line in (heads, *cells)
    ]
    return lined if rows else []


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _plain(row: Row) -> dict[str, Any]:
    """A row for a program; the original is had by exporting it."""
    return {name: value for name, value in asdict(row).items() if name != "original"}
