"""What each store is measured against: the client beneath it, used as its documentation has it, for one file.

Belongs here: the peers. Not here: timing (stores).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

from hyperion_assets.settings import Settings

PIECE_BYTES = 8 << 20


class RawClient(Protocol):
    """Writes one file whole and durably, and reads it, by its address."""

    def write(self, uri: str, pieces: Sequence[bytes]) -> None:
        """Make the file of these pieces."""
        ...

    def read(self, uri: str) -> Iterator[bytes]:
        """The file from its start to its end."""
        ...


class RawFolder:
    """`open`, with what was written on the disk before the file is closed, as no file of the lake is without."""

    def write(self, uri: str, pieces: Sequence[bytes]) -> None:
        with Path(uri).open("wb") as file:
            for piece in pieces:
                file.write(piece)
            os.fsync(file.fileno())

    def read(self, uri: str) -> Iterator[bytes]:
        with Path(uri).open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                yield piece


class RawHdfs:
    """hdfs-native's own client."""

    def __init__(self, address: str) -> None:
        from hdfs_native import Client, WriteOptions

        self._address = address
        self._client = Client(address)
        self._options = WriteOptions(overwrite=True)

    def write(self, uri: str, pieces: Sequence[bytes]) -> None:
        with self._client.create(uri.removeprefix(self._address), self._options) as file:
            for piece in pieces:
                file.write(piece)

    def read(self, uri: str) -> Iterator[bytes]:
        with self._client.read(uri.removeprefix(self._address)) as file:
            while piece := file.read(PIECE_BYTES):
                yield piece


class RawS3:
    """boto3: one PUT of the whole, one GET."""

    def __init__(self, settings: Settings) -> None:
        import boto3
        from botocore.config import Config

        assert settings.s3_secret_key is not None
        self._client: Any = boto3.session.Session().client(
            "s3",
            endpoint_url=settings.s3_endpoint,
            aws_access_key_id=settings.s3_access_key,
            aws_secret_access_key=settings.s3_secret_key.get_secret_value(),
            region_name=settings.s3_region,
            config=Config(proxies={}, s3={"addressing_style": "path"}),
        )

    def write(self, uri: str, pieces: Sequence[bytes]) -> None:
        self._client.put_object(**_object(uri), Body=b"".join(pieces))

    def read(self, uri: str) -> Iterator[bytes]:
        yield from cast(Iterator[bytes], self._client.get_object(**_object(uri))["Body"].iter_chunks(PIECE_BYTES))


def raw_client(settings: Settings) -> RawClient:
    """The client beneath the store of hyperion-processed."""
    root = settings.processed
    if root.startswith("hdfs://"):
        return RawHdfs(f"hdfs://{urlsplit(root).netloc}")
    return RawS3(settings) if root.startswith("s3://") else RawFolder()


def _object(uri: str) -> dict[str, str]:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return {"Bucket": bucket, "Key": key}
