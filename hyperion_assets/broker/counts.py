"""What a publish did, in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Counts:
    """entries = published + unchanged + rejected; a tombstone comes of an entry that is gone."""

    entries: int = 0
    published: int = 0
    unchanged: int = 0
    rejected: int = 0
    tombstones: int = 0

    @classmethod
    def sum(cls, parts: Iterable[Counts]) -> Counts:
        """Each number summed up."""
        rows = [(part.entries, part.published, part.unchanged, part.rejected, part.tombstones) for part in parts]
        return cls(*map(sum, zip(*rows, strict=True))) if rows else cls()


@dataclass(frozen=True)
class PublishReport:
    """What a publish did by unit; a unit that is gone has tombstones only.

    `encodings` has the files that were read in another encoding than UTF-8, by this publish or an earlier one.
    """

    units: dict[str, Counts] = field(default_factory=dict)
    encodings: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> Counts:
        """The sums over all units."""
        return Counts.sum(self.units.values())
