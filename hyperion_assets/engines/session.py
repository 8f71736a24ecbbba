"""The PySpark session: Spark Connect, whether Sail or Spark stands behind the address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pyspark.sql import SparkSession

SESSION = {"spark.sql.session.timeZone": "UTC"}
"""What every session is set to, so that dates are the same everywhere."""


def connect_engine(remote: str) -> SparkSession:
    """A session with the server at `sc://host:port`."""
    builder = SparkSession.builder.remote(remote)
    for key, value in SESSION.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


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
