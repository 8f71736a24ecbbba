"""Auditing the current version of every table; what was found for the same rows is not looked for again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import duckdb

from hyperion_assets.checks.sql import AuditQuery, AuditResult, audit_queries, run_audit
from hyperion_assets.errors import CutError, HyperionError
from hyperion_assets.lake.commits import Commit
from hyperion_assets.lake.content import relation_sql
from hyperion_assets.lake.cut import merge
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.remote import attach
from hyperion_assets.lake.tables import DataFile, TableManifest
from hyperion_assets.model.tables import released_tables

Versions = Mapping[str, Commit[TableManifest]]
Files = tuple[tuple[str, tuple[DataFile, ...]], ...]


class ChecksFailedError(HyperionError):
    """Blocking checks stopped the release; the message names them."""


@dataclass(frozen=True)
class AuditReport:
    """The results of all audits over one set of table versions."""

    results: list[tuple[AuditQuery, AuditResult]]
    not_run: list[AuditQuery] = field(default_factory=list)
    """Audits over tables of different cuts, which would find what is no mistake."""

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


def current_versions(lake: Lake) -> dict[str, Commit[TableManifest]]:
    """The current version of each released table. Raises StorageError naming a table that was never written."""
    return {table.name: lake.table(table.name).required_head() for table in released_tables()}


def written_versions(lake: Lake, names: Collection[str]) -> dict[str, Commit[TableManifest]]:
    """The current versions of those of these tables that were ever written."""
    heads = {name: lake.table(name).head() for name in names}
    return {name: head for name, head in heads.items() if head is not None}


def at_one_cut(versions: Versions, names: Collection[str]) -> bool:
    """Whether the versions of these tables agree on every topic."""
    try:
        merge({name: versions[name].manifest.cut for name in names})
    except CutError:
        return False
    return True


def add_views(connection: duckdb.DuckDBPyConnection, lake: Lake, tables: Mapping[str, TableManifest]) -> None:
    """Make a DuckDB view of each table version, by its name. Raises StorageError where a file is missing."""
    sources = {name: relation_sql(lake.table(name).uris(manifest.files)) for name, manifest in tables.items()}
    attach(connection)
    for name, source in sources.items():
        connection.execute(f'CREATE OR REPLACE VIEW "{name}" AS SELECT * FROM {source}')


class Auditor:
    """Runs audits over table versions on one DuckDB, and remembers each result for as long as it lives.

    Files of a version never change, so the same audit of the same files is not run twice.
    """

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self._known: dict[tuple[AuditQuery, Files], AuditResult] = {}

    def audit(
        self, connection: duckdb.DuckDBPyConnection, versions: Versions, queries: Collection[AuditQuery]
    ) -> Iterator[tuple[AuditQuery, AuditResult]]:
        """Each audit with its result; the tables of `versions` become views of the connection."""
        add_views(connection, self._lake, {name: version.manifest for name, version in versions.items()})
        for query in queries:
            read = tuple((name, tuple(versions[name].manifest.files)) for name in sorted(query.needs))
            if (query, read) not in self._known:
                self._known[query, read] = run_audit(connection, query)
            yield query, self._known[query, read]

    def report(self, connection: duckdb.DuckDBPyConnection, versions: Versions) -> AuditReport:
        """All audits over these versions that compare tables of one cut."""
        queries = audit_queries(list(versions))
        comparable = [query for query in queries if at_one_cut(versions, query.needs)]
        not_run = [query for query in queries if query not in comparable]
        return AuditReport(list(self.audit(connection, versions, comparable)), not_run)

    def audited_versions(
        self, connection: duckdb.DuckDBPyConnection
    ) -> tuple[dict[str, Commit[TableManifest]], AuditReport]:
        """The current versions of all tables and the report on them.

        Raises ChecksFailedError if a blocking check failed.
        """
        versions = current_versions(self._lake)
        report = self.report(connection, versions)
        if report.blocking:
            named = "; ".join(f"{query.name}: {result.message}" for query, result in report.blocking)
            raise ChecksFailedError(f"{len(report.blocking)} blocking checks stopped the release: {named}")
        return versions, report
