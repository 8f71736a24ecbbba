"""What Dagit is told of columns after a run, held against the files that the run wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import dagster as dg
import pyarrow.parquet as pq
import pytest

from hyperion_assets.broker.lines import REPLAY_OF
from hyperion_assets.broker.ranges import read_log
from hyperion_assets.model.source_lineage import raw_columns, source_fields
from hyperion_assets.operations.orchestration import orchestration
from hyperion_assets.topics import Topic
from hyperion_assets_tests.e2e.world import RELEASED, STAGING, World

EXPORTS = ("films_complete", "characters_complete", "boxoffice_summary", "studio_stats")
TABLES = [*STAGING, *RELEASED]
CHAIN = [*(f"raw_{topic}" for topic in Topic), *TABLES, "exports"]

Lineage = dict[str, list[tuple[str, str]]]


@pytest.fixture(scope="module")
def world(built: World) -> World:
    """A world with Dagster's history, after one run."""
    return built


@pytest.fixture(scope="module")
def shown(world: World) -> dict[str, Lineage]:
    """The column lineage of each asset of the chain, as its last materialization gives it."""
    found = {}
    with orchestration(world.settings) as assets:
        for name in CHAIN:
            event = assets.instance.get_latest_materialization_event(dg.AssetKey(name))
            assert event is not None, name
            assert event.asset_materialization is not None
            value: Any = event.asset_materialization.metadata["dagster/column_lineage"].value
            found[name] = {
                column: [(dep.asset_key.to_user_string(), dep.column_name) for dep in deps]
                for column, deps in value.deps_by_column.items()
            }
    return found


@pytest.fixture(scope="module")
def real(world: World) -> dict[str, set[str]]:
    """The columns of every asset as they lie in its files; of the source the fields that are declared."""
    found = {f"published_{topic}": set(source_fields(topic)) for topic in Topic}
    for topic in Topic:
        log = read_log(world.lake.raw, world.topic(topic))
        lines = [line for entry in log.landed().values() for line in world.lake.raw.read(entry.file).splitlines()]
        members = {path for line in lines for path in paths(json.loads(line))}
        # A field that no entry of a small source has is proven against the readers' own schemas; a replay's header by
        # the tests of replaying.
        unseen = {name for name in raw_columns(f"raw_{topic}") if name.startswith("value.")}
        found[f"raw_{topic}"] = members | unseen | {f"headers.{REPLAY_OF}"}
    for name in TABLES:
        table = world.lake.table(name)
        found[name] = set(table.schema(world.head(name).files[0]).names)
    found["exports"] = {
        f"{name}.{column}"
        for name in EXPORTS
        for column in pq.read_schema(world.settings.exports / f"{name}.parquet").names
    }
    return found


def paths(value: Any, path: str = "") -> Iterator[str]:
    """The paths of all members of a JSON object."""
    for name, item in value.items() if isinstance(value, dict) else ():
        yield f"{path}{name}"
        yield from paths(item, f"{path}{name}.")


@pytest.mark.parametrize("asset", CHAIN)
def test_lineage_names_columns_that_are_there(asset: str, shown: dict[str, Lineage], real: dict[str, set[str]]) -> None:
    assert shown[asset]
    for column, sources in shown[asset].items():
        assert column in real[asset]
        for source, read in sources:
            assert read in real[source], f"{asset}.{column} ← {source}.{read}"


def test_every_member_of_a_raw_line_is_known(world: World, real: dict[str, set[str]]) -> None:
    for topic in Topic:
        assert {name for name in raw_columns(f"raw_{topic}") if not name.startswith("value.")} <= real[f"raw_{topic}"]


@pytest.mark.parametrize("export", EXPORTS)
def test_what_dagit_shows_leads_from_each_export_column_to_a_source(
    export: str, shown: dict[str, Lineage], real: dict[str, set[str]]
) -> None:
    columns = [column for column in real["exports"] if column.startswith(f"{export}.")]
    assert columns
    for column in columns:
        if column != "boxoffice_summary.grain":
            assert any(asset.startswith("published_") for asset, _ in followed("exports", column, shown)), column


def followed(asset: str, column: str, shown: dict[str, Lineage]) -> set[tuple[str, str]]:
    """The columns that a column's lineage ends at."""
    sources = shown.get(asset, {}).get(column)
    if not sources:
        return {(asset, column)}
    return {end for name, read in sources for end in followed(name, read, shown)}
