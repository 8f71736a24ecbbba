"""The audits as Dagster asset checks: a check for each rule of each table, blocking where the rule stops a release."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from graphlib import TopologicalSorter

import dagster as dg
from dagster_duckdb import DuckDBResource
from duckdb import DuckDBPyConnection

from hyperion_assets.checks.audit import Auditor, at_one_cut, written_versions
from hyperion_assets.checks.sql import AuditQuery, AuditResult, audit_queries
from hyperion_assets.model.tables import released_tables
from hyperion_assets.platform import Platform, PlatformParam

RELEASED = [table.name for table in released_tables()]
QUERIES = audit_queries(RELEASED)
SEVERITY = {"error": dg.AssetCheckSeverity.ERROR, "warn": dg.AssetCheckSeverity.WARN}


def audit_checks(inputs: Mapping[str, Collection[str]]) -> list[dg.AssetChecksDefinition]:
    """The audits, one step for each layer of tables, given the inputs of each table.

    What is made of a table waits for the audits of it, so tables and what is made of them are audited in two steps.
    Dagster would divide one step by itself, but not along the checks that block.
    """
    layers: dict[str, int] = {}
    for table in TopologicalSorter(inputs).static_order():
        layers[table] = 1 + max((layers[name] for name in inputs.get(table, ()) if name in RELEASED), default=0)
    parted: dict[int, list[AuditQuery]] = {}
    for query in QUERIES:
        parted.setdefault(max(layers.get(name, 1) for name in query.needs), []).append(query)
    return [_audits(f"audits_{layer}", queries) for layer, queries in sorted(parted.items())]


def _audits(name: str, queries: Sequence[AuditQuery]) -> dg.AssetChecksDefinition:
    specs = [
        dg.AssetCheckSpec(
            query.name,
            asset=query.table,
            description=query.description,
            blocking=query.severity == "error",
            additional_deps=sorted(query.needs - {query.table}),
        )
        for query in queries
    ]

    @dg.multi_asset_check(name=name, specs=specs, can_subset=True)
    def audits(
        context: dg.AssetCheckExecutionContext,
        platform: PlatformParam,
        auditor: dg.ResourceParam[Auditor],
        duckdb: DuckDBResource,
    ) -> Iterator[dg.AssetCheckResult]:
        """Primary keys, foreign keys, allowed values, duplicates and the sums of money."""
        selected = context.selected_asset_check_keys
        chosen = [query for query in queries if dg.AssetCheckKey(dg.AssetKey(query.table), query.name) in selected]
        with duckdb.get_connection() as connection:
            yield from _results(chosen, platform, auditor, connection)

    return audits


def _results(
    queries: Sequence[AuditQuery], platform: Platform, auditor: Auditor, connection: DuckDBPyConnection
) -> Iterator[dg.AssetCheckResult]:
    needed = set().union(*(query.needs for query in queries))
    versions = written_versions(platform.lake, needed)
    written = [query for query in queries if query.needs <= versions.keys()]
    ready = [query for query in written if at_one_cut(versions, query.needs)]
    for query in queries:
        if query not in written:
            missing = ", ".join(sorted(query.needs - versions.keys()))
            yield _not_run(query, f"{missing} was never written")
        elif query not in ready:
            yield _not_run(query, f"{', '.join(sorted(query.needs))} stand at different cuts")
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
