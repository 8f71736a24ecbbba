"""Ranges of objects, read by botocore from several threads at once.

s3fs reads for all threads in one of its own, by a client that takes twice the processor time: a big file came at 0.6 of
the rate of botocore.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError, IncompleteReadError, ResponseStreamingError
from botocore.session import get_session
from s3fs.errors import translate_boto_error

from hyperion_assets.lake.ranged import Fetch

ATTEMPTS = 4
CONNECTIONS = 32


class RangeReader:
    """Reads from one server. `options` are those of a botocore client, `config` those of its configuration."""

    def __init__(self, options: Mapping[str, Any], config: Mapping[str, Any]) -> None:
        self._client = get_session().create_client(
            "s3", config=Config(max_pool_connections=CONNECTIONS, **config), **options
        )

    def fetcher(self, uri: str) -> Fetch:
        """What reads ranges of an object. Raises what s3fs raises: FileNotFoundError for one that is not there."""
        bucket, _, key = uri.removeprefix("s3://").partition("/")
        return lambda start, end: self._read(bucket, key, start, end) if end > start else b""

    def _read(self, bucket: str, key: str, start: int, end: int) -> bytes:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                found = self._client.get_object(Bucket=bucket, Key=key, Range=f"bytes={start}-{end - 1}")
                return bytes(found["Body"].read())
            except ClientError as error:
                raise translate_boto_error(error) from error
            except (IncompleteReadError, ResponseStreamingError):
                # A connection that breaks within an answer; the client asks again by itself for those that do before.
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")
