"""One Trino server, coordinator and worker at once, over the Hive Metastore and PostgreSQL, on the loopback interface.

Its catalogs are for queries: that of Hive is read-only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM, Signals
from typing import Any

from hyperion_assets.disk import replace
from hyperion_assets.errors import HyperionError, ServiceError
from hyperion_assets.local import jars
from hyperion_assets.local.hadoop import ENVIRONMENT, configuration
from hyperion_assets.local.jars.archives import unpack
from hyperion_assets.local.java import java_home
from hyperion_assets.local.metastore import jdbc
from hyperion_assets.local.metastore_client import metastore, metastore_table
from hyperion_assets.local.ports import HOST, accepts
from hyperion_assets.local.process import Command
from hyperion_assets.local.trino_client import trino_cursor
from hyperion_assets.progress import Report
from hyperion_assets.settings import Settings

# The plugin for PostgreSQL does not load without the one for places on a map.
PARTS = ("lib", "plugin/hive", "plugin/postgresql", "plugin/geospatial", "plugin/tpch")
PROBE = "hyperion_ready"
"""A table without partitions, in Hive's database `default`: a scan of it needs all that a scan needs but files."""
JVM = [
    "-Xmx1G",
    "-XX:+UseSerialGC",
    # Java's second compiler takes more of the processor at the start than it saves.
    "-XX:TieredStopAtLevel=1",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:ReservedCodeCacheSize=256M",
    "-XX:+EnableDynamicAgentLoading",
    "--enable-native-access=ALL-UNNAMED",
    "-Djdk.attach.allowAttachSelf=true",
    "-Djdk.nio.maxCachedBufferSize=2000000",
    "-Dfile.encoding=UTF-8",
    "-Duser.timezone=UTC",
]
SERVER = {
    "coordinator": "true",
    "node-scheduler.include-coordinator": "true",
    "query.max-memory": "512MB",
    "query.max-memory-per-node": "512MB",
    "memory.heap-headroom-per-node": "256MB",
    "catalog.config-dir": "etc/catalog",
}
HIVE = {
    "connector.name": "hive",
    "hive.security": "read-only",
    "hive.hive-views.enabled": "true",
    "hive.timestamp-precision": "MICROSECONDS",
    # Trino's own reader of local files finds no rows in what Hive calls file:/…
    "fs.hadoop.enabled": "true",
    "hive.config.resources": "etc/core-site.xml",
}


@dataclass(frozen=True)
class Trino:
    """Everything it needs is made at each start; `connected` tells where Metastore, PostgreSQL and S3 are then."""

    connected: Callable[[], Settings]
    report: Report
    name: str = "trino"
    title: str = "Trino"
    after: tuple[str, ...] = ("metastore", "postgres", "namenode", "datanode-1", "datanode-2", "s3")
    port_setting: str = "trino_port"
    port_count: int = 1
    start_limit: float = 180.0
    stop_signal: Signals = SIGTERM

    def command(self, folder: Path, ports: list[int]) -> Command:
        settings = self.connected()
        if settings.metastore_uri is None or settings.postgres_dsn is None:
            raise ServiceError("Trino reads the Hive Metastore and PostgreSQL: start those with it")
        unpacked = unpack(self.report, jars.TRINO, PARTS)
        make_probe(settings.metastore_uri, folder)
        _configure(folder, ports[0], settings, settings.metastore_uri, settings.postgres_dsn.get_secret_value())
        node = {
            "node.environment": "hyperion",
            "node.id": "hyperion",
            "node.data-dir": "data",
            "node.internal-address": HOST,
            "node.bind-ip": HOST,
            "plugin.dir": str(unpacked / "plugin"),
            "config": "etc/config.properties",
            "log.levels-file": "etc/log.properties",
        }
        java = [str(java_home() / "bin" / "java"), *JVM, "-cp", str(unpacked / "lib" / "*")]
        options = [f"-D{name}={value}" for name, value in node.items()]
        return Command([*java, *options, "io.trino.server.TrinoServer"], ENVIRONMENT, folder)

    def is_ready(self, folder: Path, ports: list[int]) -> bool:
        """Whether a scan in each catalog gives its rows: `select 1` does long before."""
        if not accepts(ports[0]):
            return False
        scans = (
            f"select count(*) from hive.default.{PROBE}",
            "select * from table(postgresql.system.query(query => 'select 0 as zero'))",
        )
        return all(self._rows(ports, scan) == [[0]] for scan in scans)

    def address(self, folder: Path, ports: list[int]) -> str:
        return f"http://{HOST}:{ports[0]}"

    def _rows(self, ports: list[int], query: str) -> Any:
        """The rows of a query; None if it is refused or nobody answers."""
        try:
            with trino_cursor(f"http://{HOST}:{ports[0]}", attempts=1) as cursor:
                return cursor.execute(query).fetchall()
        except HyperionError:
            return None


def make_probe(uri: str, folder: Path) -> None:
    """Make the table that the readiness of a Trino is told by, in the Metastore, unless it is there."""
    from hive_metastore.ttypes import AlreadyExistsException, FieldSchema

    table = metastore_table(
        "default",
        PROBE,
        [FieldSchema("zero", "int", "")],
        [FieldSchema("part", "int", "")],
        kind="EXTERNAL_TABLE",
        parameters={"EXTERNAL": "TRUE"},
        location=f"file:{folder}/empty",
    )
    with metastore(uri) as client:
        try:
            client.create_table(table)
        except AlreadyExistsException:
            return


def _configure(folder: Path, port: int, settings: Settings, metastore_uri: str, dsn: str) -> None:
    etc = folder / "etc"
    (etc / "catalog").mkdir(parents=True, exist_ok=True)
    address, user, password = jdbc(dsn)
    database = {
        "connector.name": "postgresql",
        "connection-url": address,
        "connection-user": user,
        "connection-password": password,
    }
    hive = {**HIVE, "hive.metastore.uri": metastore_uri, **_s3(settings)}
    server = {**SERVER, "http-server.http.port": str(port), "discovery.uri": f"http://{HOST}:{port}"}
    replace(etc / "core-site.xml", configuration({"hadoop.tmp.dir": "tmp"}))
    replace(etc / "log.properties", _properties({"io.trino": "WARN"}))
    replace(etc / "config.properties", _properties(server))
    replace(etc / "catalog" / "hive.properties", _properties(hive), mode=0o600)
    replace(etc / "catalog" / "postgresql.properties", _properties(database), mode=0o600)
    replace(etc / "catalog" / "tpch.properties", _properties({"connector.name": "tpch"}))


def _s3(settings: Settings) -> dict[str, str]:
    """How it reaches buckets, where the settings name any or a server."""
    if settings.s3_endpoint is None and not settings.processed.startswith("s3://"):
        return {}
    secret = settings.s3_secret_key
    given = {
        "s3.endpoint": settings.s3_endpoint,
        "s3.region": settings.s3_region,
        "s3.aws-access-key": settings.s3_access_key,
        "s3.aws-secret-key": secret.get_secret_value() if secret else None,
    }
    found = {name: value for name, value in given.items() if value}
    return {"fs.native-s3.enabled": "true", "s3.path-style-access": "true", **found}


def _properties(given: dict[str, str]) -> str:
    """A file of Java's properties, which are read as Latin-1."""
    escaped = {name: value.replace("\\", "\\\\").encode("ascii", "backslashreplace") for name, value in given.items()}
    return "".join(f"{name}={value.decode()}\n" for name, value in escaped.items())
