"""Character files as source units: keys, values, what is reported instead, and which files are found."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hyperion_assets.errors import InputError
from hyperion_assets.sources import characters as module
from hyperion_assets.sources.characters import characters
from hyperion_assets.sources.units import RECORD_SCHEMA, UnitContent


def entry(name: str = "Wick", **more: Any) -> dict[str, Any]:
    return {"name": name, "role": "minor", "voice_actor": "Tom Hanks"} | more


def written(folder: Path, document: Any, name: str = "file.json") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
    return folder


def content(folder: Path, document: Any) -> UnitContent:
    (unit,) = characters(written(folder, document))
    found = unit.read()
    assert found.entries == len(found.records) + len(found.rejections)
    assert found.records.schema == RECORD_SCHEMA
    keys = found.records["key"].to_pylist()
    assert len(set(keys)) == len(keys)
    return found


FRANCHISE = {"franchise": "Lantern Hollow", "films": ["Lantern Hollow (1999)", "Lantern Hollow 2 (2003)"]}


def test_the_value_holds_the_entry_as_it_stands(tmp_path: Path) -> None:
    odd = entry("Wick", year=1.5, nested={"é": [None, True]})
    found = content(tmp_path, FRANCHISE | {"characters": [odd]})
    row = found.records.to_pylist()[0]
    assert json.loads(row["value"])["entry"] == odd
    assert row["key"] == "characters/file.json||Wick|1"
    assert row["source"] == "characters/file.json"
    assert row["place"] == "/characters/0"


def test_equal_names_are_counted_in_their_category(tmp_path: Path) -> None:
    groups = {"one": [entry("Guard"), entry("Guard")], "two": [entry("Guard")]}
    categories = {"a": {"characters": groups}, "b": {"characters": [entry("Guard")]}}
    found = content(tmp_path, FRANCHISE | {"categories": categories})
    assert found.records["key"].to_pylist() == [
        "characters/file.json|a|Guard|1",
        "characters/file.json|a|Guard|2",
        "characters/file.json|a|Guard|3",
        "characters/file.json|b|Guard|1",
    ]


def test_keys_stay_apart_whatever_the_names_hold(tmp_path: Path) -> None:
    categories = {
        "a": {"characters": [entry("b|c")]},
        "a|b": {"characters": [entry("c"), entry("\u0000"), entry("\u0001")]},
    }
    assert len(content(tmp_path, FRANCHISE | {"categories": categories}).records) == 4


def test_a_credit_without_a_character_is_published(tmp_path: Path) -> None:
    found = content(tmp_path, FRANCHISE | {"characters": [entry(""), entry(None)]})  # type: ignore[arg-type] # on purpose
    assert found.records["key"].to_pylist() == ["characters/file.json|||1", "characters/file.json|||2"]


def test_entries_that_cannot_be_published(tmp_path: Path) -> None:
    raw = (
        b'{"film": "Rio", "year": 2011, "characters": ["Blu", {"name": 7, "voice_actor": "A"}, {"role": "minor"},'
        b' {"name": " ", "voice_actor": null}, {"name": "Blu", "x": NaN}, {"name": "Jewel", "voice_actor": "B"}]}'
    )
    found = content(tmp_path, raw)
    assert found.records["key"].to_pylist() == ["characters/file.json||Jewel|1"]
    assert [(item.place, item.code, item.original) for item in found.rejections] == [
        ("/characters/0", "not_an_object", b'"Blu"'),
        ("/characters/1", "no_name", b'{"name": 7, "voice_actor": "A"}'),
        ("/characters/2", "no_name", b'{"role": "minor"}'),
        ("/characters/3", "no_name", b'{"name": " ", "voice_actor": null}'),
        ("/characters/4", "not_json_value", b'{"name": "Blu", "x": NaN}'),
    ]


def test_a_category_without_characters_is_reported(tmp_path: Path) -> None:
    categories = {"a": {"year": 1999, "count": 3}, "b": 7, "c": {"characters": [entry()]}}
    found = content(tmp_path, FRANCHISE | {"categories": categories})
    assert [(item.place, item.code) for item in found.rejections] == [
        ("/categories/a", "no_characters"),
        ("/categories/b", "not_a_category"),
    ]
    assert found.rejections[1].original == b"7"
    assert found.entries == 3


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"", "empty_file"),
        (b'{"franchise": "Rio", "films": ["Rio (2011)"], "characters": [{"name": "Bl', "not_json"),
        (json.dumps(FRANCHISE).encode("utf-16"), "not_utf8"),
        ([entry()], "unknown_shape"),
        (7, "unknown_shape"),
        ({"folder": "pixar", "files": ["a.json"], "total": 3}, "unknown_shape"),
        ({"awards": [{"name": "Oscar", "year": 1999}]}, "unknown_shape"),
        ({"characters": [entry()]}, "unknown_shape"),
        (FRANCHISE, "no_entries"),
        (FRANCHISE | {"characters": []}, "no_entries"),
        (FRANCHISE | {"categories": {"a": {"year": 1999}}}, "no_entries"),
        ({"franchise": "Rio", "characters": "many"}, "no_entries"),
    ],
)
def test_files_that_give_nothing_are_reported_whole(tmp_path: Path, document: Any, code: str) -> None:
    found = content(tmp_path, document)
    assert len(found.records) == 0
    (item,) = found.rejections
    assert (item.place, item.code) == ("", code)
    original = document if isinstance(document, bytes) else json.dumps(document).encode()
    assert item.original == original
    assert f"{len(original)} bytes, SHA-256 " in item.reason


def test_a_file_over_the_limit_is_reported_with_its_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_FILE_BYTES", 100)
    found = content(tmp_path, b'{"film": "' + b"x" * 200)
    assert [item.code for item in found.rejections] == ["too_large"]
    assert len(found.rejections[0].original) == 100
    assert "210 bytes" in found.rejections[0].reason


def test_files_are_found_below_the_folder_in_order(tmp_path: Path) -> None:
    for name in ("b/two.json", "a/one.JSON", "a/deep/er/three.json", "a/readme.md"):
        written(tmp_path, {"film": "Rio", "year": 2011, "characters": [entry()]}, name)
    assert [unit.name for unit in characters(tmp_path)] == [
        "characters/a/deep/er/three.json",
        "characters/a/one.JSON",
        "characters/b/two.json",
    ]


def test_links_that_loop_or_lead_nowhere(tmp_path: Path) -> None:
    folder, outside = tmp_path / "characters", tmp_path / "outside"
    written(folder, {"film": "Rio", "year": 2011, "characters": [entry()]}, "a/one.json")
    written(outside, {"film": "Rio 2", "year": 2014, "characters": [entry()]}, "two.json")
    (folder / "a" / "loop").symlink_to(folder)
    (folder / "elsewhere").symlink_to(outside)
    (outside / "back").symlink_to(outside)
    (folder / "self.json").symlink_to("self.json")
    (folder / "gone.json").symlink_to("nowhere.json")
    units = {unit.name: unit.read() for unit in characters(folder)}
    assert {name: [item.code for item in found.rejections] for name, found in units.items()} == {
        "characters/a/one.json": [],
        "characters/elsewhere/two.json": [],
        "characters/gone.json": ["unreadable_file"],
        "characters/self.json": ["unreadable_file"],
    }


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    assert [item.code for item in characters(tmp_path)[0].read().rejections] == ["unreadable_file"]


def test_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder of character files"):
        characters(tmp_path / "nowhere")


def test_the_fingerprint_follows_the_bytes(tmp_path: Path) -> None:
    first = characters(written(tmp_path, FRANCHISE))[0].fingerprint
    assert characters(tmp_path)[0].fingerprint == first
    assert characters(written(tmp_path, FRANCHISE | {"x": 1}))[0].fingerprint != first


_LEAF = st.none() | st.integers() | st.floats() | st.sampled_from(["Rio (2011)", "", "2011", "\u0000", "rio_2"])
_KEYS = st.sampled_from(
    [
        *("franchise", "films", "film", "game", "games", "series", "shorts", "categories", "characters", "year"),
        *("name", "title", "voice_actor", "role", "rio_2", "a/b"),
    ]
)
_DOCUMENTS = st.recursive(
    _LEAF, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=6), max_leaves=30
)


@given(_DOCUMENTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_document_is_read_or_reported(tmp_path: Path, document: Any) -> None:
    found = content(tmp_path, document)
    assert found.entries > 0
