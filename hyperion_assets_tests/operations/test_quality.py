"""The page on data quality: counted from the tables, the same on every run, with decisions where there are any."""

from __future__ import annotations

import pytest

from hyperion_assets.model.tables import released_tables
from hyperion_assets.operations.quality import page, quality_page
from hyperion_assets.operations.tracing.trace import mentions
from hyperion_assets.settings import Settings
from hyperion_assets_tests.small_release import Rows, duckdb_tables, small_release

NAMES = [table.name for table in released_tables()]
UNKNOWN = {"scope": "field", "topic": "raw-characters", "code": "unknown_role", "field": "role", "reason": "no 'boss'"}


def lines(rows: Rows) -> list[str]:
    with duckdb_tables(rows) as connection:
        return page(connection, NAMES).splitlines()


def test_completeness_is_the_share_of_rows_with_a_value() -> None:
    found = lines(small_release())
    assert "| films | release_date | 1 | 50.0% |" in found
    assert "| films | runtime_min | 0 | 0.0% |" in found
    assert not [line for line in found if line.startswith("| films | title |")]


def test_confidence_is_counted_by_fact_and_grade() -> None:
    found = lines(small_release())
    head = next(line for line in found if line.startswith("| table | fact |")).split(" | ")
    budget = next(line for line in found if line.startswith("| films | budget |")).split(" | ")
    assert budget[head.index("one_source")] == "1"
    assert budget[-1] == "1 |"


def test_quarantine_and_unknown_words_are_counted() -> None:
    rows = small_release()
    rows["quarantine"] += [{"quarantine_id": str(number) * 32, **UNKNOWN} for number in (1, 2)]
    found = lines(rows)
    assert "| field | raw-characters | unknown_role | 2 |" in found
    assert "| role | no 'boss' | 2 |" in found


def test_there_is_no_id_and_no_date_in_it() -> None:
    text = "\n".join(lines(small_release()))
    assert "0" * 32 not in text
    assert text == "\n".join(lines(small_release()))


def test_decisions_are_counted_by_rule_and_near_misses_are_listed() -> None:
    rows = small_release()
    joined = {"decision": "joined", "entity": "film", "entity_id": "up-2009", "rule": "title_variant", "entries": 3}
    near = {"decision": "candidate", "entity": "talent", "entity_id": "jason-lee", "rule": "part_of_name", "entries": 0}
    rows["resolutions"] = [
        joined | {"resolution_id": "1" * 32, "other": "Upp (2009)", "evidence": "first in a.json"},
        joined | {"resolution_id": "2" * 32, "other": "UP! (2009)", "evidence": "first in b.json"},
        near | {"resolution_id": "3" * 32, "other": "jason-scott-lee", "evidence": "alike"},
    ]
    rows["conflicts"] = [
        {"conflict_id": "4" * 32, "entity": "film", "entity_id": "up-2009", "context": "", "field": "runtime_min"}
        | {"value": "96", "other_value": "95", "rule": "better_confidence"}
    ]
    found = lines(rows)
    assert "| joined | film | title_variant | 2 | 6 |" in found
    assert "| talent | jason-lee | jason-scott-lee | part_of_name |" in found
    assert "| film | runtime_min | better_confidence | 1 |" in found
    with duckdb_tables(rows) as connection:
        assert [row["other"] for row in mentions(connection, "resolutions", "carl|up-2009")] == [
            "Upp (2009)",
            "UP! (2009)",
        ]
        assert [row["field"] for row in mentions(connection, "conflicts", "up-2009")] == ["runtime_min"]


def test_the_page_of_a_release(settings: Settings) -> None:
    assert quality_page(settings).startswith("# Data quality\n")


@pytest.mark.parametrize("table", ["talent", "ensemble_credits"])
def test_an_empty_table_has_no_share(table: str) -> None:
    rows = small_release()
    rows[table] = []
    assert not [line for line in lines(rows) if line.startswith(f"| {table} |") and "%" in line]
