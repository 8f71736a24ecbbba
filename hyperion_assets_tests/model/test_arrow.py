"""The Arrow schema of a table."""

from __future__ import annotations

import pyarrow as pa
import pytest
import sqlalchemy as sa

from hyperion_assets.model.arrow import arrow_schema
from hyperion_assets.model.tables import TABLES, by_name, column_names


def test_types_nulls_and_comments() -> None:
    schema = arrow_schema(by_name("box_office_daily"))
    assert schema.names == ["film_id", "date", "state", "gross_cents", "basis", "year"]
    assert schema.types == [pa.string(), pa.date32(), pa.string(), pa.int64(), pa.string(), pa.int32()]
    assert not any(field.nullable for field in schema)
    assert schema.field("gross_cents").metadata == {b"comment": b"Gross of the day in the state, US cents."}
    assert schema.metadata[b"table"] == b"box_office_daily"
    quarantine = arrow_schema(by_name("quarantine"))
    assert quarantine.field("original").type == pa.binary()
    assert quarantine.field("original").nullable


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_every_table_has_a_schema(table: sa.Table) -> None:
    assert arrow_schema(table).names == column_names(table)
