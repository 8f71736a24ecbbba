"""The readers of a release: the content hash of each table as PostgreSQL and Trino compute it.

DuckDB's are those of the lake's files (lakes).
"""

from __future__ import annotations

from hyperion_assets.engines.postgres_connection import connect
from hyperion_assets.local.trino_client import trino_cursor
from hyperion_assets.model.ddl import SCHEMA
from hyperion_assets.model.hashing import postgres_hash_sql, trino_hash_sql
from hyperion_assets.model.tables import released_tables
from hyperion_assets.proof.lakes import FinishedRun
from hyperion_assets.release.consumers import postgres_dsn, register_hive
from hyperion_assets.release.manifest import required_release
from hyperion_assets.settings import Settings


def postgresql_hashes(settings: Settings) -> dict[str, str]:
    """Of every table of the release in the database that the settings name."""
    selected = (f"SELECT '{table.name}', ({postgres_hash_sql(table, SCHEMA)})" for table in released_tables())
    with connect(postgres_dsn(settings)) as connection:
        return dict(connection.execute(" UNION ALL ".join(selected).encode()).fetchall())


def trino_hashes(run: FinishedRun, servers: Settings) -> dict[str, str]:
    """Of every table of the run's release, once it is registered in the Metastore that `servers` names with Trino."""
    assert servers.trino_url is not None
    at = run.settings.model_copy(update={"metastore_uri": servers.metastore_uri})
    register_hive(at, run.lake, required_release(run.lake))
    found = {}
    with trino_cursor(servers.trino_url, catalog="hive", schema=SCHEMA) as cursor:
        for table in released_tables():
            ((found[table.name],),) = cursor.execute(trino_hash_sql(table, f'"{table.name}"')).fetchall()
    return found
