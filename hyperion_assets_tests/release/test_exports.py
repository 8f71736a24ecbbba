"""Exports: the rows of one release, proven by their manifest, and switched so that a reader sees one or the other."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from hyperion_assets.errors import StorageError
from hyperion_assets.model.arrow import arrow_schema
from hyperion_assets.model.tables import by_name, exports
from hyperion_assets.model.vocabularies import STATES
from hyperion_assets.release.exports import ExportManifest, read_manifest, write_exports
from hyperion_assets.release.manifest import required_release
from hyperion_assets_tests.release.released import lake_in, retitled

NAMES = [f"{table.name}.parquet" for table in exports()]


class Exports:
    """A home with a release, and what is exported of it."""

    def __init__(self, home: Path, session: SparkSession) -> None:
        self.settings, self.lake = lake_in(home)
        self.session = session

    def export(self) -> ExportManifest:
        """Export the release in force."""
        return write_exports(self.settings, self.lake, required_release(self.lake), lambda: self.session)

    def retitle(self, title: str) -> ExportManifest:
        """Release another title of the first film, and export that."""
        retitled(self.lake, title)
        return self.export()

    def rows(self, name: str) -> list[dict[str, Any]]:
        """All rows of an export."""
        return pq.read_table(self.settings.exports / f"{name}.parquet").to_pylist()

    def title(self) -> str:
        """The title of the first film."""
        return str(self.rows("films_complete")[0]["title"])

    def folders(self) -> list[str]:
        """The folders of all exports that there are."""
        return sorted(path.name for path in (self.settings.home / "exports.versions").iterdir())


@pytest.fixture
def exported(home: Path, session: SparkSession) -> Exports:
    """Release 1, exported."""
    made = Exports(home, session)
    made.export()
    return made


def test_every_export_has_the_rows_of_the_release(exported: Exports) -> None:
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
    made = read_manifest(exported.settings)
    assert made is not None
    folder = exported.settings.exports
    assert sorted(path.name for path in folder.iterdir()) == sorted([*NAMES, "manifest.json"])
    assert json.loads((folder / "manifest.json").read_text())["release"] == 1
    assert (made.release, made.release_hash) == (1, required_release(exported.lake).manifest.content_hash)
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
    before = {path.name: path.stat().st_mtime_ns for path in exported.settings.exports.iterdir()}

    def no_session() -> SparkSession:
        raise AssertionError("nothing was to be computed")

    made = write_exports(exported.settings, exported.lake, required_release(exported.lake), no_session)
    assert made == read_manifest(exported.settings)
    assert {path.name: path.stat().st_mtime_ns for path in exported.settings.exports.iterdir()} == before
    assert len(exported.folders()) == 1


@pytest.mark.parametrize("name", ["studio_stats.parquet", "manifest.json"])
@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_damaged_exports_are_written_again(exported: Exports, name: str, damage: str) -> None:
    made = read_manifest(exported.settings)
    assert made is not None
    path = exported.settings.exports / name
    content = path.read_bytes()
    if damage == "changed":
        path.write_bytes(content[:-20] + b"x" * 20)
    else:
        path.unlink()
    assert (read_manifest(exported.settings) is None) is (name == "manifest.json")
    repaired = exported.export()
    assert (repaired.release, repaired.content_hash) == (1, made.content_hash)
    assert hashlib.sha256(exported.settings.exports.joinpath("studio_stats.parquet").read_bytes()).hexdigest() in {
        file.sha256 for file in made.files
    }
    assert read_manifest(exported.settings) == repaired


def test_the_exports_follow_a_release_and_the_one_before_stays_for_its_readers(exported: Exports) -> None:
    kept_open = exported.settings.exports.resolve()
    assert exported.retitle("Two").release == 2
    assert exported.title() == "Two"
    assert pq.read_table(kept_open / "films_complete.parquet").column("title")[0].as_py() == "Toy Story"
    exported.retitle("Three")
    assert exported.title() == "Three"
    assert [folder[:8] for folder in exported.folders()] == ["00000002", "00000003"]
    assert exported.settings.exports.resolve().name == exported.folders()[-1]
    assert not kept_open.exists()


def test_a_reader_sees_one_release_or_the_other(exported: Exports) -> None:
    done = Event()
    seen = set()

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
            exported.retitle("Two")
            exported.retitle("Three")
        finally:
            done.set()
        assert reads.result(60) > 3
    assert {(1, "Toy Story"), (3, "Three")} <= seen <= {(1, "Toy Story"), (2, "Two"), (3, "Three")}


def test_a_folder_that_stands_in_the_way_is_not_touched(home: Path, session: SparkSession) -> None:
    exported = Exports(home, session)
    mine = exported.settings.exports
    mine.mkdir()
    (mine / "films_complete.parquet").write_text("mine")
    with pytest.raises(StorageError) as raised:
        exported.export()
    assert str(raised.value) == f"{mine} is a folder that hyperion did not make: move it away, the exports belong there"
    assert (mine / "films_complete.parquet").read_text() == "mine"
    mine.rename(mine.with_name("moved away"))
    assert exported.export().release == 1
    assert exported.title() == "Toy Story"


def test_a_link_whose_folder_is_gone_is_replaced(exported: Exports) -> None:
    shutil.rmtree(exported.settings.home / "exports.versions")
    assert read_manifest(exported.settings) is None
    exported.export()
    assert exported.title() == "Toy Story"


def test_a_table_whose_file_is_gone_leaves_the_exports_as_they_are(exported: Exports) -> None:
    made = read_manifest(exported.settings)
    newer = retitled(exported.lake, "Two")
    [file] = newer.manifest.tables["films"].manifest.files
    Path(exported.lake.processed.uri(file.path)).unlink()
    with pytest.raises(StorageError, match="is missing"):
        exported.export()
    assert read_manifest(exported.settings) == made
    assert exported.title() == "Toy Story"


def test_a_home_can_be_moved_with_its_exports(exported: Exports, tmp_path: Path) -> None:
    exported.settings.home.rename(tmp_path / "moved")
    moved, _ = lake_in(tmp_path / "moved")
    assert read_manifest(moved) is not None
    assert pq.read_table(moved.exports / "films_complete.parquet").num_rows == 2
