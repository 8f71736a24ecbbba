"""Tracing: from a row to the records and files behind it, and from a record to the rows it went into."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

import duckdb
import sqlalchemy as sa

from hyperion_assets.errors import InputError, StorageError
from hyperion_assets.lake.content import connect_to_files, relation_sql
from hyperion_assets.lake.lake import Lake
from hyperion_assets.model.provenance import KEY_SEPARATOR, TRACED, row_key_sql
from hyperion_assets.model.tables import TABLES, by_name, key_names
from hyperion_assets.operations.query import open_release
from hyperion_assets.operations.tracing.parents import PARENTS
from hyperion_assets.operations.tracing.record_history import Place, Record, TopicHistory
from hyperion_assets.release.manifest import current_release, required_release
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

BOX_OFFICE = "box_office_daily"
DECISIONS = ("resolutions", "conflicts")
"""Tables of what was decided about entities, shown where a release has them."""
NEAR = 3
_RECORD = re.compile(r"(?P<topic>.+?)(@(?P<generation>\d{1,6}))?/(?P<partition>\d{1,6})/(?P<offset>\d{1,18})", re.ASCII)

Plain = dict[str, Any]


def trace(settings: Settings, target: str, key: str | None) -> Plain:
    """What stands behind a row (`films`, `toy-story-1995`) or became of a record (`raw-films/0/17`), as plain values.

    Raises InputError for a table, row or record that there is not; it names the nearest keys.
    """
    try:
        return _trace(settings, target, key)
    except duckdb.Error as error:
        raise StorageError(f"a file of the release is damaged: {error}") from None


def _trace(settings: Settings, target: str, key: str | None) -> Plain:
    found = _RECORD.fullmatch(target) if key is None else None
    if found:
        return trace_record(settings, found)
    if key is None:
        raise InputError(f"{target!r} is no record such as raw-films/0/17; a row is named by its table and its key")
    name = target.removeprefix("exports.")
    if name not in {item.name for item in TABLES}:
        raise InputError(f"there is no table {target!r}; there are {', '.join(item.name for item in TABLES)}")
    return trace_row(settings, by_name(name), key)


def trace_row(settings: Settings, table: sa.Table, key: str) -> Plain:
    """A row of the release, the records or the rows it is made of, their problems, and other records of their keys."""
    lake = Lake(settings)
    number, release = required_release(lake)
    with open_release(settings) as connection:
        row = _row(connection, table, key)
        found: Plain = {"table": table.name, "key": key, "release": number, "row": row}
        held = release.tables.get(table.name)
        if held:
            found |= {"version": held.version, "code_version": held.manifest.code_version}
        places = _places(connection, lake, table, key, row)
        histories = {topic: _history(settings, lake, topic, at) for topic, at in places.items()}
        behind = [each for topic, at in places.items() for each in histories[topic] if each.place_on_topic in at]
        others = [each for topic, at in places.items() for each in histories[topic] if each.place_on_topic not in at]
        return found | {
            "made_of": _parents(connection, table, row),
            "records": [_plain(each) for each in behind],
            "other_records": [_plain(each) for each in others],
            "problems": [problem for topic, at in places.items() for problem in _problems(connection, topic, list(at))],
            "decisions": {name: mentions(connection, name, key) for name in DECISIONS if name in release.tables},
        }


def trace_record(settings: Settings, named: re.Match[str]) -> Plain:
    """A record: its range and raw file, how it was staged, its fate, its problems and the rows it stands behind."""
    lake = Lake(settings)
    topic = _topic(settings, named["topic"])
    history = TopicHistory(settings, lake, topic)
    newest = max(history.log.generations.values(), default=0)
    generation = int(named["generation"]) if named["generation"] else newest
    place = Place(generation, int(named["offset"]), int(named["partition"]))
    record = history.at(place)
    if record is None:
        raise InputError(_why_not(history, place))
    found: Plain = {"record": _plain(record), "rows": [], "problems": [], "same_key": [], "release": None}
    if record.key is not None:
        same = [each for each in history.of_keys([record.key]) if each.record != record.record]
        found["same_key"] = [_plain(each) for each in same]
    release = current_release(lake)
    if release is None:
        return found
    found["release"] = release.number
    with open_release(settings) as connection:
        found["problems"] = _problems(connection, topic, [place])
        if record.fate in ("current", "duplicate") and record.key is not None:
            found["rows"] = _rows_of(connection, lake, topic, record.key)
    return found


def _topic(settings: Settings, name: str) -> Topic:
    for topic in Topic:
        if name in (topic.lake_name, topic.name_in(settings), topic.value):
            return topic
    raise InputError(f"there is no topic {name!r}; there are {', '.join(topic.lake_name for topic in Topic)}")


def _why_not(history: TopicHistory, place: Place) -> str:
    named = place.in_words(history.topic.lake_name)
    key = history.range_of(place)
    if key is None:
        ends = history.log.in_order()
        end = max((each.end for each in ends if history.log.generations[each.topic_id] == place.generation
                   and each.partition == place.partition), default=0)  # fmt: skip
        return f"{named} is in no planned range: that partition has been read up to offset {end:,}"
    if not history.is_staged(key):
        return f"{named} is in range {key}, which has not been landed and staged: `hyperion run` goes on with it"
    return f"{named} holds no record: the offset is a transaction marker, or was compacted away"


def _row(connection: duckdb.DuckDBPyConnection, table: sa.Table, key: str) -> Plain:
    """The row with that key. Raises InputError naming the nearest keys."""
    names, parts = key_names(table), key.split(KEY_SEPARATOR)
    if len(parts) < len(names):
        wanted = KEY_SEPARATOR.join(names)
        raise InputError(f"the key of {table.name} is {wanted}; {key!r} has {len(parts)} of its {len(names)} parts")
    source = _source(table)
    if len(parts) == len(names):
        condition = " AND ".join(_same(table.columns[name], part) for name, part in zip(names, parts, strict=True))
    else:
        # A part has the separator in it, so that only the whole key can be compared.
        condition, parts = f"{row_key_sql(table)} = ?", [key]
    rows = _as_plain(connection.execute(f"SELECT * FROM {source} WHERE {condition}", parts))
    if not rows:
        near = connection.execute(
            f"SELECT k FROM (SELECT DISTINCT {row_key_sql(table)} AS k FROM {source}) "
            f"ORDER BY jaro_winkler_similarity(k, ?) DESC, k LIMIT {NEAR}",
            [key],
        ).fetchall()
        nearest = f"; near it are {', '.join(each for (each,) in near)}" if near else ", which is empty"
        raise InputError(f"there is no {key!r} in {table.name}{nearest}")
    return rows[0]


def _same(item: sa.Column[Any], part: str) -> str:
    """That a column has the value of a part of a key; a text as it is stored, so that files can be skipped."""
    if not part:
        return f"""coalesce("{item.name}"::VARCHAR, '') = ?"""
    return f'"{item.name}" = ?' if isinstance(item.type, sa.Text) else f'"{item.name}"::VARCHAR = ?'


def _source(table: sa.Table) -> str:
    return f'exports."{table.name}"' if table.info["group"] == "exports" else f'"{table.name}"'


def _places(
    connection: duckdb.DuckDBPyConnection, lake: Lake, table: sa.Table, key: str, row: Plain
) -> dict[Topic, dict[Place, str]]:
    """The records behind a row of a table that is made of records, by topic, each with its key."""
    if table.name in TRACED:
        _need_provenance(connection)
        found = connection.execute(
            'SELECT topic, generation, "offset", "partition", "key" FROM provenance '
            "WHERE table_name = ? AND row_key = ? ORDER BY ALL",
            [table.name, key],
        ).fetchall()
    elif table.name == BOX_OFFICE:
        found = [(Topic.BOXOFFICE.lake_name, *place) for place in _current_places(lake, Topic.BOXOFFICE, key)]
    elif row.get("offset") is not None:
        found = [(row["topic"], row["generation"], row["offset"], row["partition"], row["key"])]
    else:
        found = []
    places: dict[Topic, dict[Place, str]] = {}
    for topic, generation, offset, partition, record_key in found:
        places.setdefault(_of_lake(topic), {})[Place(generation, offset, partition)] = record_key
    return places


def _need_provenance(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise InputError for a release of the time before there was provenance."""
    views = connection.execute("SELECT 1 FROM duckdb_views() WHERE view_name = 'provenance'").fetchall()
    if not views:
        raise InputError("the release in force was made without provenance: `hyperion run` makes one that has it")


def _of_lake(name: str) -> Topic:
    return next(topic for topic in Topic if topic.lake_name == name)


def _current_places(lake: Lake, topic: Topic, key: str) -> list[tuple[int, int, int, str]]:
    """Generation, offset, partition and key of the current record of a key; none if there is none."""
    table = lake.table(topic.current)
    files = table.files()
    if not files:
        return []
    query = f'SELECT generation, "offset", "partition", "key" FROM {relation_sql(table.uris(files))} WHERE "key" = ?'
    with connect_to_files() as connection:
        return connection.execute(query, [key]).fetchall()


def _history(settings: Settings, lake: Lake, topic: Topic, at: dict[Place, str]) -> list[Record]:
    """The records at these places, and all others of their keys."""
    history = TopicHistory(settings, lake, topic)
    found = history.of_keys(set(at.values()))
    # A record without a key, or with one that no table holds as it is, is found by its place alone.
    lost = (history.at(place) for place in at.keys() - {each.place_on_topic for each in found})
    return [*found, *(each for each in lost if each is not None)]


def _problems(connection: duckdb.DuckDBPyConnection, topic: Topic, places: list[Place]) -> list[Plain]:
    """The rows of `quarantine` of these records, without the original bytes."""
    cursor = connection.execute(
        "SELECT * EXCLUDE (original) FROM quarantine WHERE topic = ? AND list_contains(?, "
        """concat_ws('/', generation, "offset", "partition")) ORDER BY "offset", field, code""",
        [topic.lake_name, ["/".join(map(str, place)) for place in places]],
    )
    return _as_plain(cursor)


def _parents(connection: duckdb.DuckDBPyConnection, table: sa.Table, row: Plain) -> Plain:
    """Keys of the rows that a summary or an export is made of, by table."""
    made = {}
    for parent, condition in PARENTS.get(table.name, {}).items():
        given = {name: row[name] for name in re.findall(r"\$(\w+)", condition)}
        query = f'SELECT {row_key_sql(by_name(parent))} FROM "{parent}" WHERE {condition} ORDER BY 1'
        made[parent] = [key for (key,) in connection.execute(query, given).fetchall()]
    return made


def mentions(connection: duckdb.DuckDBPyConnection, table: str, key: str) -> list[Plain]:
    """Rows of a table of decisions about an entity whose key is the key, or part of it."""
    columns = ("entity_id", "other") if table == "resolutions" else ("entity_id",)
    condition = " OR ".join(f'list_contains($parts, "{name}")' for name in columns)
    parts = [key, *key.split(KEY_SEPARATOR)]
    return _as_plain(connection.execute(f'SELECT * FROM "{table}" WHERE {condition} ORDER BY ALL', {"parts": parts}))


def _rows_of(connection: duckdb.DuckDBPyConnection, lake: Lake, topic: Topic, key: str) -> list[Plain]:
    """The rows of the release that the current record of a key stands behind."""
    if topic is Topic.BOXOFFICE:
        table = by_name(BOX_OFFICE)
        parts = dict(zip(key_names(table), key.split(KEY_SEPARATOR), strict=True))
        condition = " AND ".join(_same(table.columns[name], part) for name, part in parts.items())
        found = connection.execute(f"SELECT 1 FROM {BOX_OFFICE} WHERE {condition}", list(parts.values())).fetchall()
        return [{"table": BOX_OFFICE, "key": key}] if found else []
    _need_provenance(connection)
    rows: list[Plain] = []
    for generation, offset, partition, _ in _current_places(lake, topic, key):
        found = connection.execute(
            'SELECT table_name, row_key FROM provenance WHERE topic = ? AND "offset" = ? AND "partition" = ? '
            "AND generation = ? ORDER BY ALL",
            [topic.lake_name, offset, partition, generation],
        ).fetchall()
        rows += [{"table": table, "key": row_key} for table, row_key in found]
    return rows


def _as_plain(cursor: duckdb.DuckDBPyConnection) -> list[Plain]:
    names = [item[0] for item in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _plain(record: Record) -> Plain:
    return {name: value for name, value in asdict(record).items() if name != "place_on_topic"}
