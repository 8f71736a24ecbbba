"""Files that no reader takes: a reason that a person understands, with the first thing that is not as expected."""

from __future__ import annotations

from typing import Any

import pytest

from hyperion_assets.sources.shapes.entries import Unread
from hyperion_assets.sources.shapes.selection import read_shape

WICK = {"name": "Wick", "role": "minor", "voice_actor": "Tom Hanks"}


@pytest.mark.parametrize(
    ("document", "code", "words"),
    [
        pytest.param(
            {"folder": "pixar", "files": ["a.json"], "total": 3},
            "unknown_shape",
            ["its keys are folder, files, total", "/folder is text"],
            id="an overview of a folder",
        ),
        pytest.param(
            {"awards": [{"name": "Oscar", "year": 1999}]}, "unknown_shape", ["/awards is a list"], id="awards"
        ),
        pytest.param([WICK, WICK], "unknown_shape", ["a bare list of 2 items", "/0 stands under no"], id="a bare list"),
        pytest.param(
            [WICK | {"film": "Lantern Hollow"}],
            "unknown_shape",
            ["a bare list of 1 item:", "/0/film names a film within the entry"],
            id="a bare list whose entries name their film",
        ),
        pytest.param([WICK, "Moth"], "unknown_shape", ["/1 is text, not an object"], id="a list of names and entries"),
        pytest.param([], "unknown_shape", ["an empty list"], id="an empty list"),
        pytest.param({}, "unknown_shape", ["an empty object"], id="an empty object"),
        pytest.param("Wick", "unknown_shape", ["the file is text"], id="a text"),
        pytest.param(None, "unknown_shape", ["the file is null"], id="null"),
        pytest.param({"characters": [WICK]}, "unknown_shape", ["/characters has no text"], id="characters of nothing"),
        pytest.param(
            {"franchise": 7, "characters": [WICK]},
            "unknown_shape",
            ["/franchise is a number"],
            id="a number for a title",
        ),
        pytest.param({"film": " ", "characters": [WICK]}, "unknown_shape", ["/film is blank"], id="a blank title"),
        pytest.param({"a/b": 1}, "unknown_shape", ["/a~1b is a number"], id="a pointer is escaped"),
        pytest.param({"film": "Rio", "characters": []}, "no_entries", ["/characters is an empty list"], id="no entry"),
        pytest.param(
            {"film": "Rio", "characters": {}}, "no_entries", ["/characters is an empty object"], id="no group"
        ),
        pytest.param({"film": "Rio", "characters": None}, "no_entries", ["/characters is null"], id="null for a list"),
        pytest.param(
            {"film": "Rio", "characters": "many"}, "no_entries", ['/characters "characters" holds no list'], id="text"
        ),
        pytest.param({"film": "Rio", "year": 2011}, "no_entries", ["/film has neither"], id="a title alone"),
        pytest.param(
            {"franchise": "Rio", "categories": {"a": {"year": 2011}}},
            "no_entries",
            ["/categories/a the category has no list"],
            id="a category without a list",
        ),
    ],
)
def test_reasons(document: Any, code: str, words: list[str]) -> None:
    [found] = read_shape(document)
    assert isinstance(found, Unread)
    assert (found.place, found.code) == ("", code)
    for part in words:
        assert part in found.reason
