"""Roles, genders, species and labels: the source's words in one vocabulary."""

from __future__ import annotations

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from hyperion_assets.model.vocabularies import GENDERS, ROLES, SPECIES_GROUPS
from hyperion_assets.sources.labels import is_ensemble
from hyperion_assets.sources.species_groups import species_group
from hyperion_assets.sources.word_mappings import VOCABULARY, fold, gender, role, species


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("comic relief", "comic_relief"),
        ("comic_relief", "comic_relief"),
        ("Comic-Relief", "comic_relief"),
        ("henchmen", "henchman"),
        ("Protagonist", "protagonist"),
        ("villain (reformed)", "villain"),
        ("villain / henchman", "villain"),
        ("antagonist turned ally", "antagonist"),
        ("deuteragonist", "deuteragonist"),
        ("Tritagonist / comic relief", "tritagonist"),
        ("love interest of the hero", "love_interest"),
        ("mentor to Wick", "mentor"),
        ("background", "minor"),
        ("cameo (uncredited)", "cameo"),
        ("young female protagonist", "protagonist"),
        ("loyal but clumsy henchman", "henchman"),
        ("second-in-command", "henchman"),
        ("supporting antagonist", "antagonist"),
        ("main cast", "protagonist"),
        ("final boss", "villain"),
        ("narrator/mentor", "narrator"),
        ("n/a", None),
        ("none", None),
        ("", None),
        (None, None),
    ],
)
def test_roles(word: str | None, value: str | None) -> None:
    assert role(word) == (value, True)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("Male", "male"),
        ("female ", "female"),
        ("male (implied)", "male"),
        ("non-binary", "non_binary"),
        ("various", None),
        ("n/a", None),
        ("player choice", None),
        ("male, female", None),
        ("male and female", None),
        (None, None),
    ],
)
def test_genders(word: str | None, value: str | None) -> None:
    assert gender(word) == (value, True)


def test_words_outside_the_vocabulary_are_unknown() -> None:
    assert role("flibbertigibbet") == (None, False)
    assert gender("flibbertigibbet") == (None, False)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("Human", "human"),
        ("humans", "human"),
        ("Toy  (Cowboy Doll)", "toy (cowboy doll)"),
        ("Spix's macaw", "spix's macaw"),
        ("various", None),
        (" ", None),
        (None, None),
    ],
)
def test_species_keep_what_no_mapping_knows(word: str | None, value: str | None) -> None:
    assert species(word) == (value, True)


@pytest.mark.parametrize(
    "label",
    [
        "",
        " ",
        "Various",
        "Various Reporters",
        "Self",
        "self",
        "Self - Host",
        "Himself",
        "Himself - Conductor of The Philadelphia Orchestra",
        "Additional Voices",
        "additional voices",
        "Additional Children's Voices",
        "Additional Voices (uncredited)",
    ],
)
def test_labels_that_name_no_character(label: str) -> None:
    assert is_ensemble(label)


@pytest.mark.parametrize(
    "name", ["Woody", "Knight in Crowd", "Selfie Kid", "Voice of the Mirror", "The Aliens", "Variety"]
)
def test_names_of_characters(name: str) -> None:
    assert not is_ensemble(name)


SCHEMA = json.loads((VOCABULARY / "SCHEMA.json").read_text(encoding="utf-8"))
FILES = sorted(path.stem for path in VOCABULARY.glob("*.csv"))


def test_the_schema_is_of_the_files_and_of_the_model_s_words() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert sorted(SCHEMA["properties"]) == FILES
    for name, allowed in {"roles": ROLES, "genders": GENDERS, "species_groups": SPECIES_GROUPS}.items():
        words = SCHEMA["properties"][name]["items"]["properties"]["value"]["enum"]
        assert set(words) - {""} == set(allowed)


@pytest.mark.parametrize("name", FILES)
def test_every_mapping_file_keeps_to_the_schema_each_word_once_and_folded(name: str) -> None:
    with (VOCABULARY / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    assert reader.fieldnames == list(SCHEMA["properties"][name]["items"]["properties"])
    Draft202012Validator(SCHEMA).validate({name: rows})
    words = [row["source"] for row in rows]
    assert words == [fold(word) for word in words]
    assert sorted(words) == sorted(set(words))


@given(st.text(max_size=40))
def test_any_word_is_known_or_not(word: str) -> None:
    for found in (role(word), gender(word), species(word), species_group(word)):
        assert found.value is None or found.known
    is_ensemble(word)
