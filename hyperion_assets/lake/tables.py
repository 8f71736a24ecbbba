"""Tables of the lake: Parquet files in version folders, and the manifest that makes a version current."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict

from hyperion_assets.errors import CutError, StorageError
from hyperion_assets.lake.commits import Commit, CommitLog
from hyperion_assets.lake.cut import is_behind
from hyperion_assets.lake.store import Store
from hyperion_assets.model.hashing import combine

EMPTY_HASH = combine(())
"""The content hash of no rows."""

VERSION_DEPTH = 3
DATA = "data"
VERSION = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}")
"""The folder of a version is `<table>/data/<version>`: when it was begun, in UTC, and a part of its own."""
_BEGUN = "%Y%m%dT%H%M%S"

LISTED_FOLDERS = 8
"""From more of them on, one listing of all that the table has is faster than one for each."""

MEND = "bring it back, or `hyperion run` makes the current version anew"

UNPARTITIONED = ""
"""Name of the only partition of a table that has none."""


def begun(folder: str) -> datetime:
    """When the writer of a version's folder made it, by its own clock."""
    stamp = folder.rpartition("/")[2].partition("-")[0]
    return datetime.strptime(stamp, _BEGUN).replace(tzinfo=UTC)


class DataFile(BaseModel):
    """A Parquet file: path relative to the root of its store."""

    model_config = ConfigDict(frozen=True)

    path: str
    rows: int
    bytes: int

    @property
    def version_folder(self) -> str:
        """The folder of the version that it was written for."""
        return "/".join(self.path.split("/")[:VERSION_DEPTH])


class TablePartition(BaseModel):
    """The files of one partition, what they hold, and what they were made of."""

    model_config = ConfigDict(frozen=True)

    files: tuple[DataFile, ...]
    content_hash: str
    inputs: dict[str, str]

    @property
    def rows(self) -> int:
        """Rows in the partition."""
        return sum(file.rows for file in self.files)


class TableManifest(BaseModel):
    """A version of a table."""

    model_config = ConfigDict(frozen=True)

    table: str
    partitions: dict[str, TablePartition]
    cut: dict[str, dict[str, int]]
    code_version: str
    written_at: datetime

    @property
    def files(self) -> list[DataFile]:
        """All files, in the order of the partitions."""
        return [file for name in sorted(self.partitions) for file in self.partitions[name].files]

    @property
    def rows(self) -> int:
        """Rows in the table."""
        return sum(partition.rows for partition in self.partitions.values())

    @property
    def bytes(self) -> int:
        """Bytes of all files."""
        return sum(file.bytes for file in self.files)

    @property
    def content_hash(self) -> str:
        """One text for the rows of the table, whatever files hold them."""
        return combine(part.content_hash for part in self.partitions.values())


class VersionFolder(NamedTuple):
    """A folder of its own for the files of one version: its path in the store and its address."""

    path: str
    uri: str


class LakeTable:
    """One table of the lake."""

    def __init__(self, store: Store, name: str) -> None:
        self.store = store
        self.name = name
        self.log = CommitLog(store, name, TableManifest)

    def head(self) -> Commit[TableManifest] | None:
        """The current version, or None."""
        return self.log.head()

    def partitions(self) -> Mapping[str, TablePartition]:
        """The partitions of the current version; none if the table was never written."""
        head = self.head()
        return head.manifest.partitions if head else {}

    def files(self) -> list[DataFile]:
        """The files of the current version; none if the table was never written."""
        head = self.head()
        return head.manifest.files if head else []

    def required_head(self) -> Commit[TableManifest]:
        """The current version. Raises StorageError if the table was never written."""
        head = self.head()
        if head is None:
            raise StorageError(f"the table {self.name} was never written: materialize {self.name} first")
        return head

    def uris(self, files: Iterable[DataFile]) -> list[str]:
        """Addresses of files. Raises StorageError if one is gone, for engines read a missing path as no rows."""
        wanted = list(files)
        sizes = self._sizes(wanted)
        for file in wanted:
            size, uri = sizes.get(file.path), self.store.uri(file.path)
            if size is None:
                raise StorageError(f"{self.name}: the data file {uri} is missing: {MEND}")
            if size != file.bytes:
                raise StorageError(f"{self.name}: {uri} has {size} bytes, not {file.bytes}: {MEND}")
        return [self.store.uri(file.path) for file in wanted]

    def present(self, partitions: Mapping[str, TablePartition]) -> dict[str, TablePartition]:
        """Those of the partitions whose files are all there as they were written; others have to be made anew."""
        sizes = self._sizes([file for part in partitions.values() for file in part.files])
        return {
            name: part
            for name, part in partitions.items()
            if all(sizes.get(file.path) == file.bytes for file in part.files)
        }

    def _sizes(self, files: Sequence[DataFile]) -> dict[str, int]:
        """Bytes of what lies in the folders of these files, by path."""
        folders = sorted({file.version_folder for file in files})
        if len(folders) > LISTED_FOLDERS:
            folders = [f"{self.name}/{DATA}"]
        found: dict[str, int] = {}
        for folder in folders:
            found |= self.store.sizes(folder)
        return found

    def folder(self, files: Sequence[DataFile]) -> str:
        """The address of the folder that holds files of one partition. Raises StorageError if they lie in several."""
        folders = {file.path.rpartition("/")[0] for file in files}
        if len(folders) != 1:
            raise StorageError(
                f"{self.name}: the files of one partition lie in several folders: {', '.join(sorted(folders))}"
            )
        return self.store.uri(folders.pop())

    def new_folder(self) -> VersionFolder:
        """A fresh folder for an engine to write to; it belongs to no version until it is committed."""
        path = f"{self.name}/{DATA}/{datetime.now(UTC):{_BEGUN}}-{uuid.uuid4().hex[:8]}"
        return VersionFolder(path, self.store.prepare(path))

    def written(self, folder: str) -> list[DataFile]:
        """The Parquet files below a folder that an engine has written, without empty ones if others have rows."""
        files = []
        for path, size in self.store.sizes(folder).items():
            if path.endswith(".parquet"):
                with self.store.open(path) as source:
                    rows = pq.read_metadata(source).num_rows
                files.append(DataFile(path=path, rows=rows, bytes=size))
        return [file for file in files if file.rows] or files[:1]

    def write_arrow(self, table: pa.Table, folder: str) -> None:
        """Write an Arrow table as one Parquet file into a folder, by its path in the store."""
        with self.store.writer(f"{folder}/part-0.parquet") as out:
            pq.write_table(table, out, compression="zstd")

    def schema(self, file: DataFile) -> pa.Schema:
        """The columns of a data file."""
        with self.store.open(file.path) as source:
            return pq.read_schema(source)

    def read_arrow(self, files: Iterable[DataFile]) -> pa.Table:
        """The rows of data files, of which there is one at least."""
        parts = []
        for file in files:
            with self.store.open(file.path) as source:
                parts.append(pq.read_table(source))
        return pa.concat_tables(parts)

    def first_rows(self, file: DataFile, columns: Sequence[str], limit: int) -> list[dict[str, Any]]:
        """At most so many of the first rows of a data file."""
        with self.store.open(file.path) as source, pq.ParquetFile(source) as parquet:
            batch = next(parquet.iter_batches(batch_size=limit, columns=list(columns)), None)
        return batch.to_pylist() if batch is not None else []

    def commit(
        self,
        partitions: Mapping[str, TablePartition],
        cut: Mapping[str, Mapping[str, int]],
        code_version: str,
        *,
        keep: bool = False,
        carried: Mapping[str, TablePartition] | None = None,
    ) -> Commit[TableManifest]:
        """Make partitions the current version; with `keep` beside those that the version before had.

        Nothing is committed if that is what the current version says already. `carried` are the partitions whose files
        these may have taken over. Raises CutError if another writer has meanwhile committed a later cut, or a version
        without such a file, which a clean-up may have removed.
        """
        old = {file.path for part in (carried or {}).values() for file in part.files}
        taken = old & {file.path for part in partitions.values() for file in part.files}

        def build(before: TableManifest | None) -> TableManifest | None:
            if before and not keep and is_behind(cut, before.cut):
                raise CutError(f"{self.name} was written at a later cut by another run; run again")
            if taken - {file.path for file in (before.files if before else [])}:
                raise CutError(f"{self.name} was written with other files by another run; run again")
            merged = {**(before.partitions if before and keep else {}), **partitions}
            made = TableManifest(
                table=self.name,
                partitions=merged,
                cut={topic: dict(ends) for topic, ends in cut.items()},
                code_version=code_version,
                written_at=datetime.now(UTC),
            )
            same = before and before.model_copy(update={"written_at": made.written_at}) == made
            return None if same else made

        committed = self.log.update(build)
        assert committed is not None
        return committed


def fingerprint(parts: Iterable[str]) -> str:
    """A short hash of texts in their order: 32 hex digits."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()[:32]
