"""The content of a table as one short text, independent of the order of rows, alike in DuckDB and PostgreSQL.

Each row becomes the MD5 of its columns' canonical texts; two 60-bit parts of it are summed over all rows modulo
2^60. The text is `<rows>-<30 hex digits>`. Equal tables have equal texts in every engine; it guards against loss and
error, not against someone who wants two tables to collide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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


def duckdb_hash_sql(table: sa.Table, relation: str, by: str | None = None) -> str:
    """SQL giving the hash of a DuckDB relation with the table's columns, in one row of one column.

    With `by`, a row for each value of that column: the value as text, and the hash of its rows.
    """
    return _duckdb([_text(item, "lower(hex({0}))", "VARCHAR") for item in table.columns], relation, by)


def postgres_hash_sql(table: sa.Table, schema: str) -> str:
    """SQL giving the hash of the table as PostgreSQL holds it in a schema, in one row of one column."""
    texts = ", ".join(_text(item, "encode({0}, 'hex')", "text") for item in table.columns)
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


def _text(item: sa.Column[object], hexadecimal: str, text_type: str) -> str:
    """The canonical text of a column: dates as days since 1970, doubles in whole millionths, null told from ''."""
    name = f'"{item.name}"'
    text = {
        "text": name,
        "number": f"CAST({name} AS {text_type})",
        "boolean": f"CASE WHEN {name} THEN 't' ELSE 'f' END",
        "date": f"CAST({name} - DATE '1970-01-01' AS {text_type})",
        "double": f"CAST(CAST(floor({name} * 1000000) AS BIGINT) AS {text_type})",
        "bytes": hexadecimal.format(name),
    }[_SCALARS[item.type.__visit_name__]]
    if not item.nullable:
        return text
    return f"CASE WHEN {name} IS NULL THEN '' ELSE '=' || {text} END"
