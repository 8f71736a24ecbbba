"""compose/docker-compose.yml as Docker Compose itself reads it, where there is one; it needs no engine for that."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from hyperion_assets_tests.compose.stack import FILE, env_file, services

SECRETS = {"POSTGRES_PASSWORD": "pg0", "S3_ACCESS_KEY": "key0", "S3_SECRET_KEY": "secret0"}
PROFILES = ["--profile", "s3", "--profile", "dagit", "--profile", "commands"]


def client() -> list[str]:
    """The command of Docker Compose, as a plugin or by itself."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]) and not subprocess.run([*command, "version"], capture_output=True).returncode:
            return command
    pytest.skip("Docker Compose is not installed: apt-get install docker-compose")


def config(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """What it makes of the file with nothing but these variables: a file in `folder` stands for the .env beside it."""
    empty = folder / "empty.env"
    empty.touch()
    found = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **environment}
    command = [*client(), "--env-file", str(empty), "-f", str(FILE), *PROFILES, "config"]
    return subprocess.run(command, env=found, capture_output=True, text=True, check=False)


def test_compose_reads_the_file(tmp_path: Path) -> None:
    done = config(tmp_path, **SECRETS)
    assert done.returncode == 0, done.stderr
    found = yaml.safe_load(done.stdout)["services"]
    assert set(found) == set(services())
    hadoop = found["datanode-2"]["environment"]
    assert {name: str(hadoop[name]) for name in env_file("hadoop.env")} == env_file("hadoop.env")
    dagit = found["dagit"]["environment"]
    assert dagit["HYPERION_POSTGRES_DSN"] == "postgresql://hyperion:pg0@postgres:5432/hyperion"
    assert (dagit["HYPERION_PROFILE"], dagit["HYPERION_S3_SECRET_KEY"]) == ("stack-hdfs", "secret0")
    assert found["datanode-1"]["volumes"] != found["datanode-2"]["volumes"]


@pytest.mark.parametrize("missing", SECRETS)
def test_compose_refuses_to_start_without_a_secret(missing: str, tmp_path: Path) -> None:
    done = config(tmp_path, **{name: value for name, value in SECRETS.items() if name != missing})
    assert done.returncode != 0
    assert missing in done.stderr
    assert "./make-env.sh" in done.stderr
