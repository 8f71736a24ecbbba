"""The release manifest: the only truth about which tables people see.

A clean-up is an entry of the same log, put before the first folder goes: it leaves the release in force as it is, and
names the versions that stay. So whoever makes a release or brings one back at that moment has lost the number to it,
reads it, and names nothing that goes; or was first, and the clean-up reads that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from hyperion_assets.errors import CutError, HyperionError, InputError, StorageError
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


class Cleaned(BaseModel):
    """What a clean-up says of itself: the release that it left in force, and when it began."""

    model_config = ConfigDict(frozen=True)

    release: int
    at: datetime


class ReleaseManifest(BaseModel):
    """All tables of one cut. `restores` is the release that a rollback brought back; `hold` keeps new ones out.

    `kept` are the versions of each table that the last clean-up left; those between and before them are gone. An entry
    with `cleaned` is that of a clean-up, and otherwise the release that it left in force.
    """

    model_config = ConfigDict(frozen=True)

    kind: Literal["release", "rollback", "resume"]
    tables: dict[str, ReleasedTable]
    cut: dict[str, dict[str, int]]
    checks_passed: int
    created_at: datetime
    restores: int | None = None
    hold: bool = False
    kept: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    cleaned: Cleaned | None = None

    @property
    def content_hash(self) -> str:
        """One text for the rows of all tables."""
        return fingerprint(f"{name}={table.manifest.content_hash}" for name, table in sorted(self.tables.items()))

    @property
    def rows(self) -> dict[str, int]:
        """Rows of each table."""
        return {name: table.manifest.rows for name, table in self.tables.items()}

    @property
    def versions(self) -> dict[str, int]:
        """The version of each table."""
        return {name: table.version for name, table in self.tables.items()}

    def removed(self, versions: Mapping[str, int]) -> list[str]:
        """Those of the tables whose version is one that the last clean-up may have removed."""
        return [
            name
            for name, version in versions.items()
            if name in self.kept and version not in self.kept[name] and version < max(self.kept[name])
        ]


class ReleaseHeldError(HyperionError):
    """A rollback holds new releases back until `hyperion release resume`."""


def release_log(lake: Lake) -> CommitLog[ReleaseManifest]:
    """The log of releases."""
    return CommitLog(lake.processed, LOG, ReleaseManifest)


def current_release(lake: Lake) -> Commit[ReleaseManifest] | None:
    """The release in force, or None before the first."""
    head = release_log(lake).head()
    return head and in_force(head)


def in_force(entry: Commit[ReleaseManifest]) -> Commit[ReleaseManifest]:
    """The release that an entry of the log puts in force, or leaves so."""
    cleaned = entry.manifest.cleaned
    return entry if cleaned is None else Commit(cleaned.release, entry.manifest.model_copy(update={"cleaned": None}))


def former_release(lake: Lake, number: int) -> Commit[ReleaseManifest]:
    """A release of the log by its number. Raises InputError if there is none."""
    log = release_log(lake)
    found = log.get(number) if number in log.numbers() else None
    if found is None or found.manifest.cleaned:
        raise InputError(f"there is no release {number}: `hyperion release list` shows those there are")
    return found


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
    return [name for name in names if current.get(name) != release.versions.get(name)]


def make_release(
    lake: Lake, versions: Mapping[str, Commit[TableManifest]], checks_passed: int
) -> Commit[ReleaseManifest]:
    """Release these versions, which the checks have passed.

    Returns the release in force: a new one, or the present one if it names the same tables at the same cut. Raises
    CutError for tables of different cuts and for versions that a clean-up has removed, ReleaseHeldError under a hold.
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
        gone = before.removed({name: table.version for name, table in tables.items()}) if before else []
        if gone:
            raise CutError(f"{', '.join(gone)}: another run has written it, and a clean-up removed what was; run again")
        return ReleaseManifest(
            kind="release",
            tables=tables,
            cut=cut,
            checks_passed=checks_passed,
            created_at=datetime.now(UTC),
            kept=before.kept if before else {},
        )

    return _update(lake, build)


def roll_back(lake: Lake, number: int | None = None) -> Commit[ReleaseManifest]:
    """Bring back the tables of a former release, or of the one before the present; new releases are held.

    Raises InputError if there is no such release, StorageError if its files are gone.
    """
    present = required_release(lake)
    target = number if number is not None else _previous(release_log(lake), present)
    old = former_release(lake, target).manifest
    _require_kept(present.manifest, target, old)
    for name, table in old.tables.items():
        lake.table(name).uris(table.manifest.files)

    def build(before: ReleaseManifest | None) -> ReleaseManifest | None:
        assert before is not None
        _require_kept(before, target, old)
        origin = old.restores or target
        if before.hold and before.restores == origin:
            return None
        made: dict[str, object] = {"kind": "rollback", "restores": origin, "hold": True, "kept": before.kept}
        return old.model_copy(update={**made, "created_at": datetime.now(UTC)})

    return _update(lake, build)


def resume(lake: Lake) -> Commit[ReleaseManifest]:
    """Lift the hold of a rollback; the next run releases the newest tables. Raises InputError without a release."""
    required_release(lake)

    def build(before: ReleaseManifest | None) -> ReleaseManifest | None:
        if before is None or not before.hold:
            return None
        made = {"kind": "resume", "hold": False, "cleaned": None, "created_at": datetime.now(UTC)}
        return before.model_copy(update=made)

    return _update(lake, build)


def _update(lake: Lake, build: Callable[[ReleaseManifest | None], ReleaseManifest | None]) -> Commit[ReleaseManifest]:
    """Commit what `build` makes; the release in force then."""
    committed = release_log(lake).update(build)
    assert committed is not None
    return in_force(committed)


def _require_kept(present: ReleaseManifest, number: int, release: ReleaseManifest) -> None:
    if present.removed(release.versions):
        raise StorageError(
            f"release {number} cannot be brought back: `hyperion release prune` has removed its files; "
            "`hyperion release list` shows those that stand"
        )


def _previous(log: CommitLog[ReleaseManifest], present: Commit[ReleaseManifest]) -> int:
    """The newest release before the one whose tables are in force, and with others than those."""
    made = present.manifest.restores or present.number
    for number, former in log.history():
        if number < made and former.cleaned is None and former.content_hash != present.manifest.content_hash:
            return number
    raise InputError(f"release {made} is the first with these tables: there is none before it to bring back")
