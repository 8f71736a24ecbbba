"""Content hashes: equal for equal rows, whatever files hold them, and for no others."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hyperion_assets.lake.content import RECORD_COLUMNS, hash_rows, relation_sql
from hyperion_assets.model.arrow import arrow_schema
from hyperion_assets.model.hashing import combine, row_count
from hyperion_assets.model.tables import by_name
from hyperion_assets_tests.small_release import small_release

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
ROW = st.fixed_dictionaries(
    {
        "film_id": st.none() | TEXT,
        "cents": st.none() | st.integers(-(2**62), 2**62),
        "media": st.lists(
            st.fixed_dictionaries({"title": TEXT, "year": st.none() | st.integers(1900, 2100)}), max_size=2
        ),
        "year": st.integers(1995, 1997),
    }
)
ROWS = st.lists(ROW, max_size=8)
COLUMNS: dict[str, pa.DataType] = {
    "film_id": pa.string(),
    "cents": pa.int64(),
    "media": pa.list_(pa.struct([pa.field("title", pa.string()), pa.field("year", pa.int32())])),
    "year": pa.int32(),
}
SCHEMA = pa.schema(COLUMNS)
A_FEW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def write(folder: Path, *files: list[dict[str, Any]], schema: pa.Schema = SCHEMA) -> list[str]:
    """Each list of rows as a Parquet file."""
    folder.mkdir(exist_ok=True)
    paths = [str(folder / f"{len(list(folder.iterdir()))}-{number}.parquet") for number in range(len(files))]
    for path, rows in zip(paths, files, strict=True):
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)
    return paths


def hashed(folder: Path, *files: list[dict[str, Any]], schema: pa.Schema = SCHEMA) -> str:
    return hash_rows("current_films", write(folder, *files, schema=schema))[""]


@given(rows=ROWS, data=st.data())
@A_FEW
def test_neither_order_nor_files_matter(rows: list[dict[str, Any]], data: st.DataObject, tmp_path: Path) -> None:
    shuffled = data.draw(st.permutations(rows))
    border = data.draw(st.integers(0, len(rows)))
    whole = hashed(tmp_path, rows)
    assert hashed(tmp_path, shuffled[:border], shuffled[border:]) == whole
    assert row_count(whole) == len(rows)


@given(one=ROWS, two=ROWS)
@A_FEW
def test_other_rows_have_another_hash(one: list[dict[str, Any]], two: list[dict[str, Any]], tmp_path: Path) -> None:
    assume(sorted(map(repr, one)) != sorted(map(repr, two)))
    assert hashed(tmp_path, one) != hashed(tmp_path, two)


@given(rows=ROWS)
@A_FEW
def test_the_hashes_of_partitions_combine_to_that_of_the_whole(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    parts = hash_rows("current_films", write(tmp_path, rows), by="year")
    assert set(parts) == {str(row["year"]) for row in rows}
    for year, digest in parts.items():
        assert digest == hashed(tmp_path, [row for row in rows if str(row["year"]) == year])
    assert combine(parts.values()) == hashed(tmp_path, rows)


def test_a_table_of_the_model_combines_from_its_years_too(tmp_path: Path) -> None:
    schema = arrow_schema(by_name("box_office_daily"))
    rows = small_release()["box_office_daily"]
    later = [{**row, "date": row["date"].replace(year=1996), "year": 1996} for row in rows]
    paths = write(tmp_path, rows + later, schema=schema)
    parts = hash_rows("box_office_daily", paths, by="year")
    assert sorted(parts) == ["1995", "1996"]
    assert parts["1995"] == hash_rows("box_office_daily", write(tmp_path, rows, schema=schema))[""]
    assert combine(parts.values()) == hash_rows("box_office_daily", paths)[""]


def test_where_a_record_came_from_is_no_part_of_its_content(tmp_path: Path) -> None:
    said = {"key": "up-2009", "title": "Up", "outcome": "staged"}
    first = {
        **said,
        "topic_id": "A" * 22,
        "generation": 0,
        "partition": 0,
        "offset": 1,
        "timestamp": dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
        "content_hash": "0" * 32,
        "source": "a.json",
        "place": "/films/1",
        "replay_of": "1" * 32,
        "original": b"{}",
    }
    assert first.keys() - said.keys() == RECORD_COLUMNS
    schema = pa.Table.from_pylist([first]).schema
    again = {
        **first,
        "topic_id": "B" * 22,
        "generation": 1,
        "partition": 3,
        "offset": 99,
        "timestamp": dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
        "content_hash": "1" * 32,
        "source": "b.json",
        "place": "/films/2",
        "original": None,
    }
    known = hashed(tmp_path, [first], schema=schema)
    assert hashed(tmp_path, [again], schema=schema) == known
    for column in said:
        assert hashed(tmp_path, [{**first, column: "other"}], schema=schema) != known


def test_only_the_named_columns_are_hashed(tmp_path: Path) -> None:
    films = small_release()["films"]
    schema = arrow_schema(by_name("films"))
    retold = [{**row, "title": row["title"] + "!"} for row in films]
    renamed = [{**row, "film_id": row["film_id"] + "-b"} for row in films]

    def keys(rows: list[dict[str, Any]]) -> dict[str, str]:
        return hash_rows("films", write(tmp_path, rows, schema=schema), columns=["film_id"])

    assert keys(retold) == keys(films)
    assert keys(renamed) != keys(films)
    assert hash_rows("films", write(tmp_path, retold, schema=schema)) != hash_rows(
        "films", write(tmp_path, films, schema=schema)
    )


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"film_id": None}, {"film_id": ""}),
        ({"film_id": None}, {"film_id": "null"}),
        ({"cents": None}, {"cents": 0}),
        ({"media": []}, {"media": None}),
        ({"media": [{"title": "Up", "year": None}]}, {"media": [{"title": "Up", "year": 0}]}),
        ({"film_id": "up-2009", "cents": 12}, {"film_id": "up-20091", "cents": 2}),
    ],
)
def test_unknown_is_not_the_same_as_empty(tmp_path: Path, one: dict[str, Any], two: dict[str, Any]) -> None:
    assert hashed(tmp_path, [one]) != hashed(tmp_path, [two])


def test_a_row_twice_is_another_content(tmp_path: Path) -> None:
    row = {"film_id": "up-2009"}
    known = [hashed(tmp_path, [row] * times) for times in range(4)]
    assert len(set(known)) == 4
    assert known[0] == combine(())


def test_no_files_have_no_groups() -> None:
    assert hash_rows("films", []) == {}


def test_a_path_with_signs_of_sql_or_of_patterns_is_a_path(tmp_path: Path) -> None:
    odd = tmp_path / "it's [0-9]* year=7"
    [path] = write(odd, [{"film_id": "up-2009", "year": 1995}])
    write(odd, [{"film_id": "not-asked-for"}])
    assert relation_sql([path]).count("''") == 1
    plain = hashed(tmp_path / "plain", [{"film_id": "up-2009", "year": 1995}])
    assert hash_rows("current_films", [path])[""] == plain
