"""Who follows a release, which release each serves, and who lags."""

from __future__ import annotations

from dataclasses import dataclass

from hyperion_assets.engines.postgres import LoadReport, load_release, served_release
from hyperion_assets.errors import HyperionError, ServiceError
from hyperion_assets.lake.commits import Commit
from hyperion_assets.lake.lake import Lake
from hyperion_assets.progress import Report
from hyperion_assets.release.exports import read_manifest
from hyperion_assets.release.manifest import ReleaseManifest, required_release
from hyperion_assets.settings import Settings

CONSUMERS = ("postgresql", "exports")
"""Names of the consumers, which are those of their assets."""


@dataclass(frozen=True)
class Consumer:
    """A consumer and the release that it serves; None before its first, with the reason if it could not be asked."""

    name: str
    release: int | None
    problem: str | None = None


def postgres_dsn(settings: Settings) -> str:
    """The DSN in use. Raises ServiceError if no PostgreSQL is named."""
    if settings.postgres_dsn is None:
        raise ServiceError("no PostgreSQL is running: start it with `make dev`, or set HYPERION_POSTGRES_DSN")
    return settings.postgres_dsn.get_secret_value()


def load_postgresql(settings: Settings, lake: Lake, release: Commit[ReleaseManifest], report: Report) -> LoadReport:
    """Make PostgreSQL serve a release, and the one that has taken its place when that is done."""
    while True:
        loaded = _load(settings, lake, release, report)
        current = required_release(lake)
        if current.number == release.number:
            return loaded
        # Loads wait for each other, so one that came late may have put an older release behind a newer one.
        release = current


def _load(settings: Settings, lake: Lake, release: Commit[ReleaseManifest], report: Report) -> LoadReport:
    tables = {name: table.manifest for name, table in release.manifest.tables.items()}
    files = {name: lake.table(name).uris(manifest.files) for name, manifest in tables.items()}
    hashes = {name: manifest.content_hash for name, manifest in tables.items()}
    return load_release(postgres_dsn(settings), files, release.number, hashes, report)


def consumers(settings: Settings) -> list[Consumer]:
    """What each consumer serves now, in the order of CONSUMERS; one that cannot be asked says why."""
    return [_postgresql(settings), _exports(settings)]


def _postgresql(settings: Settings) -> Consumer:
    try:
        return Consumer("postgresql", served_release(postgres_dsn(settings)))
    except HyperionError as error:
        return Consumer("postgresql", None, str(error))


def _exports(settings: Settings) -> Consumer:
    exported = read_manifest(settings)
    return Consumer("exports", exported.release if exported else None)
