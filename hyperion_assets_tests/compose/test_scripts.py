"""What compose/ runs at a start can run twice, and its checks tell a server at work from one that is not."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import uuid
from pathlib import Path

import boto3
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from hyperion_assets.local.container import SERVICES
from hyperion_assets.local.metastore import DATABASE
from hyperion_assets.local.ports import HOST, find
from hyperion_assets.local.registry import Registry
from hyperion_assets.local.versions import version
from hyperion_assets.settings import Settings
from hyperion_assets_tests.compose.stack import COMPOSE, services

SECRETS = {"POSTGRES_PASSWORD", "S3_ACCESS_KEY", "S3_SECRET_KEY"}


def ports(settings: Settings, service: str) -> list[int]:
    return Registry(settings.home / "services" / "services.json").read()[service].ports


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The script that makes .env and what it reads, in a folder of their own."""
    for name in ("make-env.sh", ".env.example"):
        shutil.copy(COMPOSE / name, tmp_path)
    return tmp_path


def made(folder: Path) -> dict[str, str]:
    subprocess.run([folder / "make-env.sh"], cwd="/", check=True, capture_output=True)
    lines = (folder / ".env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_env_has_random_secrets_that_stay(folder: Path) -> None:
    first = made(folder)
    assert set(first) == {*SECRETS, "COMPOSE_PROJECT_NAME"}
    secrets = {first[name] for name in SECRETS}
    assert len(secrets) == 3
    assert all(len(value) == 48 and value.isalnum() for value in secrets)
    assert stat.S_IMODE((folder / ".env").stat().st_mode) == 0o600
    assert made(folder) == first
    assert sorted(path.name for path in folder.iterdir()) == [".env", ".env.example", "make-env.sh"]


def test_env_keeps_what_a_person_wrote_and_gets_what_is_missing(folder: Path) -> None:
    (folder / ".env").write_text("HYPERION_PROFILE=stack-s3\nS3_SECRET_KEY=\nS3_ACCESS_KEY=mine=1", encoding="utf-8")
    (folder / ".env").chmod(0o644)
    found = made(folder)
    assert (found["HYPERION_PROFILE"], found["S3_ACCESS_KEY"]) == ("stack-s3", "mine=1")
    assert len(found["S3_SECRET_KEY"]) == len(found["POSTGRES_PASSWORD"]) == 48
    assert stat.S_IMODE((folder / ".env").stat().st_mode) == 0o600


def test_buckets_are_made_once(s3_settings: Settings) -> None:
    _, _, master, master_grpc, _, _, filer, filer_grpc = ports(s3_settings, "s3")
    own = uuid.uuid4().hex
    buckets = [f"{own}-one", f"{own}-two"]
    script = ["sh", str(COMPOSE / "s3" / "ready.sh"), f"{HOST}:{master}.{master_grpc}", f"{HOST}:{filer}.{filer_grpc}"]
    environment = {**os.environ, "WEED": str(Path(sysconfig.get_path("scripts"), "weed"))}
    assert s3_settings.s3_secret_key is not None
    client = boto3.client(
        "s3",
        endpoint_url=s3_settings.s3_endpoint,
        region_name=s3_settings.s3_region,
        aws_access_key_id=s3_settings.s3_access_key,
        aws_secret_access_key=s3_settings.s3_secret_key.get_secret_value(),
    )
    subprocess.run([*script, *buckets], env=environment, check=True, timeout=60)
    client.put_object(Bucket=buckets[0], Key="kept", Body=b"kept")
    subprocess.run([*script, *buckets], env=environment, check=True, timeout=60)
    assert client.get_object(Bucket=buckets[0], Key="kept")["Body"].read() == b"kept"
    assert {bucket["Name"] for bucket in client.list_buckets()["Buckets"]} >= set(buckets)
    for bucket in buckets:
        for key in client.list_objects_v2(Bucket=bucket).get("Contents", []):
            client.delete_object(Bucket=bucket, Key=key["Key"])
        client.delete_bucket(Bucket=bucket)


def test_seaweedfs_that_is_not_there_is_not_ready() -> None:
    master, filer = find(2, set())
    environment = {**os.environ, "WEED": str(Path(sysconfig.get_path("scripts"), "weed"))}
    script = ["sh", str(COMPOSE / "s3" / "ready.sh"), f"{HOST}:{master}", f"{HOST}:{filer}", "bucket"]
    assert subprocess.run(script, env=environment, capture_output=True, timeout=60, check=False).returncode != 0


def hdfs_is_ready(*addresses: str) -> bool:
    # As in Hadoop's image: with the standard library alone.
    command = [sys.executable, "-I", str(COMPOSE / "hdfs" / "ready.py"), *addresses]
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0


def test_hdfs_says_when_it_serves(hdfs_settings: Settings) -> None:
    namenode = f"{HOST}:{ports(hdfs_settings, 'namenode')[1]}"
    datanode = f"{HOST}:{ports(hdfs_settings, 'datanode-1')[1]}"
    nobody = f"{HOST}:{find(1, set())[0]}"
    assert hdfs_is_ready(namenode)
    assert hdfs_is_ready(namenode, datanode)
    assert not hdfs_is_ready(nobody)
    assert not hdfs_is_ready(namenode, nobody)
    # Neither is the other kind.
    assert not hdfs_is_ready(datanode)
    assert not hdfs_is_ready(namenode, namenode)


def test_checks_of_hdfs_are_that_script() -> None:
    for name in ("namenode", "datanode-1", "datanode-2"):
        assert services()[name]["healthcheck"]["test"][:3] == ["CMD", "python3", "/opt/hyperion/ready.py"]
        assert "./hdfs:/opt/hyperion:ro" in services()[name]["volumes"]


def test_metastore_makes_its_schema_once(postgres_dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HYPERION_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HYPERION_POSTGRES_DSN", postgres_dsn)

    def start() -> tuple[str, list[tuple[str]]]:
        """Which database there is after the container made ready to start, and the version of its schema."""
        command = SERVICES["metastore"].command(tmp_path)
        assert command.arguments[-3:] == ["org.apache.hadoop.hive.metastore.HiveMetaStore", "-p", "9083"]
        with psycopg.connect(make_conninfo(postgres_dsn, dbname=DATABASE)) as database:
            (oid,) = database.execute("select oid from pg_database where datname = %s", [DATABASE]).fetchall()
            return str(oid[0]), database.execute('select "SCHEMA_VERSION" from "VERSION"').fetchall()

    first = start()
    assert [found.rpartition(".")[0] for (found,) in first[1]] == [version("hive").rpartition(".")[0]]
    assert start() == first
