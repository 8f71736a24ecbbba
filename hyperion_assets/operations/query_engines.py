"""SQL over the current release by each engine that serves it, as Arrow tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import pyarrow as pa

from hyperion_assets.errors import InputError
from hyperion_assets.lake.lake import Lake
from hyperion_assets.local.needs import Need
from hyperion_assets.local.services import services
from hyperion_assets.model.ddl import SCHEMA
from hyperion_assets.operations.console import Console
from hyperion_assets.release.manifest import required_release
from hyperion_assets.settings import Settings

Server = Literal["trino", "postgres", "spark"]
SERVERS: tuple[Server, ...] = get_args(Server)


def ask(settings: Settings, server: Server, sql: str) -> pa.Table:
    """The rows of a query by a server, which is joined, or started for the query if it is an embedded one.

    Raises InputError for a query that it refuses or where it serves no release, ServiceError where it cannot be used.
    """
    needs: dict[Server, Need] = {"trino": "trino", "postgres": "postgres", "spark": "engine"}
    asked: dict[Server, Callable[[Settings, str], pa.Table]] = {"trino": _trino, "postgres": _postgres, "spark": _spark}
    with services(settings, {needs[server]}, Console().line) as running:
        return asked[server](running.settings, sql)


def _trino(settings: Settings, sql: str) -> pa.Table:
    from hyperion_assets.engines.hive import served_release
    from hyperion_assets.engines.trino import trino_query
    from hyperion_assets.release.answers import CATALOG, trino_url
    from hyperion_assets.release.consumers import metastore_uri

    if settings.metastore_uri is not None and served_release(metastore_uri(settings)) is None:
        raise InputError(
            "no release is registered in the Hive Metastore, so Trino has none: run with HYPERION_CATALOG=hive"
        )
    return trino_query(trino_url(settings), sql, catalog=CATALOG, schema=SCHEMA)


def _postgres(settings: Settings, sql: str) -> pa.Table:
    from hyperion_assets.engines.postgres import served_release
    from hyperion_assets.engines.postgres_query import postgres_query
    from hyperion_assets.release.consumers import postgres_dsn

    dsn = postgres_dsn(settings)
    if served_release(dsn) is None:
        raise InputError("PostgreSQL serves no release yet: `hyperion run` makes one and loads it")
    return postgres_query(dsn, sql)


def _spark(settings: Settings, sql: str) -> pa.Table:
    from pyspark.errors import AnalysisException, ParseException

    from hyperion_assets.engines.session import connect_engine, engine_errors, own_session

    remote, lake = settings.spark_remote or "", Lake(settings)
    with own_session(), engine_errors(remote):
        session = connect_engine(remote)
        for name, table in required_release(lake).manifest.tables.items():
            uris = lake.table(name).uris(table.manifest.files)
            session.read.parquet(*uris).createOrReplaceTempView(name)
        try:
            return session.sql(sql).toArrow()
        except (AnalysisException, ParseException) as error:
            raise InputError(f"the engine refuses the query: {str(error).strip().partition(chr(10))[0]}") from None
