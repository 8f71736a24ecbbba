"""A release small enough to read, and the means to change it: rows of every released table, files and hashes."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from hyperion_assets.lake.content import relation_sql
from hyperion_assets.model.arrow import arrow_schema
from hyperion_assets.model.hashing import combine, duckdb_hash_sql
from hyperion_assets.model.provenance import TRACED
from hyperion_assets.model.tables import TABLES, by_name, key_names, released_tables
from hyperion_assets.model.vocabularies import STATES

Rows = dict[str, list[dict[str, Any]]]

CREDIT = {"variant": "", "credit": "voice", "is_credited": True, "confidence": "one_source", "source_text": "Tom Hanks"}


def small_release() -> Rows:
    """Two films, one of them with a box office of two days, and a row in every other released table but analytics."""
    days = [dt.date(1995, 11, 22), dt.date(1995, 11, 23)]
    daily: list[dict[str, Any]] = [
        {"film_id": "toy-story-1995", "date": day, "state": state, "gross_cents": 100 + number, "basis": "modelled"}
        | {"year": day.year}
        for day in days
        for number, state in enumerate(STATES)
    ]
    rows: Rows = {
        "studios": [{"studio_id": "pixar", "name": "Pixar", "parent_company": "Disney", "active_from": 1986}],
        "franchises": [{"franchise_id": "toy-story", "name": "Toy Story"}, {"franchise_id": "up", "name": "Up"}],
        "films": [
            {"film_id": "toy-story-1995", "title": "Toy Story", "release_year": 1995, "release_type": "theatrical"}
            | {"release_date": days[0], "domestic_original_run_cents": sum(row["gross_cents"] for row in daily)}
            | {"studio_id": "pixar", "franchise_id": "toy-story", "budget_confidence": "one_source"},
            {"film_id": "up-2009", "title": "Up", "release_year": 2009, "studio_id": "pixar", "franchise_id": "up"},
        ],
        "characters": [{"character_id": "toy-story--woody", "name": "Woody", "franchise_id": "toy-story"}],
        "talent": [{"talent_id": "tom-hanks", "name": "Tom Hanks"}],
        "character_films": [{"character_id": "toy-story--woody", "film_id": "toy-story-1995", "role": "protagonist"}],
        "character_talent": [
            {"character_id": "toy-story--woody", "talent_id": "tom-hanks", "film_id": "toy-story-1995"} | CREDIT
        ],
        "box_office_daily": daily,
        "media": [{"media_id": "lamp-1986", "kind": "short", "title": "Lamp", "release_year": 1986}],
        "media_characters": [{"character_id": "toy-story--woody", "media_id": "lamp-1986"}],
        "media_character_talent": [
            {"character_id": "toy-story--woody", "talent_id": "tom-hanks", "media_id": "lamp-1986"} | CREDIT
        ],
        "ensemble_credits": [
            {"ensemble_credit_id": "up-2009--unnamed--various", "film_id": "up-2009", "label": "Various"}
            | {"is_credited": True}
        ],
        "quarantine": [
            {
                "quarantine_id": "0" * 32,
                "scope": "record",
                "code": "not_json",
                "status": "open",
                "reason": 'neither "a", nor\nb\\.',
            }
            | {"original": b"\x00\xff\"',\n", "topic": "", "offset": 2**40}
        ],
    }
    rows["provenance"] = provenance_of(rows)
    return copy.deepcopy({item.name: rows.get(item.name, []) for item in released_tables()})


def provenance_of(rows: Rows) -> list[dict[str, Any]]:
    """A record for every row of the traced tables."""
    record = {"topic": "raw-characters", "generation": 0, "partition": 0, "source": "characters/toy_story.json"}
    keyed = [
        (name, "|".join(str(row.get(key, "")) for key in key_names(by_name(name))))
        for name in TRACED
        for row in rows.get(name, [])
    ]
    return [
        {"table_name": name, "row_key": key, "offset": place, "key": f"record {place}", **record}
        for place, (name, key) in enumerate(keyed)
    ]


def arrow_table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Rows as the model types them; nulls are let through, so that a test can break a rule."""
    schema = pa.schema([field.with_nullable(True) for field in arrow_schema(by_name(name))])
    return pa.Table.from_pylist(rows, schema=schema)


def write_files(rows: Rows, folder: Path) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Write each table as Parquet; files and content hash by table name. A table without rows has no file."""
    files: dict[str, list[str]] = {}
    hashes: dict[str, str] = {}
    folder.mkdir(parents=True, exist_ok=True)
    for name, items in rows.items():
        files[name] = [str(folder / f"{name}.parquet")] if items else []
        hashes[name] = combine(())
        if items:
            pq.write_table(arrow_table(name, items), files[name][0])
            query = duckdb_hash_sql(by_name(name), relation_sql(files[name]))
            hashes[name] = duckdb.execute(query).fetchall()[0][0]
    return files, hashes


def duckdb_tables(rows: Mapping[str, list[dict[str, Any]]]) -> duckdb.DuckDBPyConnection:
    """A connection with every table of the model, filled with these rows."""
    connection = duckdb.connect()
    for item in TABLES:
        connection.register("given", arrow_table(item.name, list(rows.get(item.name, []))))
        connection.execute(f'CREATE TABLE "{item.name}" AS SELECT * FROM given')
        connection.unregister("given")
    return connection
