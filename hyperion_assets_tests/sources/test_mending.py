"""An entry that was never published, corrected: read in its place in the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hyperion_assets.settings import Settings
from hyperion_assets.sources.mending import CannotMendError, Place, character_key, mended
from hyperion_assets.topics import Topic

FILE = "characters/lamps/lamp town.json"
DOCUMENT: dict[str, Any] = {
    "franchise": "Lamp Town",
    "films": ["Lamp Town (2003)"],
    "categories": {
        "lamp/town": {
            "year": 2003,
            "characters": [{"role": "ally"}, {"name": "Wick", "role": "ally"}, 7, {"name": "Wick", "role": "minor"}],
        },
        "lamp_town": {"year": 2003, "characters": [{"name": "Ember"}]},
    },
}
FILMS: dict[str, Any] = {
    "studios": ["North Studio", "North Studio"],
    "films": [{"title": "Lamp Town", "year": 2003, "studio": "North Studio"}, {"title": "Lamp Town", "year": 2003}, 3],
}
AT = "/categories/lamp~1town/characters"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "characters" / "lamps").mkdir(parents=True)
    (tmp_path / FILE).write_text(json.dumps(DOCUMENT), encoding="utf-8")
    (tmp_path / "complete_movie_list.json").write_text(json.dumps(FILMS), encoding="utf-8")
    return Settings(home=tmp_path / "home", source_dir=tmp_path, _env_file=None)


def character(number: int, original: bytes) -> Place:
    return Place(Topic.CHARACTERS, FILE, f"{AT}/{number}", original)


def film(number: int, original: bytes) -> Place:
    return Place(Topic.FILMS, "complete_movie_list.json", f"/films/{number}", original)


def test_an_entry_gets_the_context_of_its_place_and_a_key_of_its_own(settings: Settings) -> None:
    key, value = mended(settings, character(0, b'{"role": "ally"}'), {"name": "Flame", "role": "ally"}, ())
    record = json.loads(value)
    assert key == f"{FILE}|lamp/town|Flame|1"
    assert record["entry"] == {"name": "Flame", "role": "ally"}
    assert record["context"]["franchise"] == "Lamp Town"
    assert record["context"]["category"] == "lamp/town"


def test_a_name_that_stands_in_the_file_gets_the_next_ordinal(settings: Settings) -> None:
    place = character(2, b"7")
    assert mended(settings, place, {"name": "Wick"}, ()).key == f"{FILE}|lamp/town|Wick|3"
    assert mended(settings, place, {"name": "Wick"}, {f"{FILE}|lamp/town|Wick|3"}).key == f"{FILE}|lamp/town|Wick|4"


@pytest.mark.parametrize(
    ("place", "entry", "said"),
    [
        (character(0, b'{"role": "ally"}'), {"role": "hero"}, "no_name: the entry has no name"),
        (character(2, b"7"), 8, "not_an_object: a character entry is an object, not a number"),
        (character(2, b"9"), {"name": "Wick"}, "has another entry at /categories/lamp~1town/characters/2 by now; give"),
        (character(9, b"7"), {"name": "Wick"}, "has another entry at /categories/lamp~1town/characters/9 by now; give"),
        (Place(Topic.CHARACTERS, FILE, "/films/x/y", b"7"), {}, "has another entry at /films/x/y by now"),
        (
            Place(Topic.CHARACTERS, "characters/none.json", "/0", b"7"),
            {},
            "is not among the sources any more; give the",
        ),
        (film(1, b'{"title": "Lamp Town", "year": 2003}'), {"title": "Lamp Town", "year": 2003}, "duplicate_film: the"),
        (
            Place(Topic.FILMS, "complete_movie_list.json", "/studios/1", b'"North Studio"'),
            "South Studio",
            "/studios/1 of complete_movie_list.json is no entry: mend it in the file and publish it",
        ),
    ],
)
def test_what_gives_no_record_says_why(settings: Settings, place: Place, entry: Any, said: str) -> None:
    with pytest.raises(CannotMendError) as refused:
        mended(settings, place, entry, ())
    assert said in str(refused.value)


def test_a_film_gets_the_facts_of_its_studio_and_its_key(settings: Settings) -> None:
    entry = {"title": "Deep Lamp", "year": 2001, "studio": "North Studio"}
    key, value = mended(settings, film(2, b"3"), entry, ())
    assert key == "deep-lamp-2001"
    assert json.loads(value)["studio_facts"]["name"] == "North Studio"


def test_files_that_cannot_be_read_any_more_say_so(settings: Settings) -> None:
    (settings.source_dir / FILE).write_text("{")
    with pytest.raises(CannotMendError, match=r"cannot be read any more: line 1 column 2: .*; give the whole record"):
        mended(settings, character(2, b"7"), {}, ())


def test_a_record_without_a_key_gets_one_as_publishing_makes_it() -> None:
    value = {"entry": {"name": " Wick "}, "context": {"category": None}}
    assert character_key("a.json", value, ()) == "a.json||Wick|1"
    assert character_key("a.json", value, {"a.json||Wick|1"}) == "a.json||Wick|2"
