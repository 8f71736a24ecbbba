"""Turns an operating system's refusal to write into one line that says where and what to do."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hyperion_assets.errors import StorageError

HINTS = {
    errno.ENOSPC: "the disk is full: free some space and run again",
    errno.EDQUOT: "the disk quota is used up: free some space and run again",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "no right to write there",
    errno.EPERM: "no right to write there",
    errno.ENOTDIR: "a part of the path is a file",
    errno.ENOENT: "the folder cannot be made",
}


@contextmanager
def writing(path: Path, variable: str = "HYPERION_HOME") -> Iterator[None]:
    """Raise StorageError for what the system refuses below `path`; `variable` chooses another folder."""
    try:
        yield
    except OSError as error:
        hint = HINTS.get(error.errno or 0)
        if hint is None:
            raise
        remedy = (
            "" if error.errno in (errno.ENOSPC, errno.EDQUOT) else f"; set {variable} to a folder that can be written"
        )
        raise StorageError(f"cannot write {error.filename or path}: {hint}{remedy}") from error


def replace(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a small file so that a reader sees the old text or the new one."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with writing(path):
        try:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
