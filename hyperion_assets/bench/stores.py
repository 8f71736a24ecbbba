"""Every store against the client beneath it: a big file written and read, and what the write of one table takes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from statistics import median

import dagster as dg
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from dagster_pyspark import LazyPySparkResource
from pyspark.sql import DataFrame, SparkSession

from hyperion_assets.bench.raw_clients import PIECE_BYTES, raw_client
from hyperion_assets.bench.requests import Count, difference
from hyperion_assets.bench.result import FileRates, TableWrite
from hyperion_assets.engines.session import SESSION, own_session
from hyperion_assets.errors import StorageError
from hyperion_assets.lake.io_manager import CODE_VERSION, LakeIO
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.remote import attach
from hyperion_assets.lake.store import Store
from hyperion_assets.settings import Settings

FILE_BYTES = 256 << 20
FILE_TURNS = 7
TABLE_ROWS = 1_150_000
TABLE_TURNS = 3
COLUMNS = ("id", "concat('film-', id % 500) film_id", "id % 365 day", "id * 7919 % 1000003 gross_cents")
OURS, RAW, PARQUET = "bench/ours.bin", "bench/raw.bin", "bench/numbers.parquet"


def file_rates(settings: Settings, size: int = FILE_BYTES, turns: int = FILE_TURNS) -> FileRates:
    """Write and read a file of random bytes through the store of hyperion-processed and by its raw client, in turns.

    The medians. Raises StorageError if fewer bytes are read than were written.
    """
    store, raw = Lake(settings).processed, raw_client(settings)
    pieces = [os.urandom(min(PIECE_BYTES, size - start)) for start in range(0, size, PIECE_BYTES)]
    store.prepare("bench")
    _write_parquet(store, b"".join(pieces))
    ways: dict[str, Callable[[], int | None]] = {
        "write": lambda: _write(store, pieces),
        "raw_write": lambda: raw.write(store.uri(RAW), pieces),
        "read": lambda: sum(map(len, _read(store))),
        "raw_read": lambda: sum(map(len, raw.read(store.uri(RAW)))),
        "duckdb_read": lambda: _read_by_duckdb(store.uri(PARQUET)),
    }
    written = {"write": OURS, "raw_write": RAW}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(turns):
        # There and back, for what comes after a write has the disk less to itself.
        for name, way in list(ways.items())[:: -1 if turn % 2 else 1]:
            if name in written:
                store.remove(written[name])
            started = time.perf_counter()
            found = way()
            seconds[name].append(time.perf_counter() - started)
            if found not in (None, size):
                raise StorageError(f"{store.uri(OURS)}: {found} of {size} bytes were read")
    store.remove("bench")
    return FileRates(size, **{f"{name}_seconds": median(taken) for name, taken in seconds.items()})


def table_write(
    settings: Settings, remote: str, count: Count, rows: int = TABLE_ROWS, turns: int = TABLE_TURNS
) -> TableWrite:
    """Materialize a table as an asset of the lake: seconds of its IO manager, and requests of all that took part."""
    lake = Lake(settings)
    engine = LazyPySparkResource(spark_config={"spark.remote": remote, **SESSION})
    seconds, requests = [], {}
    with own_session(), dg.DagsterInstance.ephemeral() as instance:
        # The first one opens the session, and is not counted.
        _materialize(instance, lake, engine, 1, "first")
        before: Mapping[str, int] = {}
        for turn in range(turns):
            before = count() if turn == turns - 1 else before
            seconds.append(_materialize(instance, lake, engine, rows, str(turn)))
        requests = difference(before, count())
    return TableWrite(lake.table("bench").required_head().manifest.rows, median(seconds), requests)


def _write(store: Store, pieces: list[bytes]) -> None:
    with store.writer(OURS) as out:
        for piece in pieces:
            out.write(piece)


def _read(store: Store) -> Iterator[bytes]:
    with store.open(OURS) as source:
        while piece := source.read(PIECE_BYTES):
            yield piece


def _write_parquet(store: Store, content: bytes) -> None:
    """The bytes as numbers in a column as they are, so that reading it is little but reading."""
    numbers = pa.Array.from_buffers(pa.int64(), len(content) // 8, [None, pa.py_buffer(content)])
    with store.writer(PARQUET) as out:
        pq.write_table(pa.table({"number": numbers}), out, compression="none", use_dictionary=False)


def _read_by_duckdb(uri: str) -> int:
    """The bytes of all numbers in a Parquet file."""
    with duckdb.connect() as connection:
        attach(connection)
        [(count, _)] = connection.execute("SELECT count(*), bit_xor(number) FROM read_parquet(?)", [uri]).fetchall()
    return 8 * int(count)


def _materialize(instance: dg.DagsterInstance, lake: Lake, engine: LazyPySparkResource, rows: int, code: str) -> float:
    def bench() -> DataFrame:
        session: SparkSession = engine.spark_session
        return session.range(rows).selectExpr(*COLUMNS)

    made = dg.asset(name="bench", io_manager_key="lake", metadata={CODE_VERSION: code})(bench)
    result = dg.materialize(
        [made],
        instance=instance,
        resources={"lake": LakeIO(lake=lake, engine=engine)},
        run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
    )
    wanted = (dg.DagsterEventType.STEP_OUTPUT, dg.DagsterEventType.HANDLED_OUTPUT)
    began, ended = (instance.all_logs(result.run_id, of_type=kind)[0].timestamp for kind in wanted)
    return ended - began
