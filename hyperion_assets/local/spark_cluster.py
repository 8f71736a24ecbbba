"""A Spark standalone cluster on the loopback interface: a master and one worker, each a service of its own."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from importlib.util import find_spec
from pathlib import Path
from signal import SIGTERM, Signals
from typing import Any

from hyperion_assets.disk import replace
from hyperion_assets.errors import ServiceError
from hyperion_assets.local.engine import ROOT
from hyperion_assets.local.hadoop import LOGGING
from hyperion_assets.local.java import spark_java_home
from hyperion_assets.local.ports import HOST
from hyperion_assets.local.process import Command, is_running
from hyperion_assets.local.registry import Registry

MASTER = "spark-master"
WORKER = "spark-worker"
# Two applications at a time, each of two tasks at a time: the Connect server, and a job that is submitted beside it.
CORES_OF_APPLICATION = 2
CORES_OF_WORKER = 4
MEMORY_OF_EXECUTOR = "1g"
MEMORY_OF_WORKER = "2g"
MASTER_PROPERTIES = {
    # A port in use is another's: the next one would be nobody's.
    "spark.port.maxRetries": "0",
    # A master that was killed finds its worker and its applications again.
    "spark.deploy.recoveryMode": "FILESYSTEM",
    "spark.deploy.recoveryDirectory": "recovery",
    "spark.deploy.recoveryTimeout": "5s",
    # A port of its own, by which nobody submits anything here.
    "spark.master.rest.enabled": "false",
}
WORKER_PROPERTIES = {
    "spark.port.maxRetries": "0",
    # What executors of an application wrote is removed a day after its end.
    "spark.worker.cleanup.enabled": "true",
    "spark.worker.cleanup.appDataTtl": "86400",
}
DAEMON = {
    "SPARK_DAEMON_MEMORY": "256m",
    # Java's second compiler takes more of the processor at the start than it saves.
    "SPARK_DAEMON_JAVA_OPTS": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
    # Relative to the folder that each works in: as a list it would be split at a comma in the path.
    "SPARK_LOCAL_DIRS": "tmp",
}


@dataclass(frozen=True)
class SparkMaster:
    """Ports: cluster, HTTP. What it knows of workers and applications lies in `recovery/`."""

    registry: Registry
    name: str = MASTER
    title: str = "Spark's master"
    after: tuple[str, ...] = ()
    port_setting: str | None = None
    port_count: int = 2
    start_limit: float = 120.0
    stop_signal: Signals = SIGTERM

    def command(self, folder: Path, ports: list[int]) -> Command:
        worker = self.registry.read().get(WORKER)
        if worker is None or worker.process is None or not is_running(worker.process):
            # It would wait for a worker that does not come back.
            shutil.rmtree(folder / "recovery", ignore_errors=True)
        return _daemon(folder, "master.Master", ports, MASTER_PROPERTIES, [])

    def is_ready(self, folder: Path, ports: list[int]) -> bool:
        return (page(ports[1], "/json/") or {}).get("status") == "ALIVE"

    def address(self, folder: Path, ports: list[int]) -> str:
        return f"spark://{HOST}:{ports[0]}"


@dataclass(frozen=True)
class SparkWorker:
    """Ports: cluster, HTTP. Executors work in `work/`. The registry tells where the master listens."""

    registry: Registry
    name: str = WORKER
    title: str = "Spark's worker"
    after: tuple[str, ...] = (MASTER,)
    port_setting: str | None = None
    port_count: int = 2
    start_limit: float = 120.0
    stop_signal: Signals = SIGTERM

    def command(self, folder: Path, ports: list[int]) -> Command:
        shutil.rmtree(folder / "work", ignore_errors=True)
        shutil.rmtree(folder / "tmp", ignore_errors=True)
        (folder / "tmp").mkdir()
        resources = ["--cores", str(CORES_OF_WORKER), "--memory", MEMORY_OF_WORKER, "--work-dir", "work"]
        return _daemon(folder, "worker.Worker", ports, WORKER_PROPERTIES, [*resources, master_address(self.registry)])

    def is_ready(self, folder: Path, ports: list[int]) -> bool:
        """Whether the master counts on it."""
        found = page(self.registry.read()[MASTER].ports[1], "/json/") or {}
        return any(worker["port"] == ports[0] and worker["state"] == "ALIVE" for worker in found.get("workers", ()))

    def address(self, folder: Path, ports: list[int]) -> str:
        return f"{HOST}:{ports[0]}"


def master_address(registry: Registry) -> str:
    """Where applications are submitted to. Raises ServiceError if no master was started."""
    master = registry.read().get(MASTER)
    if master is None or not master.ports:
        raise ServiceError("the Spark master of this home was never started: run `hyperion stack up`")
    return f"spark://{HOST}:{master.ports[0]}"


def page(port: int, path: str) -> Any:
    """What a Spark process tells of itself on its HTTP port; None if it does not answer, or not yet.

    No proxy of the environment stands in between.
    """
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        return json.loads(connection.getresponse().read())
    except (OSError, HTTPException, ValueError):
        return None
    finally:
        connection.close()


def spark_home() -> Path:
    """The folder of the installed Spark. Raises ServiceError if there is none."""
    # Found, not imported: importing it takes longer than all that is done here.
    found = find_spec("pyspark")
    if found is None or found.origin is None:
        raise ServiceError("the package pyspark is not installed: run `make setup`")
    return Path(found.origin).parent


def spark_environment(folder: Path) -> dict[str, str]:
    """The environment of a Spark process whose Java runtime and configuration stand in `folder`."""
    conf = folder / "conf"
    conf.mkdir(exist_ok=True)
    replace(conf / "log4j2.properties", LOGGING)
    return {
        "JAVA_HOME": str(spark_java_home(folder / "java")),
        "SPARK_HOME": str(spark_home()),
        "SPARK_CONF_DIR": str(conf),
        "SPARK_LOCAL_IP": HOST,
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": ROOT,
    }


def _daemon(folder: Path, kind: str, ports: list[int], properties: dict[str, str], more: list[str]) -> Command:
    """A master or a worker, in its folder."""
    environment = {**spark_environment(folder), **DAEMON}
    replace(folder / "daemon.properties", "".join(f"{name} {value}\n" for name, value in properties.items()))
    rpc, http = map(str, ports)
    arguments = [str(spark_home() / "bin" / "spark-class"), f"org.apache.spark.deploy.{kind}"]
    arguments += ["--host", HOST, "--port", rpc, "--webui-port", http, "--properties-file", "daemon.properties"]
    return Command([*arguments, *more], environment, folder)
