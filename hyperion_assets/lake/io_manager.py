"""The IO manager: DataFrames as Parquet in the lake, loaded as Spark DataFrame, Arrow table or DuckDB relation.

A DataFrame is lazy, so an output whose inputs hold the same rows as when it was last written is not computed: its
version is carried to the new cut as it stands.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import dagster as dg
import duckdb
import pyarrow as pa
from dagster_pyspark import LazyPySparkResource
from pyspark.sql import DataFrame

from hyperion_assets.errors import StorageError
from hyperion_assets.lake.content import connect, hash_rows, relation_sql
from hyperion_assets.lake.cut import merge
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.metadata import table_metadata
from hyperion_assets.lake.outputs import Layout, StagedRange, Traced
from hyperion_assets.lake.range_cut import staged_inputs
from hyperion_assets.lake.tables import (
    EMPTY_HASH,
    UNPARTITIONED,
    DataFile,
    LakeTable,
    TableManifest,
    TablePartition,
    VersionFolder,
    fingerprint,
)
from hyperion_assets.topics import Topic

PARTITION_COLUMN = "hyperion/partition_column"
CODE_VERSION = "hyperion/code_version"
COLUMN_COMMENTS = "hyperion/column_comments"
ROW_GROUP_ROWS = "hyperion/row_group_rows"
"""Metadata of an asset: the column that parts its files, the digest of its code, what its columns mean, and the most
rows of a row group where they are to be fewer than an engine's own."""

RANGES_OF = "hyperion/ranges_of"
RESOLVING = "hyperion/resolving"
COLUMNS = "hyperion/columns"
SCHEMA = "hyperion/schema"
"""Metadata of an input: the topic whose staged ranges it is, and whether all that follow each other are wanted, not
only those of the current records; the columns that matter; the schema of one that may have no file yet."""

FOLDER_COLUMN = "part"
"""Partition folders carry a column of another name than the table's own, which stays inside the files."""


class TableInput(NamedTuple):
    """What a step has loaded: the cut of the version, and a hash for each of its partitions.

    `parted` says that these partitions are those of a partition column, which the output may share.
    """

    cut: Mapping[str, Mapping[str, int]]
    hashes: Mapping[str, str]
    parted: bool


class MadeOf(NamedTuple):
    """The hashes of what each partition of an output is made of: those that all share, and all those of each.

    `parted` is None where no input has the output's partitions, so that they are known only when it is computed.
    """

    shared: dict[str, str]
    parted: dict[str, dict[str, str]] | None


class LakeIOManager(dg.IOManager):
    """Reads current versions and writes new ones; remembers for each step what its inputs were."""

    def __init__(self, lake: Lake, engine: LazyPySparkResource, engine_page: str | None = None) -> None:
        self._lake = lake
        self._engine = engine
        self._engine_page = engine_page
        self._inputs: dict[tuple[str, str], dict[str, TableInput]] = {}

    def load_input(self, context: dg.InputContext) -> Any:
        """The rows of the upstream table as the type that the asset's parameter is annotated with."""
        name = context.asset_key.path[-1]
        table = self._lake.table(name)
        step = (context.step_context.run_id, context.step_context.step.key)
        metadata = context.definition_metadata or {}
        if RANGES_OF in metadata:
            resolving = bool(metadata.get(RESOLVING))
            files, cut, hashes = staged_inputs(self._lake, Topic(metadata[RANGES_OF]), resolving=resolving)
            loaded = TableInput(cut, hashes, parted=False)
        else:
            manifest = table.required_head().manifest
            files, loaded = manifest.files, _table_input(table, manifest, metadata.get(COLUMNS))
        self._inputs.setdefault(step, {})[name] = loaded
        return self._load(table, files, context.dagster_type.typing_type, metadata.get(SCHEMA))

    def handle_output(self, context: dg.OutputContext, obj: Any) -> None:
        """Write a new version if inputs or code changed; else carry the current one to the new cut."""
        table = self._lake.table(context.asset_key.path[-1])
        inputs = self._inputs.pop((context.run_id, context.step_key), {})
        metadata = context.definition_metadata or {}
        code_version = str(metadata.get(CODE_VERSION, ""))
        by = metadata.get(PARTITION_COLUMN)
        before = table.head()
        old = before.manifest.partitions if before else {}
        if isinstance(obj, dict):
            manifest = self._write_ranges(table, obj, code_version)
            made = {name: manifest.partitions[name] for name in obj}
        else:
            cut = merge({name: read.cut for name, read in inputs.items()})
            old = table.present(old)
            known = old if before and before.manifest.code_version == code_version else {}
            rows, made_of, _ = obj if isinstance(obj, Traced) else Traced(obj, {})
            files = Layout(by, metadata.get(ROW_GROUP_ROWS))
            made = self._partitions(table, rows, _made_of(inputs, by, made_of), known, files)
            partitions = {name: _same_files(table, old.get(name), part) for name, part in made.items()}
            manifest = table.commit(partitions, cut, code_version, carried=old).manifest
        context.step_context.set_data_version(context.asset_key, dg.DataVersion(manifest.content_hash))
        keys = list(obj) if isinstance(obj, dict) else None
        upstream = {name: self._schema(name) for name in inputs}
        comments = metadata.get(COLUMN_COMMENTS, {})
        found = table_metadata(table, manifest, keys, upstream, comments)
        if self._engine_page and any(old.get(name) != part for name, part in made.items()):
            found["spark ui"] = dg.MetadataValue.url(self._engine_page)
        if isinstance(obj, Traced) and obj.describe:
            found |= obj.describe(table.uris(manifest.files))
        context.add_output_metadata(found)

    def _schema(self, name: str) -> pa.Schema:
        table = self._lake.table(name)
        files = table.files()
        return table.schema(files[0]) if files else pa.schema([])

    def _load(self, table: LakeTable, files: Sequence[DataFile], wanted: Any, schema: str | None) -> Any:
        uris = table.uris(files)
        if not uris and schema:
            return self._engine.spark_session.createDataFrame([], schema)
        if not uris:
            raise StorageError(f"the table {table.name} has no files: materialize {table.name} first")
        if wanted is pa.Table:
            return table.read_arrow(files)
        if wanted is duckdb.DuckDBPyRelation:
            return connect().sql(f"SELECT * FROM {relation_sql(uris)}")
        return self._engine.spark_session.read.parquet(*uris)

    def _partitions(
        self,
        table: LakeTable,
        rows: DataFrame,
        made_of: MadeOf,
        known: Mapping[str, TablePartition],
        files: Layout,
    ) -> dict[str, TablePartition]:
        """The partitions of the new version: those of the old one where their inputs are the same, else written."""
        by, (shared, parted) = files.by, made_of
        wanted = parted if parted is not None else dict.fromkeys(known, shared) or {UNPARTITIONED: shared}
        kept = {name: known[name] for name, hashes in wanted.items() if name in known and known[name].inputs == hashes}
        if kept and len(kept) == len(wanted):
            return kept
        folder = table.new_folder()
        if by is None:
            _write(table, rows, folder, files)
        elif parted is None:
            kept = {}
            _write(table, rows, folder, files)
        else:
            missing = [int(name) for name in wanted if name not in kept]
            _write(table, rows.where(rows[by].isin(missing)), folder, files)
        lacking = {} if parted is None else {name: wanted[name] for name in wanted if name not in kept}
        return kept | _read_back(table, folder, by, shared, lacking)

    def _write_ranges(self, table: LakeTable, ranges: Mapping[str, StagedRange], code_version: str) -> TableManifest:
        """Write each range as a partition; what is staged already with the same input stays as it is."""
        known = table.present({key: part for key, part in table.partitions().items() if key in ranges})
        made: dict[str, TablePartition] = {}
        for key, staged in ranges.items():
            inputs = {"raw": staged.raw_hash, "code": code_version}
            if key in known and known[key].inputs == inputs:
                continue
            folder = table.new_folder()
            _write(table, staged.rows, folder, Layout())
            files = tuple(table.written(folder.path))
            rows = sum(file.rows for file in files)
            if staged.records not in (None, rows):
                raise StorageError(
                    f"{table.name} {key}: {rows:,} rows were written for {staged.records:,} records; nothing is changed"
                )
            content = f"{rows}-{fingerprint(inputs.values())[:30]}"
            made[key] = TablePartition(files=files, content_hash=content, inputs=inputs)
        return table.commit(made, {}, code_version, keep=True).manifest


class LakeIO(dg.ConfigurableIOManagerFactory[LakeIOManager]):
    """The configuration of the lake's IO manager: the lake, the engine that reads and writes it, and its pages."""

    lake: dg.ResourceDependency[Lake]
    engine: dg.ResourceDependency[LazyPySparkResource]
    engine_page: str | None = None

    def create_io_manager(self, context: dg.InitResourceContext) -> LakeIOManager:
        """The manager for one run."""
        return LakeIOManager(self.lake, self.engine, self.engine_page)


def _table_input(table: LakeTable, manifest: TableManifest, columns: Sequence[str] | None) -> TableInput:
    if columns:
        return TableInput(manifest.cut, hash_rows(table.name, table.uris(manifest.files), columns), parted=False)
    hashes = {name: partition.content_hash for name, partition in manifest.partitions.items()}
    return TableInput(manifest.cut, hashes, parted=set(hashes) != {UNPARTITIONED})


def _made_of(inputs: Mapping[str, TableInput], by: str | None, more: Mapping[str, str]) -> MadeOf:
    """What an output is made of, from what was loaded and `more` beside."""
    whole = {name: read for name, read in inputs.items() if by is None or not read.parted}
    shared = {
        name: fingerprint(f"{part}={digest}" for part, digest in sorted(read.hashes.items()))
        for name, read in whole.items()
    } | dict(more)
    parted = {name: read.hashes for name, read in inputs.items() if name not in whole}
    if not parted:
        return MadeOf(shared, None)
    names = sorted({part for hashes in parted.values() for part in hashes})
    return MadeOf(
        shared, {part: shared | {name: hashes.get(part, "") for name, hashes in parted.items()} for part in names}
    )


def _write(table: LakeTable, rows: DataFrame, folder: VersionFolder, files: Layout) -> None:
    """Let the engine write its own files; an empty result still gets a file, for its schema."""
    by, group = files
    writer = rows.withColumn(FOLDER_COLUMN, rows[by]).repartition(FOLDER_COLUMN).write if by else rows.write
    parted = writer.partitionBy(FOLDER_COLUMN) if by else writer
    if group:
        # The same limit by the name that Sail has for it, and by Spark's.
        parted = parted.option("max_row_group_size", group).option("parquet.block.row.count.limit", group)
    parted.mode("append").option("compression", "zstd").parquet(folder.uri)
    if not table.written(folder.path):
        table.write_arrow(rows.limit(0).toArrow(), folder.path)


def _read_back(
    table: LakeTable,
    folder: VersionFolder,
    by: str | None,
    shared: dict[str, str],
    wanted: Mapping[str, dict[str, str]],
) -> dict[str, TablePartition]:
    """The partitions that an engine has written into a folder: those wanted, or those that there are if none is.

    A wanted one without rows gets an empty file, so that the table has its columns whichever partitions it keeps.
    """
    files = table.written(folder.path)
    hashes = hash_rows(table.name, table.uris(files), by=by)
    parted: dict[str, list[DataFile]] = {}
    for file in files:
        labels = (piece.partition("=") for piece in file.path.split("/"))
        part = next((value for label, _, value in labels if label == FOLDER_COLUMN), UNPARTITIONED)
        parted.setdefault(part, []).append(file)
    for name in wanted.keys() - parted.keys():
        path = f"{folder.path}/{FOLDER_COLUMN}={name}"
        table.write_arrow(table.schema(files[0]).empty_table(), path)
        parted[name] = table.written(path)
    return {
        part: TablePartition(
            files=tuple(parted[part]), content_hash=hashes.get(part, EMPTY_HASH), inputs=wanted.get(part, shared)
        )
        for part in wanted or parted
    }


def _same_files(table: LakeTable, before: TablePartition | None, made: TablePartition) -> TablePartition:
    """The new partition, with the files of the old one where they hold the same rows in the same columns."""
    if before is None or not before.files or before.files == made.files or before.content_hash != made.content_hash:
        return made
    old, new = (table.schema(held.files[0]) for held in (before, made))
    return made.model_copy(update={"files": before.files}) if old.equals(new) else made
