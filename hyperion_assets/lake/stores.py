"""Which store serves a root: a folder, a bucket or a folder of HDFS. Their libraries are loaded when they are used."""

from __future__ import annotations

from pathlib import Path

from hyperion_assets.errors import StorageError
from hyperion_assets.lake.store import FolderStore, Store
from hyperion_assets.settings import Settings

START = "start it with `hyperion stack up`, or name another in the settings"


def open_store(root: str, settings: Settings) -> Store:
    """The store at a root as the settings have it. Raises StorageError if its server does not serve it."""
    if root.startswith("s3://"):
        if settings.s3_endpoint is None:
            raise StorageError(f"{root}: the S3 server of {settings.home} does not run: {START}")
        from hyperion_assets.lake.s3 import S3Store

        return S3Store(root, settings)
    if root.startswith("hdfs:///"):
        raise StorageError(f"{root}: the HDFS of {settings.home} does not run: {START}")
    if root.startswith("hdfs://"):
        from hyperion_assets.lake.hdfs import HdfsStore

        return HdfsStore(root)
    return FolderStore(Path(root))
