"""One Hive Metastore, which keeps what it knows in PostgreSQL.

It asks for no password and listens on every interface: no setting of it says otherwise.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM, Signals
from typing import Any

from hyperion_assets.disk import replace
from hyperion_assets.errors import HyperionError, ServiceError
from hyperion_assets.local import jars
from hyperion_assets.local.failure import failure
from hyperion_assets.local.hadoop import ENVIRONMENT, JVM, LOGGING, client_jars, configuration, s3a, s3a_jars
from hyperion_assets.local.jars.archives import unpack
from hyperion_assets.local.java import java_home
from hyperion_assets.local.metastore_client import metastore
from hyperion_assets.local.ports import HOST, accepts
from hyperion_assets.local.process import Command
from hyperion_assets.local.versions import version
from hyperion_assets.progress import Report
from hyperion_assets.settings import Settings

SCHEMA_SECONDS = 180
DATABASE = "hyperion_metastore"
PARTS = ("lib", "scripts")
# What the Metastore uses of Hadoop's own libraries, which the client has under other names.
SHARED = ("commons-cli", "commons-io")
PACKAGE = "org.apache.hadoop.hive.metastore"
SITE = {
    # It would take another library, to log in the background.
    "metastore.async.log.enabled": "false",
    # Ten times it tries what its database refuses: 20 s in all would be longer than its clients wait.
    "metastore.hmshandler.retry.interval": "200ms",
    "javax.jdo.option.ConnectionDriverName": "org.postgresql.Driver",
    # The ones it would take by itself are in Hive's query engine, which is not here.
    "metastore.expression.proxy": f"{PACKAGE}.DefaultPartitionExpressionProxy",
    "metastore.task.threads.always": f"{PACKAGE}.events.EventCleanerTask",
}


@dataclass(frozen=True)
class Metastore:
    """Tables and partitions lie in a database of its own in PostgreSQL; `connected` tells its address at the start."""

    connected: Callable[[], Settings]
    report: Report
    name: str = "metastore"
    title: str = "Hive Metastore"
    after: tuple[str, ...] = ("postgres", "namenode", "datanode-1", "datanode-2", "s3")
    port_setting: str = "metastore_port"
    port_count: int = 1
    start_limit: float = 60.0
    stop_signal: Signals = SIGTERM

    def command(self, folder: Path, ports: list[int]) -> Command:
        settings = self.connected()
        dsn = settings.postgres_dsn
        if dsn is None:
            raise ServiceError("the Hive Metastore keeps its tables in PostgreSQL: start that with it")
        unpacked = unpack(self.report, jars.HIVE, PARTS)
        s3 = s3a(settings)
        java = _java(unpacked, s3a_jars(self.report) if s3 else [])
        _configure(folder, ports[0], dsn.get_secret_value(), s3)
        with _administration(dsn.get_secret_value()) as database:
            if not _exists(database, DATABASE):
                _make_schema(database, folder, [*java, *_schema_tool(dsn.get_secret_value())], unpacked)
        _verify(dsn.get_secret_value())
        return Command([*java, f"{PACKAGE}.HiveMetaStore", "-p", str(ports[0])], ENVIRONMENT, folder)

    def is_ready(self, folder: Path, ports: list[int]) -> bool:
        if not accepts(ports[0]):
            return False
        try:
            with metastore(self.address(folder, ports)) as client:
                return "default" in client.get_all_databases()
        except ServiceError:
            return False

    def address(self, folder: Path, ports: list[int]) -> str:
        return f"thrift://{HOST}:{ports[0]}"


def jdbc(dsn: str, database: str | None = None) -> tuple[str, str, str]:
    """How Java reaches the database that a DSN names, or another of its server: its address, user and password."""
    from psycopg.conninfo import conninfo_to_dict

    given = conninfo_to_dict(dsn)
    ssl = f"?sslmode={given['sslmode']}" if given.get("sslmode") else ""
    name = database or given.get("dbname") or given.get("user") or ""
    address = f"jdbc:postgresql://{given.get('host') or 'localhost'}:{given.get('port') or 5432}/{name}{ssl}"
    return address, str(given.get("user") or ""), str(given.get("password") or "")


def _java(unpacked: Path, more: list[Path]) -> list[str]:
    """The Java runtime with the Metastore's jars; Hadoop's client comes before the older one that it brings."""
    own = [unpacked / jar.name for jar in jars.locked(jars.HIVE) if jar.packaging == "jar"]
    path = ":".join(map(str, ["conf", *own, *more, *client_jars(*SHARED), unpacked / "lib" / "*"]))
    return [str(java_home() / "bin" / "java"), *JVM, "-cp", path]


def _configure(folder: Path, port: int, dsn: str, s3: dict[str, str]) -> None:
    conf = folder / "conf"
    conf.mkdir(exist_ok=True)
    address, user, password = jdbc(dsn, DATABASE)
    own = {
        "javax.jdo.option.ConnectionURL": address,
        "javax.jdo.option.ConnectionUserName": user,
        "javax.jdo.option.ConnectionPassword": password,
        "metastore.thrift.uris": f"thrift://{HOST}:{port}",
        "metastore.warehouse.dir": f"file:{folder}/warehouse",
        "hadoop.tmp.dir": "tmp",
    }
    replace(conf / "metastore-site.xml", configuration({**SITE, **own, **s3}), mode=0o600)
    for name in ("log4j2.properties", "metastore-log4j2.properties"):
        replace(conf / name, LOGGING)


def _administration(dsn: str) -> Any:
    """A connection outside a transaction: databases are made and renamed."""
    import psycopg

    try:
        return psycopg.connect(dsn, autocommit=True, connect_timeout=10)
    except psycopg.Error as error:
        raise ServiceError(f"PostgreSQL, where the Hive Metastore keeps its tables, cannot be used: {error}") from None


def _exists(database: Any, name: str) -> bool:
    return database.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is not None


def _schema_tool(dsn: str) -> list[str]:
    address, _, _ = jdbc(dsn, f"{DATABASE}_new")
    return [f"{PACKAGE}.tools.MetastoreSchemaTool", "-initSchema", "-dbType", "postgres", "-url", address]


def _make_schema(database: Any, folder: Path, command: list[str], unpacked: Path) -> None:
    """Make the schema in another database, then rename that: one that was interrupted is never taken for it."""
    import psycopg

    try:
        database.execute(f"drop database if exists {DATABASE}_new with (force)")
        database.execute(f"create database {DATABASE}_new")
    except psycopg.errors.InsufficientPrivilege:
        raise ServiceError(
            f"the user of HYPERION_POSTGRES_DSN may not make the database {DATABASE}, where the Hive Metastore keeps "
            "its tables: grant it createdb, or set HYPERION_METASTORE_URI"
        ) from None
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **ENVIRONMENT, "METASTORE_HOME": str(unpacked)},
            capture_output=True,
            text=True,
            timeout=SCHEMA_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ServiceError(
            f"the Hive Metastore's schema was not made within {SCHEMA_SECONDS} s: see to PostgreSQL, and run again"
        ) from None
    if done.returncode:
        raise failure("the Hive Metastore cannot make its schema", done.stdout + done.stderr, folder)
    database.execute(f"alter database {DATABASE}_new rename to {DATABASE}")


def _verify(dsn: str) -> None:
    """Raise HyperionError for a database that holds no Metastore, or one of another version."""
    import psycopg
    from psycopg.conninfo import make_conninfo

    wanted = version("hive").rpartition(".")[0]
    mend = f"move the database {DATABASE} out of the way, and it is made anew"
    with _administration(make_conninfo(dsn, dbname=DATABASE)) as database:
        try:
            found = database.execute('select "SCHEMA_VERSION" from "VERSION"').fetchone()
        except psycopg.errors.UndefinedTable:
            found = None
    if found is None:
        raise HyperionError(f"the database {DATABASE} has no schema of a Hive Metastore: {mend}")
    if found[0].rpartition(".")[0] != wanted:
        raise HyperionError(f"the schema in {DATABASE} is of Hive {found[0]}, not {wanted}: {mend}")
