"""Spark behind a Spark Connect server: in one process, on the embedded cluster, or on another."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM, Signals
from urllib.parse import urlsplit

from hyperion_assets.disk import replace
from hyperion_assets.local import jars
from hyperion_assets.local.hadoop import s3a
from hyperion_assets.local.ports import HOST
from hyperion_assets.local.process import Command
from hyperion_assets.local.registry import Registry
from hyperion_assets.local.service import Service, answers_http2
from hyperion_assets.local.spark_cluster import (
    CORES_OF_APPLICATION,
    MASTER,
    MEMORY_OF_EXECUTOR,
    WORKER,
    SparkMaster,
    SparkWorker,
    master_address,
    page,
    spark_environment,
    spark_home,
)
from hyperion_assets.progress import Report
from hyperion_assets.settings import Settings

STANDALONE = "standalone"
PROPERTIES = "spark.properties"
JVM = "-XX:+UseSerialGC"
# Java's second compiler costs a driver that only plans more than it saves; rows it makes two and a half times faster.
PLANNING_JVM = f"{JVM} -XX:TieredStopAtLevel=1"
APPLICATION = {
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": JVM,
    "spark.sql.session.timeZone": "UTC",
    # A file belongs to a version only when its manifest is committed, so a task may put it in place by itself: on S3 a
    # rename is a copy, and by the other algorithm the driver would make all of them, one after the other.
    "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "2",
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
    # Java clients of HDFS wait this long, and not 0.4 s, before they ask again whether a block has arrived.
    "spark.hadoop.dfs.client.block.write.locateFollowingBlock.initial.delay.ms": "10",
    # What is written to S3 waits here; relative to the folder that each process works in.
    "spark.hadoop.hadoop.tmp.dir": "tmp",
}
# For the data of one machine; what another cluster has is for it to say.
OWN_SIZES = {"spark.sql.shuffle.partitions": "4"}
CLUSTER_SIZES = {
    **OWN_SIZES,
    "spark.cores.max": str(CORES_OF_APPLICATION),
    "spark.driver.extraJavaOptions": PLANNING_JVM,
    "spark.executor.memory": MEMORY_OF_EXECUTOR,
    "spark.executor.extraJavaOptions": JVM,
}
CONNECT = {
    "spark.app.name": "hyperion",
    "spark.connect.grpc.binding.address": HOST,
    # Paths are relative to the folder that the server works in: some are split at commas and spaces.
    "spark.local.dir": "tmp",
    # A port in use is another's: the next one would be nobody's.
    "spark.port.maxRetries": "0",
    # Asking each column for the line of code that made it costs more than making it.
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    "spark.sql.warehouse.dir": "warehouse",
}


@dataclass(frozen=True)
class Spark:
    """Ports: clients, and on a cluster HTTP, with the pages of what it runs.

    `connected` tells where the lake lies when it starts. Its temporary files lie in its folder, and `spark.properties`,
    readable by its owner only, holds the keys of S3.
    """

    master: str
    connected: Callable[[], Settings]
    registry: Registry
    report: Report
    name: str = "spark"
    title: str = "Spark"
    after: tuple[str, ...] = (MASTER, WORKER, "namenode", "datanode-1", "datanode-2", "s3", "metastore")
    port_setting: str | None = "engine_port"
    start_limit: float = 180.0
    stop_signal: Signals = SIGTERM

    @property
    def port_count(self) -> int:
        return 2 if self._has_cluster else 1

    def command(self, folder: Path, ports: list[int]) -> Command:
        shutil.rmtree(folder / "tmp", ignore_errors=True)
        (folder / "tmp").mkdir()
        connect = {**CONNECT, "spark.connect.grpc.binding.port": str(ports[0]), "spark.ui.enabled": "false"}
        if self._has_cluster:
            connect |= {"spark.ui.enabled": "true", "spark.ui.port": str(ports[1])}
        settings = self.connected()
        properties = application(settings, self.registry, self.report) | connect
        replace(folder / PROPERTIES, properties_text(properties), mode=0o600)
        arguments = [str(spark_home() / "bin" / "spark-submit"), "--properties-file", PROPERTIES]
        arguments += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer"]
        # The resource to run is a class that is on Spark's class path already.
        return Command([*arguments, "spark-internal"], spark_environment(folder), folder)

    def is_ready(self, folder: Path, ports: list[int]) -> bool:
        """Whether it answers, and on a cluster has an executor."""
        # One that was started for another kind of master has other ports.
        if len(ports) != self.port_count or not answers_http2(ports[0]):
            return False
        return not self._has_cluster or _has_executor(ports[1])

    def address(self, folder: Path, ports: list[int]) -> str:
        return f"sc://{HOST}:{ports[0]}"

    @property
    def _has_cluster(self) -> bool:
        return not self.master.startswith("local")


def spark_services(
    settings: Settings, connected: Callable[[], Settings], registry: Registry, report: Report
) -> list[Service]:
    """The services of the engine spark: the Connect server, which clients connect to, and what it stands on."""
    spark = Spark(settings.spark_master, connected, registry, report)
    if settings.spark_master != STANDALONE:
        return [spark]
    return [spark, SparkMaster(registry), SparkWorker(registry)]


def application(settings: Settings, registry: Registry, report: Report) -> dict[str, str]:
    """Spark's properties for every application of these settings: where it runs, and how it reaches the lake.

    They hold the secret key of S3. Raises ServiceError if the embedded cluster was never started.
    """
    master = master_address(registry) if settings.spark_master == STANDALONE else settings.spark_master
    is_own = not settings.spark_master.startswith("spark://")
    host = HOST if is_own else _address_towards(master)
    sizes = (CLUSTER_SIZES if settings.spark_master == STANDALONE else OWN_SIZES) if is_own else {}
    s3 = s3a(settings)
    return {
        **APPLICATION,
        **sizes,
        "spark.master": master,
        "spark.driver.host": host,
        "spark.driver.bindAddress": host,
        **_catalog(settings.metastore_uri),
        **{f"spark.hadoop.{name}": value for name, value in s3.items()},
        **(_s3_classes(report, is_own) if s3 else {}),
    }


def submission(settings: Settings, folder: Path, registry: Registry, report: Report) -> Command:
    """`spark-submit` for these settings, to which a program and its arguments are added; it works where its caller is.

    `folder` is the submission's own and gets the properties, readable by their owner only; tables that a program saves
    stand beside it. Raises ServiceError if the cluster was never started.
    """
    properties = application(settings, registry, report) | {
        "spark.sql.warehouse.dir": (folder.parent / "warehouse").as_uri(),
        "spark.ui.port": "0",
    }
    replace(folder / PROPERTIES, properties_text(properties), mode=0o600)
    arguments = [str(spark_home() / "bin" / "spark-submit"), "--properties-file", str(folder / PROPERTIES)]
    return Command(arguments, spark_environment(folder), Path.cwd())


def properties_text(properties: dict[str, str]) -> str:
    """A file of Java's properties."""
    escaped = {name: value.replace("\\", "\\\\") for name, value in properties.items()}
    return "".join(f"{name}={value}\n" for name, value in escaped.items())


def _catalog(metastore_uri: str | None) -> dict[str, str]:
    """Where tables are looked up by name: in the Hive Metastore, if there is one."""
    if metastore_uri is None:
        return {"spark.sql.catalogImplementation": "in-memory"}
    return {"spark.sql.catalogImplementation": "hive", "spark.hadoop.hive.metastore.uris": metastore_uri}


def _s3_classes(report: Report, is_own: bool) -> dict[str, str]:
    """Where executors find Hadoop's client for S3: on this machine's disk, or with the driver of another cluster's."""
    fetched = jars.fetch(report, jars.S3A)
    if is_own:
        return {f"spark.{process}.extraClassPath": str(fetched / "*") for process in ("driver", "executor")}
    return {"spark.jars": ",".join(str(fetched / jar.name) for jar in jars.locked(jars.S3A))}


def _address_towards(master: str) -> str:
    """The address of this machine by which a cluster reaches it."""
    at = urlsplit(master.partition(",")[0])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        # Nothing is sent: the system chooses the interface.
        probe.connect((at.hostname or HOST, at.port or 7077))
        return str(probe.getsockname()[0])


def _has_executor(http: int) -> bool:
    """Whether an application has an executor beside its driver, as it says on its HTTP port."""
    for found in page(http, "/api/v1/applications") or ():
        executors = page(http, f"/api/v1/applications/{found['id']}/executors") or ()
        if any(executor["id"] != "driver" and executor["isActive"] for executor in executors):
            return True
    return False
