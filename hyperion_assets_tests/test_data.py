"""The committed source files: valid, complete against the facts, and what the script makes."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from hyperion_assets.model.keys import film_id, slug
from hyperion_assets.settings import REPOSITORY
from hyperion_assets.sources.voice_credits import parse

DATA = REPOSITORY / "data"
SAMPLES = REPOSITORY.parent / "shared" / "samples" / "characters"
CHARACTER_FILES = sorted((DATA / "characters").rglob("*.json"))
RECURRING = "core_recurring_cast"
CONFIDENCES = (  # strongest first
    "two_sources_agree",
    "two_sources_agree_actor_spelling_differs",
    "actor_in_film_confirmed_character_label_differs",
    "one_source",
)
AMOUNTS = ("budget_usd", "domestic_gross_usd", "domestic_original_run_usd", "worldwide_gross_usd")

Film = tuple[str, int]


class Placed(NamedTuple):
    """An entry and where it stands."""

    file: str
    films: list[Film]
    entry: dict[str, Any]


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def validator(name: str) -> Draft202012Validator:
    schema = load(DATA / name)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def film_of(title_and_year: str) -> Film:
    title, _, year = title_and_year.rpartition(" (")
    return title, int(year.rstrip(")"))


def placed(path: Path) -> Iterator[Placed]:
    """The entries of a committed file with their films, read by hand rather than by the platform's own reader."""
    content, name = load(path), path.relative_to(DATA / "characters").as_posix()
    if "categories" not in content:
        films = [(content["film"], content["year"])] if "film" in content else []
        yield from (Placed(name, films, entry) for entry in content["characters"])
        return
    films = [film_of(text) for text in content["films"]]
    by_slug = {(slug(title), year): (title, year) for title, year in films}
    for category, block in content["categories"].items():
        own = films if category == RECURRING else [by_slug[category.replace("_", "-"), block["year"]]]
        yield from (Placed(name, own, entry) for entry in block["characters"])


@pytest.fixture(scope="module")
def catalogue() -> Any:
    return load(DATA / "complete_movie_list.json")


@pytest.fixture(scope="module")
def entries() -> list[Placed]:
    return [entry for path in CHARACTER_FILES for entry in placed(path)]


def test_every_source_file_is_valid(catalogue: Any) -> None:
    validator("CATALOGUE_SCHEMA.json").validate(catalogue)
    characters = validator("CHARACTER_SCHEMA.json")
    for path in CHARACTER_FILES:
        characters.validate(load(path))


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the repository")
def test_the_sample_files_are_valid_too() -> None:
    characters = validator("CHARACTER_SCHEMA.json")
    for path in sorted(SAMPLES.glob("*.json")):
        characters.validate(load(path))


@pytest.mark.parametrize(
    "content",
    [
        {"film": "A", "year": 1995},
        {"film": "A", "year": "19x5", "characters": []},
        {"film": "A", "year": 1995, "characters": [{"name": " ", "role": None, "voice_actor": None}]},
        {"film": "A", "year": 1995, "characters": [{"name": "B", "role": None}]},
        {"franchise": "A", "films": [], "categories": {"a": {"characters": []}}},
        [],
    ],
)
def test_a_file_of_no_shape_is_not_valid(content: Any) -> None:
    assert not validator("CHARACTER_SCHEMA.json").is_valid(content)


def test_the_catalogue_has_every_film_of_the_facts_with_its_figures(catalogue: Any) -> None:
    facts = {(row["title"], int(row["year"])): row for row in table("facts/films.csv")}
    films = {(film["title"], film["year"]): film for film in catalogue["films"]}
    assert len(catalogue["films"]) == len(films) == 215
    assert films.keys() == facts.keys()
    for key, film in films.items():
        row = facts[key]
        assert {amount: film[amount] for amount in AMOUNTS} == {
            amount: int(row[amount]) if row[amount] else None for amount in AMOUNTS
        }
        assert (film["release_date"] or "", film["studio"], film["franchise"]) == (
            row["release_date"],
            row["studio"],
            row["franchise"],
        )
        assert film["confidence"]["budget_usd"] == row["budget_usd_conf"]
    assert len({film_id(*key) for key in films}) == 215


def test_the_catalogue_has_eight_studios_and_no_film_of_another(catalogue: Any) -> None:
    studios = {studio["name"] for studio in catalogue["studios"]}
    assert len(catalogue["studios"]) == len(studios) == 8
    assert {film["studio"] for film in catalogue["films"]} == studios


def test_animation_and_release_types_are_filled_for_every_film(catalogue: Any) -> None:
    animation = Counter(film["animation_type"] for film in catalogue["films"])
    release = Counter(film["release_type"] for film in catalogue["films"])
    assert animation == {"animated": 197, "hybrid": 18}
    assert release == {"theatrical": 151, "direct_to_video": 53, "streaming": 11}


def test_title_variants_hold_no_html(catalogue: Any) -> None:
    variants = [variant for film in catalogue["films"] for variant in film["title_variants"]]
    assert "Bug's Life, A" in variants
    assert not [variant for variant in variants if "&#" in variant or "&amp;" in variant]


def test_every_cast_row_stands_in_an_entry_of_its_film(entries: list[Placed]) -> None:
    """Row by row: an entry of the film has the row's character and actor among its names, as sure or surer."""
    found: dict[tuple[Film, str, str], list[str]] = defaultdict(list)
    for _, films, entry in entries:
        names = {slug(name) for name in (entry["name"], *entry.get("name_variants", []))}
        written = entry["voice_actor"].partition(" (")[0]
        talents = {slug(name) for name in (written, *entry.get("actor_variants", []))}
        for film in films:
            for name in names:
                for talent in talents:
                    found[film, name, talent].append(entry["confidence"])
    corrected = swapped_rows()
    missing = []
    rows = table("facts/voice_cast.csv")
    for row in rows:
        film = row["film"], int(row["film_year"])
        character, actor = corrected.get(
            (film, row["character"], row["voice_actor"]), (row["character"], row["voice_actor"])
        )
        confidences = found[film, slug(character or "Additional Voices"), slug(actor)]
        if not set(CONFIDENCES[: CONFIDENCES.index(row["confidence"]) + 1]) & set(confidences):
            missing.append(row)
    assert len(rows) == 4794
    assert missing == []


def swapped_rows() -> dict[tuple[Film, str, str], tuple[str, str]]:
    """The rows whose character and actor stand in each other's column, and what they should say."""
    changes: dict[tuple[Film, str, str], dict[str, str]] = defaultdict(dict)
    for row in table("knowledge/cast_corrections.csv"):
        if row["field"] in ("character", "voice_actor"):
            film = row["film"], int(row["film_year"])
            changes[film, row["character"], row["voice_actor"]][row["field"]] = row["value"]
    assert len(changes) == 2
    return {key: (change["character"], change["voice_actor"]) for key, change in changes.items()}


def test_at_least_3600_cast_rows_are_credits_of_named_characters(entries: list[Placed]) -> None:
    ensembles = ("additional", "various", "self", "selves", "himself", "herself")
    named = [
        entry
        for _, films, entry in entries
        for _ in films
        if entry["confidence"] != "own_knowledge_unverified" and not slug(entry["name"]).startswith(ensembles)
    ]
    assert len(named) >= 3600


def test_no_credit_stands_twice(entries: list[Placed]) -> None:
    credits = Counter(
        (film, slug(entry["name"]), entry["voice_actor"]) for _, films, entry in entries for film in films
    )
    assert [credit for credit, times in credits.items() if times > 1] == []


def test_no_entry_is_without_a_name_or_a_film_of_the_catalogue(entries: list[Placed], catalogue: Any) -> None:
    films = {(film["title"], film["year"]) for film in catalogue["films"]}
    for file, own, entry in entries:
        assert slug(entry["name"])
        assert set(own) <= films
        assert own or file.startswith("games/")


def test_counts_are_those_of_the_characters() -> None:
    for path in CHARACTER_FILES:
        content = load(path)
        blocks = list(content.get("categories", {}).values())
        assert [block["count"] for block in blocks] == [len(block["characters"]) for block in blocks]
        if "total_estimated_characters" in content:
            assert content["total_estimated_characters"] == len(list(placed(path)))


def test_every_family_and_the_game_are_there(entries: list[Placed]) -> None:
    families = Counter(file.split("/")[0] for file, _, _ in entries)
    assert families.keys() == {row["family"] for row in table("knowledge/studios.csv")} | {"games"}
    marvel = {film for file, films, _ in entries if file.startswith("marvel/") for film in films}
    assert len(marvel) == 10
    assert families["games"] >= 40


def test_films_without_a_known_cast_are_few_and_named(entries: list[Placed], catalogue: Any) -> None:
    cast = {film for _, films, _ in entries for film in films}
    without = [film["title"] for film in catalogue["films"] if (film["title"], film["year"]) not in cast]
    assert without == ["Diary of a Wimpy Kid: The Last Straw"]


@pytest.mark.parametrize(
    ("file", "name", "fact"),
    [
        ("pixar/toy_story.json", "Woody", {"role": "protagonist", "species": "toy", "voice_actor": "Tom Hanks"}),
        ("pixar/toy_story.json", "Timon", {"origin_franchise": "The Lion King"}),
        ("pixar/toy_story.json", "Rex", {"voice_actor": "Wallace Shawn"}),
        ("walt_disney_animation_studios/the_lion_king.json", "Simba", {"voice_actor": "Jason Weaver (young, singing)"}),
        (
            "walt_disney_animation_studios/bambi.json",
            "Bambi",
            {"voice_actor": "Hardie Albright (adolescent, uncredited)"},
        ),
        (
            "walt_disney_animation_studios/fantasia.json",
            "Mickey Mouse",
            {"origin_franchise": "Mickey Mouse", "gender": "male"},
        ),
        ("marvel/marvel_animated_features.json", "Hulk", {"confidence": "own_knowledge_unverified"}),
        (
            "games/kingdom_hearts.json",
            "Donald Duck",
            {"origin_franchise": "Mickey Mouse", "voice_actor": "Tony Anselmo"},
        ),
    ],
)
def test_an_entry_says_what_the_tables_say(entries: list[Placed], file: str, name: str, fact: dict[str, str]) -> None:
    found = [entry for at, _, entry in entries if at == file and entry["name"] == name]
    assert [entry for entry in found if fact.items() <= entry.items()], found


@pytest.mark.parametrize(
    ("knowledge", "names"),
    [
        ("character_names.csv", "name"),
        ("leading_characters.csv", "name"),
        ("origins.csv", "name"),
    ],
)
def test_no_row_of_a_knowledge_table_is_idle(entries: list[Placed], knowledge: str, names: str) -> None:
    used = {slug(entry[names].partition(" (")[0]) for _, _, entry in entries}
    assert [row for row in table(f"knowledge/{knowledge}") if slug(row["name"]) not in used] == []


def test_the_platform_reads_every_credit_as_one_talent(entries: list[Placed]) -> None:
    for _, _, entry in entries:
        read = parse(entry["voice_actor"], (), entry["name"])
        assert [credit.name for credit in read.credits] == [entry["voice_actor"].partition(" (")[0]], entry
        assert read.problems == ()


def test_the_script_makes_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    script = [sys.executable, str(DATA / "make_sources.py"), "--output", str(tmp_path)]
    subprocess.run(script, cwd=REPOSITORY, env={"PYTHONPATH": str(REPOSITORY)}, check=True, timeout=60)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.json")}
    committed = [DATA / "complete_movie_list.json", *CHARACTER_FILES]
    assert made.keys() == {path.relative_to(DATA) for path in committed}
    assert [path for path in committed if path.read_bytes() != made[path.relative_to(DATA)]] == []
