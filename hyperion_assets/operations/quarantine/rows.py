"""The rows of the quarantine for a person: the newest table, with what was dropped or replayed since it was made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from hyperion_assets.broker.replay_log import sent_replays
from hyperion_assets.errors import InputError, StorageError
from hyperion_assets.lake.content import connect, relation_sql
from hyperion_assets.lake.decisions import dropped
from hyperion_assets.lake.lake import Lake
from hyperion_assets.operations.wording import origin_text
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

SENT = "sent; the next `hyperion run` takes it in"
SHORT = 10
"""Characters of an id that are shown; any beginning that no other row has is enough to name a row."""

_COLUMNS = (
    *("quarantine_id", "scope", "topic", "partition", "offset", "generation", "source", "place", "key", "field"),
    *("code", "reason", "original", "status", "resolved_at", "resolved_by", "why"),
)
_WITHOUT_ORIGINAL = ", ".join(f'"{name}"' if name != "original" else "NULL" for name in _COLUMNS)
_LISTED = ", ".join(f'"{name}"' for name in _COLUMNS)
_ORDER = """
    list_position(['file', 'record', 'field'], scope), code, topic, source NULLS FIRST, place NULLS FIRST,
    "offset" NULLS FIRST, field, quarantine_id
"""
_PREFIX = re.compile(r"[0-9a-f]{1,32}")
_NAMED = 3

_DECIDED = """
    CREATE TEMP TABLE decided AS
    SELECT unnest($1::VARCHAR[]) AS quarantine_id, unnest($2::VARCHAR[]) AS decided_at, unnest($3::VARCHAR[]) AS why
"""
_REPLAYS = """
    CREATE TEMP TABLE replays AS
    SELECT unnest($1::VARCHAR[]) AS quarantine_id, unnest($2::VARCHAR[]) AS sent_at
"""

# What a person did since the table was made is true at once.
_VIEW = """
    CREATE VIEW quarantine AS
    SELECT q.* REPLACE (
        CASE
            WHEN status <> 'resolved' AND d.quarantine_id IS NOT NULL THEN 'dropped'
            WHEN status = 'open' AND r.quarantine_id IS NOT NULL THEN 'replayed'
            ELSE status
        END AS status,
        CASE
            WHEN status <> 'resolved' AND d.quarantine_id IS NOT NULL THEN d.decided_at
            WHEN status = 'open' THEN r.sent_at
            ELSE resolved_at
        END AS resolved_at,
        CASE
            WHEN status <> 'resolved' AND d.quarantine_id IS NOT NULL THEN d.why
            WHEN status = 'open' AND r.quarantine_id IS NOT NULL THEN '{sent}'
            ELSE q.why
        END AS why
    )
    FROM {source} AS q
    LEFT JOIN decided AS d ON q.quarantine_id = d.quarantine_id
    LEFT JOIN replays AS r ON q.quarantine_id = r.quarantine_id
"""


@dataclass(frozen=True)
class Row:
    """A row of the quarantine; `original` is the bytes that could not be used."""

    quarantine_id: str
    scope: str
    topic: str
    partition: int | None
    offset: int | None
    generation: int | None
    source: str | None
    place: str | None
    key: str | None
    field: str | None
    code: str
    reason: str
    original: bytes | None
    status: str
    resolved_at: str | None
    resolved_by: str | None
    why: str | None

    @property
    def short(self) -> str:
        """The beginning of the id."""
        return self.quarantine_id[:SHORT]

    @property
    def of(self) -> Topic:
        """The topic."""
        return next(topic for topic in Topic if topic.lake_name == self.topic)

    @property
    def by_replay(self) -> bool:
        """Whether a replay of its own resolved it; what else may have resolved it says why."""
        return self.status == "resolved" and self.why is None

    @property
    def is_sent(self) -> bool:
        """Whether a replay of it waits for the next run."""
        return self.why == SENT

    @property
    def where(self) -> str:
        """The place in the source, or its key where no source is named, and on the topic if it got there."""
        at = origin_text(self.source, self.place, self.key)
        return at if self.offset is None else f"{at} ({self.topic}/{self.partition}/{self.offset})"


@dataclass(frozen=True)
class Origin:
    """Where a record of a topic came from, exactly: as staging read it."""

    key: str | None
    source: str | None
    place: str | None


class Quarantine:
    """The rows, and the records behind them. Use :func:`quarantine_rows`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
        self._connection = connection
        self._lake = lake

    def rows(
        self,
        *,
        code: str | None = None,
        topic: Topic | None = None,
        scope: str | None = None,
        open_only: bool = True,
        limit: int | None = None,
    ) -> tuple[list[Row], int]:
        """The rows that fit, in the order of their reasons and sources, and how many fit.

        With a limit no more than that are read, and without their originals.
        """
        wanted = {"code": code, "topic": topic.lake_name if topic else None, "scope": scope}
        wanted["status"] = "open" if open_only else None
        given = {name: value for name, value in wanted.items() if value is not None}
        where = " AND ".join(f"{name} = ${name}" for name in given) or "true"
        listed, most = (_LISTED, "") if limit is None else (_WITHOUT_ORIGINAL, f"LIMIT {limit}")
        found = self._rows(f"SELECT {listed} FROM quarantine WHERE {where} ORDER BY {_ORDER} {most}", given)
        with _readable():
            counted = self._connection.execute(f"SELECT count(*) FROM quarantine WHERE {where}", given).fetchall()
        return found, int(counted[0][0])

    def find(self, ids: Sequence[str]) -> list[Row]:
        """The rows that ids, or beginnings of ids, name. Raises InputError for none and for several."""
        return [self._find(each) for each in ids]

    def by_id(self, ids: Sequence[str]) -> dict[str, Row]:
        """The rows of exactly these ids."""
        sql = f"SELECT {_LISTED} FROM quarantine WHERE quarantine_id IN (SELECT unnest($ids::VARCHAR[]))"
        return {row.quarantine_id: row for row in self._rows(sql, {"ids": list(ids)})}

    def status_counts(self) -> dict[str, int]:
        """How many rows there are of each status."""
        found = self._connection.execute("SELECT status, count(*) FROM quarantine GROUP BY status ORDER BY status")
        return dict(found.fetchall())

    def origins(self, rows: Sequence[Row]) -> dict[str, Origin]:
        """Where records came from, by quarantine_id; the table has their texts without what PostgreSQL cannot hold."""
        made = {row.quarantine_id: Origin(row.key, row.source, row.place) for row in rows}
        for topic in Topic:
            sent = [row for row in rows if row.of is topic and row.offset is not None]
            if sent:
                made |= self._origins(topic, sent)
        return made

    def _origins(self, topic: Topic, rows: Sequence[Row]) -> dict[str, Origin]:
        places: dict[tuple[object, ...], list[str]] = {}
        for row in rows:
            places.setdefault((row.generation, row.partition, row.offset), []).append(row.quarantine_id)
        found = self._of_table(
            topic.staged,
            'SELECT generation, "partition", "offset", key, source, place FROM {} '
            'WHERE "offset" IN (SELECT unnest($offsets::BIGINT[]))',
            {"offsets": sorted({row.offset for row in rows if row.offset is not None})},
        )
        return {
            quarantine_id: Origin(record["key"], record["source"], record["place"])
            for record in found
            for quarantine_id in places.get((record["generation"], record["partition"], record["offset"]), ())
        }

    def replay(self, row: Row) -> dict[str, Any] | None:
        """The replay that resolved a row: key, generation, partition, offset."""
        found = self._of_table(
            row.of.staged,
            'SELECT key, generation, "partition", "offset" FROM {} WHERE replay_of = $id '
            'AND concat_ws(\'/\', $topic, "partition", "offset") = $at ORDER BY generation DESC LIMIT 1',
            {"id": row.quarantine_id, "topic": row.topic, "at": row.resolved_by},
        )
        return found[0] if found else None

    def staged_replays(self, topic: Topic) -> dict[str, str | None]:
        """The content hash of the last replay of each quarantine_id of a topic, of those that were staged."""
        found = self._of_table(
            topic.staged,
            'SELECT replay_of, last(content_hash ORDER BY generation, "offset") AS content_hash FROM {} '
            "WHERE replay_of IS NOT NULL AND outcome <> 'tombstone' GROUP BY replay_of",
            {},
        )
        return {each["replay_of"]: each["content_hash"] for each in found}

    def replayed_key(self, row: Row) -> str | None:
        """The key that the row's last replay got, of those that were staged."""
        found = self._of_table(
            row.of.staged,
            "SELECT key FROM {} WHERE replay_of = $id AND outcome <> 'tombstone' "
            'ORDER BY generation DESC, "offset" DESC LIMIT 1',
            {"id": row.quarantine_id},
        )
        return found[0]["key"] if found else None

    def current(self, topic: Topic, key: str) -> dict[str, Any] | None:
        """The current record of a key: source, place, generation, partition, offset, replay_of."""
        found = self._of_table(
            topic.current,
            'SELECT source, place, generation, "partition", "offset", replay_of FROM {} WHERE key = $key',
            {"key": key},
        )
        return found[0] if found else None

    def film_ids(self) -> set[str]:
        """The films of the catalogue."""
        return {found["film_id"] for found in self._of_table(Topic.FILMS.current, "SELECT film_id FROM {}", {})}

    def keys_before(self, topic: Topic, beginning: str) -> set[str]:
        """The keys that records of a topic have had and that begin so."""
        sql = "SELECT DISTINCT key FROM {} WHERE starts_with(key, $beginning)"
        return {found["key"] for found in self._of_table(topic.staged, sql, {"beginning": beginning})}

    def _find(self, given: str) -> Row:
        beginning = given.strip().lower()
        found: list[Row] = []
        if _PREFIX.fullmatch(beginning):
            sql = f"SELECT {_LISTED} FROM quarantine WHERE starts_with(quarantine_id, $id) ORDER BY quarantine_id"
            found = self._rows(sql, {"id": beginning})
        if len(found) == 1:
            return found[0]
        if not found:
            raise InputError(f"the quarantine has no row {given[:64]!r}; `hyperion quarantine list --all` lists them")
        named = ", ".join(row.short for row in found[:_NAMED])
        raise InputError(
            f"{given} is the beginning of {len(found)} rows ({named}{', …' if len(found) > _NAMED else ''})"
        )

    def _rows(self, sql: str, given: dict[str, Any]) -> list[Row]:
        with _readable():
            return [Row(*found) for found in self._connection.execute(sql, given).fetchall()]

    def _of_table(self, name: str, sql: str, given: dict[str, Any]) -> list[dict[str, Any]]:
        table = self._lake.table(name)
        files = [file for part in table.partitions().values() for file in part.files]
        if not files:
            return []
        with _readable():
            found = self._connection.execute(sql.format(relation_sql(table.uris(files))), given)
            names = [item[0] for item in found.description or []]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@contextmanager
def quarantine_rows(settings: Settings) -> Iterator[Quarantine]:
    """The quarantine as it stands; starts nothing. Raises InputError if no run has made it yet."""
    lake = Lake(settings)
    head = lake.table("quarantine").head()
    if head is None:
        raise InputError("there is no quarantine yet: `hyperion run` makes it")
    table = lake.table("quarantine")
    decided = dropped(lake.raw)
    sent = sent_replays(settings, lake.raw, Topic)
    with connect() as connection, _readable():
        # Registered as tables of Arrow, they would make DuckDB import pandas.
        connection.execute(
            _DECIDED,
            [[getattr(each, name) for each in decided] for name in ("quarantine_id", "decided_at", "why")],
        )
        connection.execute(_REPLAYS, [list(sent), [each.sent_at for each in sent.values()]])
        connection.execute(_VIEW.format(source=relation_sql(table.uris(head.manifest.files)), sent=SENT))
        yield Quarantine(connection, lake)


@contextmanager
def _readable() -> Iterator[None]:
    """What an earlier version of the platform wrote lacks columns; what is damaged cannot be read."""
    try:
        yield
    except duckdb.BinderException:
        raise InputError("the quarantine was made by an earlier version: `hyperion run` makes it anew") from None
    except duckdb.Error as error:
        raise StorageError(f"the quarantine cannot be read: {str(error).splitlines()[0]}") from None
