"""The content of a table as one short text, independent of the order of rows, alike in DuckDB, PostgreSQL and Trino.

Each row becomes the MD5 of its columns' canonical texts; two 60-bit parts of it are summed over all rows modulo
2^60. The text is `<rows>-<30 hex digits>`. Equal tables have equal texts in every engine; it guards against loss and
error, not against someone who wants two tables to collide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import sqlalchemy as sa

_MODULUS = 1 << 60
_PART = 15
_SCALARS = {
    "text": "text",
    "integer": "number",
    "big_integer": "number",
    "boolean": "boolean",
    "date": "date",
    "double": "double",
    "large_binary": "bytes",
}


class _Dialect(NamedTuple):
    """What SQL dialects write differently: the type of text, bytes as hex digits, and days since 1970."""

    text: str
    hexadecimal: str
    days: str


_DUCKDB = _Dialect("VARCHAR", "lower(hex({0}))", "{0} - DATE '1970-01-01'")
_POSTGRES = _Dialect("text", "encode({0}, 'hex')", "{0} - DATE '1970-01-01'")
_TRINO = _Dialect("VARCHAR", "lower(to_hex({0}))", "date_diff('day', DATE '1970-01-01', {0})")


def duckdb_hash_sql(table: sa.Table, relation: str, by: str | None = None) -> str:
    """SQL giving the hash of a DuckDB relation with the table's columns, in one row of one column.

    With `by`, a row for each value of that column: the value as text, and the hash of its rows.
    """
    return _duckdb([_text(item, _DUCKDB) for item in table.columns], relation, by)


def postgres_hash_sql(table: sa.Table, schema: str) -> str:
    """SQL giving the hash of the table as PostgreSQL holds it in a schema, in one row of one column."""
    texts = ", ".join(_text(item, _POSTGRES) for item in table.columns)
    first, second = (
        f"lpad(to_hex(mod(coalesce(sum(('x' || substr(digest, {start}, {_PART}))::bit(60)::bigint), 0), {_MODULUS})"
        f"::bigint), {_PART}, '0')"
        for start in (1, 1 + _PART)
    )
    # OFFSET 0 keeps the planner from computing each digest twice, once a part.
    return (
        f"SELECT count(*) || '-' || {first} || {second} FROM "
        f'(SELECT md5(concat_ws(chr(31), {texts})) AS digest FROM "{schema}"."{table.name}" OFFSET 0) AS rows'
    )


def trino_hash_sql(table: sa.Table, relation: str) -> str:
    """SQL giving the hash of a relation of Trino with the table's columns, in one row of one column."""
    texts = ", ".join(_text(item, _TRINO) for item in table.columns)
    # Its whole numbers end at 2^63; its decimals have room for the sum.
    first, second = (
        f"lpad(to_base(CAST(mod(coalesce(sum(CAST(from_base(substr(digest, {start}, {_PART}), 16) AS DECIMAL(38, 0))), "
        f"DECIMAL '0'), DECIMAL '{_MODULUS}') AS BIGINT), 16), {_PART}, '0')"
        for start in (1, 1 + _PART)
    )
    return (
        f"SELECT CAST(count(*) AS VARCHAR) || '-' || {first} || {second} FROM "
        f"(SELECT lower(to_hex(md5(to_utf8(concat_ws(chr(31), {texts}))))) AS digest FROM {relation})"
    )


def duckdb_hash_of(columns: Sequence[str], relation: str, by: str | None = None) -> str:
    """SQL giving the hash of these columns of any DuckDB relation, nested ones included; `by` as for a table.

    Comparable between DuckDB relations only: columns that the model does not know have no text that another engine
    would give too.
    """
    return _duckdb([f"""coalesce('=' || to_json("{name}")::VARCHAR, '')""" for name in columns], relation, by)


def combine(hashes: Iterable[str]) -> str:
    """The hash of all rows together from the hashes of parts that share no row, such as partitions."""
    rows = first = second = 0
    for value in hashes:
        count, _, digits = value.partition("-")
        rows += int(count)
        first += int(digits[:_PART], 16)
        second += int(digits[_PART:], 16)
    return f"{rows}-{first % _MODULUS:015x}{second % _MODULUS:015x}"


def row_count(value: str) -> int:
    """The number of rows that a hash speaks of."""
    return int(value.partition("-")[0])


def _duckdb(texts: Sequence[str], relation: str, by: str | None) -> str:
    first, second = (
        f"format('{{:015x}}', "
        f"(coalesce(sum(('0x' || substr(digest, {start}, {_PART}))::BIGINT), 0) % {_MODULUS})::BIGINT)"
        for start in (1, 1 + _PART)
    )
    value = f"count(*) || '-' || {first} || {second}"
    digest = f"md5(concat_ws(chr(31), {', '.join(texts)})) AS digest"
    if by is None:
        return f"SELECT {value} FROM (SELECT {digest} FROM {relation})"
    return f'SELECT part, {value} FROM (SELECT "{by}"::VARCHAR AS part, {digest} FROM {relation}) GROUP BY part'


def _text(item: sa.Column[object], dialect: _Dialect) -> str:
    """The canonical text of a column: dates as days since 1970, doubles in whole millionths, null told from ''."""
    name = f'"{item.name}"'
    text = {
        "text": name,
        "number": f"CAST({name} AS {dialect.text})",
        "boolean": f"CASE WHEN {name} THEN 't' ELSE 'f' END",
        "date": f"CAST({dialect.days.format(name)} AS {dialect.text})",
        "double": f"CAST(CAST(floor({name} * 1000000) AS BIGINT) AS {dialect.text})",
        "bytes": dialect.hexadecimal.format(name),
    }[_SCALARS[item.type.__visit_name__]]
    if not item.nullable:
        return text
    return f"CASE WHEN {name} IS NULL THEN '' ELSE '=' || {text} END"
