"""The configuration files that compose/docker-compose.yml mounts, from what configures the native stack.

Belongs here: what differs in a container, which is where a service listens, where its data lie and who its neighbours
are. Not here: which containers there are (compose/docker-compose.yml), and what runs in those of our own image
(container.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hyperion_assets.local import hdfs, kafka, trino
from hyperion_assets.local.hadoop import JVM, configuration
from hyperion_assets.local.ports import HOST, fixed_ports
from hyperion_assets.local.postgres import DATABASE, ROLE
from hyperion_assets.settings import Settings

COMMAND = "python -m hyperion_assets.local.compose"
FOLDER = "compose"
USER = "hyperion"
"""Who reads and writes in HDFS: NameNode and clients take the name from HADOOP_USER_NAME."""
_MADE = f"# Generated from `hyperion_assets/local` by `{COMMAND}`; do not edit.\n"
_ETC = "/etc/trino"


def files() -> dict[str, str]:
    """The text of every generated file by its path in the repository. No secret stands in any: services take those
    from their environment.
    """
    made = {"kafka.env": _env(_kafka()), "hadoop.env": _env(_hadoop()), **_trino()}
    return {f"{FOLDER}/{path}": text for path, text in made.items()}


def stale_files(repository: Path) -> list[str]:
    """Paths of the files that are missing or not what the native stack says."""
    return [path for path, text in files().items() if _read(repository / path) != text]


def write_files(repository: Path) -> list[str]:
    """Write the files that are stale; their paths."""
    stale = stale_files(repository)
    for path in stale:
        (repository / path).parent.mkdir(parents=True, exist_ok=True)
        (repository / path).write_text(files()[path], encoding="utf-8")
    return stale


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _kafka() -> dict[str, str]:
    """What Apache's image makes server.properties of: a variable for each property, in capitals, `_` for `.`."""
    port = fixed_ports()
    client, controller, outside = port["kafka"], port["kafka_controller"], port["kafka_outside"]
    own = {
        "listeners": f"PLAINTEXT://:{client},CONTROLLER://:{controller},OUTSIDE://:{outside}",
        "advertised.listeners": f"PLAINTEXT://kafka:{client},OUTSIDE://{HOST}:{outside}",
        "listener.security.protocol.map": f"{kafka.PROPERTIES['listener.security.protocol.map']},OUTSIDE:PLAINTEXT",
        "controller.quorum.voters": f"{kafka.PROPERTIES['node.id']}@kafka:{controller}",
        "log.dirs": "/var/lib/kafka/data",
    }
    heap = " ".join(option for option in kafka.JVM if option.startswith("-Xm"))
    properties = {**kafka.PROPERTIES, **own}
    named = {f"KAFKA_{name.upper().replace('.', '_')}": value for name, value in properties.items()}
    return {**named, "KAFKA_HEAP_OPTS": heap}


def _hadoop() -> dict[str, str]:
    """What Apache's image makes core-site.xml and hdfs-site.xml of: FILE_property=value."""
    port = fixed_ports()
    namenode = f"namenode:{port['namenode']}"
    core = {"fs.defaultFS": f"hdfs://{namenode}"}
    own = {
        "dfs.namenode.rpc-address": namenode,
        "dfs.namenode.http-address": f"namenode:{port['namenode_http']}",
        "dfs.namenode.name.dir": "/data/name",
        "dfs.datanode.data.dir": "/data/blocks",
        "dfs.datanode.address": f"0.0.0.0:{port['datanode']}",
        "dfs.datanode.http.address": f"0.0.0.0:{port['datanode_http']}",
        "dfs.datanode.ipc.address": f"0.0.0.0:{port['datanode_ipc']}",
    }
    (heap,) = [option.removeprefix("-Xmx") for option in JVM if option.startswith("-Xmx")]
    return {
        **{f"CORE-SITE.XML_{name}": value for name, value in core.items()},
        **{f"HDFS-SITE.XML_{name}": value for name, value in {**hdfs.SITE, **own}.items()},
        "HADOOP_HEAPSIZE_MAX": heap,
        "HADOOP_OPTS": " ".join(option for option in JVM if option.startswith("-XX:")),
        "HADOOP_USER_NAME": USER,
    }


def _trino() -> dict[str, str]:
    """The files of /etc/trino."""
    port = fixed_ports()
    server = {
        **trino.SERVER,
        "catalog.config-dir": f"{_ETC}/catalog",
        "http-server.http.port": str(port["trino"]),
        "discovery.uri": f"http://trino:{port['trino']}",
    }
    node = {
        "node.environment": "hyperion",
        "node.id": "hyperion",
        "node.data-dir": "/data/trino",
        "plugin.dir": "/usr/lib/trino/plugin",
    }
    database = {
        "connector.name": "postgresql",
        "connection-url": f"jdbc:postgresql://postgres:{port['postgres']}/{DATABASE}",
        "connection-user": ROLE,
        "connection-password": "${ENV:POSTGRES_PASSWORD}",
    }
    hive = {
        **trino.HIVE,
        "hive.config.resources": f"{_ETC}/core-site.xml",
        "hive.metastore.uri": f"thrift://metastore:{port['metastore']}",
        # Whichever store the lake lies on: nothing is asked of the other.
        "fs.native-s3.enabled": "true",
        "s3.endpoint": f"http://s3:{port['s3']}",
        "s3.region": str(Settings.model_fields["s3_region"].default),
        "s3.path-style-access": "true",
        "s3.aws-access-key": "${ENV:S3_ACCESS_KEY}",
        "s3.aws-secret-key": "${ENV:S3_SECRET_KEY}",
    }
    return {
        "trino/config.properties": _env(server),
        "trino/node.properties": _env(node),
        "trino/jvm.config": "\n".join(trino.JVM) + "\n",
        "trino/log.properties": _env({"io.trino": "INFO"}),
        "trino/core-site.xml": configuration({"hadoop.tmp.dir": "/data/trino/tmp"}),
        "trino/catalog/hive.properties": _env(hive),
        "trino/catalog/postgresql.properties": _env(database),
        "trino/catalog/tpch.properties": _env({"connector.name": "tpch"}),
    }


def _env(given: Mapping[str, str]) -> str:
    """Lines of name=value, as Docker's env files and Java's properties have them alike."""
    return _MADE + "".join(f"{name}={value}\n" for name, value in given.items())
