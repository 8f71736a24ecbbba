"""The proof's source is what it says: every reason that a source can cause, every shape, and nothing by chance."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from hyperion_assets.model.vocabularies import FILM_NOT_IN_CATALOGUE
from hyperion_assets.proof.damage import LIMITS, OUT_OF_REACH, REASONS
from hyperion_assets.proof.source import write_source
from hyperion_assets.settings import REPOSITORY, Settings
from hyperion_assets.sources.documents import NO_NUMBER
from hyperion_assets.sources.duplicate_keys import DUPLICATE_KEY
from hyperion_assets.sources.feeds import feed

TAKES_A_CODE = {
    **dict.fromkeys(("RefusedError", "Refusal", "UnreadableError", "CreditProblem", "Doubt", "Check"), 0),
    **dict.fromkeys(("Unread", "reject", "add", "Rejection"), 1),
    **dict.fromkeys(("unreadable_file", "_finding"), 2),
}
"""Functions and types that are given a reason's code, with the argument that it is."""
CODES_BY_NAME = {DUPLICATE_KEY, NO_NUMBER, FILM_NOT_IN_CATALOGUE}
BY_FIELD = {"unknown_role", "unknown_gender", "unknown_species"}
"""What `unknown_{field}` gives."""
SHAPES = {"franchise", "franchise_flat", "one_film", "one_game", "games", "grouped", "series", "one_short"}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("proof") / "source"
    write_source(folder)
    return folder


def settings(source: Path) -> Settings:
    return Settings(home=source.parent / "home", source_dir=source, _env_file=None, **LIMITS)


def codes_in(path: Path) -> Iterator[str]:
    """The codes of reasons that a module writes down."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            at = TAKES_A_CODE.get(name)
            code = node.args[at] if at is not None and len(node.args) > at else None
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                yield code.value
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "_DOUBTS" and node.value:
            yield from (ast.literal_eval(doubt.elts[0]) for doubt in node.value.elts)


def test_every_reason_is_one_that_the_source_causes_or_that_no_source_can() -> None:
    modules = [
        *(REPOSITORY / "hyperion_assets" / "sources").rglob("*.py"),
        *(REPOSITORY / "spark" / "transforms").rglob("*.py"),
        REPOSITORY / "hyperion_assets" / "broker" / "publish_run.py",
    ]
    written = {code for path in modules for code in codes_in(path)} | CODES_BY_NAME | BY_FIELD
    assert not REASONS & OUT_OF_REACH.keys()
    assert written - REASONS - OUT_OF_REACH.keys() == set()
    assert (REASONS | OUT_OF_REACH.keys()) - written == set()


def test_every_shape_of_a_character_file_is_there(source: Path) -> None:
    units = feed(settings(source), "characters")
    values = [json.loads(value) for unit in units for value in unit.read().records["value"].to_pylist()]
    assert {value["context"]["shape"] for value in values} == SHAPES
    assert {unit.read().encoding for unit in units} == {"utf-8", "utf-16-le"}


def test_it_is_the_same_each_time(source: Path, tmp_path: Path) -> None:
    write_source(tmp_path / "again")
    one, other = (
        {unit.name: unit.fingerprint for unit in feed(settings(folder), "characters")}
        for folder in (source, tmp_path / "again")
    )
    assert one == other
    catalogue = "complete_movie_list.json"
    assert (source / catalogue).read_bytes() == (tmp_path / "again" / catalogue).read_bytes()
