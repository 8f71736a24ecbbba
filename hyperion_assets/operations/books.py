"""The ledger for a person and for a program: what became of every source entry, record and row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from hyperion_assets.broker.waiting import waiting_ranges
from hyperion_assets.checks.ledger_books import Book, Line, file_books, range_books, reason_books, topic_books
from hyperion_assets.checks.ledger_rows import release_books
from hyperion_assets.lake.lake import Lake
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

By = Literal["topic", "file", "range", "reason"]
WIDTH = 100
UNBALANCED = "!"


def ledger_books(settings: Settings, by: By, topic: Topic | None, *, every_unit: bool = False) -> list[Book]:
    """The books that were asked for; by topic also those of the release."""
    lake = Lake(settings)
    topics = [topic] if topic else list(Topic)
    if by == "file":
        return file_books(settings, lake, topics, every_unit=every_unit)
    if by == "range":
        return range_books(settings, lake, topics)
    if by == "reason":
        return reason_books(settings, lake, topics)
    return [*topic_books(settings, lake, topics), *release_books(lake, topics)]


def missing_ranges(settings: Settings, topic: Topic | None) -> dict[str, list[str]]:
    """Ranges that are planned and not staged, by topic; they hold back what follows them, and are no difference."""
    lake = Lake(settings)
    return {each.name_in(settings): waiting_ranges(settings, lake, each) for each in ([topic] if topic else Topic)}


def ledger_json(books: Sequence[Book], missing: dict[str, list[str]]) -> dict[str, Any]:
    """The books as plain values."""
    return {
        "balances": all(book.balances for book in books),
        "books": [
            {
                "title": book.title,
                "equation": book.equation,
                "note": book.note,
                "lines": [{"name": line.name, **line.counts, "difference": line.difference} for line in book.lines],
            }
            for book in books
        ],
        "missing_ranges": missing,
    }


def ledger_text(books: Sequence[Book], missing: dict[str, list[str]]) -> str:
    """The books as aligned columns, at most 100 signs wide; what does not balance is marked."""
    lines: list[str] = []
    for book in books:
        lines += [*([""] if lines else []), *_book(book)]
    lines += [f"missing range {key} of {topic}" for topic, keys in missing.items() for key in keys]
    wrong = sum(line.difference != 0 for book in books for line in book.lines)
    verdict = f"{wrong} of {sum(len(book.lines) for book in books)} lines do NOT balance" if wrong else "it balances"
    return "\n".join([*lines, "", verdict])


def _book(book: Book) -> list[str]:
    note = [f"  {book.note}"] if book.note else []
    if not book.lines:
        return [f"{book.title}: none", *note]
    words = list(book.lines[0].counts)
    widths = [max(len(word), *(len(f"{line.counts[word]:,}") for line in book.lines)) + 2 for word in words]
    off = max(len(_off(line)) for line in book.lines)
    longest = max(*(len(line.name) for line in book.lines), len(book.title) - 2)
    room = min(longest, WIDTH - 2 - sum(widths) - off)
    head = f"{book.title:<{room + 2}}" + "".join(f"{word:>{width}}" for word, width in zip(words, widths, strict=True))
    return [book.equation, head, *(_line(line, words, widths, room) for line in book.lines), *note]


def _line(line: Line, words: list[str], widths: list[int], room: int) -> str:
    name = line.name if len(line.name) <= room else f"…{line.name[1 - room :]}"
    counts = "".join(f"{line.counts[word]:>{width},}" for word, width in zip(words, widths, strict=True))
    mark = UNBALANCED if line.difference else " "
    return f"{mark} {name:<{room}}{counts}{_off(line)}"


def _off(line: Line) -> str:
    return f"  off by {line.difference:,}" if line.difference else ""
