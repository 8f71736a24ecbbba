"""The embedded Spark cluster: what is killed comes back, nothing is left, and nobody reads its keys."""

from __future__ import annotations

import ipaddress
import stat
from collections.abc import Callable
from time import monotonic

import psutil
import pytest
from pyspark.sql import SparkSession

from hyperion_assets.local.services import Services, status
from hyperion_assets.local.spark import PROPERTIES
from hyperion_assets.local.spark_cluster import page
from hyperion_assets_tests.spark_processes import of_home, spark_processes

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

LIMIT = 60.0
REDACTED = "*********(redacted)"


def states(cluster: Services) -> dict[str, str]:
    return {found.service: found.state for found in status(of_home(cluster)) if found.service.startswith("spark")}


def pid(cluster: Services, name: str) -> int:
    (found,) = [each.pid for each in status(of_home(cluster)) if each.service == name]
    assert found is not None
    return found


def executors(cluster: Services) -> list[psutil.Process]:
    """What the worker has started; they work in folders of their own."""
    home = cluster.settings.home
    return [found for found in spark_processes(home) if found.cwd().startswith(f"{home}/services/spark-worker/work/")]


def pages_of(cluster: Services) -> int:
    """The port of the pages of what the server runs."""
    assert cluster.settings.spark_ui is not None
    return int(cluster.settings.spark_ui.rpartition(":")[2])


def shuffled(cluster: Services) -> int:
    """Rows that executors have made in two stages, in a session of its own."""
    session = SparkSession.builder.remote(cluster.engine_remote).create()
    try:
        return int(session.range(1000).selectExpr("id % 7 AS seventh").distinct().count())
    finally:
        session.stop()


def kill(*pids: int) -> None:
    killed = [psutil.Process(each) for each in pids]
    for process in killed:
        process.kill()
    psutil.wait_procs(killed, timeout=10)


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = monotonic() + LIMIT
    while not holds():
        assert monotonic() < deadline


def test_it_computes_on_a_worker_and_shows_what_on_its_pages(cluster: Services) -> None:
    assert states(cluster) == {"spark": "running", "spark-master": "running", "spark-worker": "running"}
    assert shuffled(cluster) == 7
    pages = pages_of(cluster)
    (application,) = page(pages, "/api/v1/applications")
    found = page(pages, f"/api/v1/applications/{application['id']}/executors")
    assert {each["id"]: each["completedTasks"] > 0 for each in found} == {"driver": False, "0": True}


def test_it_listens_on_the_loopback_interface_only(cluster: Services) -> None:
    family = spark_processes(cluster.settings.home)
    listening = {
        each.laddr.ip for process in family for each in process.net_connections("tcp") if each.status == "LISTEN"
    }
    addresses = [ipaddress.ip_address(found.removeprefix("::ffff:")) for found in listening]
    assert addresses
    assert all(address.is_loopback for address in addresses), listening


def test_the_keys_of_s3_are_closed_to_others(cluster: Services) -> None:
    secret = cluster.settings.s3_secret_key
    assert secret is not None
    hidden = secret.get_secret_value()
    folder = cluster.settings.home / "services"
    properties = folder / "spark" / PROPERTIES
    assert hidden in properties.read_text()
    assert stat.S_IMODE(properties.stat().st_mode) == 0o600

    assert shuffled(cluster) == 7
    family = spark_processes(cluster.settings.home)
    assert len(family) > 3
    assert not any(hidden in argument for process in family for argument in process.cmdline())
    logs = [*folder.glob("*.log"), *(folder / "spark-worker" / "work").glob("*/*/std*")]
    assert len(logs) > 3
    assert not any(hidden in log.read_text(errors="replace") for log in logs)
    pages = pages_of(cluster)
    (application,) = page(pages, "/api/v1/applications")
    shown = page(pages, f"/api/v1/applications/{application['id']}/environment")
    properties_shown = dict(map(tuple, [*shown["sparkProperties"], *shown["hadoopProperties"]]))
    assert properties_shown["fs.s3a.endpoint"] == cluster.settings.s3_endpoint
    assert properties_shown["fs.s3a.secret.key"] == properties_shown["spark.hadoop.fs.s3a.secret.key"] == REDACTED
    assert hidden not in str(shown)


def test_a_killed_worker_takes_its_executors_along_and_is_replaced(cluster: Services) -> None:
    old = executors(cluster)
    assert old
    kill(pid(cluster, "spark-worker"))
    assert states(cluster)["spark-worker"] == "dead"
    wait_until(lambda: not any(found.is_running() for found in old))
    assert cluster.revive() == ["Spark's worker"]
    assert shuffled(cluster) == 7


def test_a_killed_master_finds_its_worker_and_its_applications_again(cluster: Services) -> None:
    server, worker, old = pid(cluster, "spark"), pid(cluster, "spark-worker"), executors(cluster)
    kill(pid(cluster, "spark-master"))
    assert states(cluster) == {"spark": "running", "spark-master": "dead", "spark-worker": "running"}
    assert cluster.revive() == ["Spark's master"]
    assert shuffled(cluster) == 7
    assert (pid(cluster, "spark"), pid(cluster, "spark-worker")) == (server, worker)
    assert executors(cluster) == old
    kill(*(found.pid for found in old))
    # That master can give the application another executor.
    assert shuffled(cluster) == 7


def test_what_a_killed_server_had_ends_with_it(cluster: Services) -> None:
    old = executors(cluster)
    kill(pid(cluster, "spark"))
    wait_until(lambda: not any(found.is_running() for found in old))
    assert cluster.revive() == ["Spark"]
    assert shuffled(cluster) == 7


def test_all_of_it_comes_back(cluster: Services) -> None:
    kill(*(pid(cluster, name) for name in ("spark", "spark-master", "spark-worker")))
    assert set(states(cluster).values()) == {"dead"}
    assert set(cluster.revive()) == {"Spark", "Spark's master", "Spark's worker"}
    assert shuffled(cluster) == 7
