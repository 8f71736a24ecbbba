"""Exports: the rows of one release, proven by their manifest, and switched so that a reader sees one or the other."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from hyperion_assets.errors import StorageError
from hyperion_assets.lake.lake import Lake
from hyperion_assets.model.arrow import arrow_schema
from hyperion_assets.model.tables import by_name, exports
from hyperion_assets.model.vocabularies import STATES
from hyperion_assets.release.exports import ExportManifest, read_manifest, write_exports
from hyperion_assets.settings import Settings
from hyperion_assets_tests.release.released import lake_in, release, retitled

NAMES = [f"{table.name}.parquet" for table in exports()]


class Exports:
    """A home with releases, of which the newest is exported."""

    def __init__(self, settings: Settings, lake: Lake, session: SparkSession) -> None:
        self.settings, self.lake = settings, lake
        self._session = session

    def export(self, title: str = "Toy Story") -> ExportManifest:
        """Release the small release with a title of its first film, and export that."""
        return write_exports(self.settings, self.lake, release(self.lake, retitled(title)), lambda: self._session)

    def again(self) -> ExportManifest:
        """Export the release in force where that must not need an engine."""
        made = release(self.lake, retitled("Toy Story"))
        return write_exports(self.settings, self.lake, made, self._never)

    def rows(self, name: str) -> list[dict[str, Any]]:
        return pq.read_table(self.settings.exports / f"{name}.parquet").to_pylist()

    @property
    def folders(self) -> list[str]:
        return sorted(path.name for path in (self.settings.home / "exports.versions").iterdir())

    def _never(self) -> SparkSession:
        raise AssertionError("nothing was to be computed")


@pytest.fixture
def exported(tmp_path: Path, session: SparkSession) -> Exports:
    settings, lake = lake_in(tmp_path / "home")
    return Exports(settings, lake, session)


def test_every_export_has_the_rows_of_the_release(exported: Exports) -> None:
    exported.export()
    films = exported.rows("films_complete")
    run = 2 * sum(100 + number for number in range(len(STATES)))
    assert [
        (row["film_id"], row["title"], row["studio_name"], row["franchise_name"], row["days"], row["box_office_cents"])
        for row in films
    ] == [("toy-story-1995", "Toy Story", "Pixar", "Toy Story", 2, run), ("up-2009", "Up", "Pixar", "Up", None, None)]
    assert [(row["first_day"], row["last_day"]) for row in films] == [
        (dt.date(1995, 11, 22), dt.date(1995, 11, 23)),
        (None, None),
    ]
    assert [
        (row["character_name"], row["film_title"], row["talent_name"]) for row in exported.rows("characters_complete")
    ] == [("Woody", "Toy Story", "Tom Hanks")]
    summary = exported.rows("boxoffice_summary")
    assert [(row["grain"], row["date"], row["gross_cents"]) for row in summary[:2]] == [
        ("day", dt.date(1995, 11, 22), run // 2),
        ("day", dt.date(1995, 11, 23), run // 2),
    ]
    assert [(row["state"], row["gross_cents"]) for row in summary[2:]] == [
        (state, 2 * (100 + number)) for number, state in sorted(enumerate(STATES), key=lambda each: each[1])
    ]
    assert [
        (row["studio_id"], row["year"], row["films"], row["characters"]) for row in exported.rows("studio_stats")
    ] == [
        ("pixar", 1995, 1, 1),
        ("pixar", 2009, 1, 0),
    ]


def test_the_manifest_proves_every_file(exported: Exports) -> None:
    made = exported.export()
    folder = exported.settings.exports
    assert sorted(path.name for path in folder.iterdir()) == sorted([*NAMES, "manifest.json"])
    assert json.loads((folder / "manifest.json").read_text())["release"] == 1
    assert read_manifest(exported.settings) == made
    assert (made.release, made.release_hash) == (1, release(exported.lake).manifest.content_hash)
    assert [file.name for file in made.files] == NAMES
    for file in made.files:
        content = (folder / file.name).read_bytes()
        read = pq.read_table(folder / file.name)
        table = by_name(file.name.removesuffix(".parquet"))
        assert (file.bytes, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
        assert file.rows == read.num_rows
        assert read.schema.equals(arrow_schema(table))
        assert [(column.name, column.type, column.comment) for column in file.columns] == [
            (column.name, str(read.schema.field(column.name).type), column.comment) for column in table.columns
        ]
        assert pq.read_metadata(folder / file.name).row_group(0).column(0).compression == "ZSTD"
    assert made.bytes == sum(file.bytes for file in made.files)


def test_exports_of_the_release_are_left_alone(exported: Exports) -> None:
    made = exported.export()
    before = {path.name: path.stat().st_mtime_ns for path in exported.settings.exports.iterdir()}
    assert exported.again() == made
    assert {path.name: path.stat().st_mtime_ns for path in exported.settings.exports.iterdir()} == before
    assert len(exported.folders) == 1


@pytest.mark.parametrize("damage", ["changed", "gone", "no manifest", "torn manifest"])
def test_damaged_exports_are_written_again(exported: Exports, damage: str) -> None:
    made = exported.export()
    name = "manifest.json" if "manifest" in damage else "studio_stats.parquet"
    path = exported.settings.exports / name
    content = path.read_bytes()
    if damage in ("changed", "torn manifest"):
        path.write_bytes(content[:-20] + b"x" * 20)
    else:
        path.unlink()
    assert (read_manifest(exported.settings) is None) is ("manifest" in damage)
    repaired = exported.export()
    assert (repaired.release, repaired.content_hash) == (1, made.content_hash)
    if "manifest" not in damage:
        assert path.read_bytes() == content
    assert read_manifest(exported.settings) == repaired


def test_the_exports_follow_a_release_and_the_one_before_stays_for_its_readers(exported: Exports) -> None:
    exported.export("One")
    kept_open = exported.settings.exports.resolve()
    exported.export("Two")
    assert exported.rows("films_complete")[0]["title"] == "Two"
    assert read_manifest(exported.settings).release == 2  # type: ignore[union-attr]  # it was just written
    assert pq.read_table(kept_open / "films_complete.parquet").column("title")[0].as_py() == "One"
    exported.export("Three")
    exported.export("Four")
    assert [folder[:8] for folder in exported.folders] == ["00000003", "00000004"]
    assert exported.settings.exports.resolve().name == exported.folders[-1]
    assert not kept_open.exists()


def test_a_reader_sees_one_release_or_the_other(exported: Exports) -> None:
    titles = {1: "One", 2: "Two", 3: "Three"}
    exported.export("One")
    done, seen = Event(), set()

    def read() -> tuple[int, str]:
        folder = exported.settings.exports.resolve(strict=True)
        manifest = ExportManifest.model_validate_json((folder / "manifest.json").read_bytes())
        for file in manifest.files:
            assert hashlib.sha256((folder / file.name).read_bytes()).hexdigest() == file.sha256
        return manifest.release, pq.read_table(folder / "films_complete.parquet").column("title")[0].as_py()

    def watch() -> int:
        reads, last = 0, False
        while not last:
            last = done.is_set()
            assert sorted(os.listdir(exported.settings.exports)) == sorted([*NAMES, "manifest.json"])
            seen.add(read())
            reads += 1
        return reads

    with ThreadPoolExecutor(1) as pool:
        reads = pool.submit(watch)
        try:
            exported.export("Two")
            exported.export("Three")
        finally:
            done.set()
        assert reads.result(60) > 3
    assert {(1, "One"), (3, "Three")} <= seen <= set(titles.items())


def test_a_folder_that_stands_in_the_way_is_not_touched(exported: Exports) -> None:
    mine = exported.settings.exports
    mine.mkdir(parents=True)
    (mine / "films_complete.parquet").write_text("mine")
    with pytest.raises(StorageError) as raised:
        exported.export()
    assert str(raised.value) == (
        f"{mine} is a folder that hyperion did not make: move it away, the exports belong there"
    )
    assert (mine / "films_complete.parquet").read_text() == "mine"
    mine.rename(mine.with_name("moved away"))
    assert exported.export().release == 1
    assert exported.rows("films_complete")[0]["title"] == "Toy Story"


def test_a_link_whose_folder_is_gone_is_replaced(exported: Exports) -> None:
    exported.settings.home.mkdir(parents=True)
    exported.settings.exports.symlink_to("exports.versions/gone")
    assert read_manifest(exported.settings) is None
    exported.export()
    assert len(exported.rows("films_complete")) == 2


def test_a_table_whose_file_is_gone_leaves_the_exports_as_they_are(exported: Exports) -> None:
    made = exported.export("One")
    newer = release(exported.lake, retitled("Two"))
    [file] = newer.manifest.tables["films"].manifest.files
    Path(exported.lake.processed.uri(file.path)).unlink()
    with pytest.raises(StorageError, match="is missing"):
        write_exports(exported.settings, exported.lake, newer, lambda: exported._session)
    assert read_manifest(exported.settings) == made
    assert exported.rows("films_complete")[0]["title"] == "One"


def test_the_home_can_be_moved_with_its_exports(exported: Exports, tmp_path: Path) -> None:
    exported.export()
    exported.settings.home.rename(tmp_path / "moved")
    moved, _ = lake_in(tmp_path / "moved")
    assert read_manifest(moved) is not None
    assert pq.read_table(moved.exports / "films_complete.parquet").num_rows == 2
