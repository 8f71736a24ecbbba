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
from hyperion_assets.sources.characters import characters
from hyperion_assets.sources.limits import Limits
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
        (json.dumps(FRANCHISE).encode("utf-16")[:-1], "not_utf8"),
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


RIO = {"film": "Rio", "year": 2011}


@pytest.mark.parametrize(
    ("document", "limits", "code", "setting"),
    [
        pytest.param(b'{"film": "' + b"x" * 200, Limits(bytes=100), "too_large", "MAX_SOURCE_BYTES", id="bytes"),
        pytest.param(RIO | {"x": [[[0]]]}, Limits(depth=3), "too_deep", "MAX_JSON_DEPTH", id="depth: one too many"),
        pytest.param(b'{"a":' + b"[" * 10**5, Limits(), "too_deep", "MAX_JSON_DEPTH", id="depth: a hundred thousand"),
        pytest.param(
            RIO | {"characters": [entry(), entry(), entry()]},
            Limits(entries=2),
            "too_many_entries",
            "MAX_FILE_ENTRIES",
            id="entries: one too many",
        ),
        pytest.param(RIO | {"x": [0] * 300}, Limits(entries=299), "too_many_entries", "MAX_FILE_ENTRIES", id="items"),
    ],
)
def test_a_file_over_a_limit_is_reported_with_the_setting(
    tmp_path: Path, document: Any, limits: Limits, code: str, setting: str
) -> None:
    [unit] = characters(written(tmp_path, document), limits)
    found = unit.read()
    [item] = found.rejections
    assert (found.entries, item.place, item.code) == (1, "", code)
    assert f"HYPERION_{setting}" in item.reason
    assert "SHA-256" in item.reason
    assert item.original == (tmp_path / "file.json").read_bytes()[: min(limits.bytes, 64 << 10)]
    assert characters(tmp_path)[0].fingerprint != unit.fingerprint or limits == Limits()


@pytest.mark.parametrize(
    ("text", "places", "published"),
    [
        pytest.param(
            '{"film": "Rio", "characters": [{"name": "A", "role": "hero", "role": "villain"}, {"name": "B"}]}',
            {"/characters/0": "/characters/0/role"},
            ["B"],
            id="in an entry: that entry",
        ),
        pytest.param(
            '{"film": "Rio", "characters": [{"name": "A", "x": [{"y": 1, "y": 2}]}, {"name": "B"}]}',
            {"/characters/0": "/characters/0/x/0/y"},
            ["B"],
            id="deep in an entry: that entry, with the path",
        ),
        pytest.param(
            '{"film": "Rio", "characters": [{"name": "A", "role": "hero", "role": "hero"}]}',
            {},
            ["A"],
            id="the same said twice: fine",
        ),
        pytest.param(
            '{"film": "Rio", "characters": [{"name": "A"}], "characters": [{"name": "B"}]}',
            {"": "/characters"},
            [],
            id="two lists of characters: the file",
        ),
        pytest.param(
            '{"franchise": "Rio", "films": ["Rio (2011)"], "categories": {"a": {"characters": [{"name": "A"}]},'
            ' "b": {"count": 1, "count": 2, "characters": [{"name": "B"}, {"name": "C"}]}}}',
            {"/categories/b": "/categories/b/count"},
            ["A"],
            id="in a category: that category with its entries",
        ),
        pytest.param(
            '{"franchise": "Rio", "films": ["Rio (2011)"], "categories": {"a": {"characters": [{"name": "A"}]},'
            ' "a": {"characters": [{"name": "B"}]}}}',
            {"/categories": "/categories/a"},
            [],
            id="two categories of one name: all of them",
        ),
        pytest.param(
            '{"film": "Rio", "role_definitions": {"x": 1, "x": 2}, "characters": [{"name": "A"}]}',
            {"/role_definitions": "/role_definitions/x"},
            ["A"],
            id="beside the entries: reported, and they are read",
        ),
    ],
)
def test_keys_that_stand_twice(tmp_path: Path, text: str, places: dict[str, str], published: list[str]) -> None:
    found = content(tmp_path, text.replace('"name"', '"voice_actor": "X", "name"').encode())
    assert [json.loads(value)["entry"]["name"] for value in found.records["value"].to_pylist()] == published
    assert {item.place for item in found.rejections} == places.keys()
    for item in found.rejections:
        assert item.code == "duplicate_key"
        assert item.reason.startswith(f"{places[item.place]} stands twice")
        assert item.original.startswith(b"{")


@pytest.mark.parametrize(
    ("written_as", "value"),
    [
        pytest.param('"x": NaN', "/entry/x", id="NaN"),
        pytest.param('"x": [1, -Infinity]', "/entry/x/1", id="an infinity"),
        pytest.param('"x": 1e999', "/entry/x", id="a number that is infinite to a computer"),
        pytest.param('"x": ' + "9" * 5000, "/entry/x", id="a whole number of 5,000 digits"),
        pytest.param('"x": {"y/z": NaN}', "/entry/x/y~1z", id="the path is a JSON pointer"),
    ],
)
def test_numbers_that_json_has_not_cost_their_entry(tmp_path: Path, written_as: str, value: str) -> None:
    raw = f'{{"film": "Rio", "characters": [{{"name": "A", {written_as}}}, {{"name": "B"}}]}}'
    found = content(tmp_path, raw.encode())
    assert len(found.records) == 1
    [item] = found.rejections
    assert (item.place, item.code) == ("/characters/0", "not_json_value")
    assert item.reason.endswith(f"at {value}")


def test_numbers_that_json_has_not_beside_the_entries_are_reported(tmp_path: Path) -> None:
    found = content(tmp_path, b'{"film": "Rio", "year": NaN, "characters": [{"name": "A"}], "x": [1e999]}')
    assert len(found.records) == 1
    assert [(item.place, item.code, item.original) for item in found.rejections] == [
        ("/year", "not_json_value", b"NaN")
    ]
    assert found.rejections[0].reason.endswith("1 more beside the entries")


def test_a_file_of_very_many_duplicate_keys_is_one_report(tmp_path: Path) -> None:
    many = ",".join(f'"{number}": {{"a": 1, "a": 2}}' for number in range(200))
    found = content(tmp_path, f'{{"film": "Rio", "x": {{{many}}}, "characters": [{{"name": "A"}}]}}'.encode())
    assert [(item.place, item.code) for item in found.rejections] == [("", "duplicate_key")]
    assert len(found.records) == 0


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-be", "utf-32-le", "utf-8-sig"])
def test_the_same_entries_are_read_from_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = '{"film": "Rio", "year": 2011, "characters": [{"name": "Zoë", "voice_actor": "Penélope Cruz"}, "René"]}'
    plain = content(tmp_path, text.encode())
    found = content(tmp_path, text.encode(encoding))
    assert found.records.equals(plain.records)
    assert found.encoding == {"utf-16": "utf-16-le", "utf-8-sig": "utf-8"}.get(encoding, encoding)
    [item] = found.rejections
    assert item.original == '"René"'.encode(found.encoding)


def test_files_are_found_below_the_folder_in_order(tmp_path: Path) -> None:
    for name in ("b/two.json", "a/one.JSON", "a/deep/er/three.json", "a/readme.md"):
        written(tmp_path, {"film": "Rio", "year": 2011, "characters": [entry()]}, name)
    assert [unit.name for unit in characters(tmp_path)] == [
        "characters/a/deep/er/three.json",
        "characters/a/one.JSON",
        "characters/b/two.json",
    ]


def test_links(tmp_path: Path) -> None:
    folder, outside = tmp_path / "characters", tmp_path / "outside"
    rio = RIO | {"characters": [entry()]}
    written(folder, rio, "a/one.json")
    written(folder, rio, "a/text.txt")
    written(outside, {"secret": "Zoë"}, "two.json")
    links = {
        "a/loop": (folder, "a folder within that holds it: met anyway"),
        "again.json": ("a/one.json", "a file within: met under its own name"),
        "b": ("a", "a folder within: met under its own name"),
        "text.json": ("a/text.txt", "a file within that has another name: read under this one"),
        "text_again.json": ("a/text.txt", "the same a second time: read once"),
        "elsewhere": ("../outside", "a folder outside: not followed"),
        "file.json": ("../outside/two.json", "a file outside: not followed"),
        "z_chain.json": ("file.json", "by another link outside: not followed"),
        "nowhere_else.json": ("../outside/gone.json", "outside, whether it is there or not"),
        "self.json": ("self.json", "round and round"),
        "gone.json": ("nowhere.json", "leads nowhere within"),
        "folder.json": ("a", "a folder named as a file"),
    }
    for name, (target, _) in links.items():
        (folder / name).symlink_to(target)
    units = {unit.name: unit.read() for unit in characters(folder)}
    assert {name: [item.code for item in found.rejections] for name, found in units.items()} == {
        "characters/a/one.json": [],
        "characters/elsewhere": ["link_leaves_folder"],
        "characters/file.json": ["link_leaves_folder"],
        "characters/gone.json": ["unreadable_file"],
        "characters/nowhere_else.json": ["link_leaves_folder"],
        "characters/self.json": ["unreadable_file"],
        "characters/text.json": [],
        "characters/z_chain.json": ["link_leaves_folder"],
    }
    for name in ("elsewhere", "file.json"):
        [item] = units[f"characters/{name}"].rejections
        assert (item.place, item.original) == ("", b"")
        assert str(links[name][0]) in item.reason


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
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_document_is_read_or_reported(tmp_path: Path, document: Any) -> None:
    found = content(tmp_path, document)
    assert found.entries > 0
