"""The loopback interface: its free ports, who holds one that is not free, and the fixed ones of ports.toml."""

from __future__ import annotations

import random
import socket
import tomllib
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from hyperion_assets.errors import ServiceError

HOST = "127.0.0.1"
# Below the range that systems hand out for outgoing connections, so that a port kept for the next start is not
# taken by one of those meanwhile.
LOWEST, HIGHEST = 20_000, 32_000
FILE = Path(__file__).with_name("ports.toml")


def is_loopback(url: str) -> bool:
    """Whether a URL names this machine, which no proxy stands before."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@cache
def fixed_ports() -> dict[str, int]:
    """The ports of services that do not choose a free one, by their names in ports.toml."""
    return {name: int(port) for name, port in tomllib.loads(FILE.read_text(encoding="utf-8")).items()}


def is_free(port: int) -> bool:
    """Whether a server could listen on the port now."""
    with socket.socket() as probe:
        # As servers do: a port whose old connections are still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def accepts(port: int) -> bool:
    """Whether something listens on the port."""
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex((HOST, port)) == 0


def find(count: int, avoid: set[int]) -> list[int]:
    """That many free ports, none of them in `avoid`. Raises ServiceError if there are none."""
    found: list[int] = []
    for port in random.sample(range(LOWEST, HIGHEST), 500):
        if len(found) == count:
            return found
        if port not in avoid and is_free(port):
            found.append(port)
    raise ServiceError(f"no free port between {LOWEST} and {HIGHEST} on {HOST}")


def holder(port: int) -> str:
    """Who listens on a port, in words: name and pid where the system tells."""
    import psutil

    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        connections = []
    for connection in connections:
        listens = connection.status == psutil.CONN_LISTEN
        if listens and connection.pid and getattr(connection.laddr, "port", None) == port:
            try:
                return f"{psutil.Process(connection.pid).name()} (pid {connection.pid})"
            except psutil.NoSuchProcess:
                break
    return "another process"
