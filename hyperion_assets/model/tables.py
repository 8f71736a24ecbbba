"""All tables, in an order where every table comes after those it refers to.

A new table is defined in the module of its group; nothing else has to name it.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Table

from hyperion_assets.model import analytics, core, decisions, media, provenance, quarantine
from hyperion_assets.model import exports as _exports
from hyperion_assets.model.definition import METADATA as METADATA
from hyperion_assets.model.definition import Group

# Importing a module defines its tables; the order is that of the data flow.
_MODULES = (core, media, decisions, provenance, quarantine, analytics, _exports)
GROUPS: tuple[Group, ...] = ("core", "media", "audit", "analytics", "exports")
TABLES: tuple[Table, ...] = tuple(
    item for group in GROUPS for item in METADATA.tables.values() if item.info["group"] == group
)


def in_group(*groups: Group) -> list[Table]:
    """The tables of these groups, parents before children."""
    return [item for item in TABLES if item.info["group"] in groups]


def released_tables() -> list[Table]:
    """The tables of a release that PostgreSQL, Hive and Trino serve: all but the exports, parents before children."""
    return [item for item in TABLES if item.info["group"] != "exports"]


def exports() -> list[Table]:
    """The exports."""
    return in_group("exports")


def by_name(name: str) -> Table:
    """The table of that name. Raises KeyError naming the tables there are."""
    if name not in METADATA.tables:
        raise KeyError(f"no table {name!r}; there are {', '.join(item.name for item in TABLES)}")
    return METADATA.tables[name]


def column_names(table: Table) -> list[str]:
    """The table's columns in their order."""
    return [item.name for item in table.columns]


def key_names(table: Table) -> list[str]:
    """The columns of the primary key, or of an export's grain."""
    return [item.name for item in table.primary_key.columns]


def foreign_keys(table: Table) -> list[ForeignKeyConstraint]:
    """The foreign keys in the order of their columns."""
    order = column_names(table)
    return sorted(table.foreign_key_constraints, key=lambda key: [order.index(name) for name in key.column_keys])


def rules(table: Table) -> list[CheckConstraint]:
    """The conditions that every row meets, by name."""
    found = [item for item in table.constraints if isinstance(item, CheckConstraint)]
    return sorted(found, key=lambda item: str(item.name))
