"""The seven real sample files, where they are present: what reading each by eye says that it holds."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from hyperion_assets.settings import REPOSITORY
from hyperion_assets.sources.character_stage import CharacterRow, stage_character
from hyperion_assets.sources.characters import characters
from hyperion_assets.sources.refusals import Refusal

SAMPLES = Path(os.environ.get("HYPERION_SAMPLES", REPOSITORY.parent / "shared" / "samples")) / "characters"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the repository")

ENTRIES = {
    "101_dalmatians_2_characters.json": 12,
    "aladdin_games.json": 45,
    "bobs_burgers_movie.json": 31,
    "finding_nemo_characters.json": 43,
    "kh1_characters.json": 55,
    "rio_characters.json": 26,
    "toy_story_characters.json": 68,
}


@pytest.fixture(scope="module")
def staged() -> dict[str, list[CharacterRow]]:
    rows: dict[str, list[CharacterRow]] = {}
    for unit in characters(SAMPLES):
        found = unit.read()
        assert found.rejections == [], unit.name
        values: list[Any] = found.records["value"].to_pylist()
        results = [stage_character(value) for value in values]
        rows[Path(unit.name).name] = [row for row in results if not isinstance(row, Refusal)]
        assert len(rows[Path(unit.name).name]) == found.entries
    return rows


def films(row: CharacterRow) -> list[str]:
    return [medium["media_id"] for medium in row["media"]]


def named(rows: list[CharacterRow], name: str) -> CharacterRow:
    return next(row for row in rows if row["name"] == name)


def test_every_entry_is_staged_without_a_report(staged: dict[str, list[CharacterRow]]) -> None:
    assert {name: len(rows) for name, rows in staged.items()} == ENTRIES
    assert [problem for rows in staged.values() for row in rows for problem in row["problems"]] == []


def test_entries_by_film(staged: dict[str, list[CharacterRow]]) -> None:
    counted = {name: Counter(film for row in rows for film in films(row)) for name, rows in staged.items()}
    assert counted == {
        "101_dalmatians_2_characters.json": {"101-dalmatians-ii-patchs-london-adventure-2002": 12},
        "aladdin_games.json": {"aladdin-1993": 27, "aladdin-in-nasiras-revenge-2000": 18},
        "bobs_burgers_movie.json": {"the-bobs-burgers-movie-2022": 31},
        "finding_nemo_characters.json": {"finding-nemo-2003": 26, "finding-dory-2016": 23},
        "kh1_characters.json": {"kingdom-hearts-2002": 55},
        "rio_characters.json": {"rio-2011": 20, "rio-2-2014": 18},
        "toy_story_characters.json": {
            "toy-story-1995": 30,
            "toy-story-2-1999": 23,
            "toy-story-3-2010": 33,
            "toy-story-4-2019": 27,
        },
    }


def test_credits_that_name_films(staged: dict[str, list[CharacterRow]]) -> None:
    found = {
        (credit["talent_id"], medium["media_id"])
        for file, name in [("rio_characters.json", "Eva"), ("toy_story_characters.json", "Slinky Dog")]
        for credit in named(staged[file], name)["credits"]
        for medium in credit["media"]
    }
    assert found == {
        ("bebel-gilberto", "rio-2011"),
        ("rita-moreno", "rio-2-2014"),
        ("jim-varney", "toy-story-1995"),
        ("jim-varney", "toy-story-2-1999"),
        ("blake-clark", "toy-story-3-2010"),
        ("blake-clark", "toy-story-4-2019"),
    }


def test_credits_of_several_and_of_none(staged: dict[str, list[CharacterRow]]) -> None:
    twins = named(staged["bobs_burgers_movie.json"], "Andy and Ollie Pesto")
    assert [credit["talent_name"] for credit in twins["credits"]] == ["Laura Silverman", "Sarah Silverman"]
    assert named(staged["rio_characters.json"], "Charlie")["credits"] == []
    guards = [row for row in staged["aladdin_games.json"] if row["name"] == "Palace Guards"]
    assert [credit["talent_id"] for row in guards for credit in row["credits"]] == [None]


def test_the_words_of_the_sources_in_one_vocabulary(staged: dict[str, list[CharacterRow]]) -> None:
    bensons = named(staged["toy_story_characters.json"], "The Bensons")
    assert (bensons["role"], bensons["role_source"]) == ("henchman", "henchmen")
    assert {row["gender"] for rows in staged.values() for row in rows} == {"male", "female", None}
    assert named(staged["kh1_characters.json"], "Jafar")["origin_franchise_id"] == "aladdin"
