"""How a table is written down: the metadata object, column types and the two builders.

Belongs here: what every definition shares. The tables themselves stand in core, media, quarantine, provenance,
analytics and exports, and are gathered in tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import sqlalchemy as sa

Group = Literal["core", "media", "audit", "analytics", "exports"]

METADATA = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# Byte order sorts keys the same in every engine, and several times faster than a language's rules.
KEY = sa.Text(collation="C")
TEXT = sa.Text()
INT = sa.Integer()
LONG = sa.BigInteger()
DOUBLE: sa.Double[float] = sa.Double()
DATE = sa.Date()
BOOL = sa.Boolean()
BINARY = sa.LargeBinary()


def column(
    name: str,
    type_: sa.types.TypeEngine[Any],
    comment: str,
    *,
    primary_key: bool = False,
    required: bool = False,
    references: str | None = None,
    allowed: Sequence[str] = (),
    at_least: int | None = None,
) -> sa.Column[Any]:
    """A column with its comment (and unit); null means unknown unless `required` or part of the primary key.

    `references` is `table.column`; the key is checked when a transaction commits. `allowed` is the closed set of
    values, `at_least` the smallest number.
    """
    keys = [sa.ForeignKey(references, deferrable=True, initially="DEFERRED")] if references else []
    return sa.Column(
        name,
        type_,
        *keys,
        primary_key=primary_key,
        nullable=not (required or primary_key),
        comment=comment,
        info={"allowed": tuple(allowed), "at_least": at_least},
    )


def grain(name: str, type_: sa.types.TypeEngine[Any], comment: str, **options: Any) -> sa.Column[Any]:
    """A column of an export's grain that may be null: unique with the others, as a primary key is."""
    made = column(name, type_, comment, primary_key=True, **options)
    made.nullable = True
    return made


def composite_key(columns: Sequence[str], references: Sequence[str]) -> sa.ForeignKeyConstraint:
    """A foreign key of several columns, checked when a transaction commits."""
    return sa.ForeignKeyConstraint(columns, references, deferrable=True, initially="DEFERRED")


def rule(name: str, condition: str) -> sa.CheckConstraint:
    """A condition that every row meets, in SQL that PostgreSQL and DuckDB both read; null passes."""
    return sa.CheckConstraint(condition, name=name)


def table(
    name: str,
    group: Group,
    comment: str,
    *items: sa.Column[Any] | sa.Constraint,
    same_if: Sequence[str] = (),
    partitioned_by: str | None = None,
) -> sa.Table:
    """Define a table in METADATA.

    `same_if` names the columns that would make two rows one entity if they fold to the same text;
    `partitioned_by` the column that parts the files of a large table.
    """
    columns = [item for item in items if isinstance(item, sa.Column)]
    checks = [check for item in columns for check in _checks(item)]
    info = {"group": group, "same_if": tuple(same_if), "partitioned_by": partitioned_by}
    return sa.Table(name, METADATA, *items, *checks, comment=comment, info=info)


def _checks(item: sa.Column[Any]) -> list[sa.CheckConstraint]:
    made = []
    if item.info["allowed"]:
        listed = ", ".join(f"'{value}'" for value in item.info["allowed"])
        made.append(rule(f"{item.name}_allowed", f'"{item.name}" IN ({listed})'))
    if item.info["at_least"] is not None:
        made.append(rule(f"{item.name}_range", f'"{item.name}" >= {item.info["at_least"]}'))
    return made
