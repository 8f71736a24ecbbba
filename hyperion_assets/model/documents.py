"""The documents that are generated: data dictionary, diagrams and DDL from the model, and the settings.

A test keeps them fresh.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from hyperion_assets.model.ddl import (
    HIVE_LOCATIONS,
    hive_ddl,
    postgres_ddl,
    postgres_type,
)
from hyperion_assets.model.definition import Group
from hyperion_assets.model.diagram import er_diagram_svg
from hyperion_assets.model.settings_document import settings_document
from hyperion_assets.model.tables import GROUPS, foreign_keys, in_group, key_names, released_tables, rules

COMMAND = "python -m hyperion_assets.model"
PICTURE = "images/er_diagram.svg"
_MADE = f"Generated from `hyperion_assets/model` by `{COMMAND}`; do not edit."
_TITLES: dict[Group, str] = {
    "core": "The eight tables",
    "media": "Other media and ensemble credits",
    "audit": "Quarantine and provenance",
    "analytics": "Analytics",
    "exports": "Exports",
}


def documents() -> dict[str, str]:
    """The text of every generated document by its path in the repository."""
    served = released_tables()
    return {
        "docs/data_dictionary.md": _data_dictionary(),
        "docs/er_diagram.md": _er_diagram(),
        "docs/settings.md": settings_document(COMMAND),
        f"docs/{PICTURE}": er_diagram_svg(in_group("core")),
        "docs/ddl/postgresql.sql": f"-- {_MADE}\n\n{postgres_ddl(served)}".rstrip() + "\n",
        "docs/ddl/hive.sql": f"-- {_MADE}\n{HIVE_LOCATIONS}\n{hive_ddl(served)}".rstrip() + "\n",
    }


def stale_documents(repository: Path) -> list[str]:
    """Paths of the documents that are missing or not what the model says."""
    return [path for path, text in documents().items() if _read(repository / path) != text]


def write_documents(repository: Path) -> list[str]:
    """Write the documents that are stale; their paths."""
    stale = stale_documents(repository)
    for path in stale:
        (repository / path).parent.mkdir(parents=True, exist_ok=True)
        (repository / path).write_text(documents()[path], encoding="utf-8")
    return stale


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _data_dictionary() -> str:
    parts = [
        f"# Data dictionary\n\n{_MADE}\n\n"
        "Keys are slugs of natural keys, the same on every engine and every run. Amounts are nominal US cents as "
        "64-bit integers. Null is unknown, never zero. Types are PostgreSQL's. How the tables hang together: "
        "[er_diagram.md](er_diagram.md).\n"
    ]
    for group in GROUPS:
        parts.append(f"## {_TITLES[group]}\n")
        parts += [_described(table) for table in in_group(group)]
    return "\n".join(parts)


def _described(table: sa.Table) -> str:
    """One table: what it is, its keys and rules, and a line for each column."""
    word = "Grain" if table.info["group"] == "exports" else "Primary key"
    facts = [f"{word}: {_code(key_names(table))}."]
    if table.info["partitioned_by"]:
        facts.append(f"Files are partitioned by `{table.info['partitioned_by']}`.")
    facts += [f"Composite foreign key: {_key(key)}." for key in foreign_keys(table) if len(key.elements) > 1]
    several = [item for item in rules(table) if not str(item.name).endswith(("_allowed", "_range"))]
    facts += [f"Rule: `{str(item.sqltext).replace(chr(34), '')}`." for item in several]
    rows = [
        " | ".join(
            ["", item.name, _type(item), "yes" if item.nullable else "no", _marks(table, item), _meaning(item), ""]
        )
        for item in table.columns
    ]
    head = "| Column | Type | Null | Key | Meaning |\n| --- | --- | --- | --- | --- |\n"
    return (
        f"### {table.name}\n\n{table.comment} {' '.join(facts)}\n\n{head}"
        + "\n".join(row.strip() for row in rows)
        + "\n"
    )


def _type(item: sa.Column[object]) -> str:
    return postgres_type(item).partition(" collate")[0]


def _marks(table: sa.Table, item: sa.Column[object]) -> str:
    keys = [key for key in foreign_keys(table) if list(key.column_keys) == [item.name]]
    marks = ["primary"] if item.primary_key else []
    return ", ".join([*marks, *(f"→ [{key.referred_table.name}](#{key.referred_table.name})" for key in keys)])


def _meaning(item: sa.Column[object]) -> str:
    allowed, least = item.info["allowed"], item.info["at_least"]
    text = (item.comment or "").replace("|", "\\|")
    if allowed:
        text += " One of " + (" ".join(allowed) if len(allowed) > 10 else _code(allowed)) + "."
    return text if least is None else f"{text} At least {least}."


def _key(key: sa.ForeignKeyConstraint) -> str:
    referred = [element.column.name for element in key.elements]
    parent = key.referred_table.name
    return f"({_code(list(key.column_keys))}) → [{parent}](#{parent}) ({_code(referred)})"


def _code(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _er_diagram() -> str:
    core, others = in_group("core"), in_group("media", "analytics")
    return (
        f"# Entity-relationship diagrams\n\n{_MADE}\n\n"
        "What the columns mean: [data_dictionary.md](data_dictionary.md).\n\n"
        f"## {_TITLES['core']}\n\n![The eight tables and their foreign keys]({PICTURE})\n\n{_mermaid(core)}\n"
        f"## Other media, ensemble credits and analytics\n\n{_mermaid(others)}"
    )


def _mermaid(tables: Sequence[sa.Table]) -> str:
    lines = ["erDiagram"]
    for table in tables:
        for key in foreign_keys(table):
            required = all(not column.nullable for column in key.columns)
            one = "||" if required else "|o"
            lines.append(f'    {key.referred_table.name} {one}--o{{ {table.name} : "{", ".join(key.column_keys)}"')
    for table in tables:
        lines.append(f"    {table.name} {{")
        for item in table.columns:
            marks = ", ".join(["PK"] * item.primary_key + ["FK"] * bool(item.foreign_keys))
            lines.append(f"        {_type(item).replace(' ', '_')} {item.name} {marks}".rstrip())
        lines.append("    }")
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"
