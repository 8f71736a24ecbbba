"""The audits as Dagster asset checks: a check for each rule of each table, blocking where the rule stops a release."""

from collections.abc import Iterator

import dagster as dg
from dagster_duckdb import DuckDBResource

from hyperion_assets.checks.audit import Auditor, at_one_cut, written_versions
from hyperion_assets.checks.sql import AuditQuery, AuditResult, audit_queries
from hyperion_assets.model.tables import released_tables
from hyperion_assets.platform import PlatformParam

QUERIES = audit_queries([table.name for table in released_tables()])
SEVERITY = {"error": dg.AssetCheckSeverity.ERROR, "warn": dg.AssetCheckSeverity.WARN}


@dg.multi_asset_check(
    name="audits",
    specs=[
        dg.AssetCheckSpec(
            query.name,
            asset=query.table,
            description=query.description,
            blocking=query.severity == "error",
            additional_deps=sorted(query.needs - {query.table}),
        )
        for query in QUERIES
    ],
    can_subset=True,
)
def audits(
    context: dg.AssetCheckExecutionContext,
    platform: PlatformParam,
    auditor: dg.ResourceParam[Auditor],
    duckdb: DuckDBResource,
) -> Iterator[dg.AssetCheckResult]:
    """Primary keys, foreign keys, allowed values, duplicates and the sums of money."""
    selected = context.selected_asset_check_keys
    queries = [q for q in QUERIES if dg.AssetCheckKey(dg.AssetKey(q.table), q.name) in selected]
    needed = set().union(*(query.needs for query in queries)) if queries else set()
    versions = written_versions(platform.lake, needed)
    written = [query for query in queries if query.needs <= versions.keys()]
    ready = [query for query in written if at_one_cut(versions, query.needs)]
    for query in queries:
        if query not in written:
            missing = ", ".join(sorted(query.needs - versions.keys()))
            yield _not_run(query, f"{missing} was never written")
        elif query not in ready:
            yield _not_run(query, f"{', '.join(sorted(query.needs))} stand at different cuts")
    with duckdb.get_connection() as connection:
        for query, result in auditor.audit(connection, versions, ready):
            yield dg.AssetCheckResult(
                asset_key=query.table,
                check_name=query.name,
                passed=result.passed,
                severity=SEVERITY[query.severity],
                description=result.message,
                metadata={"failing rows": result.failing_rows, "sample": dg.MetadataValue.md(_sample(result))},
            )


def _not_run(query: AuditQuery, why: str) -> dg.AssetCheckResult:
    """No release is made of such tables, so this stops nothing that could go on."""
    return dg.AssetCheckResult(
        asset_key=query.table,
        check_name=query.name,
        passed=False,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"not run yet: {why}",
    )


def _sample(result: AuditResult) -> str:
    if not result.sample:
        return "none"
    names = list(result.sample[0])
    lines = ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]
    lines += ["| " + " | ".join(str(row[name]) for name in names) + " |" for row in result.sample]
    return "\n".join(lines)
