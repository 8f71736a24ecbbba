"""The roots of the lake: whether a commit can be put, is never overwritten, and can be read, listed and removed."""

from __future__ import annotations

import secrets
from pathlib import Path

from hyperion_assets.errors import StorageError
from hyperion_assets.lake.remote import RemoteStore
from hyperion_assets.lake.stores import open_store
from hyperion_assets.operations.doctor.finding import Finding, failed, ok, warning
from hyperion_assets.operations.doctor.machine import unwritable
from hyperion_assets.operations.doctor.web import get
from hyperion_assets.settings import Settings

PROBE = ".hyperion-doctor"


def root(address: str, settings: Settings, variable: str) -> Finding:
    """Whether the lake can lie at a root: tried with a file of a few bytes, which is removed. Raises StorageError."""
    if "://" not in address:
        found = unwritable(Path(address), variable)
        return found or ok(f"{address}: can be written{'' if Path(address).exists() else ', once it is made'}")
    if address.startswith("s3://") and settings.s3_endpoint is not None:
        # Its client would ask a server that is not there for longer than a check may take.
        s3(settings.s3_endpoint)
    store = open_store(address, settings)
    assert isinstance(store, RemoteStore)
    return probe(store)


def probe(store: RemoteStore) -> Finding:
    """Put a file where none is, put it again, read it and remove it."""
    path, first, second = f"{PROBE}-{secrets.token_hex(8)}", b"first", b"second"
    store.names("")
    try:
        store.put_if_absent(path, first)
    except StorageError as error:
        return failed(f"it can be listed but not written: {error}")
    try:
        is_kept = not store.put_if_absent(path, second)
        is_kept = store.read(path) == first and is_kept
    finally:
        left = _remove(store, path)
    if not is_kept:
        return failed(
            f"{store.root}: the server overwrites a file that is to be put only if absent",
            "use one that honours If-None-Match, or two runs at once lose each other's commits",
        )
    if left:
        return warning(f"{store.root}: {path} cannot be removed ({left})", "give the right to delete, and remove it")
    return ok(f"{store.root}: list, read, write, remove; a commit is never overwritten")


def s3(endpoint: str) -> Finding:
    """Whether an S3 server answers; who it is. Raises ServiceError."""
    server = get(endpoint, "the S3 server", "start it, or correct HYPERION_S3_ENDPOINT").headers.get("Server")
    return ok(f"{endpoint}{f': {server}' if server else ''}")


def _remove(store: RemoteStore, path: str) -> str | None:
    """Why the file cannot be removed; None when it was."""
    try:
        store.remove(path)
    except StorageError as error:
        return str(error)
    return None
