"""Why a service's program failed, from what it wrote: one line, and the telling one."""

from __future__ import annotations

from pathlib import Path

from hyperion_assets.errors import HyperionError, ServiceError, StorageError

TELLING = ("error", "fatal", "exception", "cannot", "could not", "failed")
DISK = {
    "No space left on device": "the disk is full: free some space and run again",
    "Check free disk space": "the disk is full: free some space and run again",
    "Disk quota exceeded": "the disk quota is used up: free some space and run again",
    "Read-only file system": "the file system is read-only: set HYPERION_HOME to a folder that can be written",
}


def failure(what: str, output: str, folder: Path, log: Path | None = None) -> HyperionError:
    """StorageError where the output tells of a disk that cannot be written, else ServiceError.

    `what` says what failed ("Kafka ended while it started"); `folder` is where the program writes.
    """
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    for sign, hint in DISK.items():
        if any(sign in line for line in lines):
            return StorageError(f"{what}: cannot write {folder}: {hint}")
    telling = [line for line in lines if any(word in line.lower() for word in TELLING)] or lines
    last = telling[-1][:300] if telling else "it wrote nothing"
    return ServiceError(f"{what}: {last}" + (f" (log: {log})" if log else ""))
