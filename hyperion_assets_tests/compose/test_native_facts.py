"""Versions, ports and configuration in compose/ are those of the native stack."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import hyperion_assets
from hyperion_assets.local import hdfs, kafka, postgres, s3, trino
from hyperion_assets.local.compose import stale_files
from hyperion_assets.local.compose.__main__ import main
from hyperion_assets.local.container import SERVICES
from hyperion_assets.local.hadoop import JVM
from hyperion_assets.local.ports import fixed_ports
from hyperion_assets.local.versions import version
from hyperion_assets.settings import PREFIX, REPOSITORY, Settings
from hyperion_assets_tests.compose.stack import COMPOSE, env_file, services

# By the image's name without its owner.
VERSIONS = {"kafka": "kafka", "hadoop": "hadoop", "trino": "trino", "seaweedfs": "seaweedfs"}
# What differs from natively: addresses and folders, in values that are otherwise equal.
OWN_KAFKA = {"listener.security.protocol.map"}
OWN_HDFS = {"dfs.namenode.name.dir", "dfs.datanode.data.dir"}
OWN_TRINO = {"catalog.config-dir", "hive.config.resources"}
OWN_S3 = {"dir", "ip", "ip.bind", "s3.config", "s3.localSocket"}
# Prescribed by the image's entry point otherwise, which has space set aside for files that nobody wrote.
ADDED_S3 = {"master.volumePreallocate": "false"}


def properties(path: str) -> dict[str, str]:
    lines = (COMPOSE / path).read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def test_generated_files_are_fresh() -> None:
    assert stale_files(REPOSITORY) == [], "run `python -m hyperion_assets.local.compose`"


def test_command_writes_what_is_stale_and_names_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--repository", str(tmp_path)]) == 0
    assert main(["--repository", str(tmp_path), "--check"]) == 0
    (tmp_path / "compose/kafka.env").write_text("older", encoding="utf-8")
    capsys.readouterr()
    assert main(["--repository", str(tmp_path), "--check"]) == 1
    assert capsys.readouterr().err == "compose/kafka.env is stale: run `python -m hyperion_assets.local.compose`\n"
    assert main(["--repository", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "wrote compose/kafka.env\n"


def test_images_are_of_the_native_versions() -> None:
    tags = {}
    for given in services().values():
        image, tag = given["image"].split(":")
        tags[image.rpartition("/")[2]] = tag
    server = subprocess.run([postgres.binary("postgres"), "--version"], capture_output=True, text=True, check=True)
    assert tags.pop("postgres") == server.stdout.split()[-1]
    assert tags.pop("hyperion") == hyperion_assets.__version__
    assert tags == {image: version(name) for image, name in VERSIONS.items()}


def test_own_image_is_set_up_as_this_repository_is() -> None:
    text = (COMPOSE / "Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"^FROM python:(3\.11\.\d+)-slim-bookworm$", text, re.MULTILINE)
    kept = (COMPOSE / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert kept[1] == "*"
    for pattern in (line.removeprefix("!") for line in kept if line.startswith("!")):
        assert list(REPOSITORY.glob(pattern)), pattern
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    (locks,) = re.findall(r"^LOCKS := (.*?)\\", makefile, re.MULTILINE)
    for lock in locks.split():
        assert any(Path(lock).match(line.removeprefix("!")) for line in kept if line.startswith("!")), lock


def test_own_services_are_those_that_the_image_knows() -> None:
    own = {name: given for name, given in services().items() if given["image"].startswith("hyperion:")}
    assert set(own) == {*SERVICES, "hyperion"}
    for name in SERVICES:
        command = ["python", "-m", "hyperion_assets.local.container", name]
        assert own[name]["command"] == command
        assert own[name]["healthcheck"]["test"] == ["CMD", *command, "--ready"]


def test_ports_are_the_fixed_ones() -> None:
    ports = fixed_ports()
    assert len(set(ports.values())) == len(ports)
    published = {
        name: [int(port.rpartition(":")[2]) for port in given["ports"]]
        for name, given in services().items()
        if "ports" in given
    }
    assert published == {
        "kafka": [ports["kafka_outside"]],
        "namenode": [ports["namenode_http"]],
        "postgres": [ports["postgres"]],
        "trino": [ports["trino"]],
        "spark-master": [ports["spark_master_http"]],
        "spark-connect": [ports["spark_connect_http"]],
        "s3": [ports["s3"]],
        "dagit": [ports["dagit"]],
    }


def test_settings_name_the_services() -> None:
    ports = fixed_ports()
    given = services()["dagit"]["environment"]
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | {f"{PREFIX}PROFILE"}
    assert {name for name in given if name.startswith(PREFIX)} <= known
    assert given["HYPERION_KAFKA_BOOTSTRAP_SERVERS"] == f"kafka:{ports['kafka']}"
    addresses = {
        "HDFS_NAMENODE": ("namenode", "namenode"),
        "METASTORE_URI": ("metastore", "metastore"),
        "POSTGRES_DSN": ("postgres", "postgres"),
        "S3_ENDPOINT": ("s3", "s3"),
        "SPARK_MASTER": ("spark-master", "spark_master"),
        "SPARK_REMOTE": ("spark-connect", "spark_connect"),
        "TRINO_URL": ("trino", "trino"),
    }
    for name, (service, port) in addresses.items():
        address = urlsplit(re.sub(r"\$\{.*?\}", "x", given[f"{PREFIX}{name}"]))
        assert (address.hostname, address.port) == (service, ports[port])
        assert service in services()


def test_settings_are_valid(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in services()["dagit"]["environment"].items():
        default = re.sub(r"\$\{\w+:-(.*?)\}", r"\1", value)
        monkeypatch.setenv(name, re.sub(r"\$\{\w+:\?.*?\}", "x", default))
    settings = Settings.from_env()
    assert settings.processed == f"hdfs://namenode:{fixed_ports()['namenode']}/hyperion-processed"
    assert (settings.engine, settings.catalog) == ("spark", "hive")


def test_kafka_is_configured_as_natively() -> None:
    made = {
        name.removeprefix("KAFKA_").lower().replace("_", "."): value for name, value in env_file("kafka.env").items()
    }
    assert {name for name, value in kafka.PROPERTIES.items() if made[name] != value} == OWN_KAFKA
    assert set(made["heap.opts"].split()) < set(kafka.JVM)
    assert made["advertised.listeners"].endswith(f"OUTSIDE://127.0.0.1:{fixed_ports()['kafka_outside']}")


def test_hdfs_is_configured_as_natively() -> None:
    made = env_file("hadoop.env")
    given = {name.partition("_")[2]: value for name, value in made.items() if name.startswith("HDFS-SITE.XML_")}
    assert {name for name, value in hdfs.SITE.items() if given[name] != value} == OWN_HDFS
    assert f"-Xmx{made['HADOOP_HEAPSIZE_MAX']}" in JVM
    assert made["HADOOP_USER_NAME"] == services()["dagit"]["environment"]["HADOOP_USER_NAME"]


def test_postgresql_is_made_as_natively() -> None:
    given = services()["postgres"]["environment"]
    assert given["POSTGRES_INITDB_ARGS"].split() == list(postgres.CLUSTER)
    assert (given["POSTGRES_USER"], given["POSTGRES_DB"]) == (postgres.ROLE, postgres.DATABASE)


def test_trino_is_configured_as_natively() -> None:
    server, hive = properties("trino/config.properties"), properties("trino/catalog/hive.properties")
    assert {name for name, value in trino.SERVER.items() if server[name] != value} <= OWN_TRINO
    assert {name for name, value in trino.HIVE.items() if hive[name] != value} <= OWN_TRINO
    assert (COMPOSE / "trino/jvm.config").read_text(encoding="utf-8").splitlines() == trino.JVM
    catalogs = {path.stem for path in (COMPOSE / "trino/catalog").iterdir()}
    assert catalogs == {"hive", "postgresql", "tpch"}


def test_seaweedfs_has_the_native_options() -> None:
    ports = fixed_ports()
    first, *options = services()["s3"]["command"]
    given = dict(option.removeprefix("-").split("=", 1) for option in options)
    assert first == "server"
    listens = {
        "master.port": str(ports["s3_master"]),
        "volume.port": str(ports["s3_volume"]),
        "filer.port": str(ports["s3_filer"]),
        "s3.port": str(ports["s3"]),
    }
    native = {name: value for name, value in s3.OPTIONS.items() if name not in OWN_S3}
    assert {name: value for name, value in given.items() if name not in OWN_S3} == native | listens | ADDED_S3
    assert services()["s3"]["healthcheck"]["test"][-len(s3.BUCKETS) :] == list(s3.BUCKETS)
