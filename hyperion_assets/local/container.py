"""What runs in the containers of this repository's own image: `python -m hyperion_assets.local.container NAME`.

Each is the native service, with its locked jars and its configuration, but that it listens on the container's address;
`--ready` says by the exit code whether the one that runs in this container answers a real request. The folder of a
service is below HYPERION_HOME, as natively.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from hyperion_assets.disk import replace
from hyperion_assets.errors import HyperionError
from hyperion_assets.local import jars
from hyperion_assets.local.jars.archives import unpack
from hyperion_assets.local.metastore import PARTS, Metastore
from hyperion_assets.local.ports import HOST, fixed_ports
from hyperion_assets.local.process import Command
from hyperion_assets.local.registry import Registry
from hyperion_assets.local.spark import CLUSTER_SIZES, CONNECT, Spark, application, properties_text
from hyperion_assets.local.spark_cluster import (
    CORES_OF_WORKER,
    DAEMON,
    MASTER_PROPERTIES,
    WORKER_PROPERTIES,
    page,
    spark_environment,
    spark_home,
)
from hyperion_assets.local.trino import make_probe
from hyperion_assets.progress import unheard
from hyperion_assets.settings import Settings

ANY = "0.0.0.0"
PROPERTIES = "spark.properties"
# What the memory limits in docker-compose.yml are made for.
SIZES = {"spark.driver.memory": "768m", "spark.executor.memory": "768m"}
MEMORY_OF_WORKER = "768m"


@dataclass(frozen=True)
class Contained:
    """A service of the image: what to execute, and whether it answers; both are given its folder."""

    command: Callable[[Path], Command]
    is_ready: Callable[[Path], bool]


def main(arguments: Sequence[str] | None = None) -> int:
    """Become the service; with `--ready` return 0 if it answers, else 1; with `fetch` fetch what services run on."""
    parser = argparse.ArgumentParser(prog="python -m hyperion_assets.local.container", description=main.__doc__)
    parser.add_argument("name", choices=["fetch", *SERVICES])
    parser.add_argument("--ready", action="store_true", help="only say by the exit code whether it answers")
    given = parser.parse_args(arguments)
    try:
        if given.name == "fetch":
            fetch()
            return 0
        service = SERVICES[given.name]
        folder = Settings.from_env().home / "services" / given.name
        if given.ready:
            return 0 if service.is_ready(folder) else 1
        folder.mkdir(parents=True, exist_ok=True)
        _become(service.command(folder))
    except HyperionError as error:
        print(error, file=sys.stderr)
    return 2


def fetch() -> None:
    """Fetch the locked files of the services at the time when the image is made, so that no start needs a registry."""
    unpack(_told, jars.HIVE, PARTS)
    jars.fetch(_told, jars.S3A)


def _become(command: Command) -> None:
    os.chdir(command.directory)
    os.execvpe(command.arguments[0], command.arguments, {**os.environ, **command.environment})


def _told(line: str) -> None:
    print(line, flush=True)


def _metastore() -> Metastore:
    return Metastore(Settings.from_env, _told)


def _metastore_is_ready(folder: Path) -> bool:
    """Whether it gives an answer, and has the table that Trino's readiness is told by."""
    service, ports = _metastore(), [fixed_ports()["metastore"]]
    if not service.is_ready(folder, ports):
        return False
    make_probe(service.address(folder, ports), folder)
    return True


def _master(folder: Path) -> Command:
    port = fixed_ports()
    listens = ["--host", "spark-master", "--port", str(port["spark_master"])]
    listens += ["--webui-port", str(port["spark_master_http"])]
    return _daemon(folder, "master.Master", MASTER_PROPERTIES, listens)


def _master_is_ready(folder: Path) -> bool:
    return (page(fixed_ports()["spark_master_http"], "/json/") or {}).get("status") == "ALIVE"


def _worker(folder: Path) -> Command:
    port = fixed_ports()
    (folder / "tmp").mkdir(exist_ok=True)
    listens = ["--host", "spark-worker", "--port", str(port["spark_worker"])]
    listens += ["--webui-port", str(port["spark_worker_http"])]
    resources = ["--cores", str(CORES_OF_WORKER), "--memory", MEMORY_OF_WORKER, "--work-dir", "work"]
    master = f"spark://spark-master:{port['spark_master']}"
    return _daemon(folder, "worker.Worker", WORKER_PROPERTIES, [*listens, *resources, master])


def _worker_is_ready(folder: Path) -> bool:
    """Whether the master has taken it: before that it knows of no page of the master's."""
    return bool((page(fixed_ports()["spark_worker_http"], "/json/") or {}).get("masterwebuiurl"))


def _daemon(folder: Path, kind: str, properties: dict[str, str], more: list[str]) -> Command:
    replace(folder / "daemon.properties", properties_text(properties))
    arguments = [str(spark_home() / "bin" / "spark-class"), f"org.apache.spark.deploy.{kind}"]
    return Command([*arguments, "--properties-file", "daemon.properties", *more], _environment(folder) | DAEMON, folder)


def _connect(folder: Path) -> Command:
    port = fixed_ports()
    (folder / "tmp").mkdir(exist_ok=True)
    listens = {
        "spark.connect.grpc.binding.address": ANY,
        "spark.connect.grpc.binding.port": str(port["spark_connect"]),
        "spark.ui.port": str(port["spark_connect_http"]),
    }
    of_lake = application(Settings.from_env(), Registry(folder / "none.json"), _told)
    properties = {**of_lake, **CLUSTER_SIZES, **CONNECT, **listens, **SIZES}
    replace(folder / PROPERTIES, properties_text(properties), mode=0o600)
    arguments = [str(spark_home() / "bin" / "spark-submit"), "--properties-file", PROPERTIES]
    arguments += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal"]
    return Command(arguments, _environment(folder), folder)


def _connect_is_ready(folder: Path) -> bool:
    """Whether it answers and has an executor."""
    port = fixed_ports()
    service = Spark(Settings.from_env().spark_master, Settings.from_env, Registry(folder / "none.json"), unheard)
    return service.is_ready(folder, [port["spark_connect"], port["spark_connect_http"]])


def _dagit(folder: Path) -> Command:
    listens = ["--host", ANY, "--port", str(fixed_ports()["dagit"])]
    return Command(["hyperion", "dev", *listens], {}, folder)


def _dagit_is_ready(folder: Path) -> bool:
    """Whether it has loaded the assets."""
    query = quote("{repositoriesOrError{... on RepositoryConnection{nodes{name}}}}")
    found = page(fixed_ports()["dagit"], f"/graphql?query={query}") or {}
    return bool(found.get("data", {}).get("repositoriesOrError", {}).get("nodes"))


def _environment(folder: Path) -> dict[str, str]:
    """That of a native Spark process, but for the address, which is the container's."""
    return {name: value for name, value in spark_environment(folder).items() if value != HOST}


SERVICES = {
    "metastore": Contained(
        lambda folder: _metastore().command(folder, [fixed_ports()["metastore"]]), _metastore_is_ready
    ),
    "spark-master": Contained(_master, _master_is_ready),
    "spark-worker": Contained(_worker, _worker_is_ready),
    "spark-connect": Contained(_connect, _connect_is_ready),
    "dagit": Contained(_dagit, _dagit_is_ready),
}


if __name__ == "__main__":
    sys.exit(main())
