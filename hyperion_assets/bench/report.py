"""docs/benchmarks.md from a result: tables, and how to read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hyperion_assets.bench.main_job import STAGES
from hyperion_assets.bench.markdown import MEGABYTE, machine_table, seconds_text, table
from hyperion_assets.bench.report_stores import render_stores
from hyperion_assets.bench.result import EngineRun, Provider, Reading, Result, Scale, Use
from hyperion_assets.release.consumers import CONSUMERS

_HEAD = """\
# Benchmarks

Written by `make bench`; do not edit. Every figure is from one run of it (those of the stores may be from one of their
own), because times of different runs on a shared machine differ by a factor of two and more. Each thing is measured in
a fresh Python, with nothing else of the run beside it. Wall time is what a person waits for; processor time, summed
over all processes that took part, is what other work on the machine changes least.
"""

_RELEASE = """\
## Source to release

From the source files to the commit of the release, on a fresh home, the services running and Python's imports done;
against a bare loop on the same Kafka, once before and once after. The ratio is to the faster one. The aim is at most 2.
"""

_RELEASE_READING = """\
The platform's processor time includes PostgreSQL's load and the exports, which follow the release. The bare loop
(`hyperion_assets/bench/bare_loop.py`) takes the box office alone from the provider to Parquet, with keys, values and
the four headers. It has no ranges, manifests, quarantine, ledger, checks, release or rerun, no films and characters.
"""

_LOOP = """\
### The bare loop by stage
"""

_LOOP_READING = """\
- read: the provider makes the records of one film after the other
- produce: idempotent, `acks=all`, zstd, linger 20 ms, into a new topic of 4 partitions, up to the last acknowledgement
- consume: all 4 partitions from the start, each value checked to be JSON, one JSON-lines file a partition
- tables: one DuckDB script, the last record of each key, Parquet by year

`produce_batch` of confluent-kafka 2.16 carries no headers, so records are produced one by one. Consuming became faster
by four things together, of which none does it alone: batches of 1,000 messages instead of 10,000,
`fetch.queue.backoff.ms=10`, `fetch.wait.max.ms=50` and `fetch.message.max.bytes` of 16 MB. Landing has the same.
"""

_JOB = """\
### The main job by stage
"""

_JOB_READING = """\
Stages are sums of Dagster's steps. Between steps stand the definitions, planning, looking for what is stale, and
Dagster's start of runs and steps. Import, start of the services, PostgreSQL and exports are not part of the whole.
"""

_LANDING = """\
## Landing against consuming

The same records of raw-boxoffice, the fastest of three turns each: consumed and dropped unread; consumed with offset,
timestamp, key, headers and value taken out of the client, which a record costs whatever is done with it; and landed as
raw files with their manifest. The bar is 0.6 of the raw rate.
"""

_MEMORY = """\
## Memory and processor time by process

Peak memory in MB, looked at ten times a second, pages that PostgreSQL's processes share counted once; and processor
time. Kafka and the engine keep what they once took, so Kafka's memory is of the bare loop before as well.
"""

_ENGINES = """\
## Sail and Spark

The transforms of the box office over the same landed and staged files, written as the lake writes them: first run and
second run in one session, each engine alone on two cores. Spark's first run includes what Java compiles on the way.
"""

_PROVIDER = """\
## The box-office provider

Processor time of one core.
"""

_PROVIDER_READING = """\
SHA-256 is the dearest part of the records: OpenSSL's, called for each value.
"""

_READING = """\
## Character files

Generated files of every shape, one in twenty damaged, read and staged one after the other in one process. Every file
gave what it was made to give, or the benchmark would have failed. The bar is a minute, in flat memory.
"""

_COMMAND = """\
## `hyperion run` as a whole

At scale 1 with everything it does: services, imports, main job, PostgreSQL, exports, summary, and the services' end.
The bars are 45 s (aim: 30 s) from an empty home, and 10 s with nothing changed.
"""


def render(result: Result) -> str:
    """The whole document."""
    scales = result.scales
    parts = [
        _HEAD,
        machine_table(result.machine),
        _RELEASE,
        _release(scales),
        _RELEASE_READING,
        _LOOP,
        _loops(scales),
        _LOOP_READING,
        _JOB,
        _job(scales),
        _JOB_READING,
        _LANDING,
        _landing(scales),
        _MEMORY,
        _memory(scales),
        _ENGINES,
        _engines(scales),
        _PROVIDER,
        _provider(result.provider),
        _PROVIDER_READING,
        _READING,
        _reading(result.reading),
        _COMMAND,
        table(
            ["run", "wall time"],
            [
                ["from an empty home", seconds_text(result.command.first_seconds)],
                ["again, nothing changed", seconds_text(result.command.unchanged_seconds)],
            ],
        ),
        render_stores(result.stores),
    ]
    return "\n".join(parts)


def _release(scales: Sequence[Scale]) -> str:
    rows = [
        [
            str(scale.scale),
            f"{scale.job.records:,}",
            seconds_text(scale.bare_loop.seconds),
            seconds_text(scale.job.release_seconds),
            f"**{scale.job.release_seconds / scale.bare_loop.seconds:.1f}**",
            seconds_text(scale.bare_loop.processor_seconds),
            seconds_text(scale.job.processor_seconds),
        ]
        for scale in scales
    ]
    names = ["bare loop", "platform", "ratio", "bare loop, processor", "platform, processor"]
    return table(["scale", "records", *names], rows)


def _loops(scales: Sequence[Scale]) -> str:
    names = list(scales[0].bare_loop.stages)
    rows = [
        [
            f"{scale.scale}, {when} the main job",
            f"{loop.records:,}",
            *(seconds_text(loop.stages[name]) for name in names),
            seconds_text(loop.seconds),
        ]
        for scale in scales
        for when, loop in zip(("before", "after"), scale.bare_loops, strict=True)
    ]
    return table(["scale", "records", *names, "all"], rows)


def _job(scales: Sequence[Scale]) -> str:
    rows = [[name, *(seconds_text(scale.job.stages[name]) for scale in scales)] for name in STAGES]
    rows.append(["**source to release**", *(seconds_text(scale.job.release_seconds) for scale in scales)])
    rows += [[f"then {name}", *(seconds_text(scale.job.consumers[name]) for scale in scales)] for name in CONSUMERS]
    rows.append(["before: start of the services", *(seconds_text(scale.start_seconds) for scale in scales)])
    rows.append(["before: import", *(seconds_text(scale.import_seconds) for scale in scales)])
    return table(["stage", *(f"scale {scale.scale}" for scale in scales)], rows)


def _landing(scales: Sequence[Scale]) -> str:
    rows = []
    for scale in scales:
        found = scale.landing
        taken = (found.consume_seconds, found.read_seconds, found.land_seconds)
        dropped, read, landed = (found.records / seconds for seconds in taken)
        rates = [f"{rate:,.0f}" for rate in (dropped, read, landed)]
        ratios = [f"**{landed / dropped:.2f}**", f"{landed / read:.2f}"]
        rows.append([str(scale.scale), f"{found.records:,}", *rates, *ratios])
    rates = ["consumed a second", "and read", "landed", "landed to consumed", "landed to read"]
    return table(["scale", "records", *rates], rows)


def _memory(scales: Sequence[Scale]) -> str:
    names = list(scales[0].job.use)
    rows = []
    for scale in scales:
        rows.append([f"{scale.scale}, main job", *_peaks(scale.job.use, names)])
        rows.append([f"{scale.scale}, bare loop", *_peaks(scale.bare_loop.use, names)])
    return table(["scale", *names], rows)


def _peaks(use: dict[str, Use], names: Iterable[str]) -> list[str]:
    return [
        f"{_megabytes(use[name])}, {seconds_text(use[name].processor_seconds)}" if name in use else "" for name in names
    ]


def _engines(scales: Sequence[Scale]) -> str:
    transforms = list(scales[0].engines[0].seconds)
    rows = [
        [str(scale.scale), run.engine, *(_twice(run, name) for name in transforms), _megabytes(run.use)]
        for scale in scales
        for run in scale.engines
    ]
    return table(["scale", "engine", *transforms, "peak memory, MB"], rows)


def _twice(run: EngineRun, name: str) -> str:
    first, second = run.seconds[name]
    return f"{seconds_text(first)}, {seconds_text(second)}"


def _provider(provider: Provider) -> str:
    steps = {
        "film to Arrow table (film_id, date, state, gross_cents, basis)": provider.daily_seconds,
        "table to Kafka records (key, JSON, SHA-256)": provider.records_seconds,
        f"both, {provider.films} films, {provider.rows:,} rows": provider.daily_seconds + provider.records_seconds,
    }
    return table(
        ["step", "rows a second"],
        [[step, f"{provider.rows / seconds / 1e6:.1f} million"] for step, seconds in steps.items()],
    )


def _reading(reading: Reading) -> str:
    counts = [reading.files, reading.damaged, reading.entries, reading.rejected, reading.refused]
    memory = [f"{size / MEGABYTE:,.0f}" for size in (reading.early_memory, reading.peak_memory)]
    heads = ["files", "damaged", "entries", "rejected", "refused at stage", "wall time"]
    row = [*(f"{count:,}" for count in counts), seconds_text(reading.seconds), *memory]
    return table([*heads, "memory after a tenth, MB", "peak memory, MB"], [row])


def _megabytes(use: Use) -> str:
    return f"{use.peak_memory / MEGABYTE:,.0f}"
