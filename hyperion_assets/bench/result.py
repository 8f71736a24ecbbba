"""What one run of `make bench` has measured: plain values, so that the report is a function of them.

Times are in seconds, memory in bytes. Wall time tells what a person waits for; processor time, summed over the
processes that took part, is what other work on the same machine changes least.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Machine:
    """Where and when it was measured, and with which versions."""

    processor: str
    cores: int
    memory: int
    system: str
    measured_at: str
    load: float
    """Processes that wanted a core in the minute before: anything near the number of cores spoils the times."""
    versions: dict[str, str]


@dataclass(frozen=True)
class Use:
    """What a process, with its children, took while something was measured."""

    peak_memory: int
    processor_seconds: float


@dataclass(frozen=True)
class Provider:
    """The box-office provider alone, in processor time of one core."""

    films: int
    rows: int
    daily_seconds: float
    records_seconds: float


@dataclass(frozen=True)
class BareLoop:
    """One run of the bare loop."""

    records: int
    stages: dict[str, float]
    use: dict[str, Use] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """From the provider to Parquet."""
        return sum(self.stages.values())

    @property
    def processor_seconds(self) -> float:
        """Of all processes."""
        return sum(use.processor_seconds for use in self.use.values())


@dataclass(frozen=True)
class MainJob:
    """One run of the platform's main job on a fresh home, its services running."""

    records: int
    table_rows: int
    release_seconds: float
    """From the sources to the commit of the release."""
    stages: dict[str, float]
    """What `release_seconds` went to, by stage."""
    consumers: dict[str, float]
    """After the release: PostgreSQL and the exports."""
    use: dict[str, Use] = field(default_factory=dict)

    @property
    def processor_seconds(self) -> float:
        """Of all processes, PostgreSQL and the exports included."""
        return sum(use.processor_seconds for use in self.use.values())


@dataclass(frozen=True)
class Landing:
    """The same records of one topic: consumed and dropped, consumed and read, and landed; the fastest run of each."""

    records: int
    consume_seconds: float
    read_seconds: float
    land_seconds: float


@dataclass(frozen=True)
class EngineRun:
    """The transforms of the box office on one engine: the times of each, first run and second."""

    engine: str
    rows: dict[str, int]
    seconds: dict[str, tuple[float, float]]
    use: Use


@dataclass(frozen=True)
class Scale:
    """All that was measured at one scale, on one Kafka."""

    scale: int
    start_seconds: float
    import_seconds: float
    bare_loops: list[BareLoop]
    job: MainJob
    landing: Landing
    engines: list[EngineRun]

    @property
    def bare_loop(self) -> BareLoop:
        """The fastest of the bare loops."""
        return min(self.bare_loops, key=lambda loop: loop.seconds)


@dataclass(frozen=True)
class CommandRun:
    """`hyperion run` as a person types it: services, imports, main job, consumers, summary."""

    first_seconds: float
    unchanged_seconds: float


@dataclass(frozen=True)
class Reading:
    """Generated character files, read and staged in one process; memory is that process's peak."""

    files: int
    damaged: int
    entries: int
    rejected: int
    refused: int
    seconds: float
    early_memory: int
    """After the first tenth of the files."""
    peak_memory: int


@dataclass(frozen=True)
class FileRates:
    """One big file, written and read through a store and by the client beneath it: medians."""

    bytes: int
    write_seconds: float
    raw_write_seconds: float
    read_seconds: float
    raw_read_seconds: float
    duckdb_read_seconds: float


@dataclass(frozen=True)
class TableWrite:
    """One table, written by the engine, hashed and committed; requests to the store's server, by kind."""

    rows: int
    seconds: float
    requests: dict[str, int]


@dataclass(frozen=True)
class StoreRun:
    """What was measured of one store."""

    place: str
    file: FileRates
    table: TableWrite


@dataclass(frozen=True)
class Stores:
    """What was measured of every store, and on what: these may be measured on a day of their own."""

    machine: Machine
    runs: list[StoreRun]


@dataclass(frozen=True)
class Result:
    """One run of the benchmarks."""

    machine: Machine
    provider: Provider
    scales: list[Scale]
    command: CommandRun
    reading: Reading
    stores: Stores
