"""What every run must give, by content hash, and row by row where the files of a run differ from it."""

from __future__ import annotations

from hyperion_assets.model.hashing import duckdb_hash_of, duckdb_hash_sql
from hyperion_assets.model.tables import METADATA
from hyperion_assets.proof.lakes import COMPARED, FinishedRun
from hyperion_assets.proof.result import Difference, Hashes, Reading
from hyperion_assets.topics import Topic

SHOWN_ROWS = 3
PARSED = (Topic.FILMS.staged, Topic.CHARACTERS.staged)
"""Tables that parsers make: there is no second implementation, so the first run's are what the others must give."""


class Expectation:
    """What every run must give: the oracle's tables, made of the records of the first run."""

    def __init__(self, first: FinishedRun) -> None:
        self._first = first
        self._oracle = first.oracle()
        self.hashes: Hashes = {name: self._hash(name) for name in COMPARED}

    @property
    def by_oracle(self) -> frozenset[str]:
        """The tables that the oracle makes."""
        return frozenset(COMPARED) - set(PARSED)

    @property
    def reasons(self) -> frozenset[str]:
        """The reasons that the quarantine has."""
        return frozenset(code for (code,) in self._oracle.rows("select distinct code from quarantine"))

    @property
    def empty(self) -> list[str]:
        """The tables without a row, which prove nothing."""
        return [name for name in self.by_oracle if self._oracle.rows(f"select count(*) from {name}") == [(0,)]]

    def differences(self, run: FinishedRun, reading: Reading) -> list[Difference]:
        """The tables that a reading gives otherwise; with rows where the files of the run do."""
        found = []
        for name, given in reading.hashes.items():
            if given != self.hashes[name]:
                only_expected, only_found = self._rows(run, name)
                expected = self.hashes[name]
                found.append(Difference(name, reading.cell, reading.reader, expected, given, only_expected, only_found))
        return found

    def _hash(self, name: str) -> str:
        if name in PARSED:
            return self._first.hash(name)
        table = METADATA.tables.get(name)
        query = duckdb_hash_of(self._first.columns(name), name) if table is None else duckdb_hash_sql(table, name)
        ((value,),) = self._oracle.rows(query)
        return str(value)

    def _rows(self, run: FinishedRun, name: str) -> tuple[list[object], list[object]]:
        expected = self._first.relation(name) if name in PARSED else name
        return self._oracle.differences(expected, run.relation(name), self._first.columns(name), SHOWN_ROWS)
