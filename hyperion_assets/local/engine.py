"""Sail, which runs the transforms as a Spark Connect server, and how an engine reaches S3."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM, Signals

import hyperion_assets
from hyperion_assets.local.ports import HOST
from hyperion_assets.local.process import Command
from hyperion_assets.local.service import answers_http2
from hyperion_assets.settings import Settings

# What the engines' Python workers import functions from, wherever the packages are installed.
ROOT = str(Path(hyperion_assets.__file__).resolve().parent.parent)


def s3_environment(settings: Settings) -> dict[str, str]:
    """How an engine that reads AWS's variables reaches S3; empty where the settings leave it to the machine's own."""
    secret = settings.s3_secret_key
    given = {
        "AWS_ENDPOINT_URL": settings.s3_endpoint,
        "AWS_ACCESS_KEY_ID": settings.s3_access_key,
        "AWS_SECRET_ACCESS_KEY": secret.get_secret_value() if secret else None,
        "AWS_ALLOW_HTTP": "true" if (settings.s3_endpoint or "").startswith("http://") else None,
    }
    found = {name: value for name, value in given.items() if value}
    return {"AWS_REGION": settings.s3_region, **found} if found else {}


@dataclass(frozen=True)
class Sail:
    """Keeps nothing between starts. `environment` says, when it starts, how it reaches S3."""

    environment: Callable[[], Mapping[str, str]] = dict
    name: str = "sail"
    title: str = "Sail"
    after: tuple[str, ...] = ("s3",)
    port_setting: str = "engine_port"
    port_count: int = 1
    start_limit: float = 30.0
    stop_signal: Signals = SIGTERM

    def command(self, folder: Path, ports: list[int]) -> Command:
        arguments = [sys.executable, "-m", "hyperion_assets.local.sail_server", str(ports[0])]
        return Command(arguments, {"PYTHONPATH": ROOT, **self.environment()}, folder)

    def is_ready(self, folder: Path, ports: list[int]) -> bool:
        return answers_http2(ports[0])

    def address(self, folder: Path, ports: list[int]) -> str:
        return f"sc://{HOST}:{ports[0]}"
