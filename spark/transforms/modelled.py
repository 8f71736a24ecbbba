"""The last step of every table of a release: exactly the columns, types and order that the model gives it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from hyperion_assets.model.tables import by_name

_SPARK_TYPES: dict[type[Any], str] = {
    sa.Text: "string",
    sa.BigInteger: "bigint",
    sa.Integer: "int",
    sa.Double: "double",
    sa.Date: "date",
    sa.Boolean: "boolean",
    sa.LargeBinary: "binary",
}


def modelled(table: str, rows: DataFrame) -> DataFrame:
    """The rows with the columns of a table of the model, in its types and order; other columns are left out."""
    return rows.select(*(F.col(name).cast(type_).alias(name) for name, type_ in _columns(table)))


def spark_columns(table: str) -> str:
    """The columns of a table of the model as a DDL string, to read it with: `film_id string, …`."""
    return ", ".join(f"`{name}` {type_}" for name, type_ in _columns(table))


def _columns(table: str) -> list[tuple[str, str]]:
    return [(item.name, _SPARK_TYPES[type(item.type)]) for item in by_name(table).columns]
