"""The ledger: every source entry and every Kafka record, balanced to a row, a quarantine entry or a duplicate."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields

from hyperion_assets.broker.publishing import published_counts
from hyperion_assets.broker.ranges import read_log
from hyperion_assets.broker.waiting import waiting_ranges
from hyperion_assets.lake.content import connect_to_files, relation_sql
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.range_cut import staged_inputs
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

PLACE = '(generation::BIGINT << 52) + ("offset" << 12) + "partition"'
"""The place of a record in time as one number, which is compared faster than three."""


@dataclass(frozen=True)
class SourceBalance:
    """What became of the entries of the sources of a topic, in the publishing that read them last."""

    entries: int
    published: int
    unchanged: int
    rejected: int

    @property
    def difference(self) -> int:
        """Entries that are unaccounted for: zero."""
        return self.entries - self.published - self.unchanged - self.rejected


@dataclass(frozen=True)
class RangeBalance:
    """What became of the offsets of the landed and staged ranges of a topic."""

    ranges: int
    offsets: int
    records: int
    gaps: int
    staged: int
    quarantined: int
    tombstones: int

    @property
    def difference(self) -> int:
        """Offsets and records that are unaccounted for: zero."""
        lost = self.offsets - self.records - self.gaps
        return abs(lost) + abs(self.records - self.staged - self.quarantined - self.tombstones)


@dataclass(frozen=True)
class CutBalance:
    """What became of the staged records of a topic at its cut; `rows` are those of the table of current records."""

    staged: int
    current: int
    duplicate: int
    superseded: int
    deleted: int
    rows: int

    @property
    def difference(self) -> int:
        """Staged records that are unaccounted for, and current ones without a row: zero."""
        lost = self.staged - self.current - self.duplicate - self.superseded - self.deleted
        return abs(lost) + abs(self.current - self.rows)


@dataclass(frozen=True)
class TopicLedger:
    """All balances of a topic."""

    topic: str
    source: SourceBalance
    ranges: RangeBalance
    cut: CutBalance
    missing: list[str] = field(default_factory=list)

    @property
    def difference(self) -> int:
        """Zero when everything is accounted for."""
        return abs(self.source.difference) + self.ranges.difference + self.cut.difference

    @property
    def in_words(self) -> str:
        """The three balances in one line."""
        source, ranges, cut = self.source, self.ranges, self.cut
        balances = [
            f"{source.entries:,} entries = {source.published:,} published + {source.unchanged:,} unchanged "
            f"+ {source.rejected:,} rejected",
            f"{ranges.offsets:,} offsets = {ranges.gaps:,} gaps + {ranges.staged:,} staged "
            f"+ {ranges.quarantined:,} quarantined + {ranges.tombstones:,} tombstones",
            f"{cut.staged:,} staged = {cut.current:,} current + {cut.duplicate:,} duplicate "
            f"+ {cut.superseded:,} superseded + {cut.deleted:,} deleted",
        ]
        if self.difference:
            balances.append(f"{self.difference:,} UNACCOUNTED FOR")
        return f"{self.topic}: {'; '.join(balances)}"


def ledger(settings: Settings, lake: Lake) -> list[TopicLedger]:
    """The ledger of every topic, computed anew from the files. Missing ranges are named; they are not a difference."""
    return [topic_ledger(settings, lake, topic) for topic in Topic]


def topic_ledger(settings: Settings, lake: Lake, topic: Topic) -> TopicLedger:
    """The ledger of one topic."""
    ranges, missing = _ranges(settings, lake, topic)
    counts = published_counts(settings, lake.raw, topic)
    source = SourceBalance(counts.entries, counts.published, counts.unchanged, counts.rejected)
    return TopicLedger(topic.name_in(settings), source, ranges, _cut(lake, topic), missing)


def _ranges(settings: Settings, lake: Lake, topic: Topic) -> tuple[RangeBalance, list[str]]:
    parts = [asdict(balance) for balance in range_balances(settings, lake, topic).values()]
    names = [item.name for item in fields(RangeBalance)]
    balance = RangeBalance(**{name: sum(part[name] for part in parts) for name in names})
    return balance, waiting_ranges(settings, lake, topic)


def range_balances(settings: Settings, lake: Lake, topic: Topic) -> dict[RangeKey, RangeBalance]:
    """The balance of each range of a topic that is landed and staged, in order.

    One that is staged and never landed has no offsets, so it does not balance.
    """
    log = read_log(lake.raw, topic.name_in(settings))
    landed = log.landed()
    staged = _staged_outcomes(lake, topic)
    found = {}
    for key in sorted(staged, key=lambda each: (each not in landed, log.order(each) if each in landed else each)):
        entry, outcomes = landed.get(key), staged[key]
        found[key] = RangeBalance(
            ranges=1 if entry else 0,
            offsets=key.end - key.start if entry else 0,
            records=entry.records if entry else 0,
            gaps=entry.gaps if entry else 0,
            staged=outcomes.get("staged", 0),
            quarantined=outcomes.get("quarantined", 0),
            tombstones=outcomes.get("tombstone", 0),
        )
    return found


def _staged_outcomes(lake: Lake, topic: Topic) -> dict[RangeKey, dict[str, int]]:
    """Rows of each staged range by outcome."""
    table = lake.table(topic.staged)
    partitions = table.partitions()
    range_of = {uri: key for key, held in partitions.items() for uri in table.uris(held.files)}
    found: dict[str, dict[str, int]] = {key: {} for key in partitions}
    if range_of:
        source = relation_sql(list(range_of))
        with connect_to_files() as connection:
            rows = connection.execute(f"SELECT filename, outcome, count(*) FROM {source} GROUP BY ALL").fetchall()
        for uri, outcome, count in rows:
            counts = found[range_of[uri]]
            counts[outcome] = counts.get(outcome, 0) + count
    return {RangeKey.parse(key): counts for key, counts in found.items()}


def _cut(lake: Lake, topic: Topic) -> CutBalance:
    name = topic.value
    current = lake.table(f"current_{name}").head()
    rows = current.manifest.rows if current else 0
    files, _, _ = staged_inputs(lake, topic, resolving=False)
    if not files or current is None:
        return CutBalance(0, 0, 0, 0, 0, rows)
    source = relation_sql(lake.table(f"staged_{name}").uris(files))
    with connect_to_files() as connection:
        found = connection.execute(
            f"""
            WITH competing AS (
                SELECT key, content_hash, outcome, {PLACE} AS place FROM {source} WHERE outcome <> 'quarantined'
            ),
            winner AS (
                SELECT key, max_by(content_hash, place) AS content_hash, max_by(outcome, place) AS outcome,
                       max(place) AS place
                FROM competing GROUP BY key
            )
            SELECT CASE
                     WHEN w.place IS NULL THEN 'without a key'
                     WHEN w.outcome = 'tombstone' THEN 'deleted'
                     WHEN c.place = w.place THEN 'current'
                     WHEN c.content_hash = w.content_hash THEN 'duplicate'
                     ELSE 'superseded'
                   END AS fate, count(*)
            FROM competing AS c LEFT JOIN winner AS w USING (key) WHERE c.outcome = 'staged' GROUP BY fate
            """
        ).fetchall()
    fates = dict(found)
    return CutBalance(
        staged=sum(fates.values()),
        current=fates.get("current", 0),
        duplicate=fates.get("duplicate", 0),
        superseded=fates.get("superseded", 0),
        deleted=fates.get("deleted", 0),
        rows=rows,
    )
