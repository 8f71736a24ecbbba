"""What a topic is fed from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hyperion_assets.errors import InputError
from hyperion_assets.settings import Settings
from hyperion_assets.sources.catalogue import CATALOGUE
from hyperion_assets.sources.characters import characters
from hyperion_assets.sources.feeds import check_sources, feed

FILM = {
    "title": "Lantern Hollow",
    "year": 1999,
    "studio": "Pixar",
    "release_date": "1999-11-24",
    "domestic_original_run_usd": 1_000_000,
}


def settings(folder: Path) -> Settings:
    (folder / CATALOGUE).write_text(json.dumps({"studios": ["Pixar"], "films": [FILM]}), encoding="utf-8")
    return Settings(source_dir=folder, characters_dir=folder / "characters", _env_file=None)


def test_each_topic_has_its_own_source(tmp_path: Path) -> None:
    given = settings(tmp_path)
    given.characters.mkdir()
    (given.characters / "hollow.json").write_text("{}", encoding="utf-8")
    assert {topic: [unit.name for unit in feed(given, topic)] for topic in ("films", "characters", "boxoffice")} == {
        "films": [CATALOGUE],
        "characters": ["characters/hollow.json"],
        "boxoffice": ["faker:box-office/lantern-hollow-1999"],
    }


def test_an_unknown_topic_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="tickets"):
        feed(settings(tmp_path), "tickets")


def test_facts_beside_the_catalogue_come_before_the_repository_s(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    with pytest.raises(InputError, match="box_office_shape"):
        feed(settings(tmp_path), "boxoffice")


def test_a_missing_folder_of_characters_is_told_alike_before_and_during_a_run(tmp_path: Path) -> None:
    given = settings(tmp_path)
    with pytest.raises(InputError) as before:
        check_sources(given)
    with pytest.raises(InputError) as during:
        characters(given.characters)
    assert str(before.value) == str(during.value)
