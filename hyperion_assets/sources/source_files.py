"""The *.json files below a folder: which there are, which only lead elsewhere, and their bytes.

Belongs here: the file system. Not here: what a file holds.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from hyperion_assets.errors import InputError


class Found(NamedTuple):
    """A file by its path in the folder; `leaves_to` is where a link leads that leaves the folder, which is not read."""

    path: Path
    leaves_to: str | None = None


def json_files(folder: Path) -> list[Found]:
    """All *.json files below a folder, sorted by path, and every link in it that leads out of it.

    What is linked within the folder stands there once, under its own name if that is a file's. Raises InputError if a
    folder cannot be listed.
    """
    root = folder.resolve()
    files: dict[Path, Path] = {}
    outside: list[Found] = []
    for path in sorted(_candidates(folder), key=lambda path: (path.is_symlink(), path.as_posix())):
        if path.is_symlink() and not _target(path).is_relative_to(root):
            outside.append(Found(path, os.fsencode(path.readlink()).decode("utf-8", "backslashreplace")))
        elif _is_json(path) and not path.is_dir():
            files.setdefault(_target(path), path)
    return sorted([*map(Found, files.values()), *outside], key=lambda found: found.path.as_posix())


def file_bytes(path: Path, most: int) -> bytes:
    """The file's first bytes, `most` of them. Raises OSError, for a pipe or device too: it may never end."""
    if not path.is_file():
        path.stat()  # says why, where the link leads nowhere
        raise OSError(errno.EINVAL, "it is no regular file")
    with path.open("rb") as file:
        return file.read(most)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file of any size. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _candidates(folder: Path) -> Iterator[Path]:
    """Files named *.json and links to folders; a link is not walked into, for what it leads to within is met anyway."""
    for parent, below, names in os.walk(folder, onerror=_unopened):
        here = Path(parent)
        yield from (here / name for name in names if _is_json(here / name))
        yield from (here / name for name in below if (here / name).is_symlink())


def _is_json(path: Path) -> bool:
    return path.name.casefold().endswith(".json")


def _target(path: Path) -> Path:
    """Where a path leads; itself, if that is nowhere because its links go round."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.parent.resolve() / path.name


def _unopened(error: OSError) -> None:
    raise InputError(f"cannot list {error.filename}: {error.strerror}; check its permissions") from None
