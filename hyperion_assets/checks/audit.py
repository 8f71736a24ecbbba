"""Auditing the current version of every table; what was found for the same rows is not looked for again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

import duckdb

from hyperion_assets.checks.sql import AuditQuery, AuditResult, audit_queries, run_audit
from hyperion_assets.errors import HyperionError
from hyperion_assets.lake.commits import Commit
from hyperion_assets.lake.content import connect, relation_sql
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.tables import TableManifest
from hyperion_assets.model.tables import released_tables

Versions = Mapping[str, Commit[TableManifest]]
REMEMBERED = 1024


class ChecksFailedError(HyperionError):
    """Blocking checks stopped the release; the message names them."""


@dataclass(frozen=True)
class AuditReport:
    """The results of all audits over one set of table versions."""

    results: list[tuple[AuditQuery, AuditResult]]

    @property
    def failed(self) -> list[tuple[AuditQuery, AuditResult]]:
        """Audits that found rows that break a rule."""
        return [(query, result) for query, result in self.results if not result.passed]

    @property
    def blocking(self) -> list[tuple[AuditQuery, AuditResult]]:
        """Failed audits that stop a release."""
        return [(query, result) for query, result in self.failed if query.severity == "error"]

    @property
    def passed(self) -> int:
        """How many audits passed."""
        return len(self.results) - len(self.failed)


def current_versions(lake: Lake, names: Collection[str] | None = None) -> dict[str, Commit[TableManifest]]:
    """The current version of each released table. Raises StorageError naming a table that was never written."""
    wanted = [table.name for table in released_tables() if names is None or table.name in names]
    return {name: lake.table(name).required_head() for name in wanted}


def add_views(connection: duckdb.DuckDBPyConnection, lake: Lake, tables: Mapping[str, TableManifest]) -> None:
    """Make a DuckDB view of each table version, by its name. Raises StorageError where a file is missing."""
    for name, manifest in tables.items():
        _add_view(connection, name, lake.table(name).uris(manifest.files))


def audit(lake: Lake, versions: Versions, query: AuditQuery) -> AuditResult:
    """The result of one audit over these versions."""
    manifests = {name: versions[name].manifest for name in sorted(query.needs)}
    return _audit(query, tuple((name, tuple(lake.table(name).uris(m.files))) for name, m in manifests.items()))


def audit_report(lake: Lake, versions: Versions) -> AuditReport:
    """All audits over these versions."""
    return AuditReport([(query, audit(lake, versions, query)) for query in audit_queries(list(versions))])


def audited_versions(lake: Lake) -> tuple[dict[str, Commit[TableManifest]], AuditReport]:
    """The current versions of all tables and the report on them.

    Raises ChecksFailedError if a blocking check failed.
    """
    versions = current_versions(lake)
    report = audit_report(lake, versions)
    if report.blocking:
        named = "; ".join(f"{query.name}: {result.message}" for query, result in report.blocking)
        raise ChecksFailedError(f"{len(report.blocking)} blocking checks stopped the release: {named}")
    return versions, report


@lru_cache(maxsize=REMEMBERED)
def _audit(query: AuditQuery, tables: tuple[tuple[str, tuple[str, ...]], ...]) -> AuditResult:
    """Files of a version never change, so the same files give the same result."""
    with connect() as connection:
        for name, uris in tables:
            _add_view(connection, name, uris)
        return run_audit(connection, query)


def _add_view(connection: duckdb.DuckDBPyConnection, name: str, uris: Collection[str]) -> None:
    connection.execute(f'CREATE VIEW "{name}" AS SELECT * FROM {relation_sql(list(uris))}')
