"""A store in a bucket of S3, or of a server that speaks its language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property, lru_cache
from threading import Lock
from typing import IO, Any, NamedTuple, cast

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import SecretStr
from s3fs import S3FileSystem

from hyperion_assets.errors import StorageError
from hyperion_assets.lake.ranged import Fetch
from hyperion_assets.lake.remote import RemoteStore
from hyperion_assets.lake.s3_ranges import RangeReader
from hyperion_assets.local.ports import is_loopback
from hyperion_assets.settings import Settings

CONNECT_SECONDS = 5
READ_SECONDS = 60
ATTEMPTS = 4
READ_BLOCK_BYTES = 8 << 20
LISTINGS = 1000
SERVERS = 8
EXISTS = frozenset({"PreconditionFailed", "412"})
RACING = frozenset({"ConditionalRequestConflict", "409"})
"""What a server answers to a put if absent: the object is there, or another put of it is under way (AWS)."""
_MAKING = Lock()
"""Held while a client is asked for: of two threads that ask at once, one makes it."""
REMEDIES = {
    "NoSuchBucket": "there is no such bucket: make it, or name another in the HYPERION_*_ROOT settings",
    "InvalidAccessKeyId": "the server does not know the access key: check HYPERION_S3_ACCESS_KEY",
    "SignatureDoesNotMatch": "the secret key is not that of the access key: check HYPERION_S3_SECRET_KEY",
    "ExpiredToken": "the access key has expired: log in again, or give another one, and start the command again",
    "InvalidToken": "the session token is not valid: log in again, or give another one",
    "RequestTimeTooSkewed": "this machine's clock differs from the server's: set it right",
    "AccessDenied": "the access key may not do this: give it the right to list, read and write there",
}


class S3Store(RemoteStore):
    """A store at `s3://bucket` or below a prefix of it. Exclusive creation is a PUT with If-None-Match."""

    def __init__(self, root: str, settings: Settings) -> None:
        self._server = _Server(settings.s3_endpoint, settings.s3_region, settings.s3_access_key, settings.s3_secret_key)
        with _MAKING:
            filesystem = _filesystem(self._server)
        super().__init__(root, filesystem)
        bucket, _, prefix = self.root.removeprefix("s3://").partition("/")
        with self.talking():
            try:
                self.filesystem.call_s3("list_objects_v2", Bucket=bucket, Prefix=prefix, MaxKeys=1)
            except FileNotFoundError as error:
                raise StorageError(f"{self.root}: {REMEDIES['NoSuchBucket']}") from error

    def put_if_absent(self, path: str, data: bytes) -> bool:
        for _ in range(ATTEMPTS):
            with self.talking():
                try:
                    self.filesystem.pipe_file(self.uri(path), data, mode="create")
                    return True
                except OSError as error:
                    code = _code(error)
                    if code in EXISTS or isinstance(error, FileExistsError):
                        return False
                    if code not in RACING:
                        raise
        raise StorageError(f"{self.uri(path)}: other writers put this object at the same moment; run again")

    def prepare(self, folder: str) -> str:
        return self.uri(folder)

    @contextmanager
    def writer(self, path: str) -> Iterator[IO[bytes]]:
        with self.talking():
            out = self.filesystem.open(self.uri(path), "wb", autocommit=False)
            try:
                yield out
                out.close()
                out.commit()
            except BaseException:
                out.discard()
                out.forced = True  # or its end would upload what is left
                raise

    def fetcher(self, uri: str) -> Fetch:
        return self._ranges.fetcher(uri)

    @cached_property
    def _ranges(self) -> RangeReader:
        with _MAKING:
            return _range_reader(self._server)

    def modified(self, entry: dict[str, Any]) -> datetime:
        return cast(datetime, entry["LastModified"])

    def explain(self, error: Exception) -> str | None:
        code = _code(error)
        if code is None and not isinstance(error, (BotoCoreError, TimeoutError, ConnectionError)):
            return None
        if code is None:
            return f"{self.root}: no answer from {self._server.name} ({error}): start it, or check HYPERION_S3_ENDPOINT"
        return f"{self.root}: {REMEDIES.get(code) or f'{self._server.name} refused: {code} ({error})'}"


class _Server(NamedTuple):
    """A server and the keys to it; without keys those count that botocore finds by itself."""

    endpoint: str | None
    region: str | None
    access_key: str | None
    secret_key: SecretStr | None

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.endpoint or "AWS"

    @property
    def secret(self) -> str | None:
        """The secret key in plain text."""
        return self.secret_key.get_secret_value() if self.secret_key else None

    def configuration(self) -> dict[str, Any]:
        """What botocore is to do where the server is slow, busy, or of one's own."""
        return {
            "connect_timeout": CONNECT_SECONDS,
            "read_timeout": READ_SECONDS,
            "retries": {"max_attempts": ATTEMPTS},
            # A server of one's own has no host name for each bucket.
            "s3": {"addressing_style": "path" if self.endpoint else "auto"},
            **({"proxies": {}} if is_loopback(self.endpoint or "") else {}),
        }


# A client takes some 20 MB and a quarter of a second to make: all stores on a server have one.
@lru_cache(SERVERS)
def _filesystem(server: _Server) -> S3FileSystem:
    return S3FileSystem(
        key=server.access_key,
        secret=server.secret,
        endpoint_url=server.endpoint,
        client_kwargs={"region_name": server.region},
        config_kwargs=server.configuration(),
        default_block_size=READ_BLOCK_BYTES,
        # What the store asks for is always asked anew; DuckDB opens the files that were listed without asking again.
        max_paths=LISTINGS,
        skip_instance_cache=True,
    )


@lru_cache(SERVERS)
def _range_reader(server: _Server) -> RangeReader:
    keys = {"aws_access_key_id": server.access_key, "aws_secret_access_key": server.secret}
    return RangeReader(keys | {"endpoint_url": server.endpoint, "region_name": server.region}, server.configuration())


def _code(error: BaseException) -> str | None:
    """The code in an answer of the server; s3fs keeps it as the cause of what it raises."""
    for found in (error, error.__cause__):
        if isinstance(found, ClientError):
            return str(found.response.get("Error", {}).get("Code", ""))
    return None
