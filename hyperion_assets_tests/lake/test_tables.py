"""Versions of a table: what makes one current, what stays, and what a damaged one says."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hyperion_assets.errors import CutError, StorageError
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.store import FolderStore
from hyperion_assets.lake.tables import (
    EMPTY_HASH,
    LISTED_FOLDERS,
    MEND,
    UNPARTITIONED,
    DataFile,
    LakeTable,
    fingerprint,
)
from hyperion_assets.model.hashing import combine
from hyperion_assets.settings import Settings
from hyperion_assets_tests.lake.written import AT_10, AT_20, PLACE, partition, put

ROWS = [{"name": "Woody"}, {"name": "Buzz"}]


@pytest.fixture
def table(tmp_path: Path) -> LakeTable:
    return LakeTable(FolderStore(tmp_path), "heroes")


def manifests(table: LakeTable) -> list[str]:
    return table.store.names(f"{table.name}/_commits")


def read(table: LakeTable) -> list[dict[str, str]]:
    files = table.required_head().manifest.files
    return [row for uri in table.uris(files) for row in pq.read_table(uri).to_pylist()]


def test_a_table_that_was_never_written_says_what_to_do(table: LakeTable) -> None:
    assert table.head() is None
    with pytest.raises(StorageError, match=r"^the table heroes was never written: materialize heroes first$"):
        table.required_head()


def test_a_version_tells_its_files_rows_bytes_and_content(table: LakeTable) -> None:
    parts = {"1995": partition(table, ROWS), "2006": partition(table, [{"name": "Mater"}])}
    manifest = table.commit(parts, AT_10, "code").manifest
    assert (manifest.table, manifest.cut, manifest.code_version) == ("heroes", AT_10, "code")
    assert manifest.rows == 3
    assert manifest.files == [*parts["1995"].files, *parts["2006"].files]
    assert manifest.bytes == sum(Path(uri).stat().st_size for uri in table.uris(manifest.files))
    assert manifest.content_hash == combine([parts["1995"].content_hash, parts["2006"].content_hash])
    assert manifest.content_hash.startswith("3-")
    assert LakeTable(table.store, "heroes").required_head().manifest == manifest


def test_the_same_version_again_commits_nothing(table: LakeTable) -> None:
    part = partition(table, ROWS)
    first = table.commit({UNPARTITIONED: part}, AT_10, "code")
    assert table.commit({UNPARTITIONED: part}, AT_10, "code") == first
    assert manifests(table) == ["00000001.json"]


@pytest.mark.parametrize("changed", ["cut", "code", "rows", "inputs"])
def test_whatever_differs_is_a_new_version(table: LakeTable, changed: str) -> None:
    part = partition(table, ROWS, {"films": "1-a"})
    table.commit({UNPARTITIONED: part}, AT_10, "code")
    if changed == "rows":
        part = partition(table, ROWS[:1], {"films": "1-a"})
    if changed == "inputs":
        part = part.model_copy(update={"inputs": {"films": "1-b"}})
    made = table.commit(
        {UNPARTITIONED: part}, AT_20 if changed == "cut" else AT_10, "new" if changed == "code" else "code"
    )
    assert made.number == 2
    assert table.head() == made


def test_a_later_cut_of_another_run_wins(table: LakeTable) -> None:
    put(table, ROWS, AT_20)
    late = partition(table, ROWS[:1])
    with pytest.raises(CutError, match=r"^heroes was written at a later cut by another run; run again$"):
        table.commit({UNPARTITIONED: late}, AT_10, "code")
    assert manifests(table) == ["00000001.json"]
    assert read(table) == ROWS


def test_a_cut_that_lacks_a_partition_of_the_topic_is_behind(table: LakeTable) -> None:
    put(table, ROWS, {"raw-films": {PLACE: 10, f"{'B' * 22}.0": 1}})
    with pytest.raises(CutError):
        put(table, ROWS[:1], AT_20)
    put(table, ROWS[:1], {"raw-films": {PLACE: 20, f"{'B' * 22}.0": 1}})
    assert read(table) == ROWS[:1]


def test_a_version_replaces_all_partitions_unless_it_keeps_them(table: LakeTable) -> None:
    put(table, {"a": ROWS, "b": ROWS})
    kept = table.commit({"b": partition(table, ROWS[:1]), "c": partition(table, ROWS[1:])}, {}, "code", keep=True)
    assert {name: part.rows for name, part in kept.manifest.partitions.items()} == {"a": 2, "b": 1, "c": 1}
    replaced = table.commit({"c": partition(table, ROWS)}, {}, "code")
    assert {name: part.rows for name, part in replaced.manifest.partitions.items()} == {"c": 2}


def test_partitions_that_two_writers_keep_are_all_there(table: LakeTable) -> None:
    first, second = LakeTable(table.store, "heroes"), LakeTable(table.store, "heroes")
    parts = [partition(table, ROWS), partition(table, ROWS[:1])]
    first.commit({"a": parts[0]}, {}, "code", keep=True)
    second.commit({"b": parts[1]}, {}, "code", keep=True)
    assert table.required_head().manifest.partitions == {"a": parts[0], "b": parts[1]}


def test_a_missing_data_file_is_named(table: LakeTable) -> None:
    file = put(table, ROWS).manifest.files[0]
    path = Path(table.store.uri(file.path))
    path.unlink()
    with pytest.raises(StorageError, match=rf"^heroes: the data file {re.escape(str(path))} is missing: bring it back"):
        table.uris([file])


def test_a_data_file_of_another_size_is_named(table: LakeTable) -> None:
    file = put(table, ROWS).manifest.files[0]
    path = Path(table.store.uri(file.path))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(StorageError) as raised:
        table.uris([file])
    assert str(raised.value) == f"heroes: {path} has {file.bytes - 1} bytes, not {file.bytes}: {MEND}"


def test_partitions_whose_files_are_gone_or_cut_off_are_not_present(table: LakeTable) -> None:
    whole, gone, torn = (partition(table, ROWS) for _ in range(3))
    Path(table.store.uri(gone.files[0].path)).unlink()
    Path(table.store.uri(torn.files[0].path)).write_bytes(b"PAR1")
    assert table.present({"1": whole, "2": gone, "3": torn}) == {"1": whole}
    many = {str(number): partition(table, ROWS) for number in range(LISTED_FOLDERS + 1)}
    assert table.present(many | {"gone": gone}) == many


def test_files_without_rows_are_left_out_unless_there_is_nothing_else(table: LakeTable) -> None:
    folder = table.new_folder()
    empty = pa.table({"name": pa.array([], pa.string())})
    for name, rows in (("part-0", empty), ("part=1/part-1", pa.Table.from_pylist(ROWS)), ("part-2", empty)):
        Path(folder.uri, name).parent.mkdir(exist_ok=True)
        pq.write_table(rows, f"{folder.uri}/{name}.parquet")
    Path(folder.uri, "_SUCCESS").touch()
    Path(folder.uri, ".part-9.parquet.crc").touch()
    size = table.store.size(f"{folder.path}/part=1/part-1.parquet")
    assert table.written(folder.path) == [DataFile(path=f"{folder.path}/part=1/part-1.parquet", rows=2, bytes=size)]
    Path(folder.uri, "part=1", "part-1.parquet").unlink()
    assert [(file.path, file.rows) for file in table.written(folder.path)] == [(f"{folder.path}/part-0.parquet", 0)]


def test_each_version_has_a_folder_of_its_own(table: LakeTable) -> None:
    folders = [table.new_folder() for _ in range(5)]
    assert len({folder.path for folder in folders}) == 5
    assert all(Path(folder.uri).is_dir() for folder in folders)
    assert table.head() is None


def test_no_rows_have_one_hash_everywhere(table: LakeTable) -> None:
    empty = pa.table({"name": pa.array([], pa.string())})
    assert partition(table, empty).content_hash == EMPTY_HASH
    assert put(table, empty).manifest.content_hash == EMPTY_HASH
    assert f"0-{'0' * 30}" == EMPTY_HASH


def test_fingerprints_tell_texts_and_their_borders_apart() -> None:
    known = [fingerprint(parts) for parts in ([], [""], ["ab"], ["a", "b"], ["b", "a"], ["a", "b", ""])]
    assert len(set(known)) == len(known)
    assert all(re.fullmatch("[0-9a-f]{32}", each) for each in known)
    assert fingerprint(["a", "b"]) == fingerprint(iter(("a", "b")))


def test_each_table_is_in_the_store_of_its_layer(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, staging_root=str(tmp_path / "elsewhere"), _env_file=None)
    lake = Lake(settings)
    folders = {
        name: lake.table(name).store.uri("") for name in ("staged_films", "current_films", "films", "studio_stats")
    }
    assert folders == {
        "staged_films": str(tmp_path / "elsewhere"),
        "current_films": str(tmp_path / "elsewhere"),
        "films": str(tmp_path / "processed"),
        "studio_stats": str(tmp_path / "processed"),
    }
    assert lake.raw.uri("raw-films") == str(tmp_path / "raw" / "raw-films")
    assert list(tmp_path.iterdir()) == []
