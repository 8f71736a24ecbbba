"""Entries that no reader looks for where they stand: alone where a list belongs, or within something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hyperion_assets.sources.pointers import escape
from hyperion_assets.sources.shapes.entries import EntryList, Unread, is_entry

_REASON = "a character stands here outside any list of entries; put it into one"


def stray_entries(document: Any, parts: Sequence[EntryList | Unread]) -> Iterator[Unread]:
    """What looks like an entry in a document and is in none of its parts, each reported at its place."""
    known = {part.pointer if isinstance(part, EntryList) else part.place for part in parts}
    waiting = [("", document)]
    while waiting:
        pointer, value = waiting.pop()
        if pointer in known:
            continue
        if pointer and is_entry(value):
            yield Unread(pointer, "entry_outside_list", _REASON)
        elif isinstance(value, dict):
            waiting += [(f"{pointer}/{escape(key)}", inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{pointer}/{number}", inner) for number, inner in enumerate(value)]
