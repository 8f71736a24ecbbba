"""The embedded Hive Metastore: what is registered is kept, whatever of it is killed."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from hive_metastore.ttypes import Database

from hyperion_assets.errors import HyperionError, ServiceError
from hyperion_assets.local.metastore import DATABASE
from hyperion_assets.local.metastore_client import metastore
from hyperion_assets.local.services import Services, services, status
from hyperion_assets.settings import Settings


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A Metastore that this module may kill, in a home with an awkward path where a start was interrupted before."""
    settings = Settings(home=tmp_path_factory.mktemp("home") / "of Zoë, Ltd", _env_file=None)
    with services(settings, {"postgres"}) as earlier:
        with psycopg.connect(earlier.postgres_dsn, autocommit=True) as connection:
            connection.execute(f"create database {DATABASE}_new")
        with services(settings, {"metastore"}) as joined:
            yield joined


def register(running: Services, name: str) -> None:
    with metastore(running.metastore_uri) as client:
        client.create_database(Database(name=name, description="", locationUri=None, parameters={}))


def registered(running: Services) -> set[str]:
    with metastore(running.metastore_uri) as client:
        return set(client.get_all_databases())


def pid(running: Services) -> int:
    """Settings that name a Metastore would have it for another's."""
    home = Settings(home=running.settings.home, _env_file=None)
    (found,) = [each for each in status(home) if each.service == "metastore"]
    assert found.pid is not None
    return found.pid


def databases(running: Services) -> set[str]:
    with psycopg.connect(running.postgres_dsn) as connection:
        return {name for (name,) in connection.execute("select datname from pg_database")}


def test_it_keeps_what_is_registered_when_it_is_killed(running: Services) -> None:
    register(running, "kept")
    process = psutil.Process(pid(running))
    process.kill()
    psutil.wait_procs([process], timeout=10)
    assert running.revive() == ["Hive Metastore"]
    assert registered(running) == {"default", "kept"}


def test_a_schema_that_was_half_made_is_made_anew(running: Services) -> None:
    assert DATABASE in databases(running)
    assert f"{DATABASE}_new" not in databases(running)


def test_the_password_of_postgresql_is_closed_to_others(running: Services) -> None:
    site = running.settings.home / "services" / "metastore" / "conf" / "metastore-site.xml"
    assert stat.S_IMODE(site.stat().st_mode) == 0o600
    arguments = " ".join(psutil.Process(pid(running)).cmdline())
    password = (running.settings.home / "services" / "postgres" / "password").read_text().strip()
    assert password in site.read_text()
    assert password not in arguments


def test_a_database_without_schema_is_one_line_with_the_remedy(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", _env_file=None)
    told = rf"{DATABASE} has no schema of a Hive Metastore: move the database"
    with services(settings, {"postgres"}) as earlier:
        with psycopg.connect(earlier.postgres_dsn, autocommit=True) as connection:
            connection.execute(f"create database {DATABASE}")
        with pytest.raises(HyperionError, match=told), services(settings, {"metastore"}):
            pass


def test_nobody_at_an_address_is_one_line() -> None:
    told = r"the Hive Metastore at thrift://127\.0\.0\.1:9 does not answer"
    with pytest.raises(ServiceError, match=told), metastore("thrift://127.0.0.1:9") as client:
        client.get_all_databases()
