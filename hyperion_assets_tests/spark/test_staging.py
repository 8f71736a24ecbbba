"""Staging of one landed range: every record ends as staged, quarantined with its bytes, or a tombstone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from hyperion_assets.broker.lines import Headers
from hyperion_assets.sources.character_stage import CharacterRow, stage_character
from hyperion_assets.sources.film_stage import FilmRow, stage_film
from hyperion_assets.sources.refusals import Refusal
from hyperion_assets_tests.spark.chain import Oracle
from hyperion_assets_tests.spark.raw_lines import Sent, takings, write_lines
from spark.transforms import staging
from spark.transforms.staged_schema import CHARACTER, FILM, STAGED_FILM

pytestmark = pytest.mark.timeout(300)

KEY = b"up-2009|2009-05-29|CA"
OTHER_VERSION: Headers = [("schema_version", b"2"), ("content_hash", b"0")]
TRICKY_HEADERS: Headers = [
    ("source", b'a"},"encoding":"none","value":null}'),
    ("encoding", b"json"),
    ("value", b"x"),
    ("schema_version", b"1"),
]

BOX_OFFICE: list[tuple[Sent, str]] = [
    (Sent(KEY, takings()), "staged"),
    (Sent(KEY, takings(gross_cents=0, basis="modelled_extrapolated", more={"gross_cents": "x"})), "staged"),
    (Sent(KEY, takings(gross_cents=10**12)), "staged"),
    (Sent(KEY, b" " + takings().replace(b":", b" : ")), "staged"),
    (Sent(KEY, takings(), TRICKY_HEADERS), "staged"),
    (Sent('é"\\|2009-05-29|CA'.encode(), takings(film_id='é"\\', note='},"encoding":"json","value":{}')), "staged"),
    (Sent(KEY, takings(), [*TRICKY_HEADERS, ("odd", b"\xff"), ("odd", None)]), "staged"),
    (Sent(KEY, None), "tombstone"),
    (Sent(KEY, None, []), "wrong_schema_version"),
    (Sent(None, None), "no_key"),
    (Sent(KEY, b"not JSON"), "not_json"),
    (Sent(KEY, b"\xff\x00"), "not_json"),
    (Sent(KEY, b""), "not_json"),
    (Sent(KEY, takings().replace(b",", b",\n")), "not_json"),
    (Sent(None, takings()), "no_key"),
    (Sent(b"\xff|2009-05-29|CA", takings()), "key_not_utf8"),
    (Sent(KEY, takings(), OTHER_VERSION), "wrong_schema_version"),
    (Sent(KEY, takings(), []), "wrong_schema_version"),
    (Sent(KEY, b"[1]"), "not_an_object"),
    (Sent(KEY, b'"{}"'), "not_an_object"),
    (Sent(KEY, b"null"), "not_an_object"),
    *((Sent(KEY, takings(**{name: None})), "missing_field") for name in json.loads(takings())),
    (Sent(KEY, takings(film_id="")), "missing_field"),
    (Sent(b"1.0|2009-05-29|CA", takings(film_id=1.0)), "invalid_type"),
    (Sent(KEY, takings(date="2009-02-30")), "invalid_date"),
    (Sent(KEY, takings(date="2009-5-29")), "invalid_date"),
    (Sent(KEY, takings(date="29.05.2009")), "invalid_date"),
    (Sent(KEY, takings(date="0000-01-01")), "invalid_date"),
    (Sent(KEY, takings(date="1929-12-31")), "invalid_date"),
    (Sent(KEY, takings(date="2041-01-01")), "invalid_date"),
    (Sent(KEY, takings(date=20090529)), "invalid_date"),
    (Sent(KEY, takings(state="PR")), "unknown_state"),
    (Sent(KEY, takings(state="ca")), "unknown_state"),
    (Sent(KEY, takings(gross_cents=1.5)), "invalid_type"),
    (Sent(KEY, takings(gross_cents="12")), "invalid_type"),
    (Sent(KEY, takings(gross_cents=True)), "invalid_type"),
    (Sent(KEY, takings().replace(b"12345", b"1e3")), "invalid_type"),
    (Sent(KEY, takings(gross_cents=-1)), "negative_amount"),
    (Sent(KEY, takings(gross_cents=10**12 + 1)), "implausible_amount"),
    (Sent(KEY, takings(gross_cents=2**63)), "implausible_amount"),
    (Sent(KEY, takings(gross_cents=10**30)), "implausible_amount"),
    (Sent(KEY, takings(basis="guessed")), "unknown_basis"),
    (Sent(b"up-2009", takings()), "key_mismatch"),
    (Sent(b"up-2009|2009-05-29|NY", takings()), "key_mismatch"),
]


@pytest.fixture(scope="module")
def staged_boxoffice(session: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    folder = tmp_path_factory.mktemp("boxoffice")
    lines = write_lines(folder / "range.jsonl", "raw-boxoffice", [sent for sent, _ in BOX_OFFICE])
    rows = staging.staged_boxoffice(session.read.text(str(folder / "range.jsonl"))).toArrow()
    pq.write_table(rows, folder / "staged.parquet")
    return folder / "staged.parquet", lines


def test_box_office_ends_as_expected_with_its_bytes(staged_boxoffice: tuple[Path, list[str]]) -> None:
    rows = sorted(pq.read_table(staged_boxoffice[0]).to_pylist(), key=lambda row: row["offset"])
    assert [row["reason_code"] or row["outcome"] for row in rows] == [expected for _, expected in BOX_OFFICE]
    for row, (sent, _) in zip(rows, BOX_OFFICE, strict=True):
        assert row["original"] == (sent.value if row["outcome"] == "quarantined" else None)
        assert (row["outcome"] == "quarantined") == (row["reason"] is not None)


def test_box_office_is_what_the_oracle_makes_of_it(staged_boxoffice: tuple[Path, list[str]]) -> None:
    path, lines = staged_boxoffice
    oracle = Oracle({})
    oracle.stage_box_office(lines)
    assert oracle.columns_of(path) == oracle.columns("staged_boxoffice")
    assert oracle.differences_of("staged_boxoffice", path) == ([], [])


FILM_VALUES = [
    b'{"title":"Toy Story","year":1995,"studio":{"studio":"Pixar","studio_facts":null}}',
    json.dumps(
        {
            "title": "Fantasia 2000",
            "year": 1999,
            "studio": "Walt Disney Animation Studios",
            "studio_facts": {
                "name": "Walt Disney Animation Studios",
                "parent_company": "Disney",
                "active_from": 1923,
                "active_to": None,
            },
            "franchise": "Fantasia",
            "release_date": "2000-01-01",
            "title_variants": ["Fantasia/2000", "Fantasía 2000"],
            "domestic_gross_usd": 100,
            "domestic_original_run_usd": 200,
        },
        ensure_ascii=False,
    ).encode(),
    b'{"title":"","year":1995}',
    b"[]",
]
CONTEXT = {
    "shape": "one film",
    "franchise": None,
    "category": None,
    "group": None,
    "media": [{"kind": "film", "title": "Up", "year": 2009}],
    "file_media": [{"kind": "film", "title": "Up", "year": 2009}],
    "studio": None,
}
CHARACTER_VALUES = [
    json.dumps({"entry": entry, "context": CONTEXT}, ensure_ascii=False).encode()
    for entry in (
        {"name": "Ellié", "voice_actor": "Elie Docter (young) / Someone", "role": "nonsense", "species": "Human"},
        {"name": "Additional Voices", "voice_actor": "Various"},
        {"name": "", "voice_actor": "Jess Harnell"},
        {"name": ""},
    )
]


@pytest.mark.parametrize("topic", ["films", "characters"])
def test_films_and_characters_are_what_their_parsers_say(topic: str, session: SparkSession, tmp_path: Path) -> None:
    parse, values, transform, payload = {
        "films": (stage_film, FILM_VALUES, staging.staged_films, FILM),
        "characters": (stage_character, CHARACTER_VALUES, staging.staged_characters, CHARACTER),
    }[topic]
    unread = [Sent(b"k", None), Sent(b"k", b"torn {"), Sent(None, b"{}"), Sent(b"k", b"{}", [])]
    write_lines(tmp_path / "range.jsonl", f"raw-{topic}", [Sent(b"key", value) for value in values] + unread)
    made = transform(session.read.text(str(tmp_path / "range.jsonl")))
    rows = sorted(made.toArrow().to_pylist(), key=lambda row: row["offset"])
    for row, value in zip(rows, values, strict=False):
        assert row["original"] == value
        _assert_parsed(row, parse(value), payload.names)
    assert [(row["outcome"], row["reason_code"]) for row in rows[len(values) :]] == [
        ("tombstone", None),
        ("quarantined", "not_json"),
        ("quarantined", "no_key"),
        ("quarantined", "wrong_schema_version"),
    ]
    assert [row["original"] for row in rows[len(values) :]] == [None, b"torn {", b"{}", b"{}"]
    assert {row["outcome"] for row in rows[: len(values)]} == {"staged", "quarantined"}


def _assert_parsed(row: dict[str, Any], wanted: Any, payload: list[str]) -> None:
    if isinstance(wanted, Refusal):
        assert (row["outcome"], row["reason_code"], row["reason"]) == ("quarantined", wanted.code, wanted.reason)
        assert row["problems"] == []
        assert all(row[name] is None for name in payload)
    else:
        assert (row["outcome"], row["reason_code"]) == ("staged", None)
        assert {name: row[name] for name in wanted} == wanted


def test_the_parsers_give_exactly_the_payload_that_is_staged() -> None:
    assert {*FilmRow.__annotations__} == {*FILM.names, "problems"}
    assert {*CharacterRow.__annotations__} == {*CHARACTER.names, "problems"}


def test_the_key_of_a_name_stands_beside_it(session: SparkSession, tmp_path: Path) -> None:
    write_lines(tmp_path / "range.jsonl", "raw-characters", [Sent(b"k", value) for value in CHARACTER_VALUES[:3]])
    rows = staging.staged_characters(session.read.text(str(tmp_path / "range.jsonl"))).toArrow().to_pylist()
    assert {row["name"]: row["name_slug"] for row in rows} == {
        "Ellié": "ellie",
        "Additional Voices": "additional-voices",
        "": "unlabelled",
    }


def test_the_schema_is_the_same_whatever_the_input(session: SparkSession) -> None:
    lines = session.createDataFrame([], "value string")
    assert staging.staged_films(lines).schema.names == STAGED_FILM.names
    for made, columns in (
        (staging.staged_films(lines), staging.FILMS_SCHEMA),
        (staging.staged_characters(lines), staging.CHARACTERS_SCHEMA),
        (staging.staged_boxoffice(lines), staging.BOXOFFICE_SCHEMA),
    ):
        assert made.schema.simpleString() == session.createDataFrame([], columns).schema.simpleString()
