"""A home, a source, topics and a database of its own on shared services: what a test runs, and what it looks at."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import psycopg
from click.testing import CliRunner

from hyperion_assets.broker.client import Broker
from hyperion_assets.checks.ledger import ledger
from hyperion_assets.cli import main
from hyperion_assets.lake.commits import Commit
from hyperion_assets.lake.content import connect, relation_sql
from hyperion_assets.lake.lake import RESOLVED_TABLES, Lake
from hyperion_assets.lake.tables import TableManifest
from hyperion_assets.model.ddl import SCHEMA
from hyperion_assets.model.tables import by_name, column_names, key_names, released_tables
from hyperion_assets.operations.console import Console
from hyperion_assets.operations.exit import Exit
from hyperion_assets.operations.pipeline import run
from hyperion_assets.operations.query import open_release
from hyperion_assets.release.consumers import Consumer, consumer_names, consumers
from hyperion_assets.release.exports import read_manifest
from hyperion_assets.release.manifest import ReleaseManifest, required_release
from hyperion_assets.settings import REPOSITORY, Settings
from hyperion_assets.topics import Topic
from hyperion_assets_tests.e2e.small_source import SmallSource

RELEASED = [table.name for table in released_tables()]
STAGING = [*(f"{layer}_{topic}" for layer in ("staged", "current") for topic in Topic), *RESOLVED_TABLES]
COMMAND_SECONDS = 240.0

Rows = list[dict[str, Any]]
Stamps = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, and what it said on standard error and standard output."""

    code: int
    said: str
    printed: str = ""

    @property
    def complaints(self) -> list[str]:
        """The lines that tell of a failure."""
        return [line for line in self.said.splitlines() if line.startswith(("failed: ", "hyperion: "))]


@dataclass
class World:
    """One home with its source; nothing of it is shared with another world but the services."""

    settings: Settings
    source: SmallSource
    seen: list[Ended] = field(default_factory=list)

    @property
    def lake(self) -> Lake:
        """The lake of the home."""
        return Lake(self.settings)

    def run(self, **changed: Any) -> Ended:
        """`hyperion run` in this process, with settings changed for once. Raises what it raises."""
        said, printed = io.StringIO(), io.StringIO()
        with redirect_stdout(printed):
            code = run(self.settings.model_copy(update=changed), Console(said))
        self.seen.append(Ended(int(code), said.getvalue(), printed.getvalue()))
        return self.seen[-1]

    def released(self) -> World:
        """Run, and expect a release that every consumer serves and a ledger that balances."""
        done = self.run()
        assert done.code == Exit.RELEASED, done
        self.assert_in_order()
        return self

    def hyperion(self, *arguments: str, **changed: str) -> Ended:
        """The command line in this process, told of the home and the services by its environment alone."""
        done = CliRunner().invoke(main, arguments, env=self.settings.environment() | changed)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Ended(done.exit_code, done.stderr, done.stdout)

    def start(self, module: str, *arguments: str) -> subprocess.Popen[str]:
        """A Python module as a process of its own, in the empty folder of the world."""
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env={**os.environ, **self.settings.environment(), "PYTHONPATH": str(REPOSITORY)},
            cwd=self.settings.home.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def release(self) -> Commit[ReleaseManifest]:
        """The release in force."""
        return required_release(self.lake)

    def head(self, name: str) -> TableManifest:
        """The current version of a table."""
        return self.lake.table(name).required_head().manifest

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query over the release in force."""
        with open_release(self.settings) as connection:
            return connection.execute(sql).fetchall()

    def rows(self, name: str) -> Rows:
        """All rows of a table, or of an export as `exports.*`, of the release in force; by key."""
        with open_release(self.settings) as connection:
            return _rows_of(connection, name)

    def staged(self, topic: str) -> Rows:
        """All staged records of a topic, by place on the topic."""
        table = self.lake.table(f"staged_{topic}")
        source = relation_sql(table.uris(self.head(table.name).files))
        with connect() as connection:
            found = connection.execute(f'SELECT * FROM {source} ORDER BY generation, "partition", "offset"')
            return _as_dicts([item[0] for item in found.description or []], found.fetchall())

    def stored(self, name: str, columns: list[str] | None = None) -> Rows:
        """All rows of a table as PostgreSQL serves it, by key."""
        wanted = columns or column_names(by_name(name))
        listed = ", ".join(f'"{column}"' for column in wanted)
        keys = ", ".join(f'"{key}"::text COLLATE "C"' for key in key_names(by_name(name)))
        return _as_dicts(wanted, self.sql(f'SELECT {listed} FROM {SCHEMA}."{name}" ORDER BY {keys}'))

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows of a query in PostgreSQL."""
        assert self.settings.postgres_dsn is not None
        with psycopg.connect(self.settings.postgres_dsn.get_secret_value()) as connection:
            return connection.execute(statement.encode()).fetchall()

    def serving(self) -> dict[str, int | None]:
        """The release that each consumer serves."""
        found: list[Consumer] = consumers(self.settings)
        assert not [consumer.problem for consumer in found if consumer.problem]
        return {consumer.name: consumer.release for consumer in found}

    def offsets(self) -> dict[str, int]:
        """How many records each topic has had."""
        broker = Broker(self.settings)
        return {
            topic.value: sum(at.high for at in broker.watermarks(topic).values())
            for topic in Topic
            if broker.topic_id(topic)
        }

    def topic(self, name: str) -> str:
        """A topic's name on the broker."""
        return Topic(name).name_in(self.settings)

    def contents(self) -> dict[str, str]:
        """The content hash of every table of the release in force, but of provenance, whose rows name offsets: a record
        that is published twice moves them, and nothing else."""
        tables = self.release().manifest.tables.items()
        return {name: table.manifest.content_hash for name, table in tables if name != "provenance"}

    def files(self) -> dict[str, set[str]]:
        """The data files of the current version of every table."""
        return {name: {file.path for file in self.head(name).files} for name in [*STAGING, *RELEASED]}

    def stamps(self) -> Stamps:
        """Every file of the home that is not Dagster's: when it was written, and its size."""
        homes = [Path(root) for root in (self.settings.raw, self.settings.staging, self.settings.processed)]
        homes.append(self.settings.home / "exports.versions")
        found = (path for home in homes for path in home.rglob("*") if path.is_file())
        return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in found}

    def ledger(self, *arguments: str) -> dict[str, dict[str, dict[str, int]]]:
        """What `hyperion ledger` says: the counts of each line, by book and name."""
        found = json.loads(self.hyperion("ledger", *arguments, "--json").printed)
        return {book["title"]: {line.pop("name"): line for line in book["lines"]} for book in found["books"]}

    def assert_in_order(self) -> None:
        """The ledger balances with nothing missing, and all that consumers serve is the release in force."""
        for topic in ledger(self.settings, self.lake):
            assert topic.difference == 0, topic.in_words
            assert topic.missing == []
        release = self.release()
        assert self.serving() == dict.fromkeys(consumer_names(self.settings), release.number)
        exported = read_manifest(self.settings)
        assert exported is not None
        assert exported.release_hash == release.manifest.content_hash
        with open_release(self.settings) as connection:
            for name in RELEASED:
                released = sorted(_rows_of(connection, name), key=_sortable)
                assert sorted(map(_plain, self.stored(name)), key=_sortable) == released, name
            for file in exported.files:
                assert len(_rows_of(connection, f"exports.{Path(file.name).stem}")) == file.rows


def ended(process: subprocess.Popen[str]) -> Ended:
    """Wait for a process. A negative code is the signal that ended it."""
    printed, said = process.communicate(timeout=COMMAND_SECONDS)
    return Ended(process.returncode, said, printed)


def changed(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> set[Any]:
    """The names under which two states differ."""
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def as_value(entry: Any) -> bytes:
    """What a source entry is on a topic."""
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()


def _rows_of(connection: duckdb.DuckDBPyConnection, name: str) -> Rows:
    table = by_name(name.removeprefix("exports."))
    order = ", ".join(f'"{key}" NULLS FIRST' for key in key_names(table))
    columns = column_names(table)
    listed = ", ".join(f'"{column}"' for column in columns)
    return _as_dicts(columns, connection.execute(f"SELECT {listed} FROM {name} ORDER BY {order}").fetchall())


def _as_dicts(columns: list[str], rows: list[tuple[Any, ...]]) -> Rows:
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}


def _sortable(row: dict[str, Any]) -> list[tuple[bool, str]]:
    return [(value is not None, str(value)) for value in row.values()]
