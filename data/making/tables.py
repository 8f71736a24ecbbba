"""Reading the CSV tables and writing JSON that is the same byte for byte on every run."""

from __future__ import annotations

import csv
import html
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent

Film = tuple[str, int]
"""A film as the facts name it: title and year."""

Row = dict[str, str]


class KnowledgeError(ValueError):
    """A knowledge table contradicts the facts: it names something that is not there, or misses something."""


def rows(table: str) -> list[Row]:
    """The rows of a CSV table below `data/`, in its order, as text; a blank is unknown."""
    with (DATA / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keyed(table: str, *columns: str) -> dict[tuple[str, ...], Row]:
    """The rows of a table by some of its columns. Raises KnowledgeError if two rows share them."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows(table):
        key = tuple(row[column] for column in columns)
        if key in found:
            raise KnowledgeError(f"{table}: {' | '.join(key)} stands there twice")
        found[key] = row
    return found


def film_of(row: Row, title: str = "film", year: str = "film_year") -> Film:
    """The film that a row is about."""
    return row[title], int(row[year])


def words(text: str) -> list[str]:
    """The parts of a ` ; ` list, without HTML entities, blanks and repeats."""
    return list(dict.fromkeys(part.strip() for part in html.unescape(text).split(" ; ") if part.strip()))


def known(text: str, kind: Callable[[str], Any] = str) -> Any:
    """A cell as a value of its kind; None where it is blank."""
    return kind(text) if text.strip() else None


def write_json(path: Path, content: Any) -> None:
    """Write indented UTF-8 JSON with a line break at the end, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
