"""The last equations of the ledger: rows stand on current records, and every current record leads somewhere."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from hyperion_assets.checks.audit import add_views
from hyperion_assets.checks.ledger_books import Book, Line
from hyperion_assets.lake.content import connect, relation_sql
from hyperion_assets.lake.lake import Lake
from hyperion_assets.model.provenance import TRACED, row_key_sql
from hyperion_assets.model.tables import by_name
from hyperion_assets.release.manifest import ReleaseManifest, current_release
from hyperion_assets.topics import Topic

RECORDS = ("records", "current = in rows + quarantined alone; links = to current records")
ROWS = ("tables", "rows = traced to a current record")
BOX_OFFICE = "box_office_daily"
_PLACE = 'generation, "partition", "offset"'
_SAME_DAY = "r.film_id = b.film_id AND r.date = b.date AND r.state = b.state"


def release_books(lake: Lake, topics: Iterable[Topic]) -> list[Book]:
    """For each topic what its current records lead to, and for each table what its rows stand on.

    Empty without a release. Where the current records are newer than the release nothing can be compared, and a note
    says so.
    """
    release = current_release(lake)
    if release is None:
        return []
    topics = list(topics)
    at_hand = [topic for topic in topics if _is_current(lake, release.manifest, topic)]
    note = "" if at_hand == topics else "newer records wait: what is not listed is compared after the next release"
    with connect() as connection:
        add_views(connection, lake, {name: table.manifest for name, table in release.manifest.tables.items()})
        for topic in at_hand:
            table = lake.table(topic.current)
            files = table.uris(table.required_head().manifest.files)
            connection.execute(f"CREATE VIEW {topic.current} AS SELECT * FROM {relation_sql(files)}")
        records = [_record_line(connection, topic) for topic in at_hand]
        rows = [line for topic in at_hand for line in _row_lines(connection, topic)]
    return [Book(*RECORDS, records, note), Book(*ROWS, rows)]


def _is_current(lake: Lake, release: ReleaseManifest, topic: Topic) -> bool:
    current = lake.table(topic.current).head()
    if current is None or "provenance" not in release.tables:
        return False
    return current.manifest.cut.get(topic.lake_name) == release.cut.get(topic.lake_name)


def _record_line(connection: duckdb.DuckDBPyConnection, topic: Topic) -> Line:
    name = topic.lake_name
    if topic is Topic.BOXOFFICE:
        links, used = "0", f"EXISTS (SELECT 1 FROM {BOX_OFFICE} AS b WHERE {_SAME_DAY})"
    else:
        places = f"SELECT DISTINCT {_PLACE} FROM provenance WHERE topic = '{name}'"
        links = f"(SELECT count(*) FROM ({places}) ANTI JOIN {topic.current} USING ({_PLACE}))"
        used = f"({_PLACE}) IN ({places})"
    query = f"""
        SELECT count(*), count(*) FILTER (used), count(*) FILTER (NOT used AND kept), {links}
        FROM (
            SELECT {used} AS used, ({_PLACE}) IN (SELECT ({_PLACE}) FROM quarantine WHERE topic = '{name}') AS kept
            FROM {topic.current} AS r
        )
    """
    current, in_rows, quarantined, dangling = connection.execute(query).fetchall()[0]
    counts = {"current": current, "in rows": in_rows, "quarantined": quarantined, "not current": dangling}
    return Line(name, counts, current - in_rows - quarantined + dangling)


def _row_lines(connection: duckdb.DuckDBPyConnection, topic: Topic) -> list[Line]:
    if topic is Topic.BOXOFFICE:
        traced = f"SELECT 1 FROM {topic.current} AS r WHERE {_SAME_DAY}"
        return [_row_line(connection, BOX_OFFICE, f"SELECT count(*) FROM {BOX_OFFICE} AS b WHERE EXISTS ({traced})")]
    # Every other table needs character entries.
    mine = [name for name in TRACED if (name in ("studios", "films")) == (topic is Topic.FILMS)]
    lines = []
    for name in mine:
        keys = "SELECT DISTINCT row_key FROM provenance WHERE table_name = ?"
        traced = f'SELECT count(*) FROM "{name}" AS t WHERE {row_key_sql(by_name(name), "t")} IN ({keys})'
        lines.append(_row_line(connection, name, traced, name))
    return lines


def _row_line(connection: duckdb.DuckDBPyConnection, table: str, traced: str, *given: str) -> Line:
    rows = connection.execute(f'SELECT count(*) FROM "{table}"').fetchall()[0][0]
    known = connection.execute(traced, list(given)).fetchall()[0][0]
    return Line(table, {"rows": rows, "traced": known}, rows - known)
