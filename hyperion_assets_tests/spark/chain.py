"""All tables of the written world, made twice: by the transforms on an engine, and by plain SQL in DuckDB."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import StructType

from hyperion_assets.lake.content import relation_sql
from hyperion_assets.proof import oracle
from hyperion_assets_tests.spark import written_world
from spark.transforms import (
    analytics,
    box_office,
    catalogue,
    conflicts,
    current,
    ensembles,
    exports,
    media,
    people,
    provenance,
    quarantine,
    resolutions,
    resolved,
    staged_schema,
)

_REJECTED_COLUMNS = ("topic", "unit", "place", "reason_code", "reason", "original")
REJECTED = pa.Table.from_pylist(
    [dict(zip(_REJECTED_COLUMNS, row, strict=True)) for row in written_world.REJECTED],
)
"""What was rejected when it was to be published."""
_DECISION_COLUMNS = ("quarantine_id", "decided_at", "why")
DECISIONS = pa.Table.from_pylist(
    [dict(zip(_DECISION_COLUMNS, row, strict=True)) for row in written_world.decisions()],
)
"""What a person has dropped of it."""

TRANSFORMS: Mapping[str, Callable[..., DataFrame]] = {
    "current_films": current.current_films,
    "current_characters": current.current_characters,
    "current_boxoffice": current.current_boxoffice,
    "resolved_entries": resolved.resolved_entries,
    "resolved_appearances": resolved.resolved_appearances,
    "resolved_credits": resolved.resolved_credits,
    "studios": catalogue.studios,
    "franchises": catalogue.franchises,
    "films": catalogue.films,
    "characters": people.characters,
    "talent": people.talent,
    "character_films": people.character_films,
    "character_talent": people.character_talent,
    "box_office_daily": box_office.box_office_daily,
    "media": media.media,
    "media_characters": media.media_characters,
    "media_character_talent": media.media_character_talent,
    "ensemble_credits": ensembles.ensemble_credits,
    "quarantine": quarantine.quarantine,
    "resolutions": resolutions.resolutions,
    "conflicts": conflicts.conflicts,
    "provenance": provenance.provenance,
    "revenue_by_studio_year": analytics.revenue_by_studio_year,
    "character_counts_by_franchise": analytics.character_counts_by_franchise,
    "voice_actor_filmography": analytics.voice_actor_filmography,
    "box_office_trends": analytics.box_office_trends,
    "films_complete": exports.films_complete,
    "characters_complete": exports.characters_complete,
    "boxoffice_summary": exports.boxoffice_summary,
    "studio_stats": exports.studio_stats,
}
"""Every table after staging, after those that it is made of; parameters are named as the tables they take."""


def write_inputs(folder: Path) -> Mapping[str, Path]:
    """The staged tables of the written world, what was rejected and what was dropped, as Parquet."""
    tables = {
        "staged_films": _table(written_world.films().rows, staged_schema.STAGED_FILM),
        "staged_characters": _table(written_world.characters().rows, staged_schema.STAGED_CHARACTER),
        "staged_boxoffice": _table(written_world.box_office().rows, staged_schema.STAGED_BOXOFFICE),
        "rejected": REJECTED,
        "decisions": DECISIONS,
    }
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    return {name: folder / f"{name}.parquet" for name in tables}


def _table(rows: list[dict[str, Any]], schema: StructType) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=to_arrow_schema(schema, timezone="UTC"))


class Engine:
    """The tables that the transforms make, each kept as Parquet once it was asked for."""

    def __init__(self, session: SparkSession, inputs: Mapping[str, Path], folder: Path) -> None:
        self._session = session
        self._paths = dict(inputs)
        self._folder = folder

    def path(self, name: str) -> Path:
        """The Parquet file of a table."""
        if name not in self._paths:
            transform = TRANSFORMS[name]
            inputs = {given: self.read(given) for given in inspect.signature(transform).parameters}
            path = self._folder / f"{name}.parquet"
            pq.write_table(transform(**inputs).toArrow(), path)
            self._paths[name] = path
        return self._paths[name]

    def read(self, name: str) -> DataFrame:
        """A table on the engine."""
        return self._session.read.parquet(str(self.path(name)))


class Oracle(oracle.Oracle):
    """The same tables by the oracle, over Parquet files."""

    def __init__(self, inputs: Mapping[str, Path]) -> None:
        super().__init__({name: relation_sql([str(path)]) for name, path in inputs.items()})
        self.inputs = inputs

    def columns(self, table: str) -> list[tuple[str, str]]:
        """Names and types of a table's columns."""
        return self._described(f"from {table}")

    def columns_of(self, path: Path) -> list[tuple[str, str]]:
        """Names and types of the columns of a Parquet file."""
        return self._described(f"from {relation_sql([str(path)])}")

    def _described(self, query: str) -> list[tuple[str, str]]:
        return [(row[0], row[1]) for row in self.rows(f"describe {query}")]

    def differences_of(self, table: str, path: Path) -> tuple[list[Any], list[Any]]:
        """Rows (with repetitions) that only the Parquet file has, and rows that only the oracle has."""
        return self.differences(relation_sql([str(path)]), table)
