"""The answers of Trino's queries about a release: Parquet files in the home, each naming the release that it is of."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from hyperion_assets.disk import writing
from hyperion_assets.engines.trino import trino_query
from hyperion_assets.errors import HyperionError, InputError, ServiceError
from hyperion_assets.lake.lake import Lake
from hyperion_assets.model.ddl import POINTER, RELEASE, SCHEMA
from hyperion_assets.queries import query_text
from hyperion_assets.release.manifest import required_release
from hyperion_assets.settings import Settings

CATALOG = "hive"
FOLDER = "queries"
STAMP = b"hyperion.release"
TRIES = 5


class Answer(NamedTuple):
    """The rows of a query, and the release that they are of."""

    release: int
    rows: pa.Table


def ask(settings: Settings, lake: Lake, name: str) -> Answer:
    """Run a query by Trino over the release in force, and keep its answer.

    Raises ServiceError where Trino cannot be used or the Metastore serves another release.
    """
    url = trino_url(settings)
    for _ in range(TRIES):
        before = _pointed(url)
        release = required_release(lake).number
        rows = trino_query(url, query_text(name), catalog=CATALOG, schema=SCHEMA)
        # A release that came in between makes the rows those of either.
        if before == release == _pointed(url):
            _keep(settings, name, Answer(release, rows))
            return Answer(release, rows)
        if before < release:
            raise ServiceError(
                f"the Hive Metastore serves release {before}, and release {release} is in force: materialize hive first"
            )
    raise ServiceError(
        f"{name}: the Hive Metastore is at release {before} while release {release} is in force here: run again, or "
        "give this home a Metastore of its own"
    )


def answered_release(settings: Settings, name: str) -> int | None:
    """The release that the kept answer of a query is of; None if there is none that can be read."""
    try:
        return int((pq.read_schema(_path(settings, name)).metadata or {})[STAMP])
    except (OSError, pa.ArrowException, KeyError, ValueError):
        return None


def kept_answer(settings: Settings, name: str) -> Answer:
    """The kept answer of a query. Raises HyperionError if there is none."""
    try:
        rows = pq.read_table(_path(settings, name))
        return Answer(int((rows.schema.metadata or {})[STAMP]), rows)
    except (OSError, pa.ArrowException, KeyError, ValueError):
        raise HyperionError(f"{name} was never answered: materialize it first") from None


def trino_url(settings: Settings) -> str:
    """The address of Trino. Raises ServiceError if there is none."""
    if settings.trino_url is None:
        raise ServiceError("no Trino is running: start it with `hyperion stack up --only trino`")
    return settings.trino_url


def _pointed(url: str) -> int:
    try:
        pointer = trino_query(url, f"select {RELEASE} from {POINTER}", catalog=CATALOG, schema=SCHEMA)
    except InputError as error:
        raise ServiceError(
            f"no release is registered in the Hive Metastore: materialize hive first ({error})"
        ) from None
    (number,) = pointer.to_pylist()
    return int(number[RELEASE])


def _keep(settings: Settings, name: str, answer: Answer) -> None:
    path = _path(settings, name)
    stamped = answer.rows.replace_schema_metadata({STAMP: str(answer.release).encode()})
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            pq.write_table(stamped, temporary, compression="zstd")
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)


def _path(settings: Settings, name: str) -> Path:
    return settings.home / FOLDER / f"{name}.parquet"
