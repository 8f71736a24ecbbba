"""Releasing: all tables of one cut, or none; and the consumers that follow a release."""

from dataclasses import asdict
from datetime import timedelta

import dagster as dg
from dagster_duckdb import DuckDBResource
from dagster_pyspark import LazyPySparkResource

from hyperion_assets.assets.table_asset import FOLLOW
from hyperion_assets.checks.audit import Auditor
from hyperion_assets.lake.metadata import lineage_metadata
from hyperion_assets.model.tables import released_tables
from hyperion_assets.platform import PlatformParam
from hyperion_assets.release.consumers import load_postgresql
from hyperion_assets.release.export_lineage import export_sources
from hyperion_assets.release.exports import write_exports
from hyperion_assets.release.manifest import ReleaseHeldError, make_release, required_release

GROUP = "release"
FRESH = dg.FreshnessPolicy.time_window(fail_window=timedelta(days=30), warn_window=timedelta(days=8))
"""The sources change rarely, but a platform that has not looked at them for a month is not running."""


@dg.asset(
    group_name=GROUP,
    kinds={"duckdb"},
    freshness_policy=FRESH,
    deps=[table.name for table in released_tables()],
    automation_condition=FOLLOW,
)
def release(
    context: dg.AssetExecutionContext,
    platform: PlatformParam,
    auditor: dg.ResourceParam[Auditor],
    duckdb: DuckDBResource,
) -> dg.MaterializeResult[None]:
    """The manifest that names the versions of all tables at one cut, made when every blocking check has passed."""
    with duckdb.get_connection() as connection:
        versions, report = auditor.audited_versions(connection)
    try:
        committed = make_release(platform.lake, versions, report.passed)
    except ReleaseHeldError as held:
        context.log.warning(str(held))
        committed = required_release(platform.lake)
    manifest = committed.manifest
    return dg.MaterializeResult(
        metadata={
            "release": committed.number,
            "tables": len(manifest.tables),
            "rows": sum(manifest.rows.values()),
            "checks passed": report.passed,
            "cut": dg.MetadataValue.json(manifest.cut),
        },
        data_version=dg.DataVersion(f"{committed.number}-{manifest.content_hash}"),
    )


@dg.asset(group_name=GROUP, kinds={"postgres"}, deps=[release], automation_condition=FOLLOW)
def postgresql(context: dg.AssetExecutionContext, platform: PlatformParam) -> dg.MaterializeResult[None]:
    """The release in PostgreSQL: one transaction, foreign keys enforced, rows proven equal to the release."""
    current = required_release(platform.lake)
    report = load_postgresql(platform.settings, platform.lake, current, context.log.info)
    written = {name: load.changes for name, load in report.tables.items() if load.changes.rows}
    return dg.MaterializeResult(
        metadata={
            "release": current.number,
            "rows": sum(load.rows for load in report.tables.values()),
            "tables made anew": report.rebuilt,
            "rows written": dg.MetadataValue.json({name: asdict(changes) for name, changes in written.items()}),
            "seconds": report.seconds,
        }
    )


@dg.asset(group_name=GROUP, kinds={"parquet"}, deps=[release], automation_condition=FOLLOW)
def exports(platform: PlatformParam, engine: LazyPySparkResource) -> dg.MaterializeResult[None]:
    """Four small Parquet files of the release for a browser, with a manifest of rows, bytes and SHA-256."""
    current = required_release(platform.lake)
    manifest = write_exports(platform.settings, platform.lake, current, lambda: engine.spark_session)
    files = "\n".join(f"- `{file.name}` {file.rows:,} rows, {file.bytes:,} bytes" for file in manifest.files)
    return dg.MaterializeResult(
        metadata={
            "release": current.number,
            "bytes": manifest.bytes,
            "files": dg.MetadataValue.md(files),
            "dagster/column_lineage": lineage_metadata(export_sources()),
        },
        data_version=dg.DataVersion(manifest.content_hash),
    )
