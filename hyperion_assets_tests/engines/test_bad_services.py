"""Metastore and Trino that start up, hang or have lost what they stand on: told in one line, in bounded time."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from time import monotonic

import psutil
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from hyperion_assets.errors import HyperionError, ServiceError
from hyperion_assets.local.metastore import DATABASE
from hyperion_assets.local.metastore_client import metastore
from hyperion_assets.local.services import Services, services, status
from hyperion_assets.local.trino_client import trino_cursor
from hyperion_assets.local.versions import version
from hyperion_assets.operations.doctor.diagnosis import diagnose, diagnosis_text
from hyperion_assets.operations.doctor.hive import hive_metastore, trino
from hyperion_assets.settings import Settings

# The first start on a machine fetches Trino.
pytestmark = [pytest.mark.stack, pytest.mark.timeout(900)]
BOUND_SECONDS = 20.0
ASKED_EVERY_SECONDS = 0.3
QUERY = "SELECT count(*) FROM tpch.tiny.nation"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A Trino with what it stands on; this module may kill it. The tests run in their order."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), catalog="hive", _env_file=None)
    with services(settings, {"trino"}) as joined:
        yield joined


def process(running: Services, service: str) -> psutil.Process:
    """Settings that name a server would have it for another's."""
    home = Settings(home=running.settings.home, _env_file=None)
    (pid,) = [each.pid for each in status(home) if each.service == service]
    return psutil.Process(pid)


@contextmanager
def stopped(running: Services, service: str) -> Iterator[None]:
    """A server that hangs for as long as the block runs."""
    found = process(running, service)
    os.kill(found.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(found.pid, signal.SIGCONT)


def test_the_doctor_finds_both_well_whether_they_are_the_homes_own_or_named(running: Services) -> None:
    home = Settings(home=running.settings.home, catalog="hive", _env_file=None)
    named = running.settings.model_copy(update={"catalog": "none"})
    for settings in (home, named):
        found = diagnose(settings)
        assert {found[name].state for name in ("metastore", "trino", "postgres", "clock")} == {"ok"}, diagnosis_text(
            found
        )
        assert "Hive 3." in str(found["metastore"])
        assert f"Trino {version('trino')}, hive and postgresql give rows" in str(found["trino"])
        assert str(found["clock"]) == "within 1 s of Trino, PostgreSQL"


@pytest.mark.parametrize("service", ["metastore", "trino"])
def test_one_that_hangs_is_told_in_time(running: Services, service: str) -> None:
    with stopped(running, service):
        began = monotonic()
        found = diagnose(running.settings)
        assert monotonic() - began < BOUND_SECONDS
    assert found[service].state == "failed"
    assert "postgres" not in [name for name, finding in found.items() if finding.state == "failed"]


def test_a_trino_that_starts_up_is_told_until_it_gives_rows(running: Services) -> None:
    killed = process(running, "trino")
    killed.kill()
    psutil.wait_procs([killed], timeout=10)
    url, said, queried = running.trino_url, [], []
    with ThreadPoolExecutor(1) as pool:
        revived = pool.submit(running.revive)
        while not wait([revived], ASKED_EVERY_SECONDS).done:
            try:
                said.append(str(trino(url)))
            except ServiceError as error:
                said.append(str(error))
            try:
                with trino_cursor(url, attempts=1) as cursor:
                    cursor.execute(QUERY).fetchall()
            except ServiceError as error:
                queried.append(str(error))
        assert revived.result() == ["Trino"]
    assert any(line == f"Trino at {url} is starting up: try again in some seconds" for line in said), set(said)
    assert any("start" in line and "does not answer" in line for line in said)
    assert queried
    assert all("starting up: try again" in line or "does not answer" in line for line in queried), set(queried)
    assert all(len(line.splitlines()) == 1 for line in [*said, *queried])
    assert trino(url).state == "ok"


def test_a_metastore_whose_schema_is_gone_says_so(running: Services) -> None:
    with psycopg.connect(make_conninfo(running.postgres_dsn, dbname=DATABASE), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
    began = monotonic()
    with pytest.raises(ServiceError) as raised, metastore(running.metastore_uri) as client:
        client.get_all_databases()
    assert monotonic() - began < BOUND_SECONDS
    told = (
        f"the Hive Metastore at {running.metastore_uri} refused: its database has no schema of a Metastore, or is "
        "gone: make it by Hive's `schematool -initSchema`"
    )
    assert str(raised.value) == told
    with pytest.raises(ServiceError) as found:
        hive_metastore(running.metastore_uri)
    assert str(found.value) == told


def test_its_next_start_names_the_remedy(running: Services) -> None:
    killed = process(running, "metastore")
    killed.kill()
    psutil.wait_procs([killed], timeout=10)
    with pytest.raises(HyperionError, match=rf"{DATABASE} has no schema of a Hive Metastore: move the database"):
        running.revive()
