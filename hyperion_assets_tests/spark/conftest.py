"""The engines that every transform is run on, and the oracle: DuckDB over the same inputs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pyspark.sql import SparkSession

from hyperion_assets.engines.session import session_settings
from hyperion_assets_tests.spark.chain import Engine, Oracle, write_inputs


@pytest.fixture(scope="session")
def sail(sail_remote: str) -> Iterator[SparkSession]:
    """A session on Sail."""
    with session_of(sail_remote, "sail") as made:
        yield made


@pytest.fixture(scope="session")
def spark(spark_remote: str) -> Iterator[SparkSession]:
    """A session on Spark, set for a handful of rows: code generation and shuffles would take nearly all the time."""
    with session_of(spark_remote, "spark") as made:
        made.conf.set("spark.sql.codegen.wholeStage", "false")
        made.conf.set("spark.sql.shuffle.partitions", "1")
        yield made


@contextmanager
def session_of(remote: str, engine: str) -> Iterator[SparkSession]:
    """A session that ends before its server: one that does not asks a dead server for minutes when Python exits."""
    builder = SparkSession.builder.remote(remote)
    for key, value in session_settings(engine).items():
        builder = builder.config(key, value)
    made = builder.create()
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session", params=["sail", "spark"])
def session(request: pytest.FixtureRequest) -> SparkSession:
    """A session on each engine."""
    made: SparkSession = request.getfixturevalue(request.param)
    return made


@pytest.fixture(scope="session")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Oracle:
    """All tables of the written world as DuckDB makes them."""
    made = Oracle(write_inputs(tmp_path_factory.mktemp("world")))
    made.create_all()
    return made


@pytest.fixture(scope="session")
def engine(session: SparkSession, oracle: Oracle, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """All tables of the written world as the transforms make them, each from those before it."""
    return Engine(session, oracle.inputs, tmp_path_factory.mktemp("engine"))
