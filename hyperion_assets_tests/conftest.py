"""Fixtures for all tests: real services, started when a test first asks for one, shared by the session."""

from __future__ import annotations

import gc
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadFileScheduling

from hyperion_assets.local.services import Services, services
from hyperion_assets.settings import PREFIX, Settings
from hyperion_assets_tests.release.released import first_release, lake_in
from hyperion_assets_tests.spark_processes import spark_processes

# A developer's own settings must reach no test: they may name a broker or a database that is in use.
for _name in [name for name in os.environ if name.startswith(PREFIX)]:
    del os.environ[_name]
# A script that starts the tests in the background ignores Ctrl-C for them, and all that they start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
# Java's second compiler takes more of the processor than it saves for servers that live a few minutes.
os.environ["JAVA_TOOL_OPTIONS"] = "-XX:TieredStopAtLevel=1"

# No deadline, and no complaint about slow data: a loaded machine must not fail a test. `few` is for mutation runs.
# Both find the same each time, so that a change fails for what it changes; `deep` is what looks further.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("few", _PATIENT, max_examples=100, derandomize=True, database=None)
settings.register_profile("test", _PATIENT, max_examples=1_000, derandomize=True)
settings.register_profile("deep", _PATIENT, max_examples=100_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))


TOGETHER = {
    "a Spark session": (
        *("/spark/test_staging.py", "/spark/test_current.py", "/spark/test_transforms.py"),
        *("/spark/test_unknown_words.py", "/local/test_services.py"),
    ),
    "Trino, which is large to fetch and slow to start": (
        *("/local/test_trino.py", "/engines/test_hive.py", "/engines/test_trino.py", "/release/test_answers.py"),
        *("/engines/test_trino_hashes.py", "/engines/test_bad_services.py"),
        *("/operations/test_query_engines.py", "/e2e/test_catalog.py"),
    ),
    "a Spark cluster": ("/local/test_spark_cluster.py", "/spark/test_submitted_jobs.py"),
    "an HDFS": ("/e2e/test_refusing_lakes.py", "/e2e/test_remote_lakes.py"),
    "a home that was built once": tuple(
        f"/e2e/test_{name}.py"
        for name in (
            *("first_run", "column_lineage", "bad_sources", "poison", "killed_runs", "interrupted_runs"),
            "two_at_once",
        )
    ),
}
"""Files whose tests share what takes long to make: they run on one worker, which makes it once."""
LONGEST = ("e2e", "spark")
"""Folders that run first where there are several workers: none shall wait for another at the end."""


class ByFixture(LoadFileScheduling):
    """The tests of a file run on one worker, and so do files that belong together."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return next((shared for shared, files in TOGETHER.items() if file.endswith(files)), file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFixture | None:
    """How tests are given to workers where that goes by files; `make test-deep` gives each test to whoever is free."""
    return ByFixture(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest first, for workers."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.path.parent.name not in LONGEST)


def pytest_collection_finish() -> None:
    """What stands in memory now stays to the end: the garbage collector need not look at it again and again."""
    gc.freeze()


def pytest_sessionfinish() -> None:
    """What was set aside is cleared as ever at the end of the process."""
    gc.unfreeze()


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than cores, at most 4: tests of services wait half of their time."""
    return min(4, len(os.sched_getaffinity(0)) + 1)


@pytest.fixture(scope="session")
def service_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose home is the home of the session's services."""
    return Settings(home=tmp_path_factory.mktemp("services"), _env_file=None)


@pytest.fixture(scope="session")
def home_with_a_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the small release is release 1. Tests copy it and leave it as it is."""
    settings, lake = lake_in(tmp_path_factory.mktemp("released") / "home")
    first_release(lake)
    return settings.home


@pytest.fixture
def home(home_with_a_release: Path, tmp_path: Path) -> Path:
    """A home of the test's own in which the small release is release 1."""
    return shutil.copytree(home_with_a_release, tmp_path / "home")


@pytest.fixture(scope="session")
def kafka(service_settings: Settings) -> Iterator[str]:
    """Bootstrap address of an empty Kafka. Tests share it: give each test topics of its own (topic_prefix)."""
    with services(service_settings, {"kafka"}) as running:
        yield running.kafka_bootstrap


@pytest.fixture(scope="session")
def postgres_dsn(service_settings: Settings) -> Iterator[str]:
    """DSN of a PostgreSQL database. Tests share it: give each test schemas or databases of its own."""
    with services(service_settings, {"postgres"}) as running:
        yield running.postgres_dsn


@pytest.fixture(scope="session")
def sail_remote(s3_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a Sail server, which knows the S3 server: a process has one session, whatever its tests read."""
    settings = s3_settings.model_copy(update={"home": tmp_path_factory.mktemp("sail")})
    with services(settings, {"engine"}) as running:
        yield running.engine_remote


@pytest.fixture(scope="session")
def spark_remote(service_settings: Settings) -> Iterator[str]:
    """Address of a Spark Connect server on two local cores (10 s to start)."""
    settings = service_settings.model_copy(update={"engine": "spark"})
    with services(settings, {"engine"}) as running:
        yield running.engine_remote


@pytest.fixture(scope="session")
def cluster(
    s3_settings: Settings, hdfs_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Services]:
    """A Spark cluster that knows the S3 server and HDFS (30 s to start), in a home with an awkward path.

    Its settings name all three. Tests may kill what belongs to Spark, and bring it back. Nothing of it may be left.
    """
    given = {"hdfs_namenode": hdfs_settings.hdfs_namenode, "processed_root": "s3://hyperion-processed"}
    home = tmp_path_factory.mktemp("cluster") / "of Zoë, Ltd"
    own = {"home": home, "engine": "spark", "spark_master": "standalone"}
    with services(s3_settings.model_copy(update={**given, **own}), {"engine"}) as running:
        yield running
    assert spark_processes(home) == []


@pytest.fixture(scope="session")
def s3_settings(service_settings: Settings) -> Iterator[Settings]:
    """Settings of an S3 server with the three buckets. Tests share it: give each test a prefix of its own."""
    with services(service_settings, {"s3"}) as running:
        yield running.settings


@pytest.fixture(scope="session")
def trino(s3_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A Trino over a Hive Metastore that know the S3 server (the first start on a machine fetches them).

    Tests share them, and the database `hyperion` there: each registers a release of its own.
    """
    settings = s3_settings.model_copy(update={"home": tmp_path_factory.mktemp("trino") / "of Zoë, Ltd"})
    with services(settings, {"trino"}) as running:
        yield running


@pytest.fixture(scope="session")
def hdfs_settings(service_settings: Settings) -> Iterator[Settings]:
    """Settings of an HDFS of two DataNodes (7 s to start). Tests share it: give each test a folder of its own."""
    with services(service_settings, {"hdfs"}) as running:
        yield running.settings
