"""The ledger in full: a line for each source file, range, reason and table, every line an equation that must hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hyperion_assets.broker.publish_manifest import published_log
from hyperion_assets.broker.publishing import rejected
from hyperion_assets.broker.ranges import read_log
from hyperion_assets.checks.ledger import (
    CutBalance,
    RangeBalance,
    SourceBalance,
    range_balances,
    topic_ledger,
)
from hyperion_assets.lake.content import connect_to_files, relation_sql
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

WITHOUT_CODE = "(no code)"


@dataclass(frozen=True)
class Line:
    """One equation with its numbers, by the words of the equation; `difference` is zero where it holds."""

    name: str
    counts: Mapping[str, int]
    difference: int


@dataclass(frozen=True)
class Book:
    """Lines that share an equation."""

    title: str
    equation: str
    lines: list[Line]
    note: str = ""

    @property
    def balances(self) -> bool:
        """Whether every equation holds."""
        return all(line.difference == 0 for line in self.lines)


SOURCES = ("sources", "entries = published + unchanged + rejected")
RANGES = ("ranges", "offsets = records + gaps; records = staged + quarantined + tombstones")
CUT = ("cut", "staged = current + duplicate + superseded + deleted; a row for each current record")
REASONS = ("reasons", "all rejected entries and all quarantined records, by code")


def topic_books(settings: Settings, lake: Lake, topics: Iterable[Topic]) -> list[Book]:
    """The sources, ranges and cut of each topic, each summed up to a line."""
    found = [topic_ledger(settings, lake, topic) for topic in topics]
    return [
        Book(*SOURCES, [_source_line(each.topic, each.source) for each in found]),
        Book(*RANGES, [_range_line(each.topic, each.ranges) for each in found]),
        Book(*CUT, [_cut_line(each.topic, each.cut) for each in found]),
    ]


def file_books(settings: Settings, lake: Lake, topics: Iterable[Topic], *, every_unit: bool) -> list[Book]:
    """What became of the entries of each source file; the units of one provider are a line unless all are asked for."""
    books = []
    for topic in topics:
        name = topic.name_in(settings)
        head = published_log(lake.raw, name).head()
        states = head.manifest.units if head else {}
        balances = {
            unit: SourceBalance(
                state.counts.entries, state.counts.published, state.counts.unchanged, state.counts.rejected
            )
            for unit, state in sorted(states.items())
        }
        lines = [_source_line(unit, balance) for unit, balance in balances.items()]
        books.append(Book(f"{name}: source files", SOURCES[1], lines if every_unit else _by_provider(lines)))
    return books


def range_books(settings: Settings, lake: Lake, topics: Iterable[Topic]) -> list[Book]:
    """What became of the offsets of each range that is landed and staged."""
    books = []
    for topic in topics:
        name = topic.name_in(settings)
        generations = read_log(lake.raw, name).generations
        balances = range_balances(settings, lake, topic)
        lines = [_range_line(_range_name(topic, key, generations), balance) for key, balance in balances.items()]
        books.append(Book(f"{name}: ranges", RANGES[1], lines))
    return books


def reason_books(settings: Settings, lake: Lake, topics: Iterable[Topic]) -> list[Book]:
    """How many entries and records each reason cost; they add up to what the other books say was lost."""
    books = []
    for topic in topics:
        found = topic_ledger(settings, lake, topic)
        entries = _counted(rejected(settings, lake.raw, topic).column("reason_code").to_pylist())
        records = _quarantined(lake, topic)
        lines = [
            Line(code, counts, sum(counts.values()) if code == WITHOUT_CODE else 0)
            for code in sorted({*entries, *records})
            for counts in [{"rejected": entries.get(code, 0), "quarantined": records.get(code, 0)}]
        ]
        totals = {"rejected": found.source.rejected, "quarantined": found.ranges.quarantined}
        lost = sum(abs(total - sum(line.counts[name] for line in lines)) for name, total in totals.items())
        books.append(Book(f"{found.topic}: {REASONS[0]}", REASONS[1], [*lines, Line("all", totals, lost)]))
    return books


def _source_line(name: str, balance: SourceBalance) -> Line:
    counts = {"entries": balance.entries, "published": balance.published, "unchanged": balance.unchanged}
    return Line(name, {**counts, "rejected": balance.rejected}, balance.difference)


def _range_line(name: str, balance: RangeBalance) -> Line:
    counts = {"offsets": balance.offsets, "records": balance.records, "gaps": balance.gaps}
    outcomes = {"staged": balance.staged, "quarantined": balance.quarantined, "tombstones": balance.tombstones}
    return Line(name, {**counts, **outcomes}, balance.difference)


def _cut_line(name: str, balance: CutBalance) -> Line:
    fates = {"current": balance.current, "duplicate": balance.duplicate, "superseded": balance.superseded}
    counts = {"staged": balance.staged, **fates, "deleted": balance.deleted, "rows": balance.rows}
    return Line(name, counts, balance.difference)


def _by_provider(lines: list[Line]) -> list[Line]:
    """The lines, but one for all units of a provider (`faker:box-office/<film>`); what does not balance stays."""
    kept: list[Line] = []
    summed: dict[str, list[Line]] = {}
    for line in lines:
        if line.name.startswith("faker:") and not line.difference:
            summed.setdefault(line.name.rpartition("/")[0], []).append(line)
        else:
            kept.append(line)
    for provider, units in summed.items():
        counts = {word: sum(unit.counts[word] for unit in units) for word in units[0].counts}
        kept.append(Line(f"{provider} ({len(units)} units)", counts, 0))
    return kept


def _range_name(topic: Topic, key: RangeKey, generations: Mapping[str, int]) -> str:
    """The range as `hyperion trace` names records: topic, partition, offsets; and the generation after the first."""
    generation = generations.get(key.topic_id, 0)
    again = f"@{generation}" if generation else ""
    return f"{topic.lake_name}{again}/{key.partition}/{key.start}-{key.end}"


def _quarantined(lake: Lake, topic: Topic) -> dict[str, int]:
    table = lake.table(topic.staged)
    files = [file for held in table.partitions().values() for file in held.files]
    if not files:
        return {}
    query = f"SELECT reason_code FROM {relation_sql(table.uris(files))} WHERE outcome = 'quarantined'"
    with connect_to_files() as connection:
        return _counted(code for (code,) in connection.execute(query).fetchall())


def _counted(codes: Iterable[str | None]) -> dict[str, int]:
    found: dict[str, int] = {}
    for code in codes:
        found[code or WITHOUT_CODE] = found.get(code or WITHOUT_CODE, 0) + 1
    return found
