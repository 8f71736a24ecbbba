"""The decorator of every table asset: name, text, types and keys come from the model, storage from the lake."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, get_type_hints

import dagster as dg
from pyspark.sql import DataFrame

from hyperion_assets.assets.partitions import TOPICS
from hyperion_assets.lake.io_manager import CODE_VERSION, COLUMN_COMMENTS, PARTITION_COLUMN
from hyperion_assets.model.tables import METADATA
from hyperion_assets.settings import REPOSITORY

IO_MANAGER = "lake"
CODE_FOLDERS = ("spark/transforms", "hyperion_assets/sources", "hyperion_assets/model")

RANGED = dg.AssetSelection.assets(*(f"staged_{topic}" for topic in TOPICS))

FOLLOW = (
    dg.AutomationCondition.eager()
    .replace(dg.AutomationCondition.any_deps_missing(), dg.AutomationCondition.any_deps_missing().ignore(RANGED))
    .with_label("follow the inputs: run when one of them was written anew")
)
"""Eager, but not held up by a range that never landed: what is there goes on, the gap is a failed check."""


@cache
def code_version() -> str:
    """A digest of the code that decides rows: the transforms, the readers and the model."""
    digest = sha256()
    for folder in CODE_FOLDERS:
        for path in sorted((REPOSITORY / folder).rglob("*.py"), key=Path.as_posix):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def table_asset(
    group: str,
    *,
    partition_column: str | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
    schemas: Mapping[str, str] | None = None,
) -> Callable[[Callable[..., Any]], dg.AssetsDefinition]:
    """Make an asset of a function from DataFrames to a DataFrame; the parameters' names are the inputs.

    `columns` names the columns of an input that the result depends on, where it is not all of them; `schemas` gives
    the schema of an input that may have no file yet.
    """

    def decorate(function: Callable[..., Any]) -> dg.AssetsDefinition:
        name = function.__name__
        table = METADATA.tables.get(name)
        ins = {}
        inputs = [name for name, hint in get_type_hints(function).items() if hint is DataFrame and name != "return"]
        for parameter in inputs:
            given: dict[str, Any] = {}
            if columns and parameter in columns:
                given["columns"] = list(columns[parameter])
            if schemas and parameter in schemas:
                given["schema"] = schemas[parameter]
            ins[parameter] = dg.AssetIn(key=parameter, metadata=given)
        metadata: dict[str, Any] = {CODE_VERSION: code_version()}
        if partition_column:
            metadata[PARTITION_COLUMN] = partition_column
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
