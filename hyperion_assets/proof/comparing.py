"""The course of a proof: every reading of every run, compared as soon as it is there."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from hyperion_assets.errors import HyperionError
from hyperion_assets.model.tables import released_tables
from hyperion_assets.operations.console import Console
from hyperion_assets.proof.cells import Cell
from hyperion_assets.proof.damage import REASONS
from hyperion_assets.proof.expectation import Expectation
from hyperion_assets.proof.lakes import COMPARED, FinishedRun
from hyperion_assets.proof.readers import postgresql_hashes, trino_hashes
from hyperion_assets.proof.result import Difference, Hashes, Proof, Reading
from hyperion_assets.settings import Settings

READERS = DUCKDB, POSTGRESQL, TRINO = "DuckDB", "PostgreSQL", "Trino"


class Comparing:
    """Gathers what is read of finished runs; the first one gives the oracle its records."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._expectation: Expectation | None = None
        self._runs: dict[Cell, FinishedRun] = {}
        self._seconds: dict[str, float] = {}
        self._readings: list[Reading] = []
        self._differences: list[Difference] = []

    def add(self, cell: Cell, settings: Settings, seconds: float) -> None:
        """Compare the files of a run that has ended, and its database.

        Raises HyperionError if the source does not cause what it is made for.
        """
        run = self._runs[cell] = FinishedRun(settings)
        self._seconds[cell.name] = seconds
        self._read(cell, DUCKDB, lambda: {name: run.hash(name) for name in COMPARED})
        self._read(cell, POSTGRESQL, lambda: postgresql_hashes(settings))

    def read_by_trino(self, servers: Settings) -> None:
        """Compare every run as Trino reads it, on the servers that the settings name."""
        for cell, run in self._runs.items():
            self._read(cell, TRINO, partial(trino_hashes, run, servers))

    def proof(self, seconds: float) -> Proof:
        """All that was found."""
        expected = self._expected
        return Proof(self._seconds, expected.hashes, expected.by_oracle, self._readings, self._differences, seconds)

    @property
    def _expected(self) -> Expectation:
        if self._expectation is None:
            made = Expectation(next(iter(self._runs.values())))
            if made.empty:
                raise HyperionError(f"the proof's source gives no row of {', '.join(made.empty)}")
            if made.reasons != REASONS:
                odd = ", ".join(sorted(made.reasons ^ REASONS))
                raise HyperionError(
                    f"the proof's source should cause every reason of damage.REASONS and no other: {odd}"
                )
            self._expectation = made
        return self._expectation

    def _read(self, cell: Cell, reader: str, read: Callable[[], Hashes]) -> None:
        started = time.monotonic()
        hashes = read()
        seconds = time.monotonic() - started
        wanted = COMPARED if reader == DUCKDB else [table.name for table in released_tables()]
        if set(hashes) != set(wanted):
            odd = ", ".join(sorted(set(hashes).symmetric_difference(wanted)))
            raise HyperionError(f"{reader} should read every table of {cell.name} and no other: {odd}")
        reading = Reading(cell.name, reader, seconds, hashes)
        self._readings.append(reading)
        found = self._expected.differences(self._runs[cell], reading)
        self._differences += found
        said = f"{len(hashes) - len(found)} of {len(hashes)} tables as expected"
        self._console.line(f"{f'  {cell.name}: {reader}':<34} {seconds:6.1f} s  {said}")
        for difference in found:
            self._console.line(difference.in_words)
