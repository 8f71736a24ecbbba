"""One Apache Kafka node (KRaft: broker and controller in one process) on the loopback interface."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM, Signals

from hyperion_assets.disk import replace
from hyperion_assets.local import jars
from hyperion_assets.local.failure import failure
from hyperion_assets.local.java import java_home
from hyperion_assets.local.ports import HOST, accepts
from hyperion_assets.local.process import Command
from hyperion_assets.progress import Report

PROPERTIES = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "auto.create.topics.enable": "false",
    "group.initial.rebalance.delay.ms": "0",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "share.coordinator.state.topic.num.partitions": "1",
    # A broker that was killed counts as alive for this long, and the one started in its place waits for that.
    "broker.session.timeout.ms": "3000",
    "broker.heartbeat.interval.ms": "500",
    # Raw records are kept for as long as the home is: landing is rebuilt from them.
    "log.retention.ms": "-1",
    "log.retention.bytes": "-1",
}
SERVER = "server.properties"
# Whatever the caller's locale, so that Java can read every path.
ENVIRONMENT = {"LC_ALL": "C.UTF-8"}
JVM = ["-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-Xlog:disable", "-Xlog:all=error:stderr"]
LOGGING = [
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS",
]


@dataclass(frozen=True)
class Kafka:
    """Ports: clients, controller. Data lie in `data/`, which is formatted once."""

    report: Report
    name: str = "kafka"
    title: str = "Kafka"
    after: tuple[str, ...] = ()
    port_setting: str = "kafka_port"
    port_count: int = 2
    start_limit: float = 60.0
    stop_signal: Signals = SIGTERM

    def command(self, folder: Path, ports: list[int]) -> Command:
        lib = jars.fetch(self.report, jars.KAFKA)
        data = folder / "data"
        if not data.exists():
            _format(folder, lib, ports)
        replace(folder / SERVER, _properties(data, ports))
        return Command([*_java(lib), "kafka.Kafka", SERVER], ENVIRONMENT, folder)

    def is_ready(self, folder: Path, ports: list[int]) -> bool:
        from confluent_kafka import KafkaException
        from confluent_kafka.admin import AdminClient

        # The client writes to the terminal about a port where nothing listens yet.
        if not accepts(ports[0]):
            return False
        client = AdminClient({"bootstrap.servers": self.address(folder, ports), "log_level": 0})
        try:
            client.list_topics(timeout=5.0)
        except KafkaException:
            return False
        return True

    def address(self, folder: Path, ports: list[int]) -> str:
        return f"{HOST}:{ports[0]}"


def archive(lib: Path) -> Path:
    """Where the archive of classes lies that halves the time of a start; see warm_up.py."""
    return lib.with_name(f"{lib.name}.aot")


def java(lib: Path, startup: list[str]) -> list[str]:
    """The Java runtime with Kafka's jars; `startup` are the options that make or use the archive."""
    # In the lock's order, because the archive holds for one order of the class path only.
    path = ":".join(str(lib / jar.name) for jar in jars.locked(jars.KAFKA))
    return [str(java_home() / "bin" / "java"), *JVM, *startup, *LOGGING, "-cp", path]


def _java(lib: Path) -> list[str]:
    made = archive(lib)
    return java(lib, [f"-XX:AOTCache={made}"] if made.exists() else [])


def _properties(data: Path, ports: list[int]) -> str:
    client, controller = ports
    made = {
        "listeners": f"PLAINTEXT://{HOST}:{client},CONTROLLER://{HOST}:{controller}",
        "advertised.listeners": f"PLAINTEXT://{HOST}:{client}",
        "controller.quorum.voters": f"1@{HOST}:{controller}",
        # Relative to the folder that Kafka works in: as a list it would be split at a comma in the path.
        "log.dirs": data.name,
    }
    return "".join(f"{key}={value}\n" for key, value in {**PROPERTIES, **made}.items())


def _format(folder: Path, lib: Path, ports: list[int]) -> None:
    """Format a folder beside the data folder, then rename it: one that was interrupted is never taken for data."""
    made = folder / "data.new"
    shutil.rmtree(made, ignore_errors=True)
    properties = folder / "format.properties"
    replace(properties, _properties(made, ports))
    cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
    # Joined by a sign: an id may begin with a dash, and would be read as an option of its own.
    arguments = ["kafka.tools.StorageTool", "format", f"--cluster-id={cluster}", "-c", properties.name]
    environment = {**os.environ, **ENVIRONMENT}
    command = [*_java(lib), *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise failure("Kafka cannot make its data folder", done.stdout + done.stderr, made)
    properties.unlink()
    made.rename(folder / "data")
