"""Table versions written straight into a lake, as an asset would have written them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from hyperion_assets.lake.commits import Commit
from hyperion_assets.lake.content import hash_rows
from hyperion_assets.lake.tables import (
    EMPTY_HASH,
    UNPARTITIONED,
    LakeTable,
    TableManifest,
    TablePartition,
)

Rows = list[dict[str, Any]]
Cut = Mapping[str, Mapping[str, int]]

PLACE = f"{'A' * 22}.0"
AT_10 = {"raw-films": {PLACE: 10}}
AT_20 = {"raw-films": {PLACE: 20}}


def partition(
    table: LakeTable,
    rows: pa.Table | Sequence[dict[str, Any]],
    inputs: Mapping[str, str] | None = None,
    *,
    hashed: bool = True,
) -> TablePartition:
    """Rows as a partition in files of their own, which no version names yet; not `hashed` is for who does not look."""
    folder = table.new_folder()
    table.write_arrow(rows if isinstance(rows, pa.Table) else pa.Table.from_pylist(list(rows)), folder.path)
    files = tuple(table.written(folder.path))
    content = hash_rows(table.name, table.uris(files)).get("", EMPTY_HASH) if hashed else EMPTY_HASH
    return TablePartition(files=files, content_hash=content, inputs=dict(inputs or {}))


def put(
    table: LakeTable, rows: pa.Table | Rows | Mapping[str, pa.Table | Rows], cut: Cut = AT_10
) -> Commit[TableManifest]:
    """Rows as the current version of a table; a mapping has those of each partition."""
    parts = rows if isinstance(rows, Mapping) else {UNPARTITIONED: rows}
    return table.commit({name: partition(table, part) for name, part in parts.items()}, cut, "code")
