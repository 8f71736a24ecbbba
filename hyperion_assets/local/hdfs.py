"""HDFS on the loopback interface: a NameNode and DataNodes, each a service of its own.

Every block is kept twice, so that a DataNode that ends takes nothing with it.
"""

from __future__ import annotations

import json
import os
import pwd
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from signal import SIGTERM, Signals
from typing import Any

from hyperion_assets.disk import replace
from hyperion_assets.errors import StorageError
from hyperion_assets.local import jars
from hyperion_assets.local.failure import failure
from hyperion_assets.local.hadoop import ENVIRONMENT, JVM, LOGGING, client_jars, configuration
from hyperion_assets.local.java import java_home
from hyperion_assets.local.ports import HOST, accepts
from hyperion_assets.local.process import Command
from hyperion_assets.local.registry import Registry
from hyperion_assets.progress import Report

NAMENODE = "namenode"
# Nothing is set for dfs.namenode.file.close.num-committed-allowed, which spares a client some waiting when it closes a
# file: one in a hundred was read as empty then, if it was read at once.
SITE = {
    "dfs.replication": "2",
    # Relative to the folder that each works in: as a list it would be split at a comma in the path.
    "dfs.namenode.name.dir": "data",
    "dfs.datanode.data.dir": "data",
    "dfs.namenode.safemode.extension": "0",
    "dfs.namenode.datanode.registration.ip-hostname-check": "false",
    # A DataNode that was killed is taken for dead after 12 s; until then clients are told to write to it.
    "dfs.heartbeat.interval": "1",
    "dfs.namenode.heartbeat.recheck-interval": "1000",
    # Java clients wait this long, and not 0.4 s, before they ask again whether a block has arrived.
    "dfs.client.block.write.locateFollowingBlock.initial.delay.ms": "10",
    # There is no third DataNode to take the place of one that ends.
    "dfs.client.block.write.replace-datanode-on-failure.policy": "NEVER",
}
# Pages of the web interface, which are in no jar. Without the folders the servers do not start.
PAGES = ("hdfs", "datanode", "static")
# Seconds since the last heartbeat after which a DataNode is out of touch.
SILENCE = 3
SERVER = "org.apache.hadoop.hdfs.server"


@dataclass(frozen=True)
class NameNode:
    """Ports: clients, HTTP. What files there are lies in `data/`, formatted once; `conf/` serves clients as well."""

    report: Report
    name: str = NAMENODE
    title: str = "HDFS's NameNode"
    after: tuple[str, ...] = ()
    port_setting: str | None = "hdfs_port"
    port_count: int = 2
    start_limit: float = 60.0
    stop_signal: Signals = SIGTERM

    def command(self, folder: Path, ports: list[int]) -> Command:
        java = _java(self.report)
        _configure(folder, ports)
        if not (folder / "data").exists():
            _format(folder, java)
        return Command([*java, f"{SERVER}.namenode.NameNode"], ENVIRONMENT, folder)

    def is_ready(self, folder: Path, ports: list[int]) -> bool:
        # Not more: it is in safe mode until the DataNodes have told it of their blocks.
        return accepts(ports[0]) and namenode_state(ports[1]) is not None

    def address(self, folder: Path, ports: list[int]) -> str:
        return f"hdfs://{HOST}:{ports[0]}"


@dataclass(frozen=True)
class DataNode:
    """Ports: data, HTTP, IPC. Blocks lie in `data/`. The registry tells where the NameNode listens."""

    number: int
    registry: Registry
    report: Report
    after: tuple[str, ...] = (NAMENODE,)
    port_setting: str | None = None
    port_count: int = 3
    start_limit: float = 60.0
    stop_signal: Signals = SIGTERM

    @property
    def name(self) -> str:
        return f"datanode-{self.number}"

    @property
    def title(self) -> str:
        return f"HDFS's DataNode {self.number}"

    def command(self, folder: Path, ports: list[int]) -> Command:
        java = _java(self.report)
        data, http, ipc = ports
        listens = {
            "dfs.datanode.address": f"{HOST}:{data}",
            "dfs.datanode.http.address": f"{HOST}:{http}",
            "dfs.datanode.ipc.address": f"{HOST}:{ipc}",
        }
        _configure(folder, self._namenode, listens)
        return Command([*java, f"{SERVER}.datanode.DataNode"], ENVIRONMENT, folder)

    def is_ready(self, folder: Path, ports: list[int]) -> bool:
        """Whether it serves this NameNode, and HDFS keeps a file that is written."""
        rpc, http = self._namenode
        serves = _serves_namenode(ports[1], rpc) and namenode_state(http) == "Operational"
        return serves and _keeps_a_file(ports[1], rpc, f"/.{self.name}-ready")

    def address(self, folder: Path, ports: list[int]) -> str:
        return f"{HOST}:{ports[0]}"

    @property
    def _namenode(self) -> list[int]:
        return self.registry.read()[NAMENODE].ports


def namenode_state(http: int) -> str | None:
    """Operational or safeMode, as the NameNode says on its HTTP port; None if it does not answer."""
    found = _bean(http, "Hadoop:service=NameNode,name=FSNamesystemState")
    return None if found is None else str(found["FSState"])


def _serves_namenode(http: int, rpc: int) -> bool:
    """Whether a DataNode is in touch with the NameNode of this port."""
    found = _bean(http, "Hadoop:service=DataNode,name=DataNodeInfo") or {}
    # The web server is up before it knows of a NameNode.
    return any(
        actor["NamenodeAddress"].endswith(f":{rpc}")
        and actor["ActorState"] == "RUNNING"
        and int(actor["LastHeartbeat"]) <= SILENCE
        for actor in json.loads(found.get("BPServiceActorInfo", "[]"))
    )


def _bean(http: int, name: str) -> dict[str, Any] | None:
    """What a server tells of itself; None if it does not answer, or not yet."""
    try:
        beans = json.loads(_ask(http, "GET", f"/jmx?qry={name}"))["beans"]
    except (OSError, HTTPException, ValueError, KeyError):
        return None
    return dict(beans[0]) if beans else None


def _keeps_a_file(http: int, rpc: int, path: str) -> bool:
    """Whether what a DataNode is told to write into HDFS can be read.

    By WebHDFS, where the DataNode is the client: it finds its way when the NameNode still names another DataNode that
    was killed just now. The client for Python fails then, and takes a quarter of a minute for it.
    """
    written = secrets.token_hex(8).encode()
    user = pwd.getpwuid(os.geteuid()).pw_name
    target = f"/webhdfs/v1{path}?namenoderpcaddress={HOST}:{rpc}&user.name={os.environ.get('HADOOP_USER_NAME', user)}"
    try:
        _ask(http, "PUT", f"{target}&op=CREATE&overwrite=true&replication=1", written)
        return _ask(http, "GET", f"{target}&op=OPEN") == written
    except (OSError, HTTPException):
        return False


def _ask(http: int, method: str, target: str, body: bytes | None = None) -> bytes:
    """What a server answers on its HTTP port. No proxy of the environment stands in between."""
    connection = HTTPConnection(HOST, http, timeout=5)
    try:
        connection.request(method, target, body)
        return connection.getresponse().read()
    finally:
        connection.close()


def _java(report: Report) -> list[str]:
    """The Java runtime with Hadoop's jars; the configuration is looked for in the folder that it works in."""
    fetched = jars.fetch(report, jars.HDFS)
    servers = [fetched / jar.name for jar in jars.locked(jars.HDFS)]
    path = ":".join(map(str, ["conf", *servers, *client_jars()]))
    return [str(java_home() / "bin" / "java"), *JVM, "-cp", path]


def _configure(folder: Path, namenode: list[int], more: dict[str, str] | None = None) -> None:
    rpc, http = namenode
    conf = folder / "conf"
    for page in PAGES:
        (conf / "webapps" / page).mkdir(parents=True, exist_ok=True)
    addresses = {"dfs.namenode.rpc-address": f"{HOST}:{rpc}", "dfs.namenode.http-address": f"{HOST}:{http}"}
    replace(conf / "core-site.xml", configuration({"fs.defaultFS": f"hdfs://{HOST}:{rpc}", "hadoop.tmp.dir": "tmp"}))
    replace(conf / "hdfs-site.xml", configuration({**SITE, **addresses, **(more or {})}))
    replace(conf / "log4j2.properties", LOGGING)


def _format(folder: Path, java: list[str]) -> None:
    """Format a folder beside the data folder, then rename it: one that was interrupted is never taken for data.

    Raises StorageError where DataNodes hold blocks already, which a new NameNode would not know.
    """
    blocks = [path for path in folder.parent.glob("datanode-*/data") if path.exists()]
    if blocks:
        raise StorageError(
            f"{folder / 'data'} is gone, and with it which file each block in {blocks[0]} belongs to: bring it back, "
            f"or remove {folder.parent}/datanode-* to start with an empty HDFS"
        )
    made = folder / "data.new"
    shutil.rmtree(made, ignore_errors=True)
    into = ["-D", f"dfs.namenode.name.dir={made.name}"]
    done = subprocess.run(
        [*java, f"{SERVER}.namenode.NameNode", *into, "-format", "-nonInteractive"],
        cwd=folder,
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise failure("HDFS's NameNode cannot make its data folder", done.stdout + done.stderr, made)
    made.rename(folder / "data")
