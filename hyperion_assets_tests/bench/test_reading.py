"""Generated files, one in twenty damaged: every entry is accounted for, in flat memory. `make bench` has 2,000."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyperion_assets.bench import reading
from hyperion_assets.bench.damaged_files import Expected, write_files
from hyperion_assets.bench.own_process import own_process
from hyperion_assets.bench.reading import reading_rate
from hyperion_assets.errors import InputError


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.json"))}


def test_the_files_are_the_same_on_every_run(tmp_path: Path) -> None:
    first = write_files(tmp_path / "one" / "characters", 400)
    assert write_files(tmp_path / "two" / "characters", 400) == first
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    damaged = [found for found in first.values() if found.rejected or found.refused]
    assert len(damaged) == 400 // 20
    assert {code for found in damaged for code in (*found.rejected, *found.refused)} == {
        *("empty_file", "not_json", "not_utf8", "too_deep", "unknown_shape", "no_entries", "duplicate_key"),
        *("link_leaves_folder", "not_an_object", "no_name", "not_json_value", "name_too_long", "empty_name"),
    }


def test_every_entry_of_four_hundred_files_is_accounted_for(tmp_path: Path) -> None:
    with own_process() as python:
        found = python.run(reading_rate, tmp_path, 400)
    assert (found.files, found.damaged) == (400, 20)
    assert found.entries > 7_000
    assert (found.rejected, found.refused) == (18, 2)
    assert found.peak_memory < found.early_memory + 10_000_000


def test_a_file_that_gives_something_else_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other(folder: Path, files: int) -> dict[str, Expected]:
        return {name: Expected(99) for name in write_files(folder, files)}

    monkeypatch.setattr(reading, "write_files", other)
    with pytest.raises(InputError, match=r"characters/00/file_00000\.json gives"):
        reading_rate(tmp_path, 20)
