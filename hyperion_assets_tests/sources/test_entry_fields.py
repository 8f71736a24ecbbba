"""Fields of a character entry under other names, and performers in fields that nothing reads."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hyperion_assets.sources.character_stage import CharacterRow, stage_character
from hyperion_assets.sources.refusals import Refusal

UP = {"kind": "film", "title": "Up", "year": 2009}


def staged(**entry: Any) -> CharacterRow:
    context = {"franchise": "Up", "category": None, "media": [UP], "file_media": [UP]}
    row = stage_character(json.dumps({"entry": entry, "context": context}).encode())
    assert not isinstance(row, Refusal)
    return row


@pytest.mark.parametrize("field", ["voice_actors", "Voice Actor", "voiced_by", "voice", "Voice-Actor", "voice_actress"])
def test_a_performers_field_under_another_name(field: str) -> None:
    row = staged(name="Carl", **{field: "Ed Asner"})
    assert [credit["talent_id"] for credit in row["credits"]] == ["ed-asner"]
    assert row["problems"] == []


def test_singing_under_another_name() -> None:
    row = staged(name="Carl", voice_actor="A Bee", singing_voice_actor="C Dee")
    assert [(credit["talent_id"], credit["credit"]) for credit in row["credits"]] == [
        ("a-bee", "voice"),
        ("c-dee", "singing"),
    ]


def test_field_names_in_other_cases() -> None:
    row = staged(Name="Carl", Role="Protagonist", Species="Human", Gender="Male")
    assert (row["name"], row["role"], row["species_group"], row["gender"]) == ("Carl", "protagonist", "human", "male")


def test_performers_in_a_field_that_nothing_reads_are_reported() -> None:
    row = staged(name="Carl", voice_actor="A Bee", japanese_voice_actor="Miyu Irino", voice_actors="C Dee")
    assert [(problem["field"], problem["code"], problem["text"]) for problem in row["problems"]] == [
        ("japanese_voice_actor", "unread_field", "Miyu Irino"),
        ("voice_actors", "unread_field", "C Dee"),
    ]
    assert [credit["talent_id"] for credit in row["credits"]] == ["a-bee"]


def test_an_empty_or_equal_second_field_is_no_report() -> None:
    row = staged(name="Carl", voice_actor="A Bee", voice="A Bee", english_voice_actor=None)
    assert row["problems"] == []


def test_html_signs_in_a_name_are_read_and_noted() -> None:
    row = staged(name="Lilo &amp; Stitch", voice_actor="A Bee")
    assert row["name"] == "Lilo & Stitch"
    assert [tuple(made.values()) for made in row["corrections"]] == [
        ("name", "html_references", "Lilo &amp; Stitch", "Lilo & Stitch")
    ]
