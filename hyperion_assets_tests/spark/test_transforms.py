"""Every transform gives the same rows on Sail, on Spark and in DuckDB, and those that the written world calls for."""

from __future__ import annotations

import pytest

from hyperion_assets.model.tables import TABLES, by_name, column_names
from hyperion_assets_tests.spark.chain import TRANSFORMS, Engine, Oracle

pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize("table", TRANSFORMS)
def test_an_engine_gives_the_rows_and_types_of_the_oracle(table: str, engine: Engine, oracle: Oracle) -> None:
    path = engine.path(table)
    assert oracle.columns_of(path) == oracle.columns(table)
    assert oracle.differences(table, path) == ([], [])
    assert oracle.rows(f"select count(*) > 0 from {table}") == [(True,)]


def test_every_table_of_the_model_has_a_transform_that_gives_its_columns(oracle: Oracle) -> None:
    for table in TABLES:
        assert [name for name, _ in oracle.columns(table.name)] == column_names(by_name(table.name))
