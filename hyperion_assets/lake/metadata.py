"""What Dagit shows of a written table: rows, bytes, schema, column lineage and a preview."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import dagster as dg
import pyarrow as pa

from hyperion_assets.lake.tables import DataFile, LakeTable, TableManifest
from hyperion_assets.model.lineage import column_sources
from hyperion_assets.model.source_lineage import RAW, raw_columns, raw_inputs, source_fields

PREVIEW_ROWS = 5
PREVIEW_WIDTH = 60


def table_metadata(
    table: LakeTable,
    manifest: TableManifest,
    keys: Sequence[str] | None,
    upstream: Mapping[str, pa.Schema],
    comments: Mapping[str, str],
) -> dict[str, dg.MetadataValue]:
    """Metadata of a version, or of the partitions just written where `keys` are given."""
    files = [file for key in keys for file in manifest.partitions[key].files] if keys else manifest.files
    found: dict[str, dg.MetadataValue] = {
        "dagster/row_count": dg.MetadataValue.int(sum(file.rows for file in files)),
        "bytes": dg.MetadataValue.int(sum(file.bytes for file in files)),
        "files": dg.MetadataValue.int(len(files)),
        "content hash": dg.MetadataValue.text(manifest.content_hash),
        "written at": dg.MetadataValue.timestamp(manifest.written_at),
    }
    if not files:
        return found
    schema = table.schema(files[0])
    found["dagster/column_schema"] = dg.MetadataValue.table_schema(
        dg.TableSchema(
            columns=[
                dg.TableColumn(field.name, type=str(field.type), description=comments.get(field.name))
                for field in schema
            ]
        )
    )
    columns = raw_inputs(table.name) | {name: read.names for name, read in upstream.items()}
    sources = {name: column_sources(table.name, name, columns) for name in schema.names}
    found["dagster/column_lineage"] = lineage_metadata(sources)
    found["preview"] = dg.MetadataValue.md(_preview(table, files, schema))
    return found


def lineage_metadata(sources: Mapping[str, Collection[tuple[str, str]]]) -> dg.MetadataValue:
    """Column → (asset, column) pairs that it is made of, as Dagit shows them; columns without a source are left out."""
    return dg.MetadataValue.column_lineage(
        dg.TableColumnLineage(
            {name: [dg.TableColumnDep(dg.AssetKey(k), c) for k, c in pairs] for name, pairs in sources.items() if pairs}
        )
    )


def raw_metadata(topic: str) -> dict[str, dg.MetadataValue]:
    """The members of a topic's raw lines as columns, and the fields of the source that each comes from."""
    raw = f"raw_{topic}"
    sources = {column: [(f"published_{topic}", field) for field in fields] for column, fields in RAW[raw].items()}
    return {
        "dagster/column_schema": _texts(raw_columns(raw)),
        "dagster/column_lineage": lineage_metadata(sources),
    }


def source_metadata(topic: str) -> dict[str, dg.MetadataValue]:
    """The fields of a topic's source as columns."""
    return {"dagster/column_schema": _texts(source_fields(topic))}


def _texts(columns: Collection[str]) -> dg.MetadataValue:
    return dg.MetadataValue.table_schema(dg.TableSchema([dg.TableColumn(name, type="json") for name in columns]))


def _preview(table: LakeTable, files: Sequence[DataFile], schema: pa.Schema) -> str:
    """The first rows as a Markdown table; bytes are left out, long texts cut."""
    columns = [field.name for field in schema if not pa.types.is_binary(field.type)]
    return _markdown(columns, table.first_rows(files[0], columns, PREVIEW_ROWS))


def markdown_table(rows: pa.Table) -> str:
    """Rows as a Markdown table; long texts are cut."""
    return _markdown(rows.column_names, rows.to_pylist())


def _markdown(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> str:
    lines = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    lines += ["| " + " | ".join(_cell(row[name]) for name in columns) + " |" for row in rows]
    return "\n".join(lines)


def _cell(value: object) -> str:
    text = "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")
    return text if len(text) <= PREVIEW_WIDTH else text[: PREVIEW_WIDTH - 1] + "…"
