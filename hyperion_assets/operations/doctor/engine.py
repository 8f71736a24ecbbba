"""The engine: whether Spark Connect answers, and is of the version of PySpark here."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pyspark
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from hyperion_assets.engines.session import DEFAULT_PORT, SESSION, check_engine, engine_errors, limit_retries
from hyperion_assets.errors import ServiceError
from hyperion_assets.local.service import answers_http2
from hyperion_assets.operations.doctor.finding import Finding, failed, ok

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 5.0


def engine(remote: str, name: str) -> Finding:
    """Whether a session can be opened and a row asked for. Raises ServiceError if not."""
    check_engine(remote)
    at = urlsplit(remote)
    # A session with a server that hangs would keep this process for minutes, even at its end.
    if "use_ssl" not in remote and not answers_http2(at.port or DEFAULT_PORT, ANSWER_SECONDS, at.hostname or ""):
        return failed(f"the engine at {remote} takes connections and does not answer", "end it, and start it again")
    with engine_errors(remote):
        session = limit_retries(SparkSession.builder.remote(remote).create())
        try:
            for key, value in SESSION.items():
                session.conf.set(key, value)
            speaks = session.version
            row = session.sql("SELECT version() AS version, current_timezone() AS zone").first()
        finally:
            _end(session)
    assert row is not None
    if speaks.rpartition(".")[0] != pyspark.__version__.rpartition(".")[0]:
        remedy = "start a Spark Connect server of that version, or unset HYPERION_SPARK_REMOTE"
        return failed(f"{remote} speaks Spark {speaks}, PySpark here is {pyspark.__version__}", remedy)
    own = str(row["version"]).split()[0]
    if row["zone"] != "UTC":
        return failed(f"{remote} keeps the time zone {row['zone']} in a session of UTC", "use another server")
    is_spark = own == speaks
    return ok(f"{remote}: {'Spark' if is_spark else name.capitalize()} {own}, speaks Spark {speaks}")


def spark_master(address: str) -> Finding:
    """Whether one of the masters listens. Raises ServiceError if none does."""
    masters = address.removeprefix("spark://").split(",")
    reasons = []
    for master in masters:
        host, _, port = master.rpartition(":")
        try:
            socket.create_connection((host, int(port)), CONNECT_SECONDS).close()
        except OSError as error:
            reasons.append(f"{master}: {error.strerror or error}")
        else:
            return ok(f"{master} listens")
    raise ServiceError(f"no Spark master answers ({'; '.join(reasons)}): start it, or correct HYPERION_SPARK_MASTER")


def _end(session: SparkSession) -> None:
    try:
        session.stop()
    except PySparkException:
        return
