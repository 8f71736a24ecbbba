"""SQL over the current release: what it sees, the formats, and what DuckDB refuses in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hyperion_assets.errors import InputError
from hyperion_assets.model.tables import released_tables
from hyperion_assets.operations.query import Format, open_release, query
from hyperion_assets.settings import Settings
from hyperion_assets_tests.lake.written import put
from hyperion_assets_tests.release.released import lake_in, retitled

FILMS = "SELECT film_id, release_year FROM films ORDER BY 1"


def test_tables_are_those_of_the_release(settings: Settings) -> None:
    with open_release(settings) as connection:
        views = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1").fetchall()
        rows = connection.execute(FILMS).fetchall()
    assert [name for (name,) in views] == sorted(table.name for table in released_tables())
    assert rows == [("toy-story-1995", 1995), ("up-2009", 2009)]


def test_what_is_not_released_is_not_seen(settings: Settings) -> None:
    _, lake = lake_in(settings.home)
    put(lake.table("talent"), [{"talent_id": "nobody", "name": "Nobody"}])
    with open_release(settings) as connection:
        assert connection.execute("SELECT talent_id FROM talent").fetchall() == [("tom-hanks",)]
    retitled(lake, "Two")
    with open_release(settings) as connection:
        assert connection.execute("SELECT title FROM films ORDER BY 1").fetchall() == [("Two",), ("Up",)]
        assert connection.execute("SELECT talent_id FROM talent").fetchall() == [("nobody",)]


def test_exports_are_a_schema_of_their_own(settings: Settings) -> None:
    settings.exports.mkdir()
    pq.write_table(pa.table({"film_id": ["up-2009"]}), settings.exports / "films_complete.parquet")
    with open_release(settings) as connection:
        assert connection.execute("SELECT * FROM exports.films_complete").fetchall() == [("up-2009",)]


def test_without_a_release_it_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^there is no release yet: `hyperion run` makes one$"):
        open_release(Settings(home=tmp_path, _env_file=None))


def test_a_table_on_standard_output(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    query(settings, FILMS, "table", None)
    shown = capsys.readouterr().out
    assert "film_id" in shown
    assert [line.split("│")[1:3] for line in shown.splitlines() if "-1995" in line or "-2009" in line] == [
        [" toy-story-1995 ", "         1995 "],
        [" up-2009        ", "         2009 "],
    ]


@pytest.mark.parametrize(
    ("shape", "written"),
    [
        ("csv", "film_id,release_year\ntoy-story-1995,1995\nup-2009,2009\n"),
        ("json", '[{"film_id":"toy-story-1995","release_year":1995},{"film_id":"up-2009","release_year":2009}]'),
    ],
)
def test_formats_for_programs_are_the_same_in_a_file_and_on_standard_output(
    settings: Settings, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], shape: Format, written: str
) -> None:
    query(settings, FILMS, shape, None)
    shown = capfdbinary.readouterr().out.decode()
    query(settings, FILMS, shape, tmp_path / "it's here")
    assert capfdbinary.readouterr().out == b""
    assert (tmp_path / "it's here").read_text() == shown
    assert json.loads(shown) == json.loads(written) if shape == "json" else shown == written


def test_parquet_keeps_types(settings: Settings, tmp_path: Path) -> None:
    query(settings, "SELECT date, gross_cents FROM box_office_daily ORDER BY ALL LIMIT 1", "parquet", tmp_path / "a")
    read = pq.read_table(tmp_path / "a")
    assert read.schema.types == [pa.date32(), pa.int64()]
    assert read.num_rows == 1


def test_a_table_in_a_file(settings: Settings, tmp_path: Path) -> None:
    query(settings, FILMS, "table", tmp_path / "films.txt")
    assert "toy-story-1995" in (tmp_path / "films.txt").read_text()


def test_parquet_is_not_for_a_terminal(settings: Settings) -> None:
    with pytest.raises(InputError, match=r"^--format parquet is not for a terminal: name a file with --output$"):
        query(settings, FILMS, "parquet", None)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELEC 1", 'syntax error at or near "SELEC"'),
        ("SELECT * FROM film", "Table with name film does not exist"),
        ("SELECT titel FROM films", 'Referenced column "titel" not found'),
        ("SELECT title::INTEGER FROM films", "Could not convert string 'Toy Story' to INT32"),
    ],
)
@pytest.mark.parametrize("shape", ["table", "csv"])
def test_what_duckdb_refuses_is_an_input_error(settings: Settings, sql: str, said: str, shape: Format) -> None:
    with pytest.raises(InputError) as raised:
        query(settings, sql, shape, None)
    assert said in str(raised.value)


def test_a_file_that_cannot_be_written_is_an_input_error(settings: Settings, tmp_path: Path) -> None:
    for shape in ("table", "csv"):
        with pytest.raises(InputError, match="no such folder"):
            query(settings, FILMS, shape, tmp_path / "no such folder" / "films")


def test_what_is_no_select_has_rows_too(settings: Settings, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    query(settings, "DESCRIBE talent", "csv", None)
    assert capfdbinary.readouterr().out.decode().splitlines() == [
        "column_name,column_type,null,key,default,extra",
        "talent_id,VARCHAR,YES,,,",
        "name,VARCHAR,YES,,,",
    ]
    query(settings, "SHOW TABLES", "json", None)
    names = [row["name"] for row in json.loads(capfdbinary.readouterr().out)]
    assert names == sorted(table.name for table in released_tables())


def test_what_a_query_makes_is_gone_afterwards(settings: Settings) -> None:
    query(settings, "CREATE OR REPLACE VIEW talent AS SELECT 1", "table", None)
    with open_release(settings) as connection:
        assert connection.execute("SELECT talent_id FROM talent").fetchall() == [("tom-hanks",)]


def test_no_statement_is_nothing_to_print(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    query(settings, "-- later", "csv", None)
    assert capsys.readouterr().out == ""
