"""A table's Arrow schema: types, nullability, and the comments as metadata of table and fields."""

from __future__ import annotations

import pyarrow as pa
import sqlalchemy as sa

_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int32(),
    "big_integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "double": pa.float64(),
    "large_binary": pa.binary(),
}


def arrow_schema(table: sa.Table) -> pa.Schema:
    """The schema of the table's rows; the metadata key `comment` holds what a table or column means."""
    fields = [
        pa.field(item.name, _TYPES[item.type.__visit_name__], bool(item.nullable), {"comment": item.comment or ""})
        for item in table.columns
    ]
    return pa.schema(fields, {"table": table.name, "comment": table.comment or ""})
