"""The few operations that the lake needs of a store, and the folder that serves them on one machine."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol

from hyperion_assets.disk import writing
from hyperion_assets.errors import StorageError


class Store(Protocol):
    """A place for files, addressed by paths relative to its root with `/` between the parts."""

    def uri(self, path: str) -> str:
        """The address of a path as engines and PyArrow read it."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError."""
        ...

    def open(self, path: str) -> IO[bytes]:
        """A file opened for reading at any place in it. Raises FileNotFoundError."""
        ...

    def put_if_absent(self, path: str, data: bytes) -> bool:
        """Write a file that appears whole or not at all; False, and nothing written, if it exists already."""
        ...

    def names(self, folder: str) -> list[str]:
        """Names of the files directly in a folder, sorted; empty if there is no such folder."""
        ...

    def sizes(self, folder: str) -> dict[str, int]:
        """Bytes of every file below a folder by its path, relative to the root and sorted; one listing on a server."""
        ...

    def walk(self, folder: str) -> list[str]:
        """Paths of all files below a folder, sorted, relative to the root."""
        ...

    def size(self, path: str) -> int:
        """Bytes of a file. Raises FileNotFoundError."""
        ...

    def changed_at(self, folder: str) -> datetime | None:
        """When a file below a folder was last written, by the clock of the store; None if there is no file."""
        ...

    def remove(self, path: str) -> None:
        """Remove a file, or a folder with all that is in it; what is not there needs no removing."""
        ...

    def prepare(self, folder: str) -> str:
        """Make a folder that engines will write into, and return its address."""
        ...

    def writer(self, path: str) -> AbstractContextManager[IO[bytes]]:
        """A file opened for streaming that appears under its path only when the block ends without an error."""
        ...


class FolderStore:
    """A store in a local folder. Exclusive creation is a hard link to a synced temporary file."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def uri(self, path: str) -> str:
        return str(self._at(path))

    def read(self, path: str) -> bytes:
        return self._at(path).read_bytes()

    def open(self, path: str) -> IO[bytes]:
        return self._at(path).open("rb")

    def put_if_absent(self, path: str, data: bytes) -> bool:
        target = self._at(path)
        with writing(target):
            temporary = self._temporary(target)
            try:
                with temporary.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                os.link(temporary, target)
                _sync_folder(target.parent)
            except FileExistsError:
                return False
            finally:
                temporary.unlink(missing_ok=True)
        return True

    def names(self, folder: str) -> list[str]:
        at = self._at(folder)
        if not at.is_dir():
            return []
        return sorted(entry.name for entry in os.scandir(at) if entry.is_file() and not entry.name.startswith("."))

    def sizes(self, folder: str) -> dict[str, int]:
        root = self.root.resolve()
        found = (path for path in self._at(folder).rglob("*") if path.is_file())
        return dict(sorted((path.relative_to(root).as_posix(), path.stat().st_size) for path in found))

    def walk(self, folder: str) -> list[str]:
        return list(self.sizes(folder))

    def size(self, path: str) -> int:
        at = self._at(path)
        if at.is_dir():
            raise FileNotFoundError(at)
        return at.stat().st_size

    def changed_at(self, folder: str) -> datetime | None:
        found = [path.stat().st_mtime for path in self._at(folder).rglob("*") if path.is_file()]
        return datetime.fromtimestamp(max(found), UTC) if found else None

    def remove(self, path: str) -> None:
        at = self._at(path)
        with writing(at):
            while at.is_dir():
                # Of a file that another process removes at the same moment.
                with suppress(FileNotFoundError):
                    shutil.rmtree(at)
            at.unlink(missing_ok=True)

    def prepare(self, folder: str) -> str:
        at = self._at(folder)
        with writing(at):
            at.mkdir(parents=True, exist_ok=True)
        return str(at)

    @contextmanager
    def writer(self, path: str) -> Iterator[IO[bytes]]:
        target = self._at(path)
        with writing(target):
            temporary = self._temporary(target)
            try:
                with temporary.open("wb") as file:
                    yield file
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(temporary, target)
                _sync_folder(target.parent)
            finally:
                temporary.unlink(missing_ok=True)

    def _at(self, path: str) -> Path:
        at = (self.root / path).resolve()
        if not at.is_relative_to(self.root.resolve()):
            raise StorageError(f"{path!r} leads out of {self.root}")
        return at

    def _temporary(self, target: Path) -> Path:
        target.parent.mkdir(parents=True, exist_ok=True)
        return target.with_name(f".{target.name}.{uuid.uuid4().hex[:12]}")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
