"""Remote files for reading as DuckDB and PyArrow read them: from several threads, each at a place of its own.

DuckDB reads one open file from many threads, as a seek and a read after it; the files of s3fs and hdfs-native have one
place for all, so that one thread would read where another has gone to.
"""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from fsspec import AbstractFileSystem

Fetch = Callable[[int, int], bytes]
READ_AHEAD_BYTES = 1 << 16


class RangedFile(io.RawIOBase):
    """A file that never changes. `fetch` gives the bytes from a start to an end; each thread has its own place."""

    def __init__(self, size: int, fetch: Fetch) -> None:
        super().__init__()
        self.size = size
        self._fetch = fetch
        self._local = threading.local()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return int(getattr(self._local, "place", 0))

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self.tell(), os.SEEK_END: self.size}[whence]
        self._local.place = max(0, start + offset)
        return self.tell()

    def read(self, size: int | None = -1) -> bytes:
        start = self.tell()
        end = self.size if size is None or size < 0 else min(self.size, start + size)
        if start >= end:
            return b""
        found = self._fetch(start, end)
        self._local.place = start + len(found)
        return found

    def readall(self) -> bytes:
        return self.read()

    def readinto(self, buffer: Any) -> int:
        found = self.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)


class ReadAheadFile(RangedFile):
    """The same for many small reads one after the other, which one request serves; a large one is given as it comes.

    Python's own buffer would copy that, which makes a big file three times as dear to read.
    """

    def read(self, size: int | None = -1) -> bytes:
        if size is None or not 0 <= size < READ_AHEAD_BYTES:
            return super().read(size)
        start = self.tell()
        kept_from, kept = getattr(self._local, "kept", (0, b""))
        end = min(self.size, start + size)
        if start < kept_from or end > kept_from + len(kept):
            kept_from, kept = start, super().read(READ_AHEAD_BYTES)
            self._local.kept = kept_from, kept
        found = kept[start - kept_from : start - kept_from + size]
        self._local.place = start + len(found)
        return found


class RangedFiles(AbstractFileSystem):  # type: ignore[misc]  # fsspec has no types
    """The files below several roots of one scheme, for DuckDB to read, which knows one file system a scheme."""

    cachable = False

    def __init__(self, scheme: str) -> None:
        super().__init__()
        self.protocol = scheme
        self._roots: dict[str, tuple[AbstractFileSystem, Callable[[str], Fetch]]] = {}

    def add(self, root: str, files: AbstractFileSystem, fetcher: Callable[[str], Fetch]) -> None:
        """Read what is below a root from these files; `fetcher` gives what reads ranges of a path."""
        self._roots[root] = (files, fetcher)

    def info(self, path: str, **options: Any) -> dict[str, Any]:
        """Name, size and type of a file. Raises FileNotFoundError."""
        files, _ = self._below(path)
        return dict(files.info(path, **options))

    def modified(self, path: str) -> datetime:
        """When a file was written."""
        files, _ = self._below(path)
        return cast(datetime, files.modified(path))

    def _open(self, path: str, mode: str = "rb", *given: Any, **options: Any) -> RangedFile:
        if mode != "rb":
            raise PermissionError(f"{path} is opened for reading only")
        _, fetcher = self._below(path)
        return RangedFile(int(self.info(path)["size"]), fetcher(path))

    def _below(self, path: str) -> tuple[AbstractFileSystem, Callable[[str], Fetch]]:
        """The files and the reader of the innermost root that a path lies below."""
        above = [root for root in self._roots if path.startswith(f"{root}/")]
        if not above:
            raise FileNotFoundError(f"{path} is in no store that is open")
        return self._roots[max(above, key=len)]
