"""Dagster's instance of a Hyperion home: its runs and events, the same that Dagit shows."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import dagster as dg
from sqlalchemy.exc import DatabaseError, IntegrityError

from hyperion_assets.errors import StorageError
from hyperion_assets.local.dagster_home import prepare_dagster_home
from hyperion_assets.local.locks import exclusive
from hyperion_assets.settings import Settings

ADD_TRIES = 10


@contextmanager
def dagster_instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """The instance, with its databases made if they are not there. Raises StorageError if it cannot be opened."""
    prepare_dagster_home(settings)
    os.environ["DAGSTER_HOME"] = str(settings.dagster_home)
    with _open(settings) as instance:
        try:
            yield instance
        except DatabaseError as error:
            raise _unusable(settings, error.orig or error) from error


def _open(settings: Settings) -> dg.DagsterInstance:
    # Two that open a new home at once would both make its tables, and one of them would fail.
    with exclusive(settings.dagster_home / "open.lock", "opening the Dagster home"):
        try:
            return dg.DagsterInstance.get()
        except Exception as error:
            raise _unusable(settings, error) from error


def _unusable(settings: Settings, error: BaseException) -> StorageError:
    said = str(error).strip().partition("\n")[0]
    return StorageError(
        f"the Dagster home {settings.dagster_home} cannot be used: {said}; it holds Dagster's history alone, "
        "so mend or remove it"
    )


def add_partitions(instance: dg.DagsterInstance, name: str, keys: Sequence[str]) -> None:
    """Add dynamic partitions that are not there yet, whoever else adds some of them at the same time."""
    for _ in range(ADD_TRIES):
        try:
            return instance.add_dynamic_partitions(name, list(keys))
        except IntegrityError:
            # Dagster looks which are new, then inserts these; another process was in between.
            continue
    raise StorageError(f"partitions of {name} could not be added: another process adds them over and over")
