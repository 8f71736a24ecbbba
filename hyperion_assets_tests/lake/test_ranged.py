"""Files read by ranges; and those of several roots of one scheme, read through one DuckDB connection."""

import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from fsspec.implementations.dirfs import DirFileSystem
from fsspec.implementations.local import LocalFileSystem
from hypothesis import given
from hypothesis import strategies as st

from hyperion_assets.lake.ranged import READ_AHEAD_BYTES, Fetch, RangedFiles, ReadAheadFile


class _Folder(DirFileSystem):  # type: ignore[misc]  # fsspec has no types
    """A folder behind an address."""

    def __init__(self, root: str, folder: Path) -> None:
        super().__init__(str(folder), LocalFileSystem())
        self.root = root

    def _join(self, path: str) -> str:
        return str(super()._join(path.removeprefix(f"{self.root}/")))

    def fetcher(self, path: str) -> Fetch:
        return lambda start, end: bytes(self.cat_file(path, start, end))


@pytest.fixture
def files(tmp_path: Path) -> RangedFiles:
    """Two servers, and on the first a root below another."""
    served = RangedFiles("far")
    for root, name in {
        "far://one:1/lake": "outer",
        "far://one:1/lake/deep": "inner",
        "far://two:1/lake": "other",
    }.items():
        (tmp_path / name).mkdir()
        folder = _Folder(root, tmp_path / name)
        served.add(root, folder, folder.fetcher)
        duckdb.sql(f"SELECT '{name}' AS name").write_parquet(str(tmp_path / name / "part.parquet"))
    return served


def test_a_connection_reads_a_server_that_is_opened_after_another(files: RangedFiles) -> None:
    with duckdb.connect() as connection:
        connection.register_filesystem(files)
        asked = "SELECT name FROM read_parquet(['far://one:1/lake/part.parquet', 'far://two:1/lake/part.parquet'])"
        assert connection.execute(asked).fetchall() == [("outer",), ("other",)]


def test_the_innermost_root_holds_a_file(files: RangedFiles) -> None:
    with duckdb.connect() as connection:
        connection.register_filesystem(files)
        asked = "SELECT name FROM read_parquet('far://one:1/lake/deep/part.parquet')"
        assert connection.execute(asked).fetchone() == ("inner",)


def test_a_file_below_no_root_is_not_found(files: RangedFiles) -> None:
    with pytest.raises(FileNotFoundError, match="is in no store that is open"):
        files.info("far://three:1/part.parquet")


def test_nothing_is_written(files: RangedFiles) -> None:
    with pytest.raises(PermissionError, match="for reading only"):
        files.open("far://one:1/lake/new", "wb")


CONTENT = os.urandom(3 * READ_AHEAD_BYTES + 17)
PLACES = st.integers(0, len(CONTENT) + 10)
SIZES = st.one_of(st.integers(-1, 200), st.integers(READ_AHEAD_BYTES - 2, 2 * READ_AHEAD_BYTES))


def read_ahead(asked: list[tuple[int, int]]) -> ReadAheadFile:
    """The content, and which ranges of it are asked for."""

    def fetch(start: int, end: int) -> bytes:
        asked.append((start, end))
        return CONTENT[start:end]

    return ReadAheadFile(len(CONTENT), fetch)


@given(st.lists(st.tuples(st.none() | PLACES, SIZES), max_size=12))
def test_a_file_that_is_read_ahead_gives_what_any_file_would(steps: list[tuple[int | None, int]]) -> None:
    expected, file = io.BytesIO(CONTENT), read_ahead([])
    for place, size in steps:
        if place is not None:
            assert file.seek(place) == expected.seek(place)
        assert file.read(size) == expected.read(size)
        assert file.tell() == expected.tell()


def test_small_reads_share_a_request_and_a_large_one_is_a_request() -> None:
    asked: list[tuple[int, int]] = []
    file = read_ahead(asked)
    assert b"".join(file.read(100) for _ in range(50)) == CONTENT[:5_000]
    assert asked == [(0, READ_AHEAD_BYTES)]
    file.seek(10)
    assert file.read(2 * READ_AHEAD_BYTES) == CONTENT[10 : 10 + 2 * READ_AHEAD_BYTES]
    assert asked[1:] == [(10, 10 + 2 * READ_AHEAD_BYTES)]
    assert file.read(-1) == CONTENT[10 + 2 * READ_AHEAD_BYTES :]
    assert file.read(5) == b""


def test_each_thread_has_a_place_of_its_own() -> None:
    file = read_ahead([])

    def read(start: int) -> bool:
        file.seek(start)
        return all(file.read(7) == CONTENT[at : at + 7] for at in range(start, start + 7_000, 7))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(read, range(0, 4 * 20_000, 20_000)))
