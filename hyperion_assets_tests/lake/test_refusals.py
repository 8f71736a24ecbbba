"""What a server refuses is one line that says where, why and what to do, in bounded time."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from pydantic import SecretStr

from hyperion_assets.errors import StorageError
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.store import Store
from hyperion_assets.local.ports import HOST
from hyperion_assets.local.s3 import identity
from hyperion_assets.settings import Settings

BOUND_SECONDS = 30.0


@pytest.fixture
def s3(s3_settings: Settings, tmp_path: Path) -> Settings:
    """Settings of an empty lake on S3."""
    return s3_settings.model_copy(update={"home": tmp_path, "raw_root": f"s3://hyperion-raw/{tmp_path.name}"})


@pytest.fixture
def closed_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server((HOST, 0)) as server:
        return int(server.getsockname()[1])


def refusal(settings: Settings, use: Callable[[Store], object] = lambda store: store.names("log")) -> str:
    """The one line with which the raw store of the settings refuses."""
    began = monotonic()
    with pytest.raises(StorageError) as raised:
        use(Lake(settings).raw)
    assert monotonic() - began < BOUND_SECONDS
    [line] = str(raised.value).splitlines()
    return line


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"raw_root": "s3://nobody-made-this"}, "there is no such bucket: make it, or name another"),
        ({"s3_access_key": "NOBODY"}, "the server does not know the access key: check HYPERION_S3_ACCESS_KEY"),
        ({"s3_secret_key": SecretStr("wrong")}, "the secret key is not that of the access key: check HYPERION_S3_"),
    ],
)
def test_a_bucket_and_keys_that_are_refused(s3: Settings, changed: dict[str, Any], why: str) -> None:
    settings = s3.model_copy(update=changed)
    assert refusal(settings).startswith(f"{settings.raw}: {why}")


def stream(store: Store) -> None:
    with store.writer("log/1.jsonl") as out:
        out.write(b"x" * (20 << 20))


@pytest.mark.parametrize("write", [lambda store: store.put_if_absent("log/1.json", b"x"), stream])
def test_a_key_that_may_only_read_reads_and_is_told_so_when_it_writes(
    s3: Settings, service_settings: Settings, write: Callable[[Store], object]
) -> None:
    Lake(s3).raw.put_if_absent("log/0.json", b"there")
    reader = identity(service_settings.home / "services" / "s3", "reader")
    keys = {"s3_access_key": reader.access_key, "s3_secret_key": SecretStr(reader.secret_key)}
    settings = s3.model_copy(update=keys)
    assert Lake(settings).raw.read("log/0.json") == b"there"
    assert "the access key may not do this: give it the right" in refusal(settings, write)
    assert Lake(s3).raw.walk("log") == ["log/0.json"]


def test_no_server_answers(s3: Settings, closed_port: int) -> None:
    said = refusal(s3.model_copy(update={"s3_endpoint": f"http://{HOST}:{closed_port}"}))
    assert f"no answer from http://{HOST}:{closed_port}" in said
    assert said.endswith("start it, or check HYPERION_S3_ENDPOINT")


def test_no_namenode_answers(tmp_path: Path, closed_port: int) -> None:
    root = f"hdfs://{HOST}:{closed_port}/raw"
    said = refusal(Settings(home=tmp_path, raw_root=root, _env_file=None))
    assert said == (
        f"{root}: no NameNode answers at {HOST}:{closed_port} (Connection refused): start HDFS, or check the "
        "HYPERION_*_ROOT settings"
    )


@pytest.mark.parametrize(("root", "name"), [("s3://hyperion-raw", "S3 server"), ("hdfs:///raw", "HDFS")])
def test_the_embedded_server_of_the_home_does_not_run(tmp_path: Path, root: str, name: str) -> None:
    said = refusal(Settings(home=tmp_path, raw_root=root, _env_file=None))
    assert said.startswith(f"{root}: the {name} of {tmp_path} does not run: start it with `hyperion stack up`")
