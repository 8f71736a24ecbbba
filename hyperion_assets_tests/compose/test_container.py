"""What runs in the containers of our own image: the native services, that listen on the container's address."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from hyperion_assets.local import kafka, trino
from hyperion_assets.local.container import MEMORY_OF_WORKER, SERVICES, SIZES
from hyperion_assets.local.hadoop import JVM
from hyperion_assets.local.spark import CONNECT
from hyperion_assets.local.spark_cluster import CORES_OF_WORKER, DAEMON
from hyperion_assets_tests.compose.stack import services


@pytest.fixture(autouse=True)
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HYPERION_SPARK_MASTER", "spark://127.0.0.1:7077")


def megabytes(size: str) -> int:
    """Of Java's and Docker's way to write them."""
    number, unit = re.fullmatch(r"(\d+)([mg])", size.lower()).groups()
    return int(number) * (1024 if unit == "g" else 1)


def heap(options: list[str]) -> int:
    (found,) = [megabytes(option.removeprefix("-Xmx")) for option in options if option.startswith("-Xmx")]
    return found


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("spark-master", ["--host", "spark-master", "--port", "7077", "--webui-port", "8080"]),
        ("spark-worker", ["--host", "spark-worker", "--port", "7078", "--webui-port", "8081"]),
    ],
)
def test_the_cluster_listens_by_name(name: str, arguments: list[str], tmp_path: Path) -> None:
    command = SERVICES[name].command(tmp_path)
    assert services()[name]["hostname"] == name
    at = command.arguments.index("--host")
    assert command.arguments[at : at + 6] == arguments
    assert "SPARK_LOCAL_IP" not in command.environment
    assert command.environment["SPARK_DAEMON_MEMORY"] == DAEMON["SPARK_DAEMON_MEMORY"]


def test_the_worker_belongs_to_the_master_and_has_native_cores(tmp_path: Path) -> None:
    arguments = SERVICES["spark-worker"].command(tmp_path).arguments
    assert arguments[-1] == services()["dagit"]["environment"]["HYPERION_SPARK_MASTER"]
    assert arguments[arguments.index("--cores") + 1] == str(CORES_OF_WORKER)


def test_the_connect_server_has_the_native_properties_but_for_its_address(tmp_path: Path) -> None:
    SERVICES["spark-connect"].command(tmp_path)
    file = tmp_path / "spark.properties"
    found = dict(line.split("=", 1) for line in file.read_text(encoding="utf-8").splitlines())
    assert {name for name, value in CONNECT.items() if found[name] != value} == {"spark.connect.grpc.binding.address"}
    assert found["spark.connect.grpc.binding.address"] == "0.0.0.0"
    assert (found["spark.connect.grpc.binding.port"], found["spark.ui.port"]) == ("15002", "4040")
    assert (found["spark.master"], found["spark.driver.host"]) == ("spark://127.0.0.1:7077", "127.0.0.1")
    # It holds the keys of S3 where there are any.
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_memory_limits_hold_what_java_may_take() -> None:
    daemon = megabytes(DAEMON["SPARK_DAEMON_MEMORY"])
    taken = {
        "kafka": heap(kafka.JVM),
        "namenode": heap(JVM),
        "datanode-1": heap(JVM),
        "datanode-2": heap(JVM),
        "metastore": heap(JVM),
        "trino": heap(trino.JVM),
        "spark-master": daemon,
        "spark-worker": daemon + megabytes(SIZES["spark.executor.memory"]),
        "spark-connect": megabytes(SIZES["spark.driver.memory"]),
    }
    assert SIZES["spark.executor.memory"] == MEMORY_OF_WORKER
    for name, heaps in taken.items():
        assert heaps + 64 <= megabytes(services()[name]["mem_limit"]), name
