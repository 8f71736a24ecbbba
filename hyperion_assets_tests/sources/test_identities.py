"""Aliases and identities: whom a name means, and each row that the two files may not hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyperion_assets.errors import InputError
from hyperion_assets.model.keys import EmptyKeyError, slug
from hyperion_assets.sources.identities import ALIASES, IDENTITIES, Decision, read_reviewed, reviewed, talent_of

ALIAS_HEADER = "entity,name,context,stands_for,why"
IDENTITY_HEADER = "entity,name,context,id,why"


def file_of(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_name_without_a_row_is_its_own_slug() -> None:
    assert talent_of("Zoë Nobody") == Decision("zoe-nobody", "Zoë Nobody")


@pytest.mark.parametrize("medium_id", [None, "", "toy-story-1995"])
def test_an_alias_is_who_it_stands_for(medium_id: str | None) -> None:
    assert talent_of("billy  CRYSTALL", medium_id) == Decision("billy-crystal", "Billy Crystal", "alias", "misspelling")


def test_an_identity_holds_in_its_film_only() -> None:
    own = talent_of("Chris Williams", "bolt-2008")
    assert own[:3] == ("chris-williams-director", "Chris Williams", "identity")
    assert own.why is not None
    assert own.why.startswith("the film's director; ")
    assert talent_of("Chris Williams", "up-2009") == Decision("chris-williams", "Chris Williams")
    assert talent_of("Chris Williams") == Decision("chris-williams", "Chris Williams")


def test_a_name_without_a_letter_means_nobody() -> None:
    with pytest.raises(EmptyKeyError):
        talent_of("?!", "bolt-2008")


@pytest.mark.parametrize("entity", ["talent", "character"])
def test_the_rows_of_an_entity_are_its_own(entity: str) -> None:
    aliases, identities = reviewed(entity)  # type: ignore[arg-type]  # a parameter is a plain text
    whole = [*read_reviewed(ALIASES).values()], [*read_reviewed(IDENTITIES).values()]
    assert aliases == [row for row in whole[0] if row[0] == entity]
    assert identities == [row for row in whole[1] if row[0] == entity]
    assert identities
    assert {row.entity for row in aliases + identities} == {entity}


def test_rows_are_found_by_entity_slug_and_context(tmp_path: Path) -> None:
    path = file_of(
        tmp_path, "aliases.csv", ALIAS_HEADER, "talent,A. Bee,,Ann Bee,the same", "character,A. Bee,up,Ann Bee,the same"
    )
    assert read_reviewed(path) == {
        ("talent", "a-bee", ""): ("talent", "a-bee", "", "Ann Bee", "the same"),
        ("character", "a-bee", "up"): ("character", "a-bee", "up", "Ann Bee", "the same"),
    }


def test_one_name_may_stand_in_two_contexts(tmp_path: Path) -> None:
    path = file_of(tmp_path, "identities.csv", IDENTITY_HEADER, "talent,A,x,a-1,first", "talent,A,y,a-2,second")
    assert [row.value for row in read_reviewed(path).values()] == ["a-1", "a-2"]


@pytest.mark.parametrize(
    ("name", "lines", "words"),
    [
        ("aliases.csv", ["talent,A,,B,"], "line 2: a row needs entity, name, context, stands_for, why; only context"),
        ("aliases.csv", [",A,,B,why"], "line 2: a row needs"),
        ("aliases.csv", ["talent,,,B,why"], "line 2: a row needs"),
        ("aliases.csv", ["talent,A,,,why"], "line 2: a row needs"),
        ("aliases.csv", ["talent,A"], "line 2: a row needs"),
        ("identities.csv", ["talent,A,x,,why"], "line 2: a row needs entity, name, context, id, why; only context"),
        ("aliases.csv", ["film,A,,B,why"], "line 2: entity is 'film'; allowed are talent, character"),
        ("aliases.csv", ["character,A,,B,why"], "line 2: a character needs a context here"),
        ("identities.csv", ["talent,A,,a-1,why"], "line 2: a talent needs a context here"),
        ("aliases.csv", ["talent,?,,B,why"], "line 2: '?' has no letter or digit"),
        ("aliases.csv", ["talent,A,,?,why"], "line 2: '?' has no letter or digit"),
        ("identities.csv", ["talent,A,x,A 1,why"], "line 2: the id 'A 1' is no key; write 'a-1'"),
        ("identities.csv", ["talent,A,x,a_1,why"], "line 2: the id 'a_1' is no key; write 'a-1'"),
        ("aliases.csv", ["talent,A Bee,,a-bee,why"], "line 2: 'A Bee' and 'a-bee' have one key already"),
        ("aliases.csv", ["talent,A,,B,why", "talent,a,,C,why"], "line 3: 'a' stands there twice in one context"),
        ("aliases.csv", ["talent,A,,B,why", "talent,B,,C,why"], "'B' is an alias itself; name who it stands for"),
    ],
)
def test_a_row_that_decides_nothing_is_an_error(tmp_path: Path, name: str, lines: list[str], words: str) -> None:
    path = file_of(tmp_path, name, ALIAS_HEADER if name == "aliases.csv" else IDENTITY_HEADER, *lines)
    with pytest.raises(InputError) as error:
        read_reviewed(path)
    assert str(error.value).startswith(str(path))
    assert words in str(error.value)


def test_an_identity_may_have_the_key_of_its_name(tmp_path: Path) -> None:
    path = file_of(tmp_path, "identities.csv", IDENTITY_HEADER, "talent,A Bee,x,a-bee,the first of the name")
    assert read_reviewed(path)["talent", "a-bee", "x"].value == slug("A Bee")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot read "),
        (b"entity,name,context,id,why\n", "the columns are not entity, name, context, stands_for, why"),
        (b"name,entity,context,stands_for,why\n", "the columns are not entity, name"),
        (b"", "the columns are not"),
        (f"{ALIAS_HEADER}\ntalent,\xff,,B,why\n".encode("latin-1"), "is no CSV in UTF-8"),
        (f'{ALIAS_HEADER}\ntalent,"A" x,,B,why\n'.encode(), "is no CSV in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "aliases.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as error:
        read_reviewed(path)
    assert words in str(error.value)
    assert str(path) in str(error.value)
