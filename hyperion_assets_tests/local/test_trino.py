"""The embedded Trino: up when every catalog gives rows, and closed to what would change the lake."""

from __future__ import annotations

import stat
from typing import Any
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest
import trino

from hyperion_assets.local.services import Services, status
from hyperion_assets.local.versions import version
from hyperion_assets.settings import Settings

# The first start on a machine fetches Trino.
pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def running(trino: Services) -> Services:
    return trino


def rows(running: Services, query: str) -> Any:
    at = urlsplit(running.trino_url)
    with trino.dbapi.connect(host=at.hostname, port=at.port, user="reader") as connection:
        return connection.cursor().execute(query).fetchall()


def pid(running: Services) -> int:
    """Settings that name a Trino would have it for another's."""
    home = Settings(home=running.settings.home, _env_file=None)
    (found,) = [each for each in status(home) if each.service == "trino"]
    assert found.pid is not None
    return found.pid


def test_it_is_of_the_version(running: Services) -> None:
    assert rows(running, "select node_version from system.runtime.nodes") == [[version("trino")]]


def test_it_reads_postgresql(running: Services) -> None:
    with psycopg.connect(running.settings.postgres_dsn.get_secret_value()) as connection:  # type: ignore[union-attr]
        connection.execute("create table voices (name text)")
        connection.execute("insert into voices values ('Zoë')")
    assert rows(running, "select name from postgresql.public.voices") == [["Zoë"]]


def test_the_catalog_of_hive_is_read_only(running: Services) -> None:
    with pytest.raises(trino.exceptions.TrinoUserError, match="Access Denied"):
        rows(running, "create schema hive.more")


def test_it_listens_on_the_loopback_interface_only(running: Services) -> None:
    heard = {each.laddr.ip for each in psutil.Process(pid(running)).net_connections() if each.status == "LISTEN"}
    assert {address.removeprefix("::ffff:") for address in heard} == {"127.0.0.1"}


def test_passwords_are_closed_to_others(running: Services) -> None:
    folder = running.settings.home / "services" / "trino" / "etc" / "catalog"
    for name in ("hive", "postgresql"):
        assert stat.S_IMODE((folder / f"{name}.properties").stat().st_mode) == 0o600


def test_killed_it_is_started_again(running: Services) -> None:
    process = psutil.Process(pid(running))
    process.kill()
    psutil.wait_procs([process], timeout=10)
    assert running.revive() == ["Trino"]
    assert rows(running, "select count(*) from tpch.tiny.nation") == [[25]]
