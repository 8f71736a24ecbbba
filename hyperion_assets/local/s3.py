"""One S3 server (SeaweedFS, all its parts in one process) on the loopback interface, with keys of its own."""

from __future__ import annotations

import json
import secrets
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL, Signals
from typing import Any, Literal

from hyperion_assets.disk import replace
from hyperion_assets.local.ports import HOST, accepts
from hyperion_assets.local.process import Command

BUCKETS = ("hyperion-raw", "hyperion-staging", "hyperion-processed")
ANY_REGION = "us-east-1"
ACTIONS = {"admin": ["Admin"], "reader": ["Read", "List"]}
IDENTITIES = "s3.json"
# Where an object is written, read and removed to see whether the server serves; no listing of data shows it.
PROBE_BUCKET = "hyperion-ready"
# Each part listens on an HTTP port and a gRPC port, which would be the first plus 10,000 if it were not given.
PARTS = ("s3", "master", "volume", "filer")
OPTIONS = {
    "dir": "data",
    "ip": HOST,
    "ip.bind": HOST,
    "master.telemetry": "false",
    # A server that was killed would be waited for, for 20 s.
    "master.electionTimeout": "1s",
    "master.heartbeatInterval": "300ms",
    # Files that objects are packed into grow to this size. Beyond this number of them nothing can be written, however
    # much disk is left.
    "master.volumeSizeLimitMB": "1024",
    "volume.max": "1000",
    "filer": "true",
    "s3": "true",
    "s3.config": IDENTITIES,
    "s3.localSocket": "s3.sock",
    "s3.port.iceberg": "0",
    "s3.port.lance": "0",
    "s3.iam": "false",
    # As at AWS: a bucket that nobody made is an error, and one with objects in it is not deleted.
    "s3.autoCreateBucket": "false",
    "s3.allowDeleteBucketNotEmpty": "false",
}


@dataclass(frozen=True)
class Identity:
    """A key of the server, and its secret."""

    access_key: str
    secret_key: str


@dataclass(frozen=True)
class S3:
    """Objects lie in `data/`; both identities in `s3.json`, readable by its owner only."""

    name: str = "s3"
    title: str = "SeaweedFS"
    after: tuple[str, ...] = ()
    port_setting: str | None = "s3_port"
    port_count: int = 2 * len(PARTS)
    start_limit: float = 60.0
    # Asked to end, the filer waits 15 s for its clients, of which one is the S3 server in the same process. What was
    # acknowledged is written: a kill loses none of it.
    stop_signal: Signals = SIGKILL

    def command(self, folder: Path, ports: list[int]) -> Command:
        (folder / "data").mkdir(exist_ok=True)
        if not (folder / IDENTITIES).exists():
            replace(folder / IDENTITIES, _new_identities(), mode=0o600)
        named = dict(zip((f"{part}.port{kind}" for part in PARTS for kind in ("", ".grpc")), ports, strict=True))
        arguments = [str(Path(sysconfig.get_path("scripts"), "weed")), "-logtostderr=true", "server"]
        arguments += [f"-{key}={value}" for key, value in {**OPTIONS, **named}.items()]
        # One volume at a time in each bucket, where seven would be made at the first write.
        return Command(arguments, {"WEED_MASTER_VOLUME_GROWTH_COPY_1": "1"}, folder)

    def is_ready(self, folder: Path, ports: list[int]) -> bool:
        from botocore.exceptions import BotoCoreError, ClientError

        if not accepts(ports[0]):
            return False
        client = _client(self.address(folder, ports), identity(folder, "admin"))
        try:
            _make_buckets(client)
            return _serves(client)
        except (BotoCoreError, ClientError):
            return False
        finally:
            client.close()

    def address(self, folder: Path, ports: list[int]) -> str:
        return f"http://{HOST}:{ports[0]}"


def identity(folder: Path, name: Literal["admin", "reader"]) -> Identity:
    """The keys of the one who may do everything, or of the one who may only read; `folder` is the service's."""
    found = json.loads((folder / IDENTITIES).read_bytes())["identities"]
    (keys,) = next(entry["credentials"] for entry in found if entry["name"] == name)
    return Identity(keys["accessKey"], keys["secretKey"])


def _new_identities() -> str:
    made = [
        {
            "name": name,
            "credentials": [{"accessKey": secrets.token_hex(10).upper(), "secretKey": secrets.token_urlsafe(30)}],
            "actions": actions,
        }
        for name, actions in ACTIONS.items()
    ]
    return json.dumps({"identities": made}, indent=1) + "\n"


def _client(endpoint: str, keys: Identity) -> Any:
    import boto3
    from botocore.config import Config

    # No proxy of the environment stands between a process and its own machine.
    config = Config(
        proxies={},
        connect_timeout=2,
        read_timeout=5,
        retries={"total_max_attempts": 1},
        s3={"addressing_style": "path"},
    )
    return boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id=keys.access_key,
        aws_secret_access_key=keys.secret_key,
        region_name=ANY_REGION,
        config=config,
    )


def _make_buckets(client: Any) -> None:
    there = {bucket["Name"] for bucket in client.list_buckets()["Buckets"]}
    for bucket in (*BUCKETS, PROBE_BUCKET):
        if bucket not in there:
            client.create_bucket(Bucket=bucket)


def _serves(client: Any) -> bool:
    """Whether an object that is written can be read."""
    at = {"Bucket": PROBE_BUCKET, "Key": secrets.token_hex(8)}
    written = secrets.token_bytes(16)
    client.put_object(**at, Body=written)
    read = client.get_object(**at)["Body"].read()
    length = client.head_object(**at)["ContentLength"]
    client.delete_object(**at)
    return bool(read == written and length == len(written))
