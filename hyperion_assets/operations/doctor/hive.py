"""The Hive Metastore and Trino: whether they answer, of which version they are, and what can be read by them."""

from __future__ import annotations

from typing import Any

from hyperion_assets.errors import HyperionError, InputError
from hyperion_assets.local.metastore_client import metastore
from hyperion_assets.local.trino import PROBE
from hyperion_assets.local.trino_client import trino_cursor
from hyperion_assets.local.versions import version
from hyperion_assets.model.ddl import POINTER, SCHEMA
from hyperion_assets.operations.doctor.finding import Finding, failed, ok, warning
from hyperion_assets.operations.doctor.web import get

CATALOGS = ("hive", "postgresql")
SCANNED = f"""
    SELECT table_schema, table_name FROM hive.information_schema.tables
    WHERE table_schema IN ('default', '{SCHEMA}') AND table_name IN ('{PROBE}', '{POINTER}')
"""
"""Tables of the platform that a scan of Hive's catalog can be tried with, which the first release or Trino makes."""
FROM_POSTGRES = "SELECT * FROM TABLE(postgresql.system.query(query => 'select 0 as zero'))"


def hive_metastore(uri: str) -> Finding:
    """Whether the Metastore knows its databases. Raises ServiceError if it does not answer."""
    with metastore(uri) as client:
        databases, release = client.get_all_databases(), str(client.getVersion())
    wanted = version("hive").partition(".")[0]
    told = f"{uri}: Hive {release}, {len(databases)} database{'' if len(databases) == 1 else 's'}"
    if release.partition(".")[0] != wanted:
        return warning(told, f"{version('hive')} is what was tried; Spark 4.2 cannot read from Hive 4")
    has = SCHEMA in databases
    return ok(told if has else f"{told}, {SCHEMA} not among them: the first release makes it")


def trino(url: str) -> Finding:
    """Whether Trino has started and each catalog gives rows. Raises HyperionError if it does not answer."""
    reply = get(f"{url.rstrip('/')}/v1/info", "Trino", "start it, or correct HYPERION_TRINO_URL")
    try:
        info: dict[str, Any] = reply.json()
        release, is_starting = str(info["nodeVersion"]["version"]), bool(info["starting"])
    except (ValueError, KeyError):
        return failed(f"what answers at {url} is no Trino", "correct HYPERION_TRINO_URL")
    if is_starting:
        return failed(f"Trino at {url} is starting up", "try again in some seconds")
    with trino_cursor(url, attempts=1) as cursor:
        catalogs = {name for (name,) in cursor.execute("SHOW CATALOGS").fetchall()}
    missing = [name for name in CATALOGS if name not in catalogs]
    if missing:
        return failed(f"{url}: Trino {release} has no catalog {' and '.join(missing)}", "give it one of that name")
    scanned = _scan(url)
    told = f"{url}: Trino {release}, {' and '.join(scanned)} give{'s' if len(scanned) == 1 else ''} rows"
    if release != version("trino"):
        return warning(told, f"{version('trino')} is what was tried")
    return ok(told)


def _scan(url: str) -> list[str]:
    """The catalogs that gave rows; that of Hive cannot be tried before there is a table. Raises HyperionError."""
    with trino_cursor(url, attempts=1) as cursor:
        tables = cursor.execute(SCANNED).fetchall()
    for schema, table in tables[:1]:
        _rows(url, "hive", f'SELECT count(*) FROM hive."{schema}"."{table}"')
    _rows(url, "postgresql", FROM_POSTGRES)
    return [*(["hive"] if tables else []), "postgresql"]


def _rows(url: str, catalog: str, query: str) -> None:
    try:
        with trino_cursor(url, attempts=1) as cursor:
            cursor.execute(query).fetchall()
    except InputError as error:
        raise HyperionError(f"the catalog {catalog} gives no rows: {error}") from None
