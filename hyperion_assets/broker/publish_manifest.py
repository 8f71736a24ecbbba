"""What was published of each source unit: the state that the next publish compares with.

Committed at `_published/<topic>` in hyperion-raw. The rows behind a unit (key, place, hash; what was rejected, with the
reason and the original) stand in a Parquet file of the publish that read the unit last.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, Field

from hyperion_assets.broker.counts import Counts
from hyperion_assets.lake.commits import CommitLog
from hyperion_assets.lake.store import Store
from hyperion_assets.sources.encodings import UTF_8
from hyperion_assets.sources.units import UnitContent

PUBLISHED, REJECTED = "published", "rejected"

_FIELDS: list[pa.Field[Any]] = [
    pa.field("unit", pa.string()),
    pa.field("key", pa.string()),
    pa.field("source", pa.string()),
    pa.field("place", pa.string()),
    pa.field("content_hash", pa.string()),
    pa.field("status", pa.string()),
    pa.field("reason_code", pa.string()),
    pa.field("reason", pa.string()),
    pa.field("original", pa.binary()),
    pa.field("size", pa.int64()),
]
ROWS = pa.schema(_FIELDS)
"""One row an entry: a published one has key and hash, a rejected one reason and original; size is in bytes."""


class UnitState(BaseModel):
    """A unit as it was read last, with the counts of the publish that read it and the encoding of a file."""

    model_config = ConfigDict(frozen=True)
    fingerprint: str
    file: str
    counts: Counts
    encoding: str = UTF_8


class Published(BaseModel):
    """The manifest: what stands on the topic with this id.

    `unfinished` names units of which a publish under way, or one that was killed, may have sent anything out of their
    last state and these files: nothing of them is known to be unchanged.
    """

    model_config = ConfigDict(frozen=True)
    topic_id: str
    units: dict[str, UnitState] = Field(default_factory=dict)
    unfinished: dict[str, list[str]] = Field(default_factory=dict)

    def files(self, unit: str) -> list[str]:
        """Every file that may hold a key of the unit that stands on the topic."""
        state = self.units.get(unit)
        return list(dict.fromkeys([*([state.file] if state else []), *self.unfinished.get(unit, [])]))


def published_log(store: Store, name: str) -> CommitLog[Published]:
    """The commits of what was published to a topic; `name` is the topic's on the broker."""
    return CommitLog(store, f"_published/{name}", Published)


class RowFiles:
    """The Parquet files of a topic's publishes, each read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._files: dict[str, pa.Buffer] = {}

    def write(self, file: str, contents: Iterable[tuple[str, UnitContent, pa.Table]]) -> None:
        """Write the rows (ROWS) of units by name, a row group each: those kept of before, and the content's."""
        repeating: Any = ["unit", "source", "status", "reason_code"]
        with (
            self._store.writer(file) as out,
            pq.ParquetWriter(out, ROWS, compression="zstd", use_dictionary=repeating) as writer,
        ):
            for unit, content, kept in contents:
                writer.write_table(pa.concat_tables([kept, _rows(unit, content)]).combine_chunks())

    def read(self, file: str, unit: str, columns: list[str], status: str) -> pa.Table:
        """Columns of a unit's rows of one status."""
        if file not in self._files:
            self._files[file] = pa.py_buffer(self._store.read(file))
        wanted = (pc.field("unit") == unit) & (pc.field("status") == status)
        return pq.read_table(pa.BufferReader(self._files[file]), columns=columns, filters=wanted)


def _rows(unit: str, content: UnitContent) -> pa.Table:
    records, rejections = content.records, content.rejections
    published = records.select(["key", "source", "place", "content_hash"]).append_column(
        "size", pc.cast(pc.binary_length(records.column("value")), pa.int64())
    )
    rejected = pa.table(
        {
            "place": pa.array([rejection.place for rejection in rejections], pa.string()),
            "reason_code": pa.array([rejection.code for rejection in rejections], pa.string()),
            "reason": pa.array([rejection.reason for rejection in rejections], pa.string()),
            "original": pa.array([rejection.original for rejection in rejections], pa.binary()),
            "size": pa.array([len(rejection.original) for rejection in rejections], pa.int64()),
        }
    )
    parts = [_marked(published, unit, PUBLISHED), _marked(rejected, unit, REJECTED)]
    return pa.concat_tables(parts)


def _marked(rows: pa.Table, unit: str, status: str) -> pa.Table:
    """The rows with all columns of ROWS, null where they have none."""
    filled = rows.append_column("unit", pa.repeat(unit, rows.num_rows)).append_column(
        "status", pa.repeat(status, rows.num_rows)
    )
    columns: dict[str, Any] = {field.name: pa.nulls(rows.num_rows, field.type) for field in ROWS}
    return pa.table(columns | {name: filled.column(name) for name in filled.column_names}, schema=ROWS)
