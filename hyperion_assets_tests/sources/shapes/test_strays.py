"""Characters outside any list of entries are reported where they stand, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest

from hyperion_assets.sources.shapes.entries import EntryList, Unread
from hyperion_assets.sources.shapes.selection import read_shape

CARL = {"name": "Carl", "role": "protagonist", "voice_actor": "Edward Asner"}
DUG = {"name": "Dug", "role": "sidekick", "voice_actor": "Bob Peterson"}
UP = {"film": "Up", "year": 2009}

CASES: list[tuple[dict[str, Any], str]] = [
    ({**UP, "characters": {"heroes": [CARL], "animals": DUG}}, "/characters/animals"),
    ({**UP, "characters": {"list": [CARL], "Dug": {"voice_actor": "Bob Peterson"}}}, "/characters/Dug"),
    ({**UP, "characters": [CARL], "villain": DUG}, "/villain"),
    ({**UP, "characters": [CARL], "more": {"main": DUG}}, "/more/main"),
    (
        {"franchise": "Up", "films": ["Up (2009)"], "categories": {"up": {"characters": [CARL], "a/b": DUG}}},
        "/categories/up/a~1b",
    ),
    (
        {"franchise": "Up", "films": [{"title": "Up", "year": 2009, "characters": DUG}], "characters": [CARL]},
        "/films/0/characters",
    ),
    ({**UP, "Characters": [CARL], "Villain": DUG}, "/Villain"),
]


@pytest.mark.parametrize(("document", "place"), CASES)
def test_a_lone_character_is_reported_at_its_place(document: dict[str, Any], place: str) -> None:
    parts = read_shape(document)
    [unread] = [part for part in parts if isinstance(part, Unread)]
    assert (unread.place, unread.code) == (place, "entry_outside_list")
    assert [part.entries for part in parts if isinstance(part, EntryList)] == [[CARL]]


def test_what_describes_the_file_or_stands_within_an_entry_is_no_character() -> None:
    entry = {**CARL, "variants": [{"name": "Young Carl", "role": "protagonist"}]}
    about = {"role_definitions": {"protagonist": "leads"}, "directors": ["Pete Docter"], "notes": {"name": "Up"}}
    assert not [part for part in read_shape({**UP, **about, "characters": [entry]}) if isinstance(part, Unread)]
