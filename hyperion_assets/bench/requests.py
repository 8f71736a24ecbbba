"""How many requests a server has had so far, of each kind, as it counts them itself: whoever sent them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from time import monotonic, sleep

from pydantic import SecretStr

from hyperion_assets.errors import ServiceError
from hyperion_assets.local.ports import HOST, find
from hyperion_assets.local.process import spawn, stop
from hyperion_assets.local.s3 import S3, identity
from hyperion_assets.settings import Settings

Count = Callable[[], Mapping[str, int]]
SAMPLE = re.compile(r'SeaweedFS_s3_request_total\{.*type="(\w+)".*\} (\d+)')
OF_CLIENTS = re.compile(r"(?!Deferred|Overall|SendHeartbeat|BlockReport|BlockReceived|Register|Version)(\w+?)NumOps")
"""Calls under their own names, which are counted under others as well; those of DataNodes are left out."""
RPC = "Hadoop:service=NameNode,name=RpcDetailedActivityForPort"
JMX_SECONDS = 10.5
"""For so long Hadoop gives the figures that it has given before."""
POLL_SECONDS = 0.1
STOP_SECONDS = 5.0


def uncounted() -> Mapping[str, int]:
    """Nothing: a folder has no server."""
    return {}


def difference(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """What was added of each kind, the most first."""
    return dict((Counter(after) - Counter(before)).most_common())


@dataclass(frozen=True)
class S3Requests:
    """The requests of an S3 server, by method; LIST is a GET of a listing, and GET has HEAD in it."""

    port: int

    def __call__(self) -> Mapping[str, int]:
        counts: Counter[str] = Counter()
        for kind, number in SAMPLE.findall(_get(self.port, "/metrics")):
            counts[kind] += int(number)
        return counts


@dataclass(frozen=True)
class NameNodeCalls:
    """The calls of a NameNode by clients, by name; `port` is that of its HTTP server, `rpc` the clients'."""

    port: int
    rpc: int

    def __call__(self) -> Mapping[str, int]:
        sleep(JMX_SECONDS)
        (bean,) = json.loads(_get(self.port, f"/jmx?qry={RPC}{self.rpc}"))["beans"]
        calls = {found[1]: int(number) for name, number in bean.items() if (found := OF_CLIENTS.fullmatch(name))}
        # A call that ended with an error has a count of that beside its own.
        return {name: number for name, number in calls.items() if not name.endswith("Exception")}


@contextmanager
def counted_s3(settings: Settings) -> Iterator[tuple[Settings, S3Requests]]:
    """The embedded S3 server, told to count its requests, and settings that name it."""
    service, folder = S3(), settings.home / "counted-s3"
    folder.mkdir(parents=True)
    *ports, metrics = find(service.port_count + 1, set())
    command = service.command(folder, ports)
    command = replace(command, arguments=[*command.arguments, f"-metricsPort={metrics}"])
    process = spawn(command, folder / "s3.log", "bench")
    try:
        end = monotonic() + service.start_limit
        while not service.is_ready(folder, ports):
            if monotonic() > end:
                raise ServiceError(f"{service.title} did not start within {service.start_limit:.0f} s")
            sleep(POLL_SECONDS)
        admin = identity(folder, "admin")
        named = {"s3_endpoint": service.address(folder, ports), "s3_access_key": admin.access_key}
        yield settings.model_copy(update={**named, "s3_secret_key": SecretStr(admin.secret_key)}), S3Requests(metrics)
    finally:
        stop(process, STOP_SECONDS, service.stop_signal)


def _get(port: int, target: str) -> str:
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", target)
        return connection.getresponse().read().decode()
    finally:
        connection.close()
