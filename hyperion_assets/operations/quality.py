"""The data-quality page: what a release knows, how sure it is, and what it could not use.

Everything is counted from the release, and nothing in it changes between runs over the same sources: no dates, no ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import duckdb
import sqlalchemy as sa

from hyperion_assets.errors import StorageError
from hyperion_assets.model.tables import in_group, released_tables
from hyperion_assets.operations.query import open_release
from hyperion_assets.settings import Settings

COMMAND = "make quality"
CANDIDATES_SHOWN = 100
WORDS_SHOWN = 20
SHARE = "{:.1%}"


def quality_page(settings: Settings) -> str:
    """The page of the current release as Markdown. Raises InputError if there is no release."""
    with open_release(settings) as connection:
        known = {name for (name,) in connection.execute("SELECT view_name FROM duckdb_views()").fetchall()}
        try:
            return page(connection, known)
        except duckdb.Error as error:
            raise StorageError(f"a file of the release is damaged: {error}") from None


def page(connection: duckdb.DuckDBPyConnection, known: Iterable[str]) -> str:
    """The page of a release whose tables are views of the connection; `known` are their names."""
    known = set(known)
    tables = [table for table in in_group("core", "media") if table.name in known]
    sections = [
        f"# Data quality\n\nGenerated from a release by `{COMMAND}`; do not edit.",
        _rows(connection, [table for table in released_tables() if table.name in known]),
        _completeness(connection, tables),
        _confidence(connection, tables),
        _resolutions(connection),
        _candidates(connection),
        _conflicts(connection),
        _quarantine(connection),
        _unknown_words(connection),
        _without_box_office(connection),
    ]
    return "\n\n".join(sections) + "\n"


def _rows(connection: duckdb.DuckDBPyConnection, tables: Sequence[sa.Table]) -> str:
    counts = [[table.name, f"{_count(connection, table.name):,}"] for table in tables]
    return "## Rows\n\n" + _table(["table", "rows"], counts, numbers=1)


def _completeness(connection: duckdb.DuckDBPyConnection, tables: Sequence[sa.Table]) -> str:
    """Share of the rows that have a value, of each column that may be without one."""
    lines = []
    for table in tables:
        optional = [item.name for item in table.columns if item.nullable]
        rows = _count(connection, table.name)
        if optional and rows:
            counted = ", ".join(f'count("{name}")' for name in optional)
            counts = connection.execute(f'SELECT {counted} FROM "{table.name}"').fetchall()[0]
            lines += [
                [table.name, name, f"{count:,}", SHARE.format(count / rows)]
                for name, count in zip(optional, counts, strict=True)
            ]
    text = (
        "Rows with a value, of each column that may be null. All other columns are always filled; a check sees to it."
    )
    return f"## Completeness\n\n{text}\n\n" + _table(["table", "column", "filled", "share"], lines, numbers=2)


def _confidence(connection: duckdb.DuckDBPyConnection, tables: Sequence[sa.Table]) -> str:
    """How many rows have each grade, of every column of grades."""
    columns = [(table, item) for table in tables for item in table.columns if item.name.endswith("confidence")]
    grades = list(dict.fromkeys(grade for _, item in columns for grade in item.info["allowed"]))
    lines = []
    for table, item in columns:
        query = f'SELECT "{item.name}", count(*) FROM "{table.name}" GROUP BY ALL'
        counts = dict(connection.execute(query).fetchall())
        fact = item.name.removesuffix("_confidence") if item.name != "confidence" else "credit"
        lines.append([table.name, fact, *(f"{counts.get(grade, 0):,}" for grade in [*grades, None])])
    text = "Rows by how well a fact is sourced; `none` is a row whose source does not say."
    head = ["table", "fact", *grades, "none"]
    return f"## Confidence\n\n{text}\n\n" + _table(head, lines, numbers=len(grades) + 1)


def _resolutions(connection: duckdb.DuckDBPyConnection) -> str:
    query = """
        SELECT decision, entity, rule, count(*), sum(entries)
        FROM resolutions WHERE decision <> 'candidate' GROUP BY ALL ORDER BY ALL
    """
    lines = [[*map(_cell, row[:3]), *(f"{count:,}" for count in row[3:])] for row in _fetched(connection, query)]
    text = (
        'Spellings that were joined and names that were parted, by rule; `hyperion sql "FROM resolutions"` has each '
        "with its evidence. Entries are records that bear it; 0 where keys alone decide."
    )
    return f"## Resolutions\n\n{text}\n\n" + _table(["decision", "entity", "rule", "rows", "entries"], lines, numbers=2)


def _candidates(connection: duckdb.DuckDBPyConnection) -> str:
    """The near misses themselves: a page for the person who is to look at them."""
    query = f"""
        SELECT entity, entity_id, other, rule FROM resolutions
        WHERE decision = 'candidate' ORDER BY ALL LIMIT {CANDIDATES_SHOWN}
    """
    text = (
        f"Near misses that were not joined, at most {CANDIDATES_SHOWN}. One that is right goes to `data/aliases.csv`, "
        "or for a film to the title variants of the catalogue."
    )
    lines = [list(map(_cell, row)) for row in _fetched(connection, query)]
    return f"## Candidates\n\n{text}\n\n" + _table(["entity", "one", "other", "alike by"], lines, numbers=0)


def _conflicts(connection: duckdb.DuckDBPyConnection) -> str:
    query = "SELECT entity, field, rule, count(*) FROM conflicts GROUP BY ALL ORDER BY ALL"
    lines = [[*map(_cell, row[:3]), f"{row[3]:,}"] for row in _fetched(connection, query)]
    text = "Values on which two records disagree; the one of higher precedence stands in the tables."
    return f"## Conflicts\n\n{text}\n\n" + _table(["entity", "field", "rule", "rows"], lines, numbers=1)


def _fetched(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def _quarantine(connection: duckdb.DuckDBPyConnection) -> str:
    query = "SELECT scope, topic, code, count(*) FROM quarantine GROUP BY ALL ORDER BY ALL"
    lines = [[*map(_cell, row[:-1]), f"{row[-1]:,}"] for row in connection.execute(query).fetchall()]
    text = "Files, records and fields that could not be used, by reason."
    return f"## Quarantine\n\n{text}\n\n" + _table(["scope", "topic", "code", "rows"], lines, numbers=1)


def _unknown_words(connection: duckdb.DuckDBPyConnection) -> str:
    """The words that no vocabulary has, as the reasons in quarantine quote them."""
    query = (
        "SELECT field, reason, count(*) AS n FROM quarantine WHERE scope = 'field' AND code LIKE 'unknown%' "
        f"GROUP BY ALL ORDER BY n DESC, field, reason LIMIT {WORDS_SHOWN}"
    )
    lines = [[*map(_cell, row[:-1]), f"{row[-1]:,}"] for row in connection.execute(query).fetchall()]
    text = f"Words of the sources that no vocabulary has, the {WORDS_SHOWN} most frequent."
    return f"## Unknown words\n\n{text}\n\n" + _table(["field", "word", "records"], lines, numbers=1)


def _without_box_office(connection: duckdb.DuckDBPyConnection) -> str:
    query = """
        SELECT coalesce(release_type, ''), count(*), count(domestic_original_run_cents)
        FROM films GROUP BY ALL ORDER BY ALL
    """
    lines = [[_cell(kind), f"{films:,}", f"{runs:,}"] for kind, films, runs in connection.execute(query).fetchall()]
    text = (
        "A film has daily box office if its original run is known. Days and states are modelled; their sum is a fact."
    )
    return f"## Box office\n\n{text}\n\n" + _table(["release type", "films", "with an original run"], lines, numbers=2)


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchall()[0][0])


def _table(head: Sequence[str], lines: Sequence[Sequence[str]], *, numbers: int) -> str:
    """A Markdown table; the last columns are numbers."""
    if not lines:
        return "None."
    rule = ["---"] * (len(head) - numbers) + ["---:"] * numbers
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, rule, *lines))


def _cell(value: object) -> str:
    return "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")
