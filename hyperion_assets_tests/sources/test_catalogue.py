"""The film catalogue as a source unit: shapes, keys, rejections, and the errors that stop a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hyperion_assets.errors import InputError
from hyperion_assets.settings import REPOSITORY
from hyperion_assets.sources.catalogue import CATALOGUE, file_content, films, usable_films
from hyperion_assets.sources.documents import content_hash
from hyperion_assets.sources.limits import Limits
from hyperion_assets.sources.units import RECORD_SCHEMA, UnitContent

STUDIO = {"name": "Pixar Animation Studios", "parent_company": "Disney", "active_from": 1986, "active_to": None}
PIXAR = "Pixar Animation Studios"


def film(title: str = "Lantern Hollow", year: Any = 1999, **more: Any) -> dict[str, Any]:
    return {"title": title, "year": year, "studio": PIXAR} | more


def written(folder: Path, catalogue: Any) -> Path:
    content = catalogue if isinstance(catalogue, bytes) else json.dumps(catalogue).encode()
    (folder / CATALOGUE).write_bytes(content)
    return folder


def content(folder: Path, catalogue: Any, scale: int = 1) -> UnitContent:
    (unit,) = films(written(folder, catalogue), scale)
    assert unit.name == CATALOGUE
    found = unit.read()
    assert found.entries == len(found.records) + len(found.rejections)
    assert found.records.schema == RECORD_SCHEMA
    return found


def rows(found: UnitContent) -> list[dict[str, Any]]:
    return found.records.to_pylist()


def test_a_film_travels_as_it_is_with_its_studio(tmp_path: Path) -> None:
    entry = film(studio="pixar animation studios", runtime_min="92?", note="kept")
    (row,) = rows(content(tmp_path, {"studios": [STUDIO | {"x": 1}], "films": [entry]}))
    assert row["key"] == "lantern-hollow-1999"
    assert row["source"] == CATALOGUE
    assert row["place"] == "/films/0"
    assert row["content_hash"] == content_hash(row["value"])
    assert json.loads(row["value"]) == entry | {"studio_facts": STUDIO}


@pytest.mark.parametrize(
    ("catalogue", "places", "facts"),
    [
        ({"studios": [STUDIO], "films": [film()]}, ["/films/0"], STUDIO),
        ({"studios": [STUDIO], "films": [film(studio="Elsewhere")]}, ["/films/0"], None),
        ({"studios": [], "films": [film()]}, ["/films/0"], None),
        ({"studios": [PIXAR], "films": [film()]}, ["/films/0"], dict.fromkeys(STUDIO) | {"name": PIXAR}),
        (
            {"studios": [STUDIO | {"films": [{"title": "A", "year": 2001}, {"title": "B", "year": 2002}]}]},
            ["/studios/0/films/0", "/studios/0/films/1"],
            STUDIO,
        ),
        ([film()], ["/0"], dict.fromkeys(STUDIO) | {"name": PIXAR}),
        ({"films": [film()]}, ["/films/0"], dict.fromkeys(STUDIO) | {"name": PIXAR}),
    ],
)
def test_forms_of_the_catalogue(tmp_path: Path, catalogue: Any, places: list[str], facts: Any) -> None:
    found = rows(content(tmp_path, catalogue))
    assert [row["place"] for row in found] == places
    assert all(json.loads(row["value"])["studio_facts"] == facts for row in found)


@pytest.mark.parametrize(
    "entry", [film("", 1999), film("!!!"), film(year="19x5"), film(year=1995.5), film(year=True), {}]
)
def test_without_identity_the_content_is_the_key(tmp_path: Path, entry: dict[str, Any]) -> None:
    (row,) = rows(content(tmp_path, {"studios": [STUDIO], "films": [entry]}))
    assert row["key"] == f"sha256:{row['content_hash']}"


def test_entries_that_cannot_be_published(tmp_path: Path) -> None:
    raw = (
        b'{"studios": [{"name": "Pixar Animation Studios"}, 7, {"name": "PIXAR Animation Studios"}], "films": ['
        b'{"title": "A", "year": 2001}, "A (2001)", {"title": "A", "year": 2001 }, null, '
        b'{"title": "B", "x": NaN}]}'
    )
    found = content(tmp_path, raw)
    assert [row["key"] for row in rows(found)] == ["a-2001"]
    assert [(item.place, item.code, item.original) for item in found.rejections] == [
        ("/studios/1", "not_a_studio", b"7"),
        ("/studios/2", "duplicate_studio", b'{"name": "PIXAR Animation Studios"}'),
        ("/films/1", "not_an_object", b'"A (2001)"'),
        ("/films/2", "duplicate_film", b'{"title": "A", "year": 2001 }'),
        ("/films/3", "not_an_object", b"null"),
        ("/films/4", "not_json_value", b'{"title": "B", "x": NaN}'),
    ]
    assert found.entries == 7


@pytest.mark.parametrize(
    ("catalogue", "words"),
    [
        (b"", "empty"),
        (b'{"films": [\n{"title": }]}', "line 2 column 11"),
        (b"\xff\xfe", "empty"),
        ("[кино]".encode("cp1251"), "UTF-8"),
        (b'{"films": [], "films": [7]}', "/films stands twice"),
        (b"[" * 100_000, "HYPERION_MAX_JSON_DEPTH"),
        (b"[" + b"0," * 300_000 + b"0]", "HYPERION_MAX_FILE_ENTRIES"),
        ({"films": {}}, "lists no film"),
        ({"films": []}, "lists no film"),
        ({"studios": [STUDIO]}, "lists no film"),
        (7, "lists no film"),
    ],
)
def test_a_catalogue_that_cannot_be_used_is_one_line(tmp_path: Path, catalogue: Any, words: str) -> None:
    with pytest.raises(InputError) as error:
        content(tmp_path, catalogue)
    message = str(error.value)
    assert words in message
    assert str(tmp_path / CATALOGUE) in message
    assert "\n" not in message


def test_a_catalogue_over_the_limit_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="HYPERION_MAX_SOURCE_BYTES"):
        films(written(tmp_path, [film()]), limits=Limits(bytes=20))


def test_keys_that_stand_twice_cost_a_film_or_a_studio(tmp_path: Path) -> None:
    raw = (
        b'{"studios": [{"name": "A", "active_from": 1990, "active_from": 1991}, {"name": "B"}], "films": ['
        b'{"title": "One", "year": 2001, "studio": "B", "year": 2002}, {"title": "Two", "year": 2001, "studio": "B"},'
        b'{"title": "Three", "year": 2001, "studio": "B", "studio": "B"}]}'
    )
    found = content(tmp_path, raw)
    assert [row["key"] for row in rows(found)] == ["two-2001", "three-2001"]
    assert {item.place: item.reason.partition(" ")[0] for item in found.rejections} == {
        "/films/0": "/films/0/year",
        "/studios/0": "/studios/0/active_from",
    }
    assert {item.code for item in found.rejections} == {"duplicate_key"}


def test_a_studio_s_fact_that_is_no_number_costs_itself(tmp_path: Path) -> None:
    raw = (
        b'{"studios": [{"name": "B", "active_from": NaN}], "films": [{"title": "Two", "year": "2001", "studio": "B"}]}'
    )
    found = content(tmp_path, raw)
    assert [row["key"] for row in rows(found)] == ["two-2001"]
    assert [(item.place, item.code) for item in found.rejections] == [("/studios/0/active_from", "not_json_value")]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_other_encodings_give_the_same_records(tmp_path: Path, encoding: str) -> None:
    text = json.dumps([film("Ernest et Célestine")], ensure_ascii=False)
    found = content(tmp_path, text.encode(encoding))
    assert found.records.equals(content(tmp_path, text.encode()).records)
    assert found.encoding == {"utf-16": "utf-16-le", "utf-8-sig": "utf-8"}.get(encoding, encoding)


def test_a_missing_folder_or_catalogue_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no source folder"):
        films(tmp_path / "nowhere")
    with pytest.raises(InputError, match=f"no {CATALOGUE}"):
        films(tmp_path)


def test_the_fingerprint_follows_the_bytes_and_the_scale(tmp_path: Path) -> None:
    catalogue = {"studios": [STUDIO], "films": [film()]}
    first = films(written(tmp_path, catalogue))[0].fingerprint
    assert films(tmp_path)[0].fingerprint == first
    assert films(tmp_path, scale=2)[0].fingerprint != first
    assert films(written(tmp_path, catalogue | {"note": 1}))[0].fingerprint != first


def test_scale_adds_films_with_a_box_office(tmp_path: Path) -> None:
    played = film(release_date="1999-11-24", domestic_original_run_usd=10)
    found = content(tmp_path, {"studios": [STUDIO], "films": [played, film("Quiet")]}, scale=3)
    assert [(row["key"], row["place"]) for row in rows(found)] == [
        ("lantern-hollow-1999", "/films/0"),
        ("lantern-hollow-load-copy-2-1999", "/films/0"),
        ("lantern-hollow-load-copy-3-1999", "/films/0"),
        ("quiet-1999", "/films/1"),
    ]


def test_a_film_without_a_title_is_published_once_at_any_scale(tmp_path: Path) -> None:
    untitled = {"year": 1999, "studio": PIXAR, "release_date": "1999-11-24", "domestic_original_run_usd": 10}
    found = content(tmp_path, {"studios": [STUDIO], "films": [untitled]}, scale=3)
    assert [json.loads(row["value"]) for row in rows(found)] == [untitled | {"studio_facts": STUDIO}]


def test_a_unit_holds_the_bytes_that_its_fingerprint_is_of(tmp_path: Path) -> None:
    (unit,) = films(written(tmp_path, [film("Before")]))
    written(tmp_path, [film("After")])
    assert unit.read().records["key"].to_pylist() == ["before-1999"]


def test_a_catalogue_is_parsed_without_a_disk() -> None:
    found = file_content(Path("nowhere") / CATALOGUE, json.dumps([film()]).encode())
    assert found.records["key"].to_pylist() == ["lantern-hollow-1999"]


def test_a_film_that_is_listed_again_with_other_facts_is_a_record_of_its_own(tmp_path: Path) -> None:
    again = [{"title": "A", "year": 2001, "runtime_min": minutes} for minutes in (80, 81, 80, 82)]
    found = content(tmp_path, {"studios": [STUDIO], "films": again})
    assert [row["key"] for row in rows(found)] == ["a-2001", "a-2001|2", "a-2001|3"]
    assert [(item.place, item.code) for item in found.rejections] == [("/films/2", "duplicate_film")]


def test_usable_films_are_one_a_film_by_precedence(tmp_path: Path) -> None:
    film = {"title": "A", "year": 2001, "studio": STUDIO["name"]}
    listed = [
        film | {"release_date": "2001-01-01", "confidence": {"release_date": "one_source"}},
        film | {"release_date": "2001-02-02", "domestic_original_run_usd": 5_000},
        film | {"release_date": "2001-03-03", "confidence": {"release_date": "two_sources_agree"}, "runtime_min": 80},
        film | {"domestic_original_run_usd": 6_000},
    ]
    (row,) = usable_films(written(tmp_path, {"studios": [STUDIO], "films": listed}))
    assert (str(row["release_date"]), row["domestic_original_run_cents"]) == ("2001-03-03", 600_000)
    assert row["runtime_min"] is None


def test_usable_films_leave_out_what_stage_refuses(tmp_path: Path) -> None:
    catalogue = {"studios": [STUDIO], "films": [film(), film("Bad", "19x5"), film("Elsewhere", studio="Unknown")]}
    assert [row["film_id"] for row in usable_films(written(tmp_path, catalogue))] == ["lantern-hollow-1999"]


def test_the_project_s_own_catalogue() -> None:
    found = films(REPOSITORY / "data")[0].read()
    assert found.entries == 215
    assert found.rejections == []


@pytest.mark.parametrize("title", ["LANTERN-HOLLOW!", "Lantern Hollow (1999)"])
def test_a_title_that_gives_the_same_key_is_a_second_record_of_the_film(tmp_path: Path, title: str) -> None:
    found = content(tmp_path, {"films": [film(), film(title=title)]})
    assert [row["key"] for row in rows(found)] == ["lantern-hollow-1999", "lantern-hollow-1999|2"]
    assert found.rejections == []


@pytest.mark.parametrize("title", ["The Lantern Hollow", "Lantern Hollow, The"])
def test_a_film_that_only_its_spelling_parts_from_another_is_its_duplicate(tmp_path: Path, title: str) -> None:
    found = content(tmp_path, {"films": [film(), film(title=title), film(title=title, year=2001)]})
    assert [(rejection.place, rejection.code) for rejection in found.rejections] == [("/films/1", "duplicate_film")]
    assert "lantern-hollow-1999" in found.rejections[0].reason
    assert len(found.records) == 2
