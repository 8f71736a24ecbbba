"""What every embedded service is to the supervisor."""

from __future__ import annotations

import socket
from pathlib import Path
from signal import Signals
from typing import Protocol

from hyperion_assets.local.ports import HOST
from hyperion_assets.local.process import Command


class Service(Protocol):
    """An embedded service. `folder` is its own folder in the home; `ports` are as many as `port_count`."""

    @property
    def name(self) -> str:
        """Its name in files and in `hyperion status`: kafka, postgres, sail, spark, s3, namenode, datanode-1 …"""
        ...

    @property
    def title(self) -> str:
        """Its name in messages."""
        ...

    @property
    def after(self) -> tuple[str, ...]:
        """Names of services that have to be up before it starts."""
        ...

    @property
    def port_setting(self) -> str | None:
        """The setting that pins its first port; None where none does."""
        ...

    @property
    def port_count(self) -> int: ...

    @property
    def start_limit(self) -> float:
        """Seconds after which a start has failed."""
        ...

    @property
    def stop_signal(self) -> Signals:
        """What asks it to end."""
        ...

    def command(self, folder: Path, ports: list[int]) -> Command:
        """Make what the service needs in its folder, unless it is there, and say what to execute."""
        ...

    def is_ready(self, folder: Path, ports: list[int]) -> bool:
        """Whether it answers a real request now."""
        ...

    def address(self, folder: Path, ports: list[int]) -> str:
        """What a client connects to; may hold a password."""
        ...


def answers_http2(port: int, limit: float = 2.0, host: str = HOST) -> bool:
    """Whether a gRPC server answers the opening of a connection (RFC 9113, section 3.4)."""
    empty_settings = b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"
    try:
        with socket.create_connection((host, port), timeout=limit) as connection:
            connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + empty_settings)
            header = connection.recv(9)
    except OSError:
        return False
    return len(header) >= 4 and header[3] == 4  # the frame type of SETTINGS
