"""What stores on S3 and HDFS have in common: their files by fsspec, which DuckDB reads through as well."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO, Any, cast

import duckdb
from fsspec import AbstractFileSystem

from hyperion_assets.errors import StorageError
from hyperion_assets.lake.ranged import Fetch, RangedFiles, ReadAheadFile

NOT_OF_A_PATH = frozenset("#?")

_OPENED: dict[str, RangedFiles] = {}
"""The files of the stores that were opened in this process, by scheme."""


class RemoteStore(ABC):
    """A store below an address, `scheme://…`. What a server refuses is a StorageError of one line."""

    def __init__(self, root: str, filesystem: AbstractFileSystem) -> None:
        self.root = root.rstrip("/")
        self.filesystem = filesystem
        scheme = self.root.partition("://")[0]
        if scheme not in _OPENED:
            _OPENED[scheme] = RangedFiles(scheme)
        _OPENED[scheme].add(self.root, filesystem, self.fetcher)

    @abstractmethod
    def put_if_absent(self, path: str, data: bytes) -> bool: ...

    @abstractmethod
    def writer(self, path: str) -> AbstractContextManager[IO[bytes]]: ...

    @abstractmethod
    def fetcher(self, uri: str) -> Fetch:
        """What reads ranges of a file, from several threads at once."""

    @abstractmethod
    def modified(self, entry: dict[str, Any]) -> datetime:
        """When a file was written, from its entry in a listing."""

    @abstractmethod
    def explain(self, error: Exception) -> str | None:
        """What the server refuses and what to do about it; None for what is no refusal of a server."""

    def uri(self, path: str) -> str:
        at = PurePosixPath(path)
        if at.is_absolute() or ".." in at.parts:
            raise StorageError(f"{path!r} leads out of {self.root}")
        if NOT_OF_A_PATH & set(path):
            raise StorageError(f"{path!r} cannot be part of an address: engines read a path as ended at # and ?")
        return f"{self.root}/{at}" if at.parts else self.root

    def read(self, path: str) -> bytes:
        with self.talking():
            return self.fetcher(self.uri(path))(0, self.size(path))

    def open(self, path: str) -> IO[bytes]:
        with self.talking():
            return cast(IO[bytes], ReadAheadFile(self.size(path), self.fetcher(self.uri(path))))

    def names(self, folder: str) -> list[str]:
        try:
            with self.talking():
                found = self.filesystem.ls(self.uri(folder), detail=True, refresh=True)
        except FileNotFoundError:
            return []
        names = (entry["name"].rpartition("/")[2] for entry in found if entry["type"] == "file")
        return sorted(name for name in names if name and not name.startswith("."))

    def sizes(self, folder: str) -> dict[str, int]:
        found = self._below(folder)
        start = len(f"{self.root}/")
        return {self.filesystem.unstrip_protocol(name)[start:]: int(found[name]["size"]) for name in sorted(found)}

    def _below(self, folder: str) -> dict[str, dict[str, Any]]:
        with self.talking():
            found = self.filesystem.find(self.uri(folder), detail=True, refresh=True)
        # A server may keep a folder of which all files were removed.
        return {name: entry for name, entry in found.items() if entry["type"] == "file"}

    def walk(self, folder: str) -> list[str]:
        return list(self.sizes(folder))

    def size(self, path: str) -> int:
        with self.talking():
            found = self.filesystem.info(self.uri(path), refresh=True)
        if found["type"] != "file":
            raise FileNotFoundError(self.uri(path))
        return int(found["size"])

    def changed_at(self, folder: str) -> datetime | None:
        return max(map(self.modified, self._below(folder).values()), default=None)

    def remove(self, path: str) -> None:
        with self.talking(), suppress(FileNotFoundError):
            self.filesystem.rm(self.uri(path), recursive=True)

    @contextmanager
    def talking(self) -> Iterator[None]:
        """Raise StorageError for what the server refuses while the block runs."""
        try:
            yield
        except (FileNotFoundError, FileExistsError, StorageError):
            raise
        except Exception as error:
            why = self.explain(error)
            if why is None:
                raise
            raise StorageError(why) from error


def attach(connection: duckdb.DuckDBPyConnection) -> None:
    """Let a DuckDB read the files of every remote store that was opened in this process."""
    for scheme, filesystem in _OPENED.items():
        if scheme not in connection.list_filesystems():
            connection.register_filesystem(filesystem)
