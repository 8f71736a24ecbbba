"""The audits: silent on a good release, and each names the rows that break its rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from hyperion_assets.checks.sql import AuditQuery, AuditResult, audit_queries, run_audit
from hyperion_assets.model.tables import TABLES, foreign_keys
from hyperion_assets_tests.small_release import Rows, duckdb_tables, provenance_of, small_release


def audit(rows: Rows) -> dict[tuple[str, str], AuditResult]:
    with duckdb_tables(rows) as connection:
        return {(query.table, query.name): run_audit(connection, query) for query in audit_queries()}


def failed(rows: Rows) -> dict[tuple[str, str], AuditResult]:
    return {key: result for key, result in audit(rows).items() if not result.passed}


def query(table: str, name: str) -> AuditQuery:
    return next(query for query in audit_queries() if (query.table, query.name) == (table, name))


def test_a_good_release_breaks_no_rule() -> None:
    assert failed(small_release()) == {}


def test_empty_tables_break_no_rule() -> None:
    assert failed({}) == {}


def test_every_table_has_its_audits() -> None:
    names = {(query.table, query.name) for query in audit_queries()}
    assert len(names) == len(audit_queries())
    for item in TABLES:
        assert {(item.name, "primary_key"), (item.name, "not_null"), (item.name, "storable_text")} <= names
        for key in foreign_keys(item):
            assert (item.name, f"foreign_key_{'_'.join(key.column_keys)}") in names


def test_only_audits_of_the_tables_at_hand() -> None:
    queries = audit_queries(["films", "studios"])
    assert {query.table for query in queries} == {"films", "studios"}
    assert "foreign_key_studio_id" in {query.name for query in queries}
    assert "foreign_key_franchise_id" not in {query.name for query in queries}


Change = Callable[[Rows], object]
BREAKS: list[tuple[Change, str, str, str]] = [
    (
        lambda rows: rows["talent"].append(rows["talent"][0]),
        "talent",
        "primary_key",
        "talent: 1 row breaks the rule that (talent_id) is unique: talent_id='tom-hanks', rows=2",
    ),
    (
        lambda rows: rows["films"][0].update(title=None),
        "films",
        "not_null",
        "film_id='toy-story-1995', column='title', value=null",
    ),
    (
        lambda rows: rows["films"][1].update(studio_id="laika"),
        "films",
        "foreign_key_studio_id",
        "films: 1 row breaks the rule that (studio_id) is in studios (studio_id): studio_id='laika', film_id='up-2009'",
    ),
    (
        lambda rows: rows["character_talent"][0].update(film_id="up-2009"),
        "character_talent",
        "foreign_key_character_id_film_id",
        "(character_id, film_id) is in character_films (character_id, film_id): "
        "character_id='toy-story--woody', film_id='up-2009'",
    ),
    (
        lambda rows: rows["films"][0].update(release_type="broadcast"),
        "films",
        "domain",
        "film_id='toy-story-1995', rule='release_type_allowed', value='broadcast'",
    ),
    (
        lambda rows: rows["films"][0].update(budget_cents=-1),
        "films",
        "domain",
        "rule='budget_cents_range', value='-1'",
    ),
    (
        lambda rows: rows["box_office_daily"][0].update(state="PR"),
        "box_office_daily",
        "domain",
        "rule='state_allowed', value='PR'",
    ),
    (
        lambda rows: rows["box_office_daily"][0].update(year=1996),
        "box_office_daily",
        "domain",
        "film_id='toy-story-1995', date=1995-11-22, state='AK', rule='year_of_date'",
    ),
    (
        lambda rows: rows["films"].append(rows["films"][1] | {"film_id": "the-up-2009", "title": "The Ûp!"}),
        "films",
        "duplicates",
        "ids=['the-up-2009', 'up-2009']",
    ),
    (
        lambda rows: rows["talent"].append({"talent_id": "t-o-m-hanks", "name": "T.O.M. Hanks"}),
        "talent",
        "duplicates",
        "ids=['t-o-m-hanks', 'tom-hanks'], name=['T.O.M. Hanks', 'Tom Hanks'], rows=2",
    ),
    (
        lambda rows: rows["films"][1].update(title="U\x00p"),
        "films",
        "storable_text",
        "film_id='up-2009', column='title', value='U\\x00p'",
    ),
    (
        lambda rows: rows["box_office_daily"][0].update(gross_cents=101),
        "box_office_daily",
        "sums_to_original_run",
        "film_id='toy-story-1995', daily_cents=12751, domestic_original_run_cents=12750, excess_cents=1",
    ),
    (
        lambda rows: rows["films"][0].update(domestic_original_run_cents=None),
        "box_office_daily",
        "sums_to_original_run",
        "domestic_original_run_cents=null",
    ),
    (
        lambda rows: rows["films"][1].update(domestic_original_run_cents=5),
        "box_office_daily",
        "covers_every_original_run",
        "film_id='up-2009', domestic_original_run_cents=5",
    ),
    (
        lambda rows: rows.update(box_office_daily=[row for row in rows["box_office_daily"] if row["state"] != "CA"]),
        "box_office_daily",
        "covers_all_states",
        "film_id='toy-story-1995', states=50",
    ),
    (
        lambda rows: rows["films"][0].update(domestic_gross_cents=12499),
        "films",
        "original_run_within_lifetime",
        "domestic_original_run_cents=12750, domestic_gross_cents=12499",
    ),
    (
        lambda rows: rows.update(provenance=[row for row in rows["provenance"] if row["table_name"] != "talent"]),
        "talent",
        "has_provenance",
        "talent: 1 row breaks the rule that every row has a record in provenance: talent_id='tom-hanks'",
    ),
    (
        lambda rows: rows["provenance"][-1].update(row_key="down-2010--unnamed--various"),
        "provenance",
        "rows_exist",
        "table_name='ensemble_credits', row_key='down-2010--unnamed--various'",
    ),
]


@pytest.mark.parametrize(("change", "table", "name", "said"), BREAKS, ids=[f"{item[1]}.{item[2]}" for item in BREAKS])
def test_broken_rule_is_named_with_its_rows(change: Change, table: str, name: str, said: str) -> None:
    rows = small_release()
    change(rows)
    result = failed(rows)[table, name]
    assert said in result.message
    assert "\n" not in result.message
    assert result.failing_rows >= 1
    assert result.sample


def test_what_a_person_may_judge_only_warns() -> None:
    warned = {(item.table, item.name) for item in audit_queries() if item.severity == "warn"}
    assert {table for table, name in warned if name == "duplicates"} == {
        "studios", "franchises", "characters", "talent", "media",
    }  # fmt: skip
    assert {item for item in warned if item[1] != "duplicates"} == {
        ("films", "original_run_within_lifetime"),
        ("box_office_daily", "covers_all_states"),
    }


def test_two_percent_over_the_lifetime_gross_is_let_pass() -> None:
    rows = small_release()
    rows["films"][0]["domestic_gross_cents"] = 12500
    assert failed(rows) == {}


def test_names_in_other_scripts_are_told_apart() -> None:
    rows = small_release()
    rows["talent"] += [{"talent_id": "wang", "name": "王"}, {"talent_id": "li", "name": "李"}]
    rows["talent"] += [{"talent_id": "q", "name": "?"}, {"talent_id": "bang", "name": "!"}]
    rows["provenance"] = provenance_of(rows)
    assert failed(rows) == {}


def test_remakes_and_characters_of_two_franchises_are_no_duplicates() -> None:
    rows = small_release()
    rows["films"].append(rows["films"][1] | {"film_id": "up-2030", "release_year": 2030})
    rows["characters"].append({"character_id": "up--woody", "name": "Woody", "franchise_id": "up"})
    rows["provenance"] = provenance_of(rows)
    assert failed(rows) == {}


def test_many_rows_are_counted_and_a_few_shown() -> None:
    rows = small_release()
    rows["films"].pop(0)
    result = failed(rows)["box_office_daily", "foreign_key_film_id"]
    assert result.failing_rows == 102
    assert len(result.sample) == 5
    assert result.sample[0] == {"film_id": "toy-story-1995", "date": dt.date(1995, 11, 22), "state": "AK"}
    assert result.message.endswith("; and 97 more")


def test_no_box_office_at_all_leaves_no_run_uncovered_by_accident() -> None:
    rows = small_release()
    rows["box_office_daily"] = []
    assert failed(rows)["box_office_daily", "covers_every_original_run"].failing_rows == 1
    assert query("box_office_daily", "covers_every_original_run").needs == {"films", "box_office_daily"}
