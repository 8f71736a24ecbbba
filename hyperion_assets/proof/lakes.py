"""The tables of one finished run as its lake has them: relations for DuckDB, and their hashes."""

from __future__ import annotations

from functools import cached_property

import pyarrow as pa

from hyperion_assets.assets.quarantine import rejected_entries
from hyperion_assets.broker.ranges import read_log
from hyperion_assets.lake.content import RECORD_COLUMNS, connect_to_files, hash_rows, relation_sql
from hyperion_assets.lake.decisions import Dropped
from hyperion_assets.lake.lake import RESOLVED_TABLES, Lake
from hyperion_assets.model.tables import TABLES, by_name, column_names, exports
from hyperion_assets.platform import Platform
from hyperion_assets.proof.oracle import Oracle
from hyperion_assets.release.manifest import ReleaseManifest, required_release
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

STAGED = tuple(topic.staged for topic in Topic)
STAGING = (*STAGED, *(topic.current for topic in Topic), *RESOLVED_TABLES)
COMPARED = (*STAGING, *(table.name for table in TABLES))
"""All tables that a run makes, the exports among them, in the order of the data flow."""
_MODEL = frozenset(table.name for table in TABLES)
_EXPORTS = frozenset(table.name for table in exports())


class FinishedRun:
    """The tables of the release in force of a home, and those that they were made of."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.lake = Lake(settings)

    def files(self, name: str) -> list[str]:
        """The addresses of a table's files."""
        if name in _EXPORTS:
            return [str(self.settings.exports / f"{name}.parquet")]
        table = self.lake.table(name)
        released = self._release.tables.get(name)
        manifest = released.manifest if released else table.required_head().manifest
        return table.uris(manifest.files)

    def relation(self, name: str) -> str:
        """A relation in DuckDB's SQL with a table's rows."""
        return relation_sql(self.files(name))

    def columns(self, name: str) -> list[str]:
        """The columns that a table is compared by: all, but where staged and current records came from."""
        if name in _MODEL:
            return column_names(by_name(name))
        with connect_to_files() as connection:
            described = connection.execute(f"describe from {self.relation(name)}").fetchall()
        return sorted(row[0] for row in described if row[0] not in RECORD_COLUMNS)

    def hash(self, name: str) -> str:
        """The content hash of a table, as DuckDB computes it from the files."""
        return hash_rows(name, self.files(name))[""]

    def oracle(self) -> Oracle:
        """All tables as the oracle makes them of the same records, box office from the raw lines on."""
        made = Oracle({name: self.relation(name) for name in STAGED if name != Topic.BOXOFFICE.staged})
        made.add("rejected", rejected_entries(Platform(self.settings)))
        # The source is published once, and nobody drops anything.
        made.add("decisions", pa.table({name: pa.array([], pa.string()) for name in Dropped._fields}))
        made.stage_box_office(self._raw_lines(Topic.BOXOFFICE))
        made.create_all()
        return made

    def _raw_lines(self, topic: Topic) -> list[str]:
        landed = read_log(self.lake.raw, topic.name_in(self.settings)).landed().values()
        texts = (self.lake.raw.read(each.file).decode() for each in landed)
        return [line for text in texts for line in text.split("\n") if line]

    @cached_property
    def _release(self) -> ReleaseManifest:
        return required_release(self.lake).manifest
