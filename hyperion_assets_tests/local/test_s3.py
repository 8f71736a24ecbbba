"""The embedded S3 server: who may do what, and what a kill leaves."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3
import psutil
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from hyperion_assets.local.process import identify
from hyperion_assets.local.s3 import BUCKETS, identity
from hyperion_assets.local.services import Services, Status, services, status
from hyperion_assets.settings import Settings

RAW = BUCKETS[0]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A server that this module may kill, in a home with an awkward path."""
    home = tmp_path_factory.mktemp("home") / "of Zoë, Ltd"
    with services(Settings(home=home, _env_file=None), {"s3"}) as joined:
        yield joined


def client(settings: Settings, access: str | None = None, secret: str | None = None, **config: Any) -> Any:
    """A client with the keys in the settings, or with others."""
    assert settings.s3_secret_key is not None
    return boto3.client(
        "s3",
        endpoint_url=settings.s3_endpoint,
        region_name=settings.s3_region,
        aws_access_key_id=access or settings.s3_access_key,
        aws_secret_access_key=secret or settings.s3_secret_key.get_secret_value(),
        config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}, **config),
    )


def folder(settings: Settings) -> Path:
    return settings.home / "services" / "s3"


def reader(settings: Settings) -> Any:
    keys = identity(folder(settings), "reader")
    return client(settings, keys.access_key, keys.secret_key)


def of_home(settings: Settings) -> list[Status]:
    """What `hyperion status` shows; settings that name a server would have it for another's."""
    return status(Settings(home=settings.home, _env_file=None))


def pid(settings: Settings) -> int:
    (found,) = [service.pid for service in of_home(settings) if service.service == "s3"]
    assert found is not None
    return found


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(ClientError) as raised:
        call()
    return str(raised.value.response["Error"]["Code"])


def read(settings: Settings, key: str) -> bytes:
    body: bytes = client(settings).get_object(Bucket=RAW, Key=key)["Body"].read()
    return body


def test_the_three_buckets_are_there_and_empty(running: Services) -> None:
    s3 = client(running.settings)
    assert {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]} > set(BUCKETS)
    assert [s3.list_objects_v2(Bucket=bucket)["KeyCount"] for bucket in BUCKETS] == [0, 0, 0]


def test_the_keys_are_this_homes_own_and_nobody_else_reads_them(running: Services) -> None:
    settings = running.settings
    assert settings.s3_secret_key is not None
    assert stat.S_IMODE((folder(settings) / "s3.json").stat().st_mode) == 0o600
    secret = settings.s3_secret_key.get_secret_value()
    assert len(secret) >= 40
    assert secret not in repr(settings)
    assert secret not in repr(of_home(settings))
    assert secret not in (settings.home / "services" / "s3.log").read_text(encoding="utf-8")


def test_a_reader_reads_and_changes_nothing(running: Services) -> None:
    client(running.settings).put_object(Bucket=RAW, Key="read/only", Body=b"kept")
    s3 = reader(running.settings)
    assert s3.get_object(Bucket=RAW, Key="read/only")["Body"].read() == b"kept"
    assert s3.list_objects_v2(Bucket=RAW, Prefix="read/")["KeyCount"] == 1
    assert refusal(lambda: s3.put_object(Bucket=RAW, Key="read/only", Body=b"changed")) == "AccessDenied"
    assert refusal(lambda: s3.delete_object(Bucket=RAW, Key="read/only")) == "AccessDenied"
    assert read(running.settings, "read/only") == b"kept"


def test_strangers_are_refused(running: Services) -> None:
    wrong = client(running.settings, secret="wrong")
    assert refusal(lambda: wrong.list_objects_v2(Bucket=RAW)) == "SignatureDoesNotMatch"
    nobody = client(running.settings, signature_version=UNSIGNED)
    assert refusal(lambda: nobody.list_objects_v2(Bucket=RAW)) == "AccessDenied"


def test_a_bucket_that_nobody_made_is_an_error(running: Services) -> None:
    s3 = client(running.settings)
    assert refusal(lambda: s3.put_object(Bucket="hyperion-nowhere", Key="a", Body=b"")) == "NoSuchBucket"


def test_one_of_many_puts_the_object_that_must_be_absent(running: Services) -> None:
    s3 = client(running.settings, max_pool_connections=16)
    lost: list[str] = []

    def put(number: int) -> int | None:
        try:
            s3.put_object(Bucket=RAW, Key="one/winner", Body=str(number).encode(), IfNoneMatch="*")
        except s3.exceptions.ClientError as error:
            lost.append(error.response["Error"]["Code"])
            return None
        return number

    with ThreadPoolExecutor(16) as pool:
        (winner,) = [number for number in pool.map(put, range(16)) if number is not None]
    assert lost == ["PreconditionFailed"] * 15
    assert read(running.settings, "one/winner") == str(winner).encode()


def test_a_killed_server_comes_back_with_every_object(running: Services) -> None:
    s3 = client(running.settings)
    for number in range(100):
        s3.put_object(Bucket=RAW, Key=f"killed/{number}", Body=str(number).encode())
    psutil.Process(killed := pid(running.settings)).kill()
    psutil.wait_procs([psutil.Process(killed)], timeout=10)
    assert running.revive() == ["SeaweedFS"]
    assert pid(running.settings) != killed
    assert [read(running.settings, f"killed/{number}") for number in range(100)] == [b"%d" % n for n in range(100)]


def test_it_stops_and_starts_with_its_objects_wherever_it_listens(running: Services) -> None:
    before, stopped = running.settings, pid(running.settings)
    client(before).put_object(Bucket=RAW, Key="moved", Body=b"kept")
    running.leave()
    assert identify(stopped) is None
    # Its ports are written here: without it, it starts on others.
    (before.home / "services" / "services.json").unlink()
    running.join()
    assert running.s3_endpoint != before.s3_endpoint
    assert running.settings.s3_access_key == before.s3_access_key
    assert read(running.settings, "moved") == b"kept"
