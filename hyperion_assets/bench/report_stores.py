"""The section of docs/benchmarks.md about the stores, which can be made anew by itself."""

from __future__ import annotations

from collections.abc import Sequence

from hyperion_assets.bench.markdown import MEGABYTE, machine_table, seconds_text, table
from hyperion_assets.bench.result import StoreRun, Stores

STORES_TITLE = "## Stores"
_STORES = f"""\
{STORES_TITLE}

The lake's own way of writing and reading a file against the client beneath it, by turns in one process: the medians of
seven. Both make a file that is whole or not there and stays: `open` with fsync on a folder, hdfs-native's client on
HDFS (two DataNodes, every block twice), one PUT and one GET of boto3 on S3 (SeaweedFS). DuckDB reads a Parquet file of
as many random numbers through the lake and combines them, with its start. All of it is on one machine, disk and network
of the servers included. The bar is 0.8 of the raw client.
"""

_TABLE = """\
### One table

A DataFrame of Sail as an asset of the lake: the engine writes the files in place, their rows are counted and hashed,
the manifest is committed and the metadata for Dagit is read. The median of three; before them the session has written
another one. Requests are those of the last one as the server counts them, whoever sent them: S3's by method (HEAD is
counted as GET, a listing as LIST), the NameNode's calls by clients.
"""


def render_stores(stores: Stores) -> str:
    """The last section of the document."""
    return "\n".join([_STORES, machine_table(stores.machine), _files(stores.runs), _TABLE, _table_writes(stores.runs)])


def with_stores(document: str, stores: Stores) -> str:
    """The document with the section of the stores made anew."""
    return document.partition(STORES_TITLE)[0].rstrip("\n") + "\n\n" + render_stores(stores)


def _files(runs: Sequence[StoreRun]) -> str:
    rows = []
    for run in runs:
        file = run.file
        written = [file.raw_write_seconds, file.write_seconds]
        read = [file.raw_read_seconds, file.read_seconds]
        compared = [cell for raw, ours in (written, read) for cell in _compared(file.bytes, raw, ours)]
        duckdb = _rate(file.bytes, file.duckdb_read_seconds)
        rows.append([run.place, f"{file.bytes / 2**20:.0f} MiB", *compared, duckdb])
    heads = ["raw write, MB/s", "written", "ratio", "raw read, MB/s", "read", "ratio", "read by DuckDB"]
    return table(["store", "file", *heads], rows)


def _compared(size: int, raw: float, ours: float) -> list[str]:
    return [_rate(size, raw), _rate(size, ours), f"**{raw / ours:.2f}**"]


def _rate(size: int, seconds: float) -> str:
    return f"{size / MEGABYTE / seconds:,.0f}"


def _table_writes(runs: Sequence[StoreRun]) -> str:
    rows = []
    for run in runs:
        requests = run.table.requests
        kinds = ", ".join(f"{number} {kind}" for kind, number in requests.items())
        counted = [str(sum(requests.values())), kinds] if requests else ["", ""]
        rows.append([run.place, f"{run.table.rows:,}", seconds_text(run.table.seconds), *counted])
    return table(["store", "rows", "wall time", "requests", "of which"], rows)
