"""Who follows a release, which release each serves, and who lags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from hyperion_assets.engines import hive
from hyperion_assets.engines.postgres import LoadReport, load_release, served_release
from hyperion_assets.errors import HyperionError, ServiceError
from hyperion_assets.lake.commits import Commit
from hyperion_assets.lake.lake import Lake
from hyperion_assets.progress import Report
from hyperion_assets.queries import QUERIES
from hyperion_assets.release.answers import answered_release
from hyperion_assets.release.exports import read_manifest
from hyperion_assets.release.manifest import ReleaseManifest, required_release
from hyperion_assets.settings import Settings

T = TypeVar("T")
CONSUMERS = ("postgresql", "exports")
CATALOG_CONSUMERS = ("hive", *QUERIES)
"""Names of the consumers, which are those of their assets: of every home, and of those with a catalog."""


@dataclass(frozen=True)
class Consumer:
    """A consumer and the release that it serves; None before its first, with the reason if it could not be asked."""

    name: str
    release: int | None
    problem: str | None = None


def consumer_names(settings: Settings) -> tuple[str, ...]:
    """The consumers of a home, in the order in which they follow."""
    return CONSUMERS if settings.catalog == "none" else CONSUMERS + CATALOG_CONSUMERS


def postgres_dsn(settings: Settings) -> str:
    """The DSN in use. Raises ServiceError if no PostgreSQL is named."""
    if settings.postgres_dsn is None:
        raise ServiceError("no PostgreSQL is running: start it with `make dev`, or set HYPERION_POSTGRES_DSN")
    return settings.postgres_dsn.get_secret_value()


def metastore_uri(settings: Settings) -> str:
    """The address of the Hive Metastore. Raises ServiceError if none is named."""
    if settings.metastore_uri is None:
        raise ServiceError("no Hive Metastore is running: start it with `hyperion stack up --only metastore`")
    return settings.metastore_uri


def load_postgresql(settings: Settings, lake: Lake, release: Commit[ReleaseManifest], report: Report) -> LoadReport:
    """Make PostgreSQL serve a release, and the one that has taken its place when that is done."""
    return _until_in_force(lake, release, lambda wanted: _load(settings, lake, wanted, report))


def register_hive(settings: Settings, lake: Lake, release: Commit[ReleaseManifest]) -> hive.Registered:
    """Make the Metastore's views show a release, and the one that has taken its place when that is done.

    Raises StorageError if a file of it is gone: Hive and Trino read a missing one as no rows.
    """
    uri = metastore_uri(settings)

    def show(wanted: Commit[ReleaseManifest]) -> hive.Registered:
        return hive.register(uri, wanted.number, release_folders(lake, wanted))

    return _until_in_force(lake, release, show)


def release_folders(lake: Lake, release: Commit[ReleaseManifest]) -> hive.Folders:
    """The folder of each partition of a release, none of whose files are missing."""
    found: dict[str, dict[str, str]] = {}
    for name, released in release.manifest.tables.items():
        table = lake.table(name)
        table.uris(released.manifest.files)
        found[name] = {
            part: table.folder(content.files) for part, content in released.manifest.partitions.items() if content.files
        }
    return found


def _until_in_force(lake: Lake, release: Commit[ReleaseManifest], serve: Callable[[Commit[ReleaseManifest]], T]) -> T:
    while True:
        served = serve(release)
        current = required_release(lake)
        if current.number == release.number:
            return served
        # One that came late may have put an older release behind a newer one.
        release = current


def _load(settings: Settings, lake: Lake, release: Commit[ReleaseManifest], report: Report) -> LoadReport:
    tables = {name: table.manifest for name, table in release.manifest.tables.items()}
    files = {name: lake.table(name).uris(manifest.files) for name, manifest in tables.items()}
    hashes = {name: manifest.content_hash for name, manifest in tables.items()}
    return load_release(postgres_dsn(settings), files, release.number, hashes, report)


def consumers(settings: Settings) -> list[Consumer]:
    """What each consumer serves now, in their order; one that cannot be asked says why."""
    found = [_postgresql(settings), _exports(settings)]
    if settings.catalog == "none":
        return found
    return [*found, _hive(settings), *(Consumer(name, answered_release(settings, name)) for name in QUERIES)]


def _postgresql(settings: Settings) -> Consumer:
    try:
        return Consumer("postgresql", served_release(postgres_dsn(settings)))
    except HyperionError as error:
        return Consumer("postgresql", None, str(error))


def _hive(settings: Settings) -> Consumer:
    try:
        return Consumer("hive", hive.served_release(metastore_uri(settings)))
    except HyperionError as error:
        return Consumer("hive", None, str(error))


def _exports(settings: Settings) -> Consumer:
    exported = read_manifest(settings)
    return Consumer("exports", exported.release if exported else None)
