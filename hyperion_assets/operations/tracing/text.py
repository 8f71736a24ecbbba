"""A trace for reading: what `operations.tracing.trace` gives as plain values, as lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from hyperion_assets.operations.wording import origin_text

SHOWN = 10
"""Records, problems or rows of a kind that are shown; a program gets all of them."""

Plain = dict[str, Any]


def trace_text(found: Plain) -> str:
    """The lines of a row's trace, or of a record's."""
    lines = _row(found) if "row" in found else _record(found)
    return "\n".join(lines)


def _row(found: Plain) -> list[str]:
    version = f", version {found['version']} by code {found['code_version']}" if "version" in found else ""
    width = max(map(len, found["row"]))
    lines = [f"{found['table']} {found['key']}: release {found['release']}{version}"]
    lines += [f"  {name:<{width}}  {_value(value)}" for name, value in found["row"].items() if value is not None]
    for table, keys in found["made_of"].items():
        rows = "1 row" if len(keys) == 1 else f"{len(keys):,} rows"
        lines += _section(f"made of {rows} of {table}", [f"  {key}" for key in keys])
    if found["records"] or not found["made_of"]:
        lines += _section("records behind it", _each(found["records"]))
        lines += _section("problems of these records", map(_problem, found["problems"]))
        lines += _section("other records of the same keys", _each(found["other_records"]))
    for table, rows in found["decisions"].items():
        lines += _section(table, ("  " + _pairs(row) for row in rows))
    return lines


def _record(found: Plain) -> list[str]:
    record = found["record"]
    lines = [
        f"{record['record']}: {_fate(record)}",
        f"  key       {_value(record['key'])}",
        f"  from      {origin_text(record['source'], record['place'])}",
        f"  sent      {record['timestamp']:%Y-%m-%d %H:%M:%S} UTC",
        f"  raw file  {record['raw_file']}",
        f"  range     {record['range']}",
        f"  staged    {record['outcome']}, in version {record['staged_version']} by code {record['code_version']}",
    ]
    if record["reason_code"]:
        lines.append(f"  reason    {record['reason_code']}: {record['reason']}")
    rows = [f"  {row['table']} {row['key']}" for row in found["rows"]]
    if found["release"] is None:
        lines += ["", "there is no release yet"]
    else:
        lines += _section(f"rows of release {found['release']} that it stands behind", rows)
    lines += _section("problems", map(_problem, found["problems"]))
    return [*lines, *_section("other records of its key", _each(found["same_key"]))]


def _each(records: Sequence[Plain]) -> list[str]:
    return [
        f"  {record['record']}  {_fate(record)}\n"
        f"    from {origin_text(record['source'], record['place'])}\n"
        f"    in {record['raw_file']}\n"
        f"    staged in version {record['staged_version']} by code {record['code_version']}"
        for record in records
    ]


def _fate(record: Plain) -> str:
    words = {
        "duplicate": "duplicate of",
        "superseded": "superseded by",
        "deleted": "deleted by the tombstone",
        "waiting": "not among the current records yet: `hyperion run` resolves them",
    }
    said = words.get(record["fate"], record["fate"])
    return f"{said} {record['by']}" if record["by"] else str(said)


def _problem(problem: Plain) -> str:
    where = f" {problem['field']}" if problem["field"] else ""
    return f"  {problem['scope']}{where}: {problem['code']}: {problem['reason']} ({problem['quarantine_id']})"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    found = list(lines)
    if not found:
        return ["", f"{title}: none"]
    more = [f"  … and {len(found) - SHOWN:,} more: --json has all"] if len(found) > SHOWN else []
    return ["", title, *found[:SHOWN], *more]


def _pairs(row: Plain) -> str:
    return ", ".join(f"{name}={_value(value)}" for name, value in row.items() if value is not None)


def _value(value: object) -> str:
    return f"{len(value)} bytes" if isinstance(value, bytes) else str(value)
