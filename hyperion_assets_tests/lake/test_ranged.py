"""Files of several roots of one scheme, read through one DuckDB connection."""

from pathlib import Path

import duckdb
import pytest
from fsspec.implementations.dirfs import DirFileSystem
from fsspec.implementations.local import LocalFileSystem

from hyperion_assets.lake.ranged import Fetch, RangedFiles


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
