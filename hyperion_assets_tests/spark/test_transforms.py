"""Every transform gives the same rows on Sail, on Spark and in DuckDB, and those that the written world calls for."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from hyperion_assets.model.tables import TABLES, by_name, column_names, exports, foreign_keys, key_names
from hyperion_assets.model.vocabularies import CREDIT_CONFIDENCES
from hyperion_assets_tests.spark.chain import TRANSFORMS, Engine, Oracle

pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize("table", TRANSFORMS)
def test_an_engine_gives_the_rows_and_types_of_the_oracle(table: str, engine: Engine, oracle: Oracle) -> None:
    path = engine.path(table)
    assert oracle.columns_of(path) == oracle.columns(table)
    assert oracle.differences_of(table, path) == ([], [])
    assert oracle.rows(f"select count(*) > 0 from {table}") == [(True,)]


def test_every_table_of_the_model_has_a_transform_that_gives_its_columns(oracle: Oracle) -> None:
    assert {table.name for table in TABLES} <= set(TRANSFORMS)
    for table in TABLES:
        assert [name for name, _ in oracle.columns(table.name)] == column_names(by_name(table.name))


@pytest.mark.parametrize("table", [table.name for table in exports()])
def test_exports_are_sorted(table: str, engine: Engine, oracle: Oracle) -> None:
    path = engine.path(table)
    assert oracle.rows(f"from read_parquet('{path}')") == oracle.rows(f"from {table}")


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_keys_are_unique_and_refer_to_rows(table: str, engine: Engine, oracle: Oracle) -> None:
    rows = f"read_parquet('{engine.path(table)}')"
    key = ", ".join(f'"{name}"' for name in key_names(by_name(table)))
    assert oracle.rows(f"select {key} from {rows} group by {key} having count(*) > 1") == []
    for foreign in foreign_keys(by_name(table)):
        parent = f"read_parquet('{engine.path(foreign.referred_table.name)}')"
        same = " and ".join(
            f'child."{element.parent.name}" = parent."{element.column.name}"' for element in foreign.elements
        )
        missing = " and ".join(f'child."{element.parent.name}" is not null' for element in foreign.elements)
        assert (
            oracle.rows(f"select child.* from {rows} child anti join {parent} parent on {same} where {missing}") == []
        )


def test_no_row_depends_on_the_order_of_its_input(sail: SparkSession, oracle: Oracle, tmp_path: Path) -> None:
    for name, path in oracle.inputs.items():
        table = pq.read_table(path)
        pq.write_table(table.take(list(reversed(range(table.num_rows)))), tmp_path / f"{name}.parquet")
    turned = Engine(sail, {name: tmp_path / f"{name}.parquet" for name in oracle.inputs}, tmp_path)
    for name in ("studios", "franchises", "characters", "talent", "media", "ensemble_credits", "quarantine"):
        assert oracle.differences_of(name, turned.path(name)) == ([], [])


def test_names_are_the_best_spelled_facts_the_most_frequent_and_roles_the_most_prominent(
    engine: Engine, oracle: Oracle
) -> None:
    woody = oracle.rows(
        f"select name, role, role_source, species, species_source, gender from '{engine.path('characters')}' "
        "where character_id = 'toy-story--woody'"
    )
    assert woody == [("Woody", "protagonist", "Hero", "doll", "Doll", "male")]


def test_every_confidence_of_a_credit_has_a_place_in_the_order(engine: Engine, oracle: Oracle) -> None:
    assert {word for (word,) in oracle.rows("select confidence from confidence_order")} == set(CREDIT_CONFIDENCES)
    graded = oracle.rows(
        f"select talent_id, confidence from '{engine.path('character_talent')}' "
        "where character_id = 'toy-story--graded'"
    )
    assert sorted(graded) == sorted((f"grade {word}".replace(" ", "-"), word) for word in CREDIT_CONFIDENCES)
