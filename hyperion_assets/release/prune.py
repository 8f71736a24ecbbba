"""Clean-up: which data files of older table versions nothing uses any more, and their removal.

What stays: the versions of every kept release, the current version of every table, and those that were current within a
grace, which a reader or a run may have begun with. A folder that no version names yet is left for a day: another run
may be writing it. Manifests stay. Not here: hyperion-raw, of which nothing is ever removed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from hyperion_assets.lake.commits import Commit
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.tables import DATA, VERSION, VERSION_DEPTH, DataFile, LakeTable, TableManifest, begun
from hyperion_assets.release.manifest import (
    Cleaned,
    ReleasedTable,
    ReleaseManifest,
    in_force,
    release_log,
    required_release,
)

ABANDONED = timedelta(hours=24)
"""Age from which on nobody is taken to be writing a folder that no version names: since it was begun, which its name
says by the clock of its writer, and since a file in it was last written, by the clock of the store."""

Versions = dict[str, dict[str, int]]
"""Bytes of each file, by the folder of a version."""


class Removal(NamedTuple):
    """What goes of a table: the folder of a version, or a file in one that is used for others; bytes of each file."""

    table: LakeTable
    path: str
    files: Mapping[str, int]


class Plan(NamedTuple):
    """What stays and what goes: releases, newest first, and the versions of each table in hyperion-processed.

    `recent` and `unnamed` are files and folders that stay for now: replaced within the grace, and of no version yet.
    `newest` is the entry of the log that the plan was made at.
    """

    newest: Commit[ReleaseManifest]
    releases: Sequence[int]
    versions: dict[str, tuple[int, ...]]
    removals: Sequence[Removal]
    recent: int
    unnamed: int


class Removed(NamedTuple):
    """What went, or would go, of a table."""

    table: str
    versions: int
    files: int
    bytes: int


class _Looked(NamedTuple):
    """A table: the numbers of its versions that stay, what goes, and how much stays for now."""

    versions: tuple[int, ...] = ()
    removals: Sequence[Removal] = ()
    recent: int = 0
    unnamed: int = 0


def plan_prune(lake: Lake, keep: int, grace: timedelta, now: datetime, served: int | None = None) -> Plan:
    """What a clean-up would do that keeps the newest `keep` releases, and the one that the catalog serves.

    Raises InputError if there is no release.
    """
    required_release(lake)
    newest = release_log(lake).head()
    assert newest is not None
    releases = dict(_kept_releases(lake, newest.manifest, keep, now - grace, served))
    released = _released_versions(releases.values())
    looked = {
        table: _look(table, there, released.get(table.name, []), now, grace) for table, there in _tables(lake).items()
    }
    processed = {table.name: found for table, found in looked.items() if table.store is lake.processed}
    return Plan(
        newest=newest,
        releases=list(releases),
        versions={name: found.versions for name, found in processed.items() if found.versions},
        removals=[removal for found in looked.values() for removal in found.removals],
        recent=sum(found.recent for found in looked.values()),
        unnamed=sum(found.unnamed for found in looked.values()),
    )


def claim(lake: Lake, plan: Plan) -> bool:
    """Put into the log of releases what stays; False if the log has gone on, so that the plan holds no more.

    From then on whoever makes a release or brings one back names nothing that goes.
    """
    cleaned = Cleaned(release=in_force(plan.newest).number, at=datetime.now(UTC))

    def build(before: ReleaseManifest | None) -> ReleaseManifest | None:
        if before is None or before != plan.newest.manifest or before.kept == plan.versions:
            return None
        return before.model_copy(update={"kept": plan.versions, "cleaned": cleaned})

    committed = release_log(lake).update(build)
    return committed is not None and committed.manifest.kept == plan.versions


def by_table(plan: Plan) -> Iterator[tuple[Removed, Sequence[Removal]]]:
    """What goes of each table, in figures and one by one."""
    for table, found in groupby(plan.removals, key=lambda removal: removal.table):
        removals = list(found)
        versions = sum(removal.path not in removal.files for removal in removals)
        sizes = [size for removal in removals for size in removal.files.values()]
        yield Removed(table.name, versions, len(sizes), sum(sizes)), removals


def remove(plan: Plan) -> Iterator[Removed]:
    """Remove what goes, table by table."""
    for figures, removals in by_table(plan):
        for removal in removals:
            removal.table.store.remove(removal.path)
        yield figures


def _kept_releases(
    lake: Lake, newest: ReleaseManifest, keep: int, since: datetime, served: int | None
) -> Iterator[tuple[int, ReleaseManifest]]:
    """The newest releases, those in force at any time since then, and the one served; none that is gone already."""
    seen, recent = 0, True
    for number, manifest in release_log(lake).history():
        if manifest.cleaned:
            continue
        if (seen < keep or recent or number == served) and not newest.removed(manifest.versions):
            yield number, manifest
        seen += 1
        recent = recent and manifest.created_at >= since
        if seen >= keep and not recent and (served is None or number <= served):
            return


def _released_versions(releases: Iterable[ReleaseManifest]) -> dict[str, list[ReleasedTable]]:
    found: dict[str, list[ReleasedTable]] = {}
    for release in releases:
        for name, table in release.tables.items():
            found.setdefault(name, []).append(table)
    return found


def _tables(lake: Lake) -> dict[LakeTable, Versions]:
    """Whatever has a version as a table has, in the model or not."""
    found: dict[str, tuple[LakeTable, Versions]] = {}
    for store in (lake.staging, lake.processed):
        for path, size in store.sizes("").items():
            name, *inner = path.split("/")
            if len(inner) >= VERSION_DEPTH and inner[0] == DATA and VERSION.fullmatch(inner[1]):
                _, there = found.setdefault(store.uri(name), (LakeTable(store, name), {}))
                there.setdefault(f"{name}/{DATA}/{inner[1]}", {})[path] = size
    return dict(found[uri] for uri in sorted(found))


def _look(
    table: LakeTable, there: Versions, released: Collection[ReleasedTable], now: datetime, grace: timedelta
) -> _Looked:
    """Sort the files of a table; `released` are its versions in kept releases."""
    # They were listed before the manifests are read: what is committed in between is of the current version here.
    history = list(_current_since(table.log.history(), now - max(grace, ABANDONED)))
    recent = [commit.manifest for commit in _current_since(history, now - grace)]
    stays = _files([*(each.manifest for each in released), *recent[:1]])
    later = _files(recent) - stays
    named = {file.path for file in stays | later}
    used = {file.version_folder for file in stays | later}
    known = {file.version_folder for file in _files(commit.manifest for commit in history)}
    removals: list[Removal] = []
    unnamed = 0
    for folder, files in there.items():
        if folder in used:
            strays = [path for path in files if path.endswith(".parquet") and path not in named]
            removals += [Removal(table, path, {path: files[path]}) for path in strays]
        elif folder in known or _is_abandoned(table, folder, now):
            removals.append(Removal(table, folder, files))
        else:
            unnamed += 1
    versions = {*(each.version for each in released), *(commit.number for commit in history[: len(recent)])}
    return _Looked(tuple(sorted(versions)), removals, len(later), unnamed)


def _current_since(history: Iterable[Commit[TableManifest]], moment: datetime) -> Iterator[Commit[TableManifest]]:
    """Of all versions, newest first, those that were current at any time since a moment."""
    for commit in history:
        yield commit
        if commit.manifest.written_at < moment:
            return


def _files(manifests: Iterable[TableManifest]) -> set[DataFile]:
    return {file for manifest in manifests for file in manifest.files}


def _is_abandoned(table: LakeTable, folder: str, now: datetime) -> bool:
    if now - begun(folder) < ABANDONED:
        return False
    changed = table.store.changed_at(folder)
    return changed is None or now - changed >= ABANDONED
