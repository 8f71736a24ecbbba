"""What became of each row of the quarantine, as the written world calls for it; Spark's rows are those of Sail."""

from __future__ import annotations

import pytest
from pyspark.sql import SparkSession

from hyperion_assets_tests.spark.chain import Engine, Oracle


@pytest.fixture(scope="module")
def engine(sail: SparkSession, oracle: Oracle, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The tables of the written world as Sail makes them."""
    return Engine(sail, oracle.inputs, tmp_path_factory.mktemp("fate"))


FATES = """
    select key, code, "offset", status, resolved_by, resolved_at, why from '{path}'
    where {where} order by generation, "offset", code, place
"""


def fates(engine: Engine, oracle: Oracle, where: str) -> list[tuple[object, ...]]:
    return oracle.rows(FATES.format(path=engine.path("quarantine"), where=where))


def statuses(engine: Engine, oracle: Oracle, key: str) -> list[tuple[object, ...]]:
    return [(row[1], row[3], row[4], row[6]) for row in fates(engine, oracle, f"key = '{key}'")]


def offset_of(oracle: Oracle, table: str, key: str, nth: int) -> int:
    rows = oracle.rows(f'select "offset" from {table} where key = \'{key}\' order by generation, "offset"')
    return int(rows[nth][0])


def test_an_accepted_replay_resolves_its_row_and_the_one_that_failed_before_it(engine: Engine, oracle: Oracle) -> None:
    accepted = f"raw-films/0/{offset_of(oracle, 'staged_films', 'patched-2001', 2)}"
    later = "a later record of its key was accepted"
    assert statuses(engine, oracle, "patched-2001") == [
        ("invalid_year", "resolved", accepted, None),
        ("invalid_year", "resolved", accepted, later),
    ]
    [first, _] = fates(engine, oracle, "key = 'patched-2001'")
    at = int(str(first[2])) + 2
    sent = f"select strftime(timestamp, '%Y-%m-%dT%H:%M:%SZ') from staged_films where \"offset\" = {at}"
    assert (first[5],) in oracle.rows(sent)


def test_a_replay_that_is_quarantined_again_leaves_its_row_replayed_or_dropped(engine: Engine, oracle: Oracle) -> None:
    first, second, third = fates(engine, oracle, "key = 'bent-2002'")
    assert (first[3], first[5], first[6]) == ("dropped", "2024-02-03T04:05:06Z", "nobody needs 0")
    assert (second[3], third[3]) == ("open", "open")
    replay = f"raw-films/0/{offset_of(oracle, 'staged_films', 'torn-2010', 1)}"
    assert statuses(engine, oracle, "torn-2010") == [
        ("not_json", "replayed", replay, None),
        ("not_json", "open", None, None),
    ]


def test_an_entry_that_was_never_published_is_resolved_by_its_replay(engine: Engine, oracle: Oracle) -> None:
    [(*_, status, by, _, why)] = fates(engine, oracle, "place = '/films/3' and code = 'not_an_object'")
    assert (status, why) == ("resolved", None)
    assert by == f"raw-films/0/{offset_of(oracle, 'staged_films', 'three-2003', 0)}"


def test_an_entry_that_was_never_published_is_open_again_when_its_replay_has_ended(
    engine: Engine, oracle: Oracle
) -> None:
    [(*_, status, by, at, why)] = fates(engine, oracle, "place = '/films/5'")
    assert (status, by, at, why) == ("open", None, None, None)
    [(*_, status, by, _, why)] = fates(engine, oracle, "place = '/films/6'")
    assert (status, why) == ("resolved", None)
    assert by == f"raw-films/0/{offset_of(oracle, 'staged_films', 'six-2014', 0)}"


def test_of_equal_entries_that_were_never_published_a_replay_resolves_its_own(engine: Engine, oracle: Oracle) -> None:
    [(*_, first, _, _, _), (*_, second, by, _, _)] = fates(engine, oracle, "place in ('/films/7', '/films/8')")
    assert (first, second) == ("open", "resolved")
    assert by == f"raw-films/0/{offset_of(oracle, 'staged_films', 'eight-2016', 0)}"


def test_later_records_of_the_key_resolve_a_record_that_was_refused(engine: Engine, oracle: Oracle) -> None:
    [outlived] = statuses(engine, oracle, "outlived-2004")
    assert outlived[1:] == (
        "resolved",
        f"raw-films/0/{offset_of(oracle, 'staged_films', 'outlived-2004', 1)}",
        "a later record of its key was accepted; dropped before: nobody needs 1",
    )
    [withdrawn] = statuses(engine, oracle, "withdrawn-2005")
    assert (withdrawn[1], withdrawn[3]) == ("resolved", "its key was deleted later")


def test_what_a_person_drops_is_dropped_with_the_reason(engine: Engine, oracle: Oracle) -> None:
    assert statuses(engine, oracle, "left-2006") == [("invalid_year", "dropped", None, "nobody needs 2")]


def test_rows_of_records_that_a_replay_replaced_stay_as_resolved(engine: Engine, oracle: Oracle) -> None:
    second, third = (
        f"raw-characters/0/{offset_of(oracle, 'staged_characters', '1|2|3|mended', nth)}" for nth in (1, 2)
    )
    assert statuses(engine, oracle, "1|2|3|mended") == [
        ("undecidable_credit", "resolved", second, None),
        ("film_not_in_catalogue", "resolved", third, None),
    ]
    duplicates = fates(engine, oracle, "code = 'duplicate_film' and status = 'resolved'")
    assert [row[0] for row in duplicates] == ["same-2007"]


def test_a_day_of_an_unknown_film_is_resolved_under_the_key_of_the_right_one(engine: Engine, oracle: Oracle) -> None:
    [(_, status, by, _)] = statuses(engine, oracle, "pu-2009|2009-06-04|CA")
    assert (status, by) == (
        "resolved",
        f"raw-boxoffice/0/{offset_of(oracle, 'staged_boxoffice', 'up-2009|2009-06-04|CA', 0)}",
    )


def test_a_header_that_names_no_row_changes_nothing(engine: Engine, oracle: Oracle) -> None:
    assert statuses(engine, oracle, "astray-2009") == []
    assert oracle.rows(f"select film_id from '{engine.path('films')}' where film_id = 'astray-2009'") != []
