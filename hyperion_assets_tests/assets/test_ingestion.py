"""Landing and staging as assets: what a run of ranges leaves, and what it says where there is nothing to read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import dagster as dg

from hyperion_assets.assets.sensors import range_tags
from hyperion_assets.broker.ranges import read_log
from hyperion_assets.topics import Topic
from hyperion_assets_tests.assets.ingestion import Ingestion
from hyperion_assets_tests.lake.asset_world import failures


def landed(ingestion: Ingestion, keys: list[str]) -> dg.ExecuteInProcessResult:
    result = ingestion.materialize(["raw_films"], range_tags(keys))
    assert result.success
    return result


def test_several_ranges_land_in_one_run(ingestion: Ingestion) -> None:
    ingestion.send(10)
    ingestion.tick()
    keys = ingestion.ranges()
    events = landed(ingestion, keys).asset_materializations_for_node("raw_films")
    log = read_log(ingestion.platform.lake.raw, Topic.FILMS.name_in(ingestion.settings))
    entries = {str(key): entry for key, entry in log.landed().items()}
    assert [entry.records for entry in entries.values()] == [4, 4, 2]
    told = ("dagster/row_count", "gaps", "bytes", "file")
    assert {event.partition: {name: event.metadata[name].value for name in told} for event in events} == {
        key: {
            "dagster/row_count": entry.records,
            "gaps": 0,
            "bytes": Path(ingestion.platform.lake.raw.uri(entry.file)).stat().st_size,
            "file": entry.file,
        }
        for key, entry in entries.items()
    }


def test_the_version_of_one_range_is_the_hash_of_its_file(ingestion: Ingestion) -> None:
    ingestion.send(2)
    ingestion.tick()
    [key] = ingestion.ranges()
    landed(ingestion, [key])
    [entry] = read_log(ingestion.platform.lake.raw, Topic.FILMS.name_in(ingestion.settings)).landed().values()
    content = Path(ingestion.platform.lake.raw.uri(entry.file)).read_bytes()
    record = ingestion.instance.get_latest_materialization_event(dg.AssetKey("raw_films"))
    assert record is not None
    assert record.asset_materialization is not None
    assert record.asset_materialization.partition == key
    assert (record.asset_materialization.tags or {})["dagster/data_version"] == hashlib.sha256(content).hexdigest()


def test_progress_is_told_by_asset(ingestion: Ingestion) -> None:
    ingestion.send(5)
    ingestion.tick()
    landed(ingestion, ingestion.ranges())
    assert sum(ingestion.heard["raw_films"]) == 5
    assert list(ingestion.heard) == ["raw_films"]


def test_a_range_that_has_not_landed_cannot_be_staged(ingestion: Ingestion) -> None:
    ingestion.send(4)
    ingestion.tick()
    [key] = ingestion.ranges()
    result = ingestion.materialize(["staged_films"], range_tags([key]))
    name = Topic.FILMS.name_in(ingestion.settings)
    [message] = failures(result)
    assert message == (
        f"hyperion_assets.errors.RangeError: range {key} of {name} has not landed: "
        "materialize this partition of raw_films first"
    )


def test_a_partition_that_is_no_range_is_refused(ingestion: Ingestion) -> None:
    ingestion.instance.add_dynamic_partitions("raw_films", ["../../etc"])
    result = ingestion.materialize(["raw_films"], range_tags(["../../etc"]))
    [message] = failures(result)
    assert "'../../etc' is not an offset range" in message
