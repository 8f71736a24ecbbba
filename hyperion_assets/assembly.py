"""The only place where assets, checks, sensors and resources become one Dagster code location."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any

import dagster as dg
from dagster_duckdb import DuckDBResource

from hyperion_assets.assets import (
    analytics,
    core,
    current,
    decisions,
    hive,
    media,
    provenance,
    published,
    quarantine,
    queries,
    raw,
    release,
    resolved,
    staged,
)
from hyperion_assets.assets.sensors import SENSORS
from hyperion_assets.assets.table_asset import IO_MANAGER
from hyperion_assets.checks import answer_checks, asset_checks, consumer_checks, ledger_checks, quarantine_checks
from hyperion_assets.checks.audit import Auditor
from hyperion_assets.engines.resource import EngineResource
from hyperion_assets.engines.session import session_settings
from hyperion_assets.lake.io_manager import LakeIO
from hyperion_assets.platform import Platform
from hyperion_assets.release.consumers import consumer_names
from hyperion_assets.settings import Settings

ASSET_MODULES = [
    published, raw, staged, current, resolved, core, media, quarantine, decisions, provenance, analytics, release,
]  # fmt: skip
CATALOG_MODULES = [hive, queries]
AUTOMATION_INTERVAL_SECONDS = 5


def build_defs(settings: Settings, resources: Mapping[str, Any] | None = None) -> dg.Definitions:
    """All definitions for these settings; `resources` replace those of the same name, for tests."""
    platform = Platform(settings)
    assets = dg.load_assets_from_modules(asset_modules(settings))
    engine = EngineResource(
        spark_config={"spark.remote": settings.spark_remote or "", **session_settings(settings.engine)}
    )
    return dg.Definitions(
        assets=assets,
        asset_checks=[
            *asset_checks.audit_checks(_inputs(assets)),
            ledger_checks.ledger_checks,
            consumer_checks.consumer_checks(consumer_names(settings)),
            *([answer_checks.answers] if settings.catalog == "hive" else []),
            quarantine_checks.quarantine_open,
        ],
        sensors=[
            *SENSORS,
            dg.AutomationConditionSensorDefinition(
                "follow_changes",
                target=dg.AssetSelection.all(),
                default_status=dg.DefaultSensorStatus.RUNNING,
                minimum_interval_seconds=AUTOMATION_INTERVAL_SECONDS,
                description="Runs what depends on data that was written anew, down to the release and its consumers.",
            ),
        ],
        resources={
            "platform": platform,
            "auditor": Auditor(platform.lake),
            "engine": engine,
            "duckdb": DuckDBResource(database=":memory:"),
            IO_MANAGER: LakeIO(lake=platform.lake, engine=engine, engine_page=settings.spark_ui),
            **(resources or {}),
        },
        executor=dg.in_process_executor if settings.executor == "in_process" else dg.multiprocess_executor,
    )


def asset_modules(settings: Settings) -> list[ModuleType]:
    """The modules of the assets that a home has."""
    return ASSET_MODULES if settings.catalog == "none" else ASSET_MODULES + CATALOG_MODULES


def _inputs(assets: Iterable[Any]) -> dict[str, set[str]]:
    """What each asset is made of, by names."""
    return {
        key.to_user_string(): {dep.to_user_string() for dep in deps}
        for asset in assets
        if isinstance(asset, dg.AssetsDefinition)
        for key, deps in asset.asset_deps.items()
    }
