"""Dagster's SQLite storage with the connections of runs and events kept open.

Dagster makes an engine, opens the file and closes it for each statement, and a run of all tables has some two thousand:
that is a third of the time of a small run. The files and what is in them are the same, so a home can change from one to
the other by its dagster.yaml.

Dagster has its storages under private names only, and makes them within one another, so this module imports and sets
what is private in Dagster 1.13.27; a later version has to be looked at here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Lock
from typing import Any

import sqlalchemy as sa
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData

KEPT_FILES = 16
"""Each run has a file of its own, and Dagit may look at many."""
LOCK_SECONDS = 30


class _Files:
    """The engines of the files that were used last."""

    def __init__(self) -> None:
        self._engines: dict[str, sa.Engine] = {}
        self._lock = Lock()

    def __contains__(self, url: str) -> bool:
        return url in self._engines

    @contextmanager
    def begin(self, url: str) -> Iterator[sa.Connection]:
        """A connection in a transaction that is committed at the end."""
        with self._lock:
            engine = self._engines.pop(url, None) or _engine(url)
            self._engines[url] = engine
            if len(self._engines) > KEPT_FILES:
                self._engines.pop(next(iter(self._engines))).dispose()
            connection = engine.connect()
        with connection, connection.begin():
            yield connection

    def close(self) -> None:
        with self._lock:
            for engine in self._engines.values():
                engine.dispose()
            self._engines.clear()


class EventLog(SqliteEventLogStorage):
    """The events: a file a run, and one of all that concern assets."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._files = _Files()
        super().__init__(base_dir, inst_data)

    def run_connection(self, run_id: str | None = None) -> AbstractContextManager[sa.Connection]:
        """A connection to the file of a run, which is made if it is not there."""
        url = self.conn_string_for_shard(str(run_id))
        if url not in self._files:
            with super().run_connection(run_id):
                pass
        return self._files.begin(url)

    def index_connection(self) -> AbstractContextManager[sa.Connection]:
        """A connection to the file of all that concern assets."""
        return self.run_connection("index")

    def has_table(self, table_name: str) -> bool:
        """Whether the file of all that concern assets has the table."""
        with self.index_connection() as connection:
            return sa.inspect(connection).has_table(table_name)

    def wipe(self) -> None:
        """Delete everything."""
        self._files.close()
        super().wipe()

    def dispose(self) -> None:
        """Close the files."""
        super().dispose()
        self._files.close()


class Runs(SqliteRunStorage):
    """The runs, their tags and partitions: one file."""

    def __init__(self, conn_string: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._files = _Files()
        super().__init__(conn_string, inst_data)

    @contextmanager
    def connect(self) -> Iterator[sa.Connection]:
        """A connection to the file."""
        with self._files.begin(self._conn_string) as connection:
            yield connection

    def dispose(self) -> None:
        """Close the file."""
        self._files.close()


class OpenSqliteStorage(DagsterSqliteStorage):
    """What dagster.yaml names as its storage; `base_dir` is the Dagster home, as Dagster's own has it."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        history = os.path.join(base_dir, "history", "")
        self._run_storage = Runs.from_local(history)
        self._event_log_storage = EventLog(os.path.join(history, "runs", ""))

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> OpenSqliteStorage:
        """The storage that a dagster.yaml describes."""
        return cls.from_local(inst_data=inst_data, **config_value)


def _engine(url: str) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"timeout": LOCK_SECONDS})

    @sa.event.listens_for(engine, "connect")
    def _write_through(connection: Any, _record: Any) -> None:
        # Dagit watches the file itself for what is new, and not the log beside it that SQLite writes first.
        connection.execute("PRAGMA wal_autocheckpoint = 1")

    return engine
