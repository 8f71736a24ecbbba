"""Archives of a lock, unpacked as far as they are needed: what is large and never run is not kept."""

from __future__ import annotations

import hashlib
import os
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from hyperion_assets.disk import replace, writing
from hyperion_assets.errors import ServiceError
from hyperion_assets.local.jars import CACHE_VARIABLE, Lock, cache, download, locked, put_in_place

SIZES = "sizes.txt"
"""A file in the folder that says what was unpacked, to see whether all of it is there."""


def unpack(report: Callable[[str], None], lock: Lock, folders: tuple[str, ...]) -> Path:
    """A folder with the plain jars of the lock and, of its archive, these folders of the one that the archive holds.

    The archive is fetched, verified by its SHA-256, unpacked and dropped. The folder appears whole or not at all.
    Raises ServiceError if the registry cannot be reached or serves another file than the lock names.
    """
    name = hashlib.sha256(lock.path.read_bytes() + repr(folders).encode()).hexdigest()[:16]
    target = cache() / "unpacked" / name
    if _is_whole(target):
        return target
    began = monotonic()
    report(f"fetching {lock.title} into {target}")
    with writing(target, CACHE_VARIABLE):
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fetch-") as made:
            staged = Path(made, "unpacked")
            staged.mkdir()
            for file in locked(lock):
                download(file, lock, Path(made), staged)
                if file.packaging == "tar.gz":
                    extract(staged / file.name, folders, staged)
            _note_sizes(staged)
            put_in_place(staged, target, _is_whole)
    size = sum(int(line.split(" ", 1)[0]) for line in (target / SIZES).read_text(encoding="utf-8").splitlines())
    report(f"fetched {lock.title}, {size / 1e6:.0f} MB unpacked, in {monotonic() - began:.0f} s")
    return target


def extract(archive: Path, folders: tuple[str, ...], staged: Path) -> None:
    """Unpack folders of an archive into `staged`, and remove the archive.

    Many of its files are links to a file in another folder; that is unpacked as well, and its first name dropped.
    Raises ServiceError for a folder that it does not hold.
    """
    wanted = tuple(f"{folder}/" for folder in folders)
    with tarfile.open(archive) as packed:
        members = {member.name.partition("/")[2]: member for member in packed.getmembers() if not member.isdir()}
        chosen = {path: member for path, member in members.items() if path.startswith(wanted)}
        if missing := [folder for folder in wanted if not any(path.startswith(folder) for path in chosen)]:
            raise ServiceError(f"{archive.name} holds no folder {missing[0]}")
        links = {path: member.linkname.partition("/")[2] for path, member in chosen.items() if member.islnk()}
        plain = {path for path in chosen if path not in links} | set(links.values())
        # In the order of the archive: going back in it would unpack it from its start again.
        for path in [path for path in members if path in plain]:
            member = members[path]
            packed.extract(member.replace(name=path), staged, filter="data")
    archive.unlink()
    for path, origin in links.items():
        (staged / path).parent.mkdir(parents=True, exist_ok=True)
        os.link(staged / origin, staged / path)
    for path in plain - chosen.keys():
        (staged / path).unlink()
    # What is left of other folders would be taken for a broken part of the server.
    for folder in sorted((path for path in staged.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _note_sizes(folder: Path) -> None:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    replace(folder / SIZES, "".join(f"{path.stat().st_size} {path.relative_to(folder)}\n" for path in found))


def _is_whole(folder: Path) -> bool:
    """Whether every file that was unpacked is there, with its size."""
    try:
        entries = [line.split(" ", 1) for line in (folder / SIZES).read_text(encoding="utf-8").splitlines()]
        return all((folder / path).stat().st_size == int(size) for size, path in entries)
    except OSError:
        return False
