"""The file in which a person corrects rows of the quarantine: one JSON list, a record an element.

`value` holds the record's value as JSON; `text` one that is no JSON, `base64` one that is no text. Exactly one of them
is there. An entry that was never published stands without the context of its file.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from hyperion_assets.disk import writing
from hyperion_assets.errors import InputError
from hyperion_assets.operations.quarantine.rows import Quarantine, Row, quarantine_rows
from hyperion_assets.operations.wording import counted
from hyperion_assets.settings import Settings
from hyperion_assets.sources.documents import compact, read
from hyperion_assets.sources.unreadable import UnreadableError

FORMS = ("value", "text", "base64")
MOST_UNNAMED = 500
"""Open rows that are exported without a reason or ids: nobody edits more of them by hand."""


def export_rows(settings: Settings, ids: Sequence[str], code: str | None, output: Path) -> list[str]:
    """Write rows, or all open ones of a code, to a new file; returns what was done, a line each."""
    if output.exists():
        raise InputError(f"{output} is there already: name another file, so that no correction is lost")
    with quarantine_rows(settings) as quarantine:
        found = quarantine.find(list(dict.fromkeys(ids))) if ids else quarantine.rows(code=code)[0]
    if ids:
        for row in found:
            check_is_record(row)
    if not ids and code is None and len(found) > MOST_UNNAMED:
        counts = Counter(row.code for row in found).most_common()
        listed = ", ".join(f"{rows:,} {reason}" for reason, rows in counts)
        raise InputError(f"{len(found):,} rows are open ({listed}): name a reason by --code, or ids")
    records = _by_record([row for row in found if row.scope != "file"])
    if not records:
        raise InputError(f"no record is open{f' for {code}' if code else ''}: there is nothing to export")
    made = [_element(rows) for rows in records]
    with writing(output):
        try:
            output.write_bytes(_document(made))
        except OSError as error:
            raise InputError(f"cannot write {output}: {error.strerror}") from None
    lines = [f"{output}: {counted(len(records), 'record')} to edit"]
    files = [row for row in found if row.scope == "file"]
    if files:
        lines.append(f"left out: {counted(len(files), 'whole file')}; mend them in the source folder and publish them")
    if len(records) + len(files) < len(found):
        lines.append(f"{len(found) - len(files)} rows are of {counted(len(records), 'record')}; see `also`")
    return lines


def corrections(quarantine: Quarantine, path: Path) -> list[tuple[Row, bytes]]:
    """The rows of an edited file with their new values as bytes. Raises InputError in one line for what is no such."""
    try:
        document = read(path.read_bytes())
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
    except UnreadableError as error:
        raise InputError(f"{path} is no JSON that can be read: {error.reason}") from None
    if not isinstance(document.value, list) or not document.value:
        raise InputError(f"{path} is no list of rows as `hyperion quarantine export` writes it")
    given = [_id(path, number, element) for number, element in enumerate(document.value)]
    rows, found = quarantine.by_id(given), dict[str, tuple[Row, bytes]]()
    for quarantine_id, element in zip(given, document.value, strict=True):
        row = _row(path, rows.get(quarantine_id), quarantine_id, element)
        if row.quarantine_id in found:
            raise InputError(f"{path}: {row.short} stands there twice")
        found[row.quarantine_id] = (row, _value(path, row, element))
    return list(found.values())


def is_edited(row: Row, data: bytes) -> bool:
    """Whether a correction says something else than its row."""
    return row.original is None or _spelled(data) != _spelled(row.original)


def _spelled(data: bytes) -> str:
    return json.dumps(_content(data), sort_keys=True)


def originals(rows: Sequence[Row]) -> list[tuple[Row, bytes]]:
    """Rows with the values that they have. Raises InputError for whole files and for records without a value."""
    for row in rows:
        check_is_record(row)
        if row.original is None:
            raise InputError(f"{row.short} has no value to replay; drop it")
    return [(row, row.original) for row in rows if row.original is not None]


def check_is_record(row: Row) -> None:
    """Raise InputError for a row that is a whole file."""
    if row.scope == "file":
        raise InputError(f"{row.short} is a whole file: mend {row.source} in the source folder and publish it")


def strict_json(data: bytes) -> Any:
    """The value of a JSON text. Raises ValueError for anything else, NaN too."""
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_no_json)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _by_record(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of each record: one correction is one for all that is wrong with it. The newest of a key is taken."""
    records: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        one = (row.topic, row.key) if row.key is not None else (row.quarantine_id,)
        records.setdefault(one, []).append(row)
    return [sorted(found, key=_in_time, reverse=True) for found in records.values()]


def _in_time(row: Row) -> tuple[int, int]:
    return row.generation or 0, row.offset or 0


def _element(rows: Sequence[Row]) -> dict[str, Any]:
    row, *others = rows
    names = ("topic", "source", "place", "key", "field", "code", "reason")
    facts = {name: getattr(row, name) for name in names if getattr(row, name) is not None}
    also = {"also": [f"{other.short} {other.code}: {other.reason}" for other in others]} if others else {}
    return {"id": row.quarantine_id, **facts, **also, **_content(row.original)}


def _content(original: bytes | None) -> dict[str, Any]:
    if original is None:
        return {"value": None}
    try:
        return {"value": strict_json(original)}
    except ValueError:
        pass  # no JSON, so its text
    try:
        return {"text": original.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": b64encode(original).decode()}


def _document(elements: list[dict[str, Any]]) -> bytes:
    try:
        return json.dumps(elements, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"
    except UnicodeEncodeError:  # half a surrogate pair, which only an escape can carry
        return json.dumps(elements, indent=1).encode("ascii") + b"\n"


def _id(path: Path, number: int, element: Any) -> str:
    given = element.get("id") if isinstance(element, dict) else None
    if not isinstance(given, str):
        raise InputError(f"{path}: element {number} has no id of a row")
    return given


def _row(path: Path, row: Row | None, given: str, element: dict[str, Any]) -> Row:
    if row is None:
        raise InputError(f"{path}: the quarantine has no row {given[:64]!r}; an id stays as it was exported")
    check_is_record(row)
    if "key" in element and element["key"] != row.key:
        raise InputError(f"{path}: the key of {row.short} is another one; a record keeps its key")
    return row


def _value(path: Path, row: Row, element: dict[str, Any]) -> bytes:
    forms = [form for form in FORMS if form in element]
    if len(forms) != 1:
        raise InputError(f"{path}: {row.short} has {' and '.join(forms) or 'no value'}; give one of {', '.join(FORMS)}")
    given = element[forms[0]]
    if forms == ["value"]:
        try:
            return compact(given)
        except UnreadableError as error:
            raise InputError(f"{path}: the value of {row.short} is no JSON: {error.reason}") from None
    try:
        return b64decode(given, validate=True) if forms == ["base64"] else given.encode("utf-8")
    except (AttributeError, TypeError, ValueError):
        raise InputError(f"{path}: {forms[0]} of {row.short} is no such text") from None


def _no_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
