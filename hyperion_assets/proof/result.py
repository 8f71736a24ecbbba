"""What a proof has found: plain values, so that the report is a function of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Hashes = Mapping[str, str]
"""Content hash by table."""


@dataclass(frozen=True)
class Reading:
    """What gave hashes of tables (a cell of the matrix as it is read by one reader), and in how many seconds."""

    cell: str
    reader: str
    seconds: float
    hashes: Hashes


@dataclass(frozen=True)
class Difference:
    """A table that a reading gives otherwise: both hashes, and some rows that only one side has."""

    table: str
    cell: str
    reader: str
    expected: str
    found: str
    only_expected: list[Any]
    only_found: list[Any]

    @property
    def in_words(self) -> str:
        """What differs and where, with the rows, in some lines."""
        lines = [f"differs: {self.table} in {self.cell} as {self.reader} reads it: {self.found}, not {self.expected}"]
        lines += [f"  missing: {row}" for row in self.only_expected]
        lines += [f"  too many: {row}" for row in self.only_found]
        return "\n".join(lines)


@dataclass(frozen=True)
class Proof:
    """All of a proof: what each cell's run took, what every table must be, every reading, and what differs."""

    runs: Mapping[str, float]
    expected: Hashes
    by_oracle: frozenset[str]
    readings: list[Reading]
    differences: list[Difference]
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether every hash agrees."""
        return not self.differences

    def of(self, cell: str, reader: str) -> Reading | None:
        """What a reader gave of a cell, or None if it did not read it."""
        return next((found for found in self.readings if (found.cell, found.reader) == (cell, reader)), None)
