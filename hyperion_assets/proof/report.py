"""The matrix, and docs/engines.md from a proof."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hyperion_assets.bench.machine import machine
from hyperion_assets.bench.markdown import table
from hyperion_assets.bench.result import Machine
from hyperion_assets.local.versions import version
from hyperion_assets.model.hashing import row_count
from hyperion_assets.proof.avoided import ALSO, AVOIDED
from hyperion_assets.proof.comparing import READERS
from hyperion_assets.proof.damage import OUT_OF_REACH, REASONS
from hyperion_assets.proof.result import Proof, Reading

SERVICES = ("sail", "spark", "hadoop", "seaweedfs", "hive", "trino", "postgresql", "kafka")
PACKAGES = ("python", "duckdb", "pyarrow")

_HEAD = """\
# Engines, stores and readers give the same tables

Written by `make prove ARGS=--write`; do not edit. One fixed source (`hyperion_assets/proof/source.py`) goes through the
main job in every cell of the matrix, each with a home, topics and a database of its own. The tables of each run are
compared by content hash, and where hashes differ, row by row; `make prove` ends with 0 only if every hash agrees.
"""

_MATRIX = """\
## The matrix

A cell is one `hyperion run` from an empty home, as a process of its own: sources, Kafka, landing, tables, checks,
release, PostgreSQL and exports. Of each reader: how many tables have the hash that is expected, and the seconds that
computing them took. DuckDB reads the files of all tables, staging and exports among them; PostgreSQL and Trino have
those of a release. Trino reads the files in place, through the Hive Metastore.
"""

_TABLES = """\
## What is expected

The oracle (`hyperion_assets/proof/sql`) is one DuckDB query a table, written from what the table means and not from its
transform; it begins at the raw lines of the box office, and at the staged records of films and characters.

- Staged films and characters are made by parsers in Python, of which there is one implementation. What the first cell
  made is expected of the others: so every engine hands the parsers the same bytes and keeps what they give.
- What was refused when it was to be published, and the raw files, come before any engine and are inputs of both sides.
- That rows are right, and not only alike, is for the tests to show, which give the same queries written rows.
"""

_HASH = """\
## The content hash

`<rows>-<30 hex digits>`, computed by DuckDB, PostgreSQL and Trino alike (`hyperion_assets/model/hashing.py`); the order
of rows and the files that hold them do not matter.

1. Each column of a row becomes a text: texts as they are, whole numbers in digits, booleans `t` or `f`, dates as days
   since 1970-01-01, doubles as the whole millionths below them, bytes as lower-case hex digits. A column that may be
   null is `''` where it is, and else has `=` before its text, so that null and the empty text differ.
2. The texts of a row are joined by the sign 31 (unit separator), and hashed by MD5.
3. The first 15 hex digits and the next 15 are two numbers; each is summed over all rows modulo 2^60.

Staged, current and resolved records have nested columns, which only DuckDB reads: they are compared by their JSON, and
without the columns that say where on a topic a record stood. The hash guards against loss and error, not against
someone who wants two tables to collide.
"""

_AVOIDED = """\
## What transforms do without

Where engines differ by nature, no transform uses the construct; a test holds them to it.
"""

_SOURCE = """\
## The source

Some twenty films, a character file of every shape (franchise, flat, one film, one game, games, grouped, series, short)
in UTF-8 and UTF-16, and {reasons} reasons for the quarantine, each of which must occur. The others need another sender
to a topic than the platform:
"""


def matrix(proof: Proof) -> str:
    """The cells with the time of their run, and how many tables each reader has as expected."""
    rows = [
        [name, f"{seconds:.1f} s", *(_cell(proof, proof.of(name, reader)) for reader in READERS)]
        for name, seconds in proof.runs.items()
    ]
    return table(["engine/place", "main job", *READERS], rows)


def render(proof: Proof) -> str:
    """The whole document."""
    parts = [
        _HEAD,
        _measured(replace(machine(), versions=_versions())),
        _MATRIX,
        matrix(proof),
        f"All of it took {proof.seconds / 60:.1f} minutes, the start and end of every service included.\n",
        _TABLES,
        _tables(proof),
        _HASH,
        _AVOIDED,
        table(
            ["construct", "functions", "engines differ in", "instead"],
            [[each.construct, _code(each.functions), each.differs, each.instead] for each in AVOIDED],
        ),
        "".join(f"- {line}\n" for line in ALSO),
        _SOURCE.format(reasons=len(REASONS)),
        table(["reason", "why no source causes it"], [[f"`{code}`", why] for code, why in OUT_OF_REACH.items()]),
    ]
    return "\n".join(parts)


def _cell(proof: Proof, reading: Reading | None) -> str:
    if reading is None:
        return ""
    same = sum(proof.expected[name] == value for name, value in reading.hashes.items())
    return f"{same} of {len(reading.hashes)}, {reading.seconds:.1f} s"


def _tables(proof: Proof) -> str:
    rows = [
        [
            f"`{name}`",
            f"{row_count(value):,}",
            f"`{value}`",
            "the oracle" if name in proof.by_oracle else "the first cell",
        ]
        for name, value in proof.expected.items()
    ]
    return table(["table", "rows", "content hash", "expected by"], rows)


def _measured(found: Machine) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in found.versions.items())
    rows = [
        ["proven", found.measured_at],
        ["machine", f"{found.processor}, {found.cores} cores, {found.memory / 2**30:.0f} GiB, {found.system}"],
        [
            "load at the end",
            f"{found.load:.1f} (a calm machine has less than the cores that the proof itself keeps busy)",
        ],
        ["versions", versions],
    ]
    return table(["", ""], rows)


def _versions() -> dict[str, str]:
    known = machine().versions
    return {name: version(name) for name in SERVICES} | {name: known[name] for name in PACKAGES}


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
