"""compose/docker-compose.yml as these tests read it: anchors resolved, variables as they are written."""

from __future__ import annotations

from typing import Any

import yaml

from hyperion_assets.settings import REPOSITORY

COMPOSE = REPOSITORY / "compose"
FILE = COMPOSE / "docker-compose.yml"


def stack() -> dict[str, Any]:
    """The file."""
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def services() -> dict[str, Any]:
    """Its services by name."""
    return dict(stack()["services"])


def env_file(name: str) -> dict[str, str]:
    """The variables of a file such as kafka.env."""
    lines = (COMPOSE / name).read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
