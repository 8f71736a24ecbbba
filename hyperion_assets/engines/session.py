"""The PySpark session: Spark Connect, whether Sail or Spark stands behind the address."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from hyperion_assets.errors import ServiceError

SESSION = {"spark.sql.session.timeZone": "UTC"}
"""What every session is set to, so that dates are the same everywhere."""
QUIET_COLUMNS = {"spark.python.sql.dataFrameDebugging.enabled": "false"}
"""No column is asked for the line of code that made it, which takes PySpark a quarter of the processor time of a small
run. A session with Sail is set to it; Spark's server has to be."""
DEFAULT_PORT = 15002
CONNECT_SECONDS = 5.0
RETRIES = 9
LONGEST_WAIT_MS = 5_000
"""Waits of 0.05, 0.2, 0.8, 3.2 s, then 5 s each: about half a minute, where PySpark's own go on for ten."""


def session_settings(engine: str) -> dict[str, str]:
    """What a session with an engine (sail or spark) is set to."""
    return SESSION | (QUIET_COLUMNS if engine == "sail" else {})


def connect_engine(remote: str) -> SparkSession:
    """A session with the server at `sc://host:port`. Raises ServiceError if nothing listens there."""
    check_engine(remote)
    builder = SparkSession.builder.remote(remote)
    for key, value in SESSION.items():
        builder = builder.config(key, value)
    return limit_retries(builder.getOrCreate())


def check_engine(remote: str) -> None:
    """Raise ServiceError if nothing listens at the address: PySpark would try for ten minutes before it says so."""
    at = urlsplit(remote)
    try:
        socket.create_connection((at.hostname or "", at.port or DEFAULT_PORT), CONNECT_SECONDS).close()
    except (OSError, ValueError) as error:
        raise ServiceError(
            f"the engine at {remote} cannot be reached ({error}): start it, or correct HYPERION_SPARK_REMOTE"
        ) from None


def limit_retries(session: SparkSession) -> SparkSession:
    """The session, set to wait for a server that does not answer for as long as a restart may take (half a minute)."""
    # Importing Spark Connect takes long, and a command that opens no session can do without.
    from pyspark.sql.connect.client.retries import DefaultPolicy

    # What fails is raised; PySpark would print it too, as JSON.
    logging.getLogger("pyspark.sql.connect.logging").setLevel(logging.CRITICAL)
    session.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES, max_backoff=LONGEST_WAIT_MS)])
    return session


@contextmanager
def engine_errors(remote: str) -> Iterator[None]:
    """Raise ServiceError, in one line, for what the engine at `remote` refuses or does not answer."""
    try:
        yield
    except PySparkException as error:
        said = str(error).strip().partition("\n")[0]
        raise ServiceError(f"the engine at {remote} failed: {said}") from error


@contextmanager
def own_session() -> Iterator[None]:
    """End the session that the block opened in this thread, and none that was there before.

    The server must still run when the block ends: a session that outlives it tries for minutes to say goodbye.
    """
    before = SparkSession.getActiveSession()
    try:
        yield
    finally:
        session = SparkSession.getActiveSession()
        if session is not None and session is not before:
            session.stop()
