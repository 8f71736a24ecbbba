"""The release manifest: the only truth about which tables people see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from hyperion_assets.errors import HyperionError, InputError
from hyperion_assets.lake.commits import Commit, CommitLog
from hyperion_assets.lake.cut import is_behind, merge
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.tables import TableManifest, fingerprint
from hyperion_assets.model.tables import released_tables

LOG = "releases"


class ReleasedTable(BaseModel):
    """A table in a release: its version number and the manifest of that version."""

    model_config = ConfigDict(frozen=True)

    version: int
    manifest: TableManifest


class ReleaseManifest(BaseModel):
    """All tables of one cut. `restores` is the release that a rollback brought back; `hold` keeps new ones out."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["release", "rollback", "resume"]
    tables: dict[str, ReleasedTable]
    cut: dict[str, dict[str, int]]
    checks_passed: int
    created_at: datetime
    restores: int | None = None
    hold: bool = False

    @property
    def content_hash(self) -> str:
        """One text for the rows of all tables."""
        return fingerprint(f"{name}={table.manifest.content_hash}" for name, table in sorted(self.tables.items()))

    @property
    def rows(self) -> dict[str, int]:
        """Rows of each table."""
        return {name: table.manifest.rows for name, table in self.tables.items()}


class ReleaseHeldError(HyperionError):
    """A rollback holds new releases back until `hyperion release resume`."""


def release_log(lake: Lake) -> CommitLog[ReleaseManifest]:
    """The log of releases."""
    return CommitLog(lake.processed, LOG, ReleaseManifest)


def current_release(lake: Lake) -> Commit[ReleaseManifest] | None:
    """The release in force, or None before the first."""
    return release_log(lake).head()


def required_release(lake: Lake) -> Commit[ReleaseManifest]:
    """The release in force. Raises InputError if there is none yet."""
    head = current_release(lake)
    if head is None:
        raise InputError("there is no release yet: `hyperion run` makes one")
    return head


def newer_tables(lake: Lake, release: ReleaseManifest) -> list[str]:
    """Tables of which another version is current than a release names: written since, and in no release yet."""
    names = dict.fromkeys([*(table.name for table in released_tables()), *release.tables])
    heads = {name: lake.table(name).head() for name in names}
    current = {name: head.number for name, head in heads.items() if head}
    released = {name: table.version for name, table in release.tables.items()}
    return [name for name in names if current.get(name) != released.get(name)]


def make_release(
    lake: Lake, versions: Mapping[str, Commit[TableManifest]], checks_passed: int
) -> Commit[ReleaseManifest]:
    """Release these versions, which the checks have passed.

    Returns the release in force: a new one, or the present one if it names the same tables at the same cut. Raises
    CutError for tables of different cuts, ReleaseHeldError under a hold.
    """
    cut = merge({name: version.manifest.cut for name, version in versions.items()})
    tables = {name: ReleasedTable(version=v.number, manifest=v.manifest) for name, v in sorted(versions.items())}

    def build(before: ReleaseManifest | None) -> ReleaseManifest | None:
        if before and before.hold:
            raise ReleaseHeldError(
                f"release {before.restores} was brought back and is held: the new tables stand unreleased "
                "until `hyperion release resume`"
            )
        if before and (before.tables == tables or is_behind(cut, before.cut)):
            return None
        return ReleaseManifest(
            kind="release", tables=tables, cut=cut, checks_passed=checks_passed, created_at=datetime.now(UTC)
        )

    committed = release_log(lake).update(build)
    assert committed is not None
    return committed


def roll_back(lake: Lake, number: int | None = None) -> Commit[ReleaseManifest]:
    """Bring back the tables of a former release, or of the one before the present; new releases are held.

    Raises InputError if there is no such release, StorageError if its files are gone.
    """
    log = release_log(lake)
    present = required_release(lake)
    target = number if number is not None else _previous(log, present)
    if target not in log.numbers():
        raise InputError(f"there is no release {target}: `hyperion release list` shows those there are")
    old = log.get(target).manifest
    for name, table in old.tables.items():
        lake.table(name).uris(table.manifest.files)

    def build(before: ReleaseManifest | None) -> ReleaseManifest | None:
        origin = old.restores or target
        if before and before.hold and before.restores == origin:
            return None
        return old.model_copy(
            update={"kind": "rollback", "restores": origin, "hold": True, "created_at": datetime.now(UTC)}
        )

    committed = log.update(build)
    assert committed is not None
    return committed


def resume(lake: Lake) -> Commit[ReleaseManifest]:
    """Lift the hold of a rollback; the next run releases the newest tables. Raises InputError without a release."""
    required_release(lake)

    def build(before: ReleaseManifest | None) -> ReleaseManifest | None:
        if before is None or not before.hold:
            return None
        return before.model_copy(update={"kind": "resume", "hold": False, "created_at": datetime.now(UTC)})

    committed = release_log(lake).update(build)
    assert committed is not None
    return committed


def _previous(log: CommitLog[ReleaseManifest], present: Commit[ReleaseManifest]) -> int:
    """The newest release before the one whose tables are in force, and with others than those."""
    made = present.manifest.restores or present.number
    for commit in log.history():
        if commit.number < made and commit.manifest.content_hash != present.manifest.content_hash:
            return commit.number
    raise InputError(f"release {made} is the first with these tables: there is none before it to bring back")
