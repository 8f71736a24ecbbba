"""Auditing table versions: every rule once for the same files, and a report that names what stops a release."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from hyperion_assets.checks import audit
from hyperion_assets.checks.audit import Auditor, ChecksFailedError, add_views, current_versions, written_versions
from hyperion_assets.checks.sql import AuditQuery, AuditResult, audit_queries, run_audit
from hyperion_assets.errors import StorageError
from hyperion_assets.lake.content import connect
from hyperion_assets.lake.lake import Lake
from hyperion_assets.model.tables import released_tables
from hyperion_assets_tests.lake.written import AT_20
from hyperion_assets_tests.release.released import lake_in, write_tables
from hyperion_assets_tests.small_release import small_release

NAMES = [table.name for table in released_tables()]
ALL = len(audit_queries(NAMES))


@pytest.fixture(scope="module")
def _written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings, lake = lake_in(tmp_path_factory.mktemp("audited") / "home")
    write_tables(lake, small_release())
    return settings.home


@pytest.fixture
def lake(_written: Path, tmp_path: Path) -> Lake:
    """A lake with the small release, of which nothing is released yet."""
    return lake_in(shutil.copytree(_written, tmp_path / "home"))[1]


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The audits that were really run, in order."""
    seen: list[tuple[str, str]] = []

    def run(connection: duckdb.DuckDBPyConnection, query: AuditQuery) -> AuditResult:
        seen.append((query.table, query.name))
        return run_audit(connection, query)

    monkeypatch.setattr(audit, "run_audit", run)
    return seen


def break_talent(lake: Lake) -> None:
    """Two rows with one key."""
    write_tables(lake, {"talent": small_release()["talent"] * 2})


def test_a_good_release_passes_everything(lake: Lake) -> None:
    with connect() as connection:
        versions, report = Auditor(lake).audited_versions(connection)
    assert sorted(versions) == sorted(NAMES)
    assert {name: version.number for name, version in versions.items()} == dict.fromkeys(NAMES, 1)
    assert (report.passed, report.failed, report.blocking) == (ALL, [], [])
    assert len(report.results) == ALL


def test_what_was_found_for_the_same_files_is_not_looked_for_again(lake: Lake, ran: list[tuple[str, str]]) -> None:
    auditor = Auditor(lake)
    with connect() as connection:
        first = auditor.report(connection, current_versions(lake))
    assert len(ran) == len(set(ran)) == ALL
    with connect() as connection:
        second = auditor.report(connection, current_versions(lake))
    assert second == first
    assert len(ran) == ALL


def test_only_audits_that_read_a_new_version_run_again(lake: Lake, ran: list[tuple[str, str]]) -> None:
    auditor = Auditor(lake)
    with connect() as connection:
        auditor.report(connection, current_versions(lake))
        ran.clear()
        break_talent(lake)
        report = auditor.report(connection, current_versions(lake))
    expected = {(query.table, query.name) for query in audit_queries(NAMES) if "talent" in query.needs}
    assert set(ran) == expected
    assert len(ran) == len(expected)
    assert {table for table, _ in ran} > {"talent"}
    assert [(query.table, query.name) for query, _ in report.failed] == [
        ("talent", "primary_key"),
        ("talent", "duplicates"),
    ]


def at_20(lake: Lake, name: str) -> None:
    table = lake.table(name)
    head = table.required_head().manifest
    table.commit(head.partitions, AT_20, head.code_version)


def test_the_same_rows_at_another_cut_are_not_audited_again(lake: Lake, ran: list[tuple[str, str]]) -> None:
    auditor = Auditor(lake)
    with connect() as connection:
        auditor.report(connection, current_versions(lake))
        for name in NAMES:
            at_20(lake, name)
        ran.clear()
        report = auditor.report(connection, current_versions(lake))
    assert ran == []
    assert report.passed == ALL
    assert report.not_run == []


def test_tables_of_different_cuts_are_not_compared(lake: Lake) -> None:
    at_20(lake, "talent")
    with connect() as connection:
        report = Auditor(lake).report(connection, current_versions(lake))
    compared = {(query.table, query.name) for query, _ in report.results}
    apart = {(query.table, query.name) for query in report.not_run}
    assert len(compared) + len(apart) == ALL
    assert ("talent", "primary_key") in compared
    assert apart == {
        (query.table, query.name) for query in audit_queries(NAMES) if "talent" in query.needs and len(query.needs) > 1
    }


def test_another_auditor_looks_for_itself(lake: Lake, ran: list[tuple[str, str]]) -> None:
    with connect() as connection:
        for _ in range(2):
            Auditor(lake).report(connection, current_versions(lake))
    assert set(Counter(ran).values()) == {2}


def test_a_failed_blocking_check_stops_and_is_named_with_its_rows(lake: Lake) -> None:
    rows = small_release()
    rows["films"][1]["studio_id"] = "laika"
    write_tables(lake, {"films": rows["films"], "talent": rows["talent"] * 2})
    with connect() as connection, pytest.raises(ChecksFailedError) as raised:
        Auditor(lake).audited_versions(connection)
    assert str(raised.value) == (
        "2 blocking checks stopped the release: "
        "foreign_key_studio_id: films: 1 row breaks the rule that (studio_id) is in studios (studio_id): "
        "studio_id='laika', film_id='up-2009'; "
        "primary_key: talent: 1 row breaks the rule that (talent_id) is unique: talent_id='tom-hanks', rows=2"
    )


def test_a_warning_stops_nothing(lake: Lake) -> None:
    films = small_release()["films"]
    films[0]["domestic_gross_cents"] = 1
    write_tables(lake, {"films": films})
    with connect() as connection:
        _, report = Auditor(lake).audited_versions(connection)
    assert [(query.name, query.severity) for query, _ in report.failed] == [("original_run_within_lifetime", "warn")]
    assert report.blocking == []
    assert report.passed == ALL - 1


def test_a_table_that_was_never_written_is_named(tmp_path: Path) -> None:
    _, lake = lake_in(tmp_path)
    with connect() as connection, pytest.raises(StorageError, match="the table studios was never written"):
        Auditor(lake).audited_versions(connection)


def test_a_file_that_is_gone_is_named_and_nothing_remembered_hides_it(lake: Lake) -> None:
    auditor = Auditor(lake)
    with connect() as connection:
        auditor.report(connection, current_versions(lake))
    [file] = lake.table("talent").required_head().manifest.files
    Path(lake.processed.uri(file.path)).unlink()
    with (
        connect() as connection,
        pytest.raises(StorageError, match=r"^talent: the data file .* is missing: bring it back"),
    ):
        auditor.report(connection, current_versions(lake))


def test_views_are_of_the_versions_that_are_asked_for(lake: Lake) -> None:
    old = written_versions(lake, ["talent"])
    break_talent(lake)
    new = written_versions(lake, ["talent"])
    with connect() as connection:
        for versions, rows in ((old, 1), (new, 2), (old, 1)):
            add_views(connection, lake, {name: version.manifest for name, version in versions.items()})
            assert connection.execute("SELECT count(*) FROM talent").fetchall() == [(rows,)]
