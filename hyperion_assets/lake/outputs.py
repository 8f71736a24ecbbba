"""What an asset may hand to the IO manager beside plain rows.

Belongs here: the types. Not here: writing them (io_manager).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import dagster as dg
from pyspark.sql import DataFrame


class StagedRange(NamedTuple):
    """The rows of one landed range, the hash of the raw file that they come from, and how many rows it must give."""

    rows: DataFrame
    raw_hash: str
    records: int | None = None


Describe = Callable[[Sequence[str]], Mapping[str, dg.MetadataValue]]
"""Metadata that a table has beside that of every table, from the addresses of its files."""


class Traced(NamedTuple):
    """Rows that depend on more than the tables that were loaded: name → hash of what else they are made of.

    `describe` gives metadata of the rows as they were written.
    """

    rows: DataFrame
    made_of: dict[str, str]
    describe: Describe | None = None


class Layout(NamedTuple):
    """How the files of a table are laid out: the column that parts them, and the most rows of a row group."""

    by: str | None = None
    row_group_rows: int | None = None
