"""The oracle: every table computed by plain SQL in DuckDB, from the staged records and beside the transforms.

`sql/` has one query a table, written from what the table means and not from its transform. Not here: parsing films and
character entries, of which there is one implementation, the parsers in ``sources``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from hyperion_assets.lake.remote import attach
from hyperion_assets.model.keys import slug
from hyperion_assets.model.vocabularies import STATES
from hyperion_assets.sources.identities import reviewed

SQL = Path(__file__).with_name("sql")
TABLES = (
    "current_films", "current_characters", "current_boxoffice",
    "resolved_entries", "resolved_appearances", "resolved_credits",
    "studios", "franchises", "films", "characters", "talent", "character_films", "character_talent",
    "box_office_daily", "media", "media_characters", "media_character_talent", "ensemble_credits",
    "quarantine", "resolutions", "conflicts", "provenance",
    "revenue_by_studio_year", "character_counts_by_franchise", "voice_actor_filmography", "box_office_trends",
    "films_complete", "characters_complete", "boxoffice_summary", "studio_stats",
)  # fmt: skip
"""Every table after staging, after those that it is made of."""
_MADE_BEFORE = {
    "resolved_entries": ("catalogue", "appearances"),
    "studios": ("named_media", "role_order", "confidence_order", "casts"),
    "resolutions": ("near_misses",),
}
"""What several queries share, by the table before which it is made."""


class Oracle:
    """A DuckDB with the tables that it is given and those that it makes of them.

    To make all of TABLES it wants the staged tables, `rejected` (what was refused when it was to be published) and
    `decisions` (what a person has dropped).
    """

    def __init__(self, given: Mapping[str, str]) -> None:
        """`given` has a relation in DuckDB's SQL for each table."""
        self.database = duckdb.connect()
        attach(self.database)
        self.database.execute("set timezone = 'UTC'")
        for name, relation in given.items():
            self.database.execute(f"create table {name} as from {relation}")
        aliases, identities = reviewed("character")
        self._fill(
            "reviewed_aliases", "context, name_slug, stands_for_slug, stands_for, why",
            [(row.context, row.name, slug(row.value), row.value, row.why) for row in aliases],
        )  # fmt: skip
        self._fill(
            "reviewed_identities", "context, name_slug, id, why",
            [(row.context, row.name, row.value, row.why) for row in identities],
        )  # fmt: skip
        self._fill("known_states", "state", [(state,) for state in STATES])

    def create_all(self) -> None:
        """Make all of TABLES."""
        for table in TABLES:
            for name in (*_MADE_BEFORE.get(table, ()), table):
                self.create(name)

    def create(self, table: str) -> None:
        """Make one table, of tables that are there."""
        self.database.execute(f"create table {table} as {(SQL / f'{table}.sql').read_text(encoding='utf-8')}")

    def stage_box_office(self, lines: Sequence[str]) -> None:
        """Make staged_boxoffice of the raw lines of the topic."""
        self._fill("raw_boxoffice", "value", [(line,) for line in lines])
        self.create("staged_boxoffice")

    def rows(self, query: str) -> list[Any]:
        """Rows of a query."""
        return self.database.execute(query).fetchall()

    def differences(
        self, one: str, other: str, columns: Sequence[str] = (), limit: int | None = None
    ) -> tuple[list[Any], list[Any]]:
        """Rows (with repetitions) that only the first relation has, and those that only the second has.

        Compared are all columns, or those named; told are `limit` rows of each side, or all.
        """
        attach(self.database)
        listed = ", ".join(f'"{name}"' for name in columns) or "*"
        first, second = (f"select {listed} from {relation}" for relation in (one, other))
        most = "" if limit is None else f" limit {limit}"
        return (
            self.rows(f"({first}) except all ({second}){most}"),
            self.rows(f"({second}) except all ({first}){most}"),
        )

    def add(self, name: str, rows: pa.Table) -> None:
        """Make a table of rows that lie in memory."""
        self.database.register("given", rows)
        self.database.execute(f"create table {name} as from given")
        self.database.unregister("given")

    def _fill(self, table: str, columns: str, rows: Sequence[tuple[str, ...]]) -> None:
        names = columns.split(", ")
        self.add(
            table, pa.table({name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(names)})
        )
