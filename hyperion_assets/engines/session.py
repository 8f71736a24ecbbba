"""The PySpark session: Spark Connect, whether Sail or Spark stands behind the address."""

from __future__ import annotations

from pyspark.sql import SparkSession

SESSION = {"spark.sql.session.timeZone": "UTC"}
"""What every session is set to, so that dates are the same everywhere."""


def connect_engine(remote: str) -> SparkSession:
    """A session with the server at `sc://host:port`."""
    builder = SparkSession.builder.remote(remote)
    for key, value in SESSION.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def end_session() -> None:
    """End the session of this thread, if there is one.

    To be called while the server still runs: a session that outlives it tries for minutes to say goodbye.
    """
    session = SparkSession.getActiveSession()
    if session is not None:
        session.stop()
