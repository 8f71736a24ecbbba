"""Loading releases into a real PostgreSQL: equal rows, only differences written, and all or nothing."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from psycopg.conninfo import make_conninfo

from hyperion_assets.engines.postgres import LoadReport, load_release, served_release
from hyperion_assets.engines.postgres_rows import Changes
from hyperion_assets.errors import HyperionError, ServiceError
from hyperion_assets.model import definition
from hyperion_assets.model.tables import by_name, column_names, key_names, released_tables
from hyperion_assets.model.vocabularies import STATES
from hyperion_assets_tests.small_release import Rows, small_release, write_files


def load(dsn: str, rows: Rows, release: int, folder: Path, **options: Any) -> LoadReport:
    files, hashes = write_files(rows, folder / str(release))
    return load_release(dsn, files, release, hashes, lambda line: None, **options)


def query(dsn: str, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(dsn) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def stored(dsn: str, name: str) -> list[dict[str, Any]]:
    columns = column_names(by_name(name))
    listed = ", ".join(f'"{column}"' for column in columns)
    keys = ", ".join(f'"{key}"' for key in key_names(by_name(name)))
    rows = query(dsn, f'SELECT {listed} FROM hyperion."{name}" ORDER BY {keys}')
    return [dict(zip(columns, row, strict=True)) for row in rows]


def expected(rows: Rows, name: str) -> list[dict[str, Any]]:
    table = by_name(name)
    whole = [dict.fromkeys(column_names(table)) | row for row in rows[name]]
    return sorted(whole, key=lambda row: tuple(row[key] for key in key_names(table)))


def assert_serves(dsn: str, rows: Rows) -> None:
    for name in rows:
        assert stored(dsn, name) == expected(rows, name), name


def test_serves_nothing_before_the_first_load(database: str) -> None:
    assert served_release(database) is None


def test_first_load_holds_every_row_and_enforces_keys(database: str, tmp_path: Path) -> None:
    rows = small_release()
    lines: list[str] = []
    files, hashes = write_files(rows, tmp_path)
    report = load_release(database, files, 7, hashes, lines.append)
    assert_serves(database, rows)
    assert served_release(database) == 7
    assert report.rebuilt
    assert report.tables["box_office_daily"].changes == Changes(inserts=2 * len(STATES))
    assert "box_office_daily: 102 rows" in lines
    constraints = query(
        database, "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND condeferred AND convalidated"
    )
    assert constraints == [(sum(len(item.foreign_key_constraints) for item in released_tables()),)]
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        query(database, "DELETE FROM hyperion.films WHERE film_id = 'toy-story-1995'")
    comment = query(database, "SELECT obj_description('hyperion.films'::regclass)")
    assert comment == [(by_name("films").comment,)]


def test_second_load_writes_only_what_differs(database: str, tmp_path: Path) -> None:
    rows = small_release()
    load(database, rows, 1, tmp_path)
    before = dict(query(database, "SELECT film_id, xmin::text FROM hyperion.films"))
    untouched = query(database, "SELECT xmin::text, ctid::text FROM hyperion.box_office_daily ORDER BY ctid")
    rows["films"][1]["title"] = "Up!"
    rows["films"].append(rows["films"][1] | {"film_id": "coco-2017", "title": "Coco", "release_year": 2017})
    rows["talent"].append({"talent_id": "pete-docter", "name": "Pete Docter"})
    rows["quarantine"] = []
    report = load(database, rows, 2, tmp_path)
    assert_serves(database, rows)
    assert not report.rebuilt
    assert report.tables["films"].changes == Changes(inserts=1, updates=1)
    assert report.tables["quarantine"].changes == Changes(deletes=1)
    assert report.tables["studios"].changes == Changes()
    after = dict(query(database, "SELECT film_id, xmin::text FROM hyperion.films"))
    assert after["toy-story-1995"] == before["toy-story-1995"]
    assert query(database, "SELECT xmin::text, ctid::text FROM hyperion.box_office_daily ORDER BY ctid") == untouched
    recorded = dict(query(database, "SELECT table_name, release FROM hyperion.release_tables"))
    assert recorded["films"] == 2
    assert recorded["box_office_daily"] == 1


def test_parents_and_children_may_change_together(database: str, tmp_path: Path) -> None:
    rows = small_release()
    load(database, rows, 1, tmp_path)
    for name in ("characters", "character_films", "character_talent", "media_characters", "media_character_talent"):
        for row in rows[name]:
            row["character_id"] = "toy-story--sheriff-woody"
    load(database, rows, 2, tmp_path)
    assert_serves(database, rows)


def test_bulk_change_restores_the_foreign_keys(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hyperion_assets.engines.postgres._BULK_ROWS", 10)
    rows = small_release()
    load(database, rows, 1, tmp_path)
    keys = "SELECT conname FROM pg_constraint WHERE contype IN ('f', 'p') ORDER BY conname"
    before = query(database, keys)
    for row in rows["box_office_daily"]:
        row["gross_cents"] += 1
    rows["films"][0]["domestic_original_run_cents"] += 2 * len(STATES)
    report = load(database, rows, 2, tmp_path)
    assert report.tables["box_office_daily"].changes == Changes(updates=2 * len(STATES))
    assert query(database, keys) == before
    assert_serves(database, rows)


def test_same_release_again_writes_nothing(database: str, tmp_path: Path) -> None:
    load(database, small_release(), 1, tmp_path)
    before = query(database, "SELECT loaded_at FROM hyperion.served_release")
    report = load(database, small_release(), 1, tmp_path)
    assert all(not item.changes.rows for item in report.tables.values())
    assert query(database, "SELECT loaded_at FROM hyperion.served_release") == before


def test_orphan_undoes_the_load(database: str, tmp_path: Path) -> None:
    rows = small_release()
    load(database, rows, 1, tmp_path)
    broken = small_release()
    broken["films"][0]["studio_id"] = "nobody"
    broken["talent"][0]["name"] = "Someone Else"
    with pytest.raises(HyperionError, match=r"fk_films_studio_id.*nobody") as caught:
        load(database, broken, 2, tmp_path)
    assert "\n" not in str(caught.value)
    assert served_release(database) == 1
    assert_serves(database, rows)


def test_orphan_in_the_first_load_leaves_nothing(database: str, tmp_path: Path) -> None:
    broken = small_release()
    broken["studios"] = []
    with pytest.raises(HyperionError, match="fk_films_studio_id"):
        load(database, broken, 1, tmp_path)
    assert served_release(database) is None
    assert query(database, "SELECT to_regnamespace('hyperion')::text") == [(None,)]


@pytest.mark.parametrize("release", [1, 2])
def test_rows_that_are_not_the_releases_undo_the_load(database: str, tmp_path: Path, release: int) -> None:
    rows = small_release()
    if release == 2:
        load(database, rows, 1, tmp_path)
    files, hashes = write_files(rows, tmp_path / "other")
    hashes["talent"] = "2-" + "0" * 30
    with pytest.raises(HyperionError, match=rf"talent in PostgreSQL would not equal release {release}: 1 rows"):
        load_release(database, files, release, hashes, lambda line: None)
    assert served_release(database) == (1 if release == 2 else None)


def test_missing_table_is_named(database: str, tmp_path: Path) -> None:
    files, hashes = write_files(small_release(), tmp_path)
    del files["talent"]
    with pytest.raises(HyperionError, match="release 3 has no table talent"):
        load_release(database, files, 3, hashes, lambda line: None)


def test_another_model_makes_the_tables_anew(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = small_release()
    load(database, rows, 1, tmp_path)
    older = sa.MetaData(naming_convention=definition.METADATA.naming_convention)
    for item in definition.METADATA.tables.values():
        item.to_metadata(older)
    older.tables["talent"].append_column(definition.column("born", definition.INT, "Year of birth."))
    newer = [older.tables[item.name] for item in released_tables()]
    with monkeypatch.context() as patch:
        patch.setattr("hyperion_assets.engines.postgres.released_tables", lambda: newer)
        patch.setattr("hyperion_assets_tests.small_release.by_name", older.tables.__getitem__)
        patch.setattr("hyperion_assets.model.tables.METADATA", older)
        rows["talent"][0]["born"] = 1956
        assert load(database, rows, 2, tmp_path).rebuilt
    assert query(database, "SELECT talent_id, born FROM hyperion.talent") == [("tom-hanks", 1956)]
    del rows["talent"][0]["born"]
    assert load(database, rows, 3, tmp_path).rebuilt
    assert_serves(database, rows)


def test_a_view_of_somebody_else_is_never_dropped(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = small_release()
    load(database, rows, 1, tmp_path)
    query(database, "CREATE VIEW public.mine AS SELECT * FROM hyperion.films")
    query(database, "UPDATE hyperion.served_release SET model = 'older'")
    with pytest.raises(HyperionError, match=r"view mine depends on table films"):
        load(database, rows, 2, tmp_path)
    assert served_release(database) == 1
    assert query(database, "SELECT count(*) FROM public.mine") == [(2,)]


def test_two_loaders_do_not_meet(database: str, tmp_path: Path) -> None:
    files, hashes = write_files(small_release(), tmp_path)
    inside, leave = threading.Event(), threading.Event()

    def hold(line: str) -> None:
        inside.set()
        assert leave.wait(30)

    first = threading.Thread(target=load_release, args=(database, files, 1, hashes, hold))
    first.start()
    try:
        assert inside.wait(30)
        with pytest.raises(ServiceError, match="another load"):
            load_release(database, files, 2, hashes, lambda line: None, lock_seconds=0.2)
    finally:
        leave.set()
        first.join()
    assert load_release(database, files, 2, hashes, lambda line: None).release == 2


KILLED = """
import json, os, signal, sys
from hyperion_assets.engines.postgres import load_release
dsn, files, hashes, after = json.loads(sys.argv[1])
def progress(line):
    if line.startswith(after):
        os.kill(os.getpid(), signal.SIGKILL)
load_release(dsn, files, 2, hashes, progress)
"""


@pytest.mark.parametrize("after", ["studios", "box_office_daily", "quarantine"])
@pytest.mark.parametrize("first", [True, False])
def test_killed_load_leaves_the_release_before(database: str, tmp_path: Path, after: str, first: bool) -> None:
    old, new = small_release(), small_release()
    new["studios"][0]["name"] = "Pixar Animation Studios"
    new["box_office_daily"][0]["gross_cents"] += 1
    new["quarantine"][0]["code"] = "no_key"
    if not first:
        load(database, old, 1, tmp_path)
    files, hashes = write_files(new, tmp_path / "new")
    arguments = json.dumps([database, files, hashes, after])
    ended = subprocess.run([sys.executable, "-c", KILLED, arguments], timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert served_release(database) == (None if first else 1)
    if not first:
        assert_serves(database, old)
    load_release(database, files, 2, hashes, lambda line: None)
    assert served_release(database) == 2
    assert_serves(database, new)


def test_unreachable_host_is_one_line_without_the_password() -> None:
    with pytest.raises(ServiceError, match=r"127\.0\.0\.1:1/films") as caught:
        served_release("postgresql://me:s3cret@127.0.0.1:1/films")
    assert "s3cret" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_wrong_password_is_one_line_without_it(postgres_dsn: str) -> None:
    with pytest.raises(ServiceError, match="password authentication failed") as caught:
        served_release(make_conninfo(postgres_dsn, password="s3cret"))
    assert "s3cret" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("dsn", ["postgresql://me:s3cret@host:port:1/x?y", "nonsense s3cret"])
def test_unreadable_address_is_not_shown(dsn: str) -> None:
    with pytest.raises(ServiceError, match="cannot be read") as caught:
        served_release(dsn)
    assert "s3cret" not in str(caught.value)


def test_a_user_who_may_not_is_told(database: str, tmp_path: Path) -> None:
    query(database, "DO $$BEGIN CREATE ROLE reader LOGIN PASSWORD 'r'; EXCEPTION WHEN duplicate_object THEN END$$")
    with pytest.raises(ServiceError, match="does not permit it: permission denied for database"):
        load(make_conninfo(database, user="reader", password="r"), small_release(), 1, tmp_path)
