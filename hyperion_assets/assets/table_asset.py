"""The decorator of every table asset: name, text, types and keys come from the model, storage from the lake."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, get_type_hints

import dagster as dg
from pyspark.sql import DataFrame

from hyperion_assets.lake.io_manager import (
    CODE_VERSION,
    COLUMN_COMMENTS,
    COLUMNS,
    PARTITION_COLUMN,
    RANGES_OF,
    RESOLVING,
    ROW_GROUP_ROWS,
    SCHEMA,
)
from hyperion_assets.model.tables import METADATA
from hyperion_assets.settings import REPOSITORY
from hyperion_assets.topics import Topic

IO_MANAGER = "lake"
CODE = ("spark/transforms/**/*.py", "hyperion_assets/sources/**/*.py", "hyperion_assets/model/**/*.py")
MAPPINGS = ("data/vocabulary/*.csv", "data/aliases.csv", "data/identities.csv")

RANGED = dg.AssetSelection.assets(*(topic.staged for topic in Topic))

FOLLOW = (
    dg.AutomationCondition.eager()
    .replace(dg.AutomationCondition.any_deps_missing(), dg.AutomationCondition.any_deps_missing().ignore(RANGED))
    .with_label("follow the inputs: run when one of them was written anew")
)
"""Eager, but not held up by a range that never landed: what is there goes on, the gap is a failed check."""


@cache
def code_version() -> str:
    """A digest of what decides rows beside the records: the transforms, the readers, the model, the word mappings."""
    return digest_of_code(REPOSITORY)


def digest_of_code(root: Path) -> str:
    """The code version of the repository below `root`: 12 hex digits."""
    digest = sha256()
    for pattern in (*CODE, *MAPPINGS):
        for path in sorted(root.glob(pattern), key=Path.as_posix):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def table_asset(
    group: str,
    *,
    partition_column: str | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
    ranges: Mapping[Topic, str] | None = None,
    resolving: bool = False,
    row_group_rows: int | None = None,
) -> Callable[[Callable[..., Any]], dg.AssetsDefinition]:
    """Make an asset of a function from DataFrames to a DataFrame; the parameters' names are the inputs.

    `columns` names the columns of an input that the result depends on, where it is not all of them; `ranges` gives the
    schema of the staged ranges among the inputs, which may have no file yet. When `resolving`, all of them are read
    that follow each other, else those of the current records. `row_group_rows` is the most rows of a row group: small
    ones let a look-up in a sorted table read little.
    """
    staged = {
        topic.staged: {RANGES_OF: topic.value, RESOLVING: resolving, SCHEMA: schema}
        for topic, schema in (ranges or {}).items()
    }

    def decorate(function: Callable[..., Any]) -> dg.AssetsDefinition:
        name = function.__name__
        table = METADATA.tables.get(name)
        ins = {}
        inputs = [name for name, hint in get_type_hints(function).items() if hint is DataFrame and name != "return"]
        for parameter in inputs:
            given: dict[str, Any] = dict(staged.get(parameter, {}))
            if columns and parameter in columns:
                given[COLUMNS] = list(columns[parameter])
            ins[parameter] = dg.AssetIn(key=parameter, metadata=given)
        metadata: dict[str, Any] = {CODE_VERSION: code_version()}
        if partition_column:
            metadata[PARTITION_COLUMN] = partition_column
        if row_group_rows:
            metadata[ROW_GROUP_ROWS] = row_group_rows
        if table is not None:
            metadata[COLUMN_COMMENTS] = {column.name: column.comment or "" for column in table.columns}
        return dg.asset(
            name=name,
            group_name=group,
            ins=ins,
            description=(table.comment if table is not None else None) or function.__doc__,
            metadata=metadata,
            code_version=code_version(),
            io_manager_key=IO_MANAGER,
            kinds={"pyspark", "parquet"},
            automation_condition=FOLLOW,
        )(function)

    return decorate
