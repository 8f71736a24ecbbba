"""A lake of the test's own, and assets materialized in it the way Dagster does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dagster as dg
from dagster_pyspark import LazyPySparkResource
from pyspark.sql import DataFrame

from hyperion_assets.lake.content import connect, relation_sql
from hyperion_assets.lake.io_manager import CODE_VERSION, LakeIO
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.tables import TableManifest
from hyperion_assets.settings import Settings
from hyperion_assets_tests.lake.written import Cut, Rows, put

IO_MANAGER = "lake"


class AssetWorld:
    """Tables are written by hand as inputs; assets read them and write theirs through the IO manager."""

    def __init__(self, settings: Settings, engine: LazyPySparkResource) -> None:
        self.engine = engine
        self.instance = dg.DagsterInstance.ephemeral()
        self.lake = Lake(settings)
        self.engine_page: str | None = None

    def put(self, name: str, rows: Any, cut: Cut) -> TableManifest:
        """Rows (or rows by partition) as the current version of an input table."""
        return put(self.lake.table(name), rows, cut).manifest

    def run(
        self, *assets: dg.AssetsDefinition, tags: Mapping[str, str] | None = None, raise_on_error: bool = True
    ) -> dg.ExecuteInProcessResult:
        """Materialize assets in one run."""
        made = {key for asset in assets for key in asset.keys}
        read = {dep.asset_key for asset in assets for spec in asset.specs for dep in spec.deps}
        inputs = [dg.AssetSpec(key).with_io_manager_key(IO_MANAGER) for key in sorted(read - made)]
        manager = LakeIO(lake=self.lake, engine=self.engine, engine_page=self.engine_page)
        defs = dg.Definitions(
            assets=[*inputs, *assets],
            resources={IO_MANAGER: manager, "engine": self.engine},
            executor=dg.in_process_executor,
        )
        return defs.resolve_implicit_global_asset_job_def().execute_in_process(
            instance=self.instance,
            asset_selection=list(made),
            tags=dict(tags or {}),
            raise_on_error=raise_on_error,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )

    def head(self, name: str) -> TableManifest:
        """The current version of a table."""
        return self.lake.table(name).required_head().manifest

    def versions(self, name: str) -> list[int]:
        """The numbers of all versions of a table."""
        return self.lake.table(name).log.numbers()

    def files(self, name: str) -> dict[str, list[str]]:
        """The files of the current version, by partition."""
        return {part: [file.path for file in held.files] for part, held in self.head(name).partitions.items()}

    def stored(self, name: str) -> list[str]:
        """Every data file of a table that there is, of whatever version."""
        table = self.lake.table(name)
        return [path for path in table.store.walk(f"{name}/data") if path.endswith(".parquet")]

    def rows(self, name: str) -> Rows:
        """All rows of a table, sorted by their columns."""
        table = self.lake.table(name)
        with connect() as connection:
            found = connection.execute(f"SELECT * FROM {relation_sql(table.uris(self.head(name).files))} ORDER BY ALL")
            names = [item[0] for item in found.description or []]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def lake_asset(
    name: str,
    function: Callable[..., Any],
    *,
    code: str = "code 1",
    ins: Mapping[str, Mapping[str, Any]] | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> dg.AssetsDefinition:
    """An asset in the lake whose inputs are the parameters; `ins` has metadata of some of them."""
    given = {parameter: dg.AssetIn(metadata=dict(each)) for parameter, each in (ins or {}).items()}
    made = dg.asset(name=name, ins=given, io_manager_key=IO_MANAGER, metadata={CODE_VERSION: code, **(metadata or {})})
    return made(function)


ANIMALS = [{"name": "Dory", "legs": 0}, {"name": "Nemo", "legs": 0}, {"name": "Remy", "legs": 4}]


def walkers(animals: DataFrame) -> DataFrame:
    """Animals with legs."""
    return animals.where("legs > 0")


WALKERS = lake_asset("walkers", walkers)


def metadata_of(result: dg.ExecuteInProcessResult, name: str) -> Mapping[str, dg.MetadataValue[Any]]:
    """What Dagit shows of the asset that a run has written."""
    [event] = result.asset_materializations_for_node(name)
    return event.metadata


def failures(result: dg.ExecuteInProcessResult) -> Sequence[str]:
    """The innermost messages of the steps that failed."""
    found = []
    for event in result.get_step_failure_events():
        error = event.step_failure_data.error
        while error is not None and error.cause is not None:
            error = error.cause
        found.append(error.message.strip() if error else "")
    return found
