"""Where a lake may lie: in folders, in buckets of the S3 server, in folders of HDFS."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest

from hyperion_assets.settings import Settings

PLACES = ("folder", "s3", "hdfs")
LAYERS = ("raw", "staging", "processed")


def settings_of_place(request: pytest.FixtureRequest, place: str) -> dict[str, Any]:
    """The settings of an empty lake of the test's own in a place, whose servers are started by the first to ask."""
    own = uuid.uuid4().hex
    if place == "folder":
        return {}
    if place == "s3":
        s3: Settings = request.getfixturevalue("s3_settings")
        roots = {f"{layer}_root": f"s3://hyperion-{layer}/{own}" for layer in LAYERS}
        return {
            "s3_endpoint": s3.s3_endpoint,
            "s3_access_key": s3.s3_access_key,
            "s3_secret_key": s3.s3_secret_key,
        } | roots
    hdfs: Settings = request.getfixturevalue("hdfs_settings")
    return {f"{layer}_root": f"{hdfs.hdfs_namenode}/{own}/{layer}" for layer in LAYERS}


def lake_settings(request: pytest.FixtureRequest, place: str, home: Path) -> Settings:
    """Settings with a home and an empty lake in a place."""
    return Settings(home=home, _env_file=None, **settings_of_place(request, place))
