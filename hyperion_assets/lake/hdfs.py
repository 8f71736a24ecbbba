"""A store in a folder of HDFS."""

from __future__ import annotations

import io
import socket
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from threading import Thread
from time import monotonic, sleep
from typing import IO, Any, cast
from urllib.parse import urlsplit

from hdfs_native import Client
from hdfs_native.fsspec import HdfsFileSystem

from hyperion_assets.errors import StorageError
from hyperion_assets.lake.ranged import Fetch
from hyperion_assets.lake.remote import RemoteStore

CONNECT_SECONDS = 3
DEAD_DATANODE_SECONDS = 20
RETRY_SECONDS = 0.5
WATCH_SECONDS = 1.0
GONE = ("Connection refused", "Connection reset", "Broken pipe")
"""What the client says of a DataNode that has died; its errors have no number."""
REMEDIES = {
    "SafeMode": "HDFS is in safe mode and takes no writes: wait until enough DataNodes have reported, or see to them",
    "could only be written to": "no DataNode takes data: start the DataNodes, or free space on them",
    "All DataNodes failed": "no DataNode that holds the data answers: start the DataNodes",
    **dict.fromkeys(GONE, "a DataNode does not answer: start it, or run again when HDFS does without it (some 12 s)"),
    "AccessControl": "the user of this process may not do this there: change owner or mode of the folder",
    "Permission denied": "the user of this process may not do this there: change owner or mode of the folder",
    "Quota": "the quota of the folder is used up: free some space or raise it",
}


class HdfsStore(RemoteStore):
    """A store at `hdfs://host:port/path`. Exclusive creation is a rename that does not overwrite."""

    def __init__(self, root: str) -> None:
        parts = urlsplit(root)
        self._namenode = (str(parts.hostname), int(parts.port or 0))
        self.root = root
        self._require_namenode()
        # One of its own: fsspec would hand out the same one again, with the client of the store before around it.
        super().__init__(root, HdfsFileSystem(*self._namenode, skip_instance_cache=True))
        self._address = f"hdfs://{parts.netloc}"
        self._client = self.filesystem.client = _Watched(self.filesystem.client, self._require_namenode)

    def put_if_absent(self, path: str, data: bytes) -> bool:
        end = monotonic() + DEAD_DATANODE_SECONDS
        with self.talking():
            while True:
                try:
                    return self._put(self._path(path), data)
                except OSError as error:
                    # Until the NameNode names another DataNode.
                    if not any(sign in str(error) for sign in GONE) or monotonic() > end:
                        raise
                    sleep(RETRY_SECONDS)

    def _put(self, target: str, data: bytes) -> bool:
        with self._temporary(target) as temporary:
            with self._created(temporary) as out:
                out.write(data)
            try:
                self._client.rename(temporary, target, overwrite=False)
            except FileExistsError:
                self._client.delete(temporary)
                return False
        return True

    def prepare(self, folder: str) -> str:
        with self.talking():
            self._client.mkdirs(self._path(folder), create_parent=True)
        return self.uri(folder)

    @contextmanager
    def writer(self, path: str) -> Iterator[IO[bytes]]:
        target = self._path(path)
        with self.talking(), self._temporary(target) as temporary:
            with self._created(temporary) as out:
                yield out
            self._client.rename(temporary, target, overwrite=True)

    def fetcher(self, uri: str) -> Fetch:
        reader = self._client.read(uri.removeprefix(self._address))

        def read(start: int, end: int) -> bytes:
            # Piece by piece as it comes: `read_range` takes twice the processor time, and so does joining pieces.
            out = io.BytesIO()
            for piece in reader.read_range_stream(start, end - start) if end > start else ():
                out.write(piece)
            return out.getvalue()

        return lambda start, end: cast(bytes, self._client.ask(lambda: read(start, end)))

    def modified(self, entry: dict[str, Any]) -> datetime:
        return datetime.fromtimestamp(entry["modification_time"] / 1000, UTC)

    def explain(self, error: Exception) -> str | None:
        text = str(error)
        why = next((remedy for sign, remedy in REMEDIES.items() if sign in text), None)
        if why is None and not isinstance(error, (OSError, RuntimeError)):
            return None
        return f"{self.root}: {why or f'HDFS refused: {text.splitlines()[0] if text else type(error).__name__}'}"

    def _path(self, path: str) -> str:
        return self.uri(path).removeprefix(self._address)

    @contextmanager
    def _created(self, path: str) -> Iterator[IO[bytes]]:
        """A new file, closed only when all of it was written: closing what could not be may take minutes."""
        out = self._client.create(path)
        try:
            yield out
            out.close()
        except BaseException:
            # The collector closes what was left open.
            out.inner = io.BytesIO()
            raise

    @contextmanager
    def _temporary(self, target: str) -> Iterator[str]:
        folder, _, name = target.rpartition("/")
        self._client.mkdirs(folder, create_parent=True)
        temporary = f"{folder}/.{name}.{uuid.uuid4().hex[:12]}"
        try:
            yield temporary
        except BaseException:
            with suppress(Exception):
                self._client.delete(temporary)
            raise

    def _require_namenode(self) -> None:
        """Raise StorageError if nothing listens on the NameNode's port: the client would wait for it for ever."""
        try:
            socket.create_connection(self._namenode, timeout=CONNECT_SECONDS).close()
        except OSError as error:
            host, port = self._namenode
            raise StorageError(
                f"{self.root}: no NameNode answers at {host}:{port} ({error.strerror or error}): start HDFS, or check "
                "the HYPERION_*_ROOT settings"
            ) from None


class _Watched:
    """The client, each of whose requests to the NameNode ends with an error when that one does."""

    def __init__(self, client: Client, check: Callable[[], None]) -> None:
        self._client = client
        self._check = check

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._client, name)
        # A listing would ask for its next part when it comes to it: with all of it here, it is one request.
        whole = list if name == "list_status" else _as_it_is
        return lambda *given, **options: self.ask(lambda: whole(method(*given, **options)))

    def ask(self, request: Callable[[], Any]) -> Any:
        """What a request gives. Raises what it raises, or what the check does while it is waited for."""
        answer: Future[Any] = Future()

        def ask() -> None:
            try:
                answer.set_result(request())
            except BaseException as error:
                answer.set_exception(error)

        # A thread that nobody waits for at the end, as a pool would.
        Thread(target=ask, name="hdfs", daemon=True).start()
        while True:
            try:
                return answer.result(WATCH_SECONDS)
            except TimeoutError:
                if answer.done():
                    raise
                self._check()


def _as_it_is(answer: Any) -> Any:
    return answer
