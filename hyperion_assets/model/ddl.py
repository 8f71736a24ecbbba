"""DDL of the tables for PostgreSQL and Hive, generated from the model; Trino reads what Hive has."""

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
STORED = f"{SCHEMA}_releases"
"""Hive's database of all releases; that of SCHEMA has the views of the one in force."""
POINTER = "current_release"
RELEASE = "release"
HIVE_LOCATIONS = """\
-- What the asset hive registers in the Metastore. A partition is the folder of one version's files in
-- hyperion-processed: {films} stands for it, `films/data/<version>`, which the version's manifest in `films/_commits`
-- names; so for every table. Release 1 stands for the number of the release.
"""

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


def hive_ddl(tables: Sequence[sa.Table], release: int = 1) -> str:
    """A script of external tables by release over folders that are filled in, and of the views that show a release."""
    databases = [f"CREATE DATABASE IF NOT EXISTS {name}" for name in (SCHEMA, STORED)]
    pointer = f"CREATE VIEW {SCHEMA}.`{POINTER}` AS {pointer_sql(release)}"
    made = [statement for table in tables for statement in _hive_table(table, release)]
    return "".join(f"{statement};\n\n" for statement in [*databases, pointer, *made])


def _hive_table(table: sa.Table, release: int) -> list[str]:
    columns = {item.name: _hive_column(item) for item in table.columns}
    part = table.info["partitioned_by"]
    keys = [f"`{RELEASE}` INT", *([columns.pop(part)] if part else [])]
    year = f", `{part}` = {{{part}}}" if part else ""
    return [
        f"CREATE EXTERNAL TABLE IF NOT EXISTS {STORED}.`{table.name}` (\n  " + ",\n  ".join(columns.values()) + "\n)\n"
        f"COMMENT {_hive_text(table.comment)}\nPARTITIONED BY ({', '.join(keys)})\nSTORED AS PARQUET",
        f"ALTER TABLE {STORED}.`{table.name}` ADD IF NOT EXISTS "
        f"PARTITION (`{RELEASE}` = {release}{year}) LOCATION '{{{table.name}}}'",
        f"CREATE VIEW {SCHEMA}.`{table.name}` AS\n{view_sql(table)}",
    ]


def pointer_sql(release: int) -> str:
    """The query of the view that names the release in force, in Hive's SQL."""
    return f"SELECT {release} AS `{RELEASE}`"


def view_sql(table: sa.Table) -> str:
    """The query of the view that shows a table of the release in force, in Hive's SQL."""
    columns = ", ".join(f"`t`.`{item.name}` AS `{item.name}`" for item in table.columns)
    return (
        f"SELECT {columns} FROM `{STORED}`.`{table.name}` `t` "
        f"JOIN `{SCHEMA}`.`{POINTER}` `r` ON `t`.`{RELEASE}` = `r`.`{RELEASE}`"
    )


def hive_columns(table: sa.Table) -> list[tuple[str, str, str]]:
    """Name, type in Hive and comment of each column, in the model's order."""
    return [(item.name, _HIVE[_kind(item)].lower(), item.comment or "") for item in table.columns]


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
