"""The exports: small Parquet files of a release for a browser, switched at once, and the manifest that proves them."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, ValidationError

from hyperion_assets.disk import writing
from hyperion_assets.errors import StorageError
from hyperion_assets.lake.commits import Commit
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.tables import fingerprint
from hyperion_assets.model.arrow import arrow_schema
from hyperion_assets.model.tables import exports as export_tables
from hyperion_assets.release.manifest import ReleaseManifest
from hyperion_assets.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

MANIFEST = "manifest.json"
KEPT = 2
"""Export folders that stay: the current one, and the one that a reader may still have open."""
ROW_GROUP = 20_000


class ExportColumn(BaseModel):
    """A column of an export: its Arrow type and what it says."""

    model_config = ConfigDict(frozen=True)

    name: str
    type: str
    comment: str


class ExportFile(BaseModel):
    """An export as it lies in the folder."""

    model_config = ConfigDict(frozen=True)

    name: str
    rows: int
    bytes: int
    sha256: str
    columns: list[ExportColumn]


class ExportManifest(BaseModel):
    """What the exports are: the release they were made of and every file."""

    model_config = ConfigDict(frozen=True)

    release: int
    release_hash: str
    created_at: datetime
    files: list[ExportFile]

    @property
    def content_hash(self) -> str:
        """One text for the bytes of all files."""
        return fingerprint(f"{file.name}={file.sha256}" for file in self.files)

    @property
    def bytes(self) -> int:
        """Bytes of all files."""
        return sum(file.bytes for file in self.files)


def read_manifest(settings: Settings) -> ExportManifest | None:
    """The manifest of the current exports, or None if there are none that can be read."""
    try:
        return ExportManifest.model_validate_json((settings.exports / MANIFEST).read_bytes())
    except (OSError, ValidationError):
        return None


def write_exports(
    settings: Settings, lake: Lake, release: Commit[ReleaseManifest], session: Callable[[], SparkSession]
) -> ExportManifest:
    """Make the exports serve a release; those that serve it whole already are left alone.

    A reader sees the folder of one release or of the other: `exports` is a link that is replaced in one step.
    """
    present = read_manifest(settings)
    if present and present.release == release.number and _whole(settings, present):
        return present
    versions = settings.home / "exports.versions"
    folder = versions / f"{release.number:08d}-{uuid.uuid4().hex[:8]}"
    with writing(folder):
        folder.mkdir(parents=True)
        files = [_write(folder, name, rows) for name, rows in _tables(lake, release.manifest, session())]
        manifest = ExportManifest(
            release=release.number,
            release_hash=release.manifest.content_hash,
            created_at=datetime.now(UTC),
            files=files,
        )
        (folder / MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
        _switch(settings.exports, folder)
    for old in sorted(versions.iterdir(), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return manifest


def _tables(lake: Lake, release: ReleaseManifest, session: SparkSession) -> list[tuple[str, pa.Table]]:
    """Each export as an Arrow table with the model's types, in the order that the transform gives it."""
    # Importing PySpark takes half a second, and whoever asks what is exported needs none of it.
    from spark.transforms import exports as transforms

    def read(name: str) -> DataFrame:
        return session.read.parquet(*lake.table(name).uris(release.tables[name].manifest.files))

    made = []
    for table in export_tables():
        transform = getattr(transforms, table.name)
        rows: DataFrame = transform(**{name: read(name) for name in signature(transform).parameters})
        made.append((table.name, rows.toArrow().cast(arrow_schema(table))))
    return made


def _write(folder: Path, name: str, rows: pa.Table) -> ExportFile:
    path = folder / f"{name}.parquet"
    pq.write_table(rows, path, compression="zstd", compression_level=19, row_group_size=ROW_GROUP)
    columns = [
        ExportColumn(
            name=field.name, type=str(field.type), comment=(field.metadata or {}).get(b"comment", b"").decode()
        )
        for field in rows.schema
    ]
    return ExportFile(
        name=path.name, rows=rows.num_rows, bytes=path.stat().st_size, sha256=_sha256(path), columns=columns
    )


def _whole(settings: Settings, manifest: ExportManifest) -> bool:
    try:
        return all(_sha256(settings.exports / file.name) == file.sha256 for file in manifest.files)
    except OSError:
        return False


def _switch(link: Path, folder: Path) -> None:
    if link.exists() and not link.is_symlink():
        raise StorageError(f"{link} is a folder that hyperion did not make: move it away, the exports belong there")
    fresh = link.with_name(f".{link.name}.{uuid.uuid4().hex[:8]}")
    fresh.symlink_to(folder.relative_to(link.parent), target_is_directory=True)
    os.replace(fresh, link)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
