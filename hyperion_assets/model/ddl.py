"""DDL of the tables for PostgreSQL, Hive and Trino, generated from the model."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import (
    AddConstraint,
    CreateTable,
    DropConstraint,
    ExecutableDDLElement,
    SetColumnComment,
    SetTableComment,
)

from hyperion_assets.model.tables import foreign_keys

SCHEMA = "hyperion"
LOCATIONS = """\
-- {films} stands for the folder of one version's files of films, `films/data/<version>` in hyperion-processed, which
-- the version's manifest in `films/_commits` names; so for every table. The files of a partition lie in a folder
-- `part=<value>` of that version or of an earlier one, and are added with its address:
"""
"""What has to be filled into Hive's and Trino's DDL, up to the statement that adds a partition."""
HIVE_LOCATIONS = LOCATIONS + "-- ALTER TABLE … ADD PARTITION (year = …) LOCATION …\n"
TRINO_LOCATIONS = LOCATIONS + "-- CALL hive.system.register_partition(…)\n"

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
_HIVE = {
    "text": "STRING",
    "integer": "INT",
    "big_integer": "BIGINT",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "double": "DOUBLE",
    "large_binary": "BINARY",
}
_TRINO = _HIVE | {"text": "VARCHAR", "integer": "INTEGER", "large_binary": "VARBINARY"}


def postgres_table(table: sa.Table, schema: str = SCHEMA) -> list[str]:
    """Statements that create one table with its primary key, rules and comments, but without its foreign keys."""
    comments: list[ExecutableDDLElement] = [SetTableComment(table)]
    comments += [SetColumnComment(item) for item in table.columns if item.comment]
    create = CreateTable(table, include_foreign_key_constraints=[])
    return [_postgres(element, schema) for element in (create, *comments)]


def postgres_add(constraints: Sequence[sa.Constraint], schema: str = SCHEMA) -> list[str]:
    """Statements that add these constraints to their table."""
    return [_postgres(AddConstraint(item, isolate_from_table=False), schema) for item in constraints]


def postgres_drop(constraints: Sequence[sa.Constraint], schema: str = SCHEMA) -> list[str]:
    """Statements that take these constraints off their table."""
    return [_postgres(DropConstraint(item), schema) for item in constraints]


def postgres_ddl(tables: Sequence[sa.Table], schema: str = SCHEMA) -> str:
    """A script that creates the schema with these tables, their keys and their comments."""
    statements = [f"CREATE SCHEMA {schema}"]
    for table in tables:
        statements += postgres_table(table, schema) + postgres_add(foreign_keys(table), schema)
    return "".join(f"{statement};\n\n" for statement in statements)


def hive_ddl(tables: Sequence[sa.Table], database: str = SCHEMA) -> str:
    """A script of external tables over the Parquet files of one version each, in a folder that is filled in."""
    statements = [f"CREATE DATABASE IF NOT EXISTS {database}"]
    for table in tables:
        part = table.info["partitioned_by"]
        columns = {item.name: _hive_column(item) for item in table.columns}
        parted = f"PARTITIONED BY ({columns.pop(part)})\n" if part else ""
        statements.append(
            f"CREATE EXTERNAL TABLE IF NOT EXISTS {database}.`{table.name}` (\n  "
            + ",\n  ".join(columns.values())
            + "\n)\n"
            f"COMMENT {_hive_text(table.comment)}\n{parted}STORED AS PARQUET\nLOCATION '{{{table.name}}}'"
        )
    return "".join(f"{statement};\n\n" for statement in statements)


def hive_columns(table: sa.Table) -> list[tuple[str, str, str]]:
    """Name, type in Hive and comment of each column, in the model's order."""
    return [(item.name, _HIVE[_kind(item)].lower(), item.comment or "") for item in table.columns]


def trino_ddl(tables: Sequence[sa.Table], schema: str = f"hive.{SCHEMA}") -> str:
    """The same for Trino's Hive connector."""
    statements = [f"CREATE SCHEMA IF NOT EXISTS {schema}"]
    for table in tables:
        part = table.info["partitioned_by"]
        # The connector wants partition columns last.
        ordered = sorted(table.columns, key=lambda item: item.name == part)
        lines = [f'"{item.name}" {_TRINO[_kind(item)]} COMMENT {_text(item.comment)}' for item in ordered]
        options = ["format = 'PARQUET'", f"external_location = '{{{table.name}}}'"]
        if part:
            options.append(f"partitioned_by = ARRAY['{part}']")
        statements.append(
            f'CREATE TABLE IF NOT EXISTS {schema}."{table.name}" (\n  ' + ",\n  ".join(lines) + "\n)\n"
            f"COMMENT {_text(table.comment)}\nWITH (\n  " + ",\n  ".join(options) + "\n)"
        )
    return "".join(f"{statement};\n\n" for statement in statements)


def postgres_type(item: sa.Column[object]) -> str:
    """The column's type in PostgreSQL, in lower case."""
    return str(item.type.compile(dialect=_DIALECT)).lower()


def _postgres(element: ExecutableDDLElement, schema: str) -> str:
    compiled = element.compile(
        dialect=_DIALECT,
        schema_translate_map={None: schema},
        render_schema_translate=True,
    )
    return "\n".join(line.rstrip().replace("\t", "  ") for line in str(compiled).strip().splitlines())


def _kind(item: sa.Column[object]) -> str:
    return item.type.__visit_name__


def _hive_column(item: sa.Column[object]) -> str:
    return f"`{item.name}` {_HIVE[_kind(item)]} COMMENT {_hive_text(item.comment)}"


def _hive_text(text: str | None) -> str:
    """A string literal of Hive, where a backslash stands before a quote."""
    return "'" + (text or "").replace("\\", "\\\\").replace("'", "\\'") + "'"


def _text(text: str | None) -> str:
    """A string literal of standard SQL."""
    return "'" + (text or "").replace("'", "''") + "'"
