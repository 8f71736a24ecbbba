"""Audits in DuckDB SQL, generated from the model: keys, references, allowed values, duplicates, and the money rules.

Every query returns the rows that break a rule; none is good. Tables are read as views under their own names.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

import duckdb
import sqlalchemy as sa

from hyperion_assets.model.provenance import TRACED, row_key_sql
from hyperion_assets.model.tables import TABLES, by_name, foreign_keys, key_names, rules
from hyperion_assets.model.vocabularies import RUN_TOLERANCE_PERCENT, STATES
from hyperion_assets.sources.identities import Entity, reviewed

Severity = Literal["error", "warn"]
SAMPLE_ROWS = 5
_PARTED: dict[str, Entity] = {"talent": "talent", "characters": "character"}


@dataclass(frozen=True)
class AuditQuery:
    """A rule of a table: `sql` returns the rows that break it, and reads the tables in `needs`."""

    table: str
    name: str
    severity: Severity
    description: str
    sql: str
    needs: frozenset[str]


@dataclass(frozen=True)
class AuditResult:
    """What an audit found: how many rows break the rule, a few of them, and both in one line."""

    passed: bool
    failing_rows: int
    message: str
    sample: list[dict[str, Any]]


def audit_queries(tables: Collection[str] | None = None) -> list[AuditQuery]:
    """The audits of these tables (of all by default), in the order of the tables.

    An audit that reads a table outside of the collection is left out.
    """
    wanted = {item.name for item in TABLES} if tables is None else set(tables)
    made = [query for item in TABLES for query in _from_model(item)]
    made += [*_money_rules(), *_provenance_rules()]
    order = [item.name for item in TABLES]
    return sorted((query for query in made if query.needs <= wanted), key=lambda query: order.index(query.table))


def run_audit(connection: duckdb.DuckDBPyConnection, query: AuditQuery) -> AuditResult:
    """Run one audit where the tables it needs are views or tables of the connection."""
    found = connection.execute(
        f"SELECT *, count(*) OVER () AS failing_rows FROM ({query.sql}) ORDER BY ALL LIMIT {SAMPLE_ROWS}"
    )
    names = [item[0] for item in found.description or []][:-1]
    rows = found.fetchall()
    if not rows:
        return AuditResult(True, 0, f"{query.table}: {query.description}", [])
    failing = int(rows[0][-1])
    sample = [dict(zip(names, row, strict=False)) for row in rows]
    shown = "; ".join(", ".join(f"{name}={_shown(value)}" for name, value in row.items()) for row in sample)
    more = f"; and {failing - len(sample)} more" if failing > len(sample) else ""
    counted = "1 row breaks" if failing == 1 else f"{failing} rows break"
    return AuditResult(
        False, failing, f"{query.table}: {counted} the rule that {query.description}: {shown}{more}", sample
    )


def _shown(value: Any) -> str:
    return "null" if value is None else repr(value) if isinstance(value, str) else str(value)


def _from_model(table: sa.Table) -> list[AuditQuery]:
    made = [_primary_key(table), _not_null(table), *_foreign_keys(table), _storable(table)]
    if rules(table):
        made.append(_domain(table))
    if table.info["same_if"]:
        made.append(_duplicates(table))
    return made


def _query(table: sa.Table, name: str, severity: Severity, description: str, sql: str, *others: str) -> AuditQuery:
    return AuditQuery(table.name, name, severity, description, sql, frozenset({table.name, *others}))


def _primary_key(table: sa.Table) -> AuditQuery:
    keys = key_names(table)
    sql = f'SELECT {_list(keys)}, count(*) AS "rows" FROM "{table.name}" GROUP BY {_list(keys)} HAVING count(*) > 1'
    return _query(table, "primary_key", "error", f"({', '.join(keys)}) is unique", sql)


def _not_null(table: sa.Table) -> AuditQuery:
    required = [item.name for item in table.columns if not item.nullable]
    sql = _each(table, "column", {name: f'"{name}" IS NULL' for name in required})
    return _query(table, "not_null", "error", f"{', '.join(required)} have a value", sql)


def _foreign_keys(table: sa.Table) -> list[AuditQuery]:
    made = []
    for key in foreign_keys(table):
        parent = key.referred_table.name
        columns = list(key.column_keys)
        referred = [element.column.name for element in key.elements]
        matched = " AND ".join(f'p."{there}" = c."{here}"' for here, there in zip(columns, referred, strict=True))
        present = " AND ".join(f'c."{here}" IS NOT NULL' for here in columns)
        shown = list(dict.fromkeys([*columns, *key_names(table)]))
        sql = (
            f'SELECT {_list(shown, "c")} FROM "{table.name}" AS c '
            f'WHERE {present} AND NOT EXISTS (SELECT 1 FROM "{parent}" AS p WHERE {matched})'
        )
        description = f"({', '.join(columns)}) is in {parent} ({', '.join(referred)})"
        made.append(_query(table, f"foreign_key_{'_'.join(columns)}", "error", description, sql, parent))
    return made


def _domain(table: sa.Table) -> AuditQuery:
    """All rules of the table; a null passes a rule, as it does in PostgreSQL."""
    names = [str(item.name).removeprefix(f"ck_{table.name}_") for item in rules(table)]
    broken = {name: f"NOT ({item.sqltext})" for name, item in zip(names, rules(table), strict=True)}
    return _query(table, "domain", "error", f"values are allowed ({', '.join(names)})", _each(table, "rule", broken))


def _storable(table: sa.Table) -> AuditQuery:
    """PostgreSQL has no text with a NUL character."""
    texts = [item.name for item in table.columns if isinstance(item.type, sa.Text)]
    broken = {name: f'contains("{name}", chr(0))' for name in texts}
    return _query(table, "storable_text", "error", "text has no NUL character", _each(table, "column", broken))


def _duplicates(table: sa.Table) -> AuditQuery:
    """Two rows of which the columns in `same_if` fold to the same letters and digits, without a leading article.

    Rows that a reviewed identity parts are meant to.
    """
    columns, key = table.info["same_if"], key_names(table)[0]
    folded = ", ".join(_folded(table.columns[name]) for name in columns)
    shown = ", ".join(f'list("{name}" ORDER BY "{key}")[1:4] AS "{name}"' for name in columns)
    sql = (
        f'SELECT list("{key}" ORDER BY "{key}")[1:4] AS ids, {shown}, count(*) AS "rows" '
        f'FROM "{table.name}"{_not_parted(table, key)} GROUP BY {folded} HAVING count(*) > 1'
    )
    severity: Severity = "error" if table.name == "films" else "warn"
    return _query(table, "duplicates", severity, f"no two rows have the same {' and '.join(columns)} when folded", sql)


def _not_parted(table: sa.Table, key: str) -> str:
    entity = _PARTED.get(table.name)
    parted = [row.value for row in reviewed(entity)[1]] if entity else []
    if not parted:
        return ""
    ids = ", ".join(f"'{value}'" for value in dict.fromkeys(parted))
    return f""" WHERE string_split("{key}", '--')[-1] NOT IN ({ids})"""


def _folded(item: sa.Column[Any]) -> str:
    if not isinstance(item.type, sa.Text) or item.foreign_keys:
        return f'"{item.name}"'
    plain = f"""regexp_replace(lower(strip_accents("{item.name}")), '^(the|a|an) ', '')"""
    # What has no letter or digit of this alphabet is compared as it is written.
    return f"""coalesce(nullif(regexp_replace({plain}, '[^\\p{{L}}\\p{{N}}]', '', 'g'), ''), "{item.name}")"""


def _money_rules() -> list[AuditQuery]:
    both = frozenset({"films", "box_office_daily"})
    summed = "SELECT film_id, sum(gross_cents) AS daily_cents FROM box_office_daily GROUP BY film_id"
    return [
        AuditQuery(
            "box_office_daily",
            "sums_to_original_run",
            "error",
            "the days of a film sum to its domestic original run, to the cent",
            "SELECT d.film_id, d.daily_cents, f.domestic_original_run_cents, "
            "d.daily_cents - f.domestic_original_run_cents AS excess_cents "
            f"FROM ({summed}) AS d LEFT JOIN films AS f USING (film_id) "
            "WHERE d.daily_cents IS DISTINCT FROM f.domestic_original_run_cents",
            both,
        ),
        AuditQuery(
            "box_office_daily",
            "covers_every_original_run",
            "error",
            "every film with an original run has daily rows",
            "SELECT f.film_id, f.domestic_original_run_cents FROM films AS f "
            "WHERE f.domestic_original_run_cents > 0 AND f.film_id NOT IN (SELECT film_id FROM box_office_daily)",
            both,
        ),
        AuditQuery(
            "box_office_daily",
            "covers_all_states",
            "warn",
            f"every film has rows in all {len(STATES)} states",
            'SELECT film_id, count(DISTINCT state) AS "states" FROM box_office_daily GROUP BY film_id '
            f"HAVING count(DISTINCT state) <> {len(STATES)}",
            frozenset({"box_office_daily"}),
        ),
        AuditQuery(
            "films",
            "original_run_within_lifetime",
            "warn",
            f"the original run is at most {RUN_TOLERANCE_PERCENT} % over the domestic gross of all releases",
            "SELECT film_id, domestic_original_run_cents, domestic_gross_cents FROM films "
            f"WHERE domestic_original_run_cents * 100.0 > domestic_gross_cents * {100 + RUN_TOLERANCE_PERCENT}.0",
            frozenset({"films"}),
        ),
    ]


def _provenance_rules() -> list[AuditQuery]:
    """Every row of a traced table has a record, and every record has a row."""
    made = []
    for table in map(by_name, TRACED):
        known = f"SELECT 1 FROM provenance AS p WHERE p.table_name = '{table.name}' AND p.row_key = "
        sql = (
            f'SELECT {_list(key_names(table), "t")} FROM "{table.name}" AS t '
            f"WHERE NOT EXISTS ({known}{row_key_sql(table, 't')})"
        )
        made.append(_query(table, "has_provenance", "error", "every row has a record in provenance", sql, "provenance"))
    rows = " UNION ALL ".join(
        f"SELECT '{table.name}' AS table_name, {row_key_sql(table)} AS row_key FROM \"{table.name}\""
        for table in map(by_name, TRACED)
    )
    sql = f"SELECT DISTINCT table_name, row_key FROM provenance ANTI JOIN ({rows}) AS r USING (table_name, row_key)"
    description = "every record stands behind a row that there is"
    made.append(_query(by_name("provenance"), "rows_exist", "error", description, sql, *TRACED))
    return made


def _each(table: sa.Table, label: str, conditions: dict[str, str]) -> str:
    """The rows that meet any of the named conditions, once for each."""
    selects = [
        f"""SELECT {_list(key_names(table))}, '{name}' AS "{label}" {_value(table, name)} FROM "{table.name}" """
        f"WHERE {condition}"
        for name, condition in conditions.items()
    ]
    return " UNION ALL BY NAME ".join(selects)


def _value(table: sa.Table, name: str) -> str:
    """The value that a condition on one column speaks of, as a column to show."""
    column = name.removesuffix("_allowed").removesuffix("_range")
    return f', "{column}"::VARCHAR AS "value"' if column in table.columns else ""


def _list(names: Collection[str], alias: str = "") -> str:
    prefix = f"{alias}." if alias else ""
    return ", ".join(f'{prefix}"{name}"' for name in names)
