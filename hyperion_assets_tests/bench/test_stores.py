"""What the benchmark of the stores does on each of them: all is written and read, and requests are told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyperion_assets.bench.requests import NameNodeCalls, S3Requests, counted_s3, difference, uncounted
from hyperion_assets.bench.stores import file_rates, table_write
from hyperion_assets.lake.lake import Lake
from hyperion_assets.local.hdfs import NAMENODE
from hyperion_assets.local.registry import Registry
from hyperion_assets.local.services import services
from hyperion_assets.settings import Settings
from hyperion_assets_tests.places import PLACES, lake_settings


@pytest.mark.parametrize("place", PLACES)
def test_a_file_is_written_and_read_by_all_ways_and_is_gone_afterwards(
    request: pytest.FixtureRequest, tmp_path: Path, place: str
) -> None:
    settings = lake_settings(request, place, tmp_path)
    rates = file_rates(settings, size=9 << 20, turns=1)
    assert rates.bytes == 9 << 20
    taken = [rates.write_seconds, rates.raw_write_seconds, rates.read_seconds, rates.raw_read_seconds]
    assert min([*taken, rates.duckdb_read_seconds]) > 0
    assert Lake(settings).processed.walk("") == []


def test_a_table_is_written_and_committed(tmp_path: Path, sail_remote: str) -> None:
    settings = Settings(home=tmp_path, _env_file=None)
    written = table_write(settings, sail_remote, uncounted, rows=1_000, turns=1)
    assert (written.rows, written.requests) == (1_000, {})
    assert written.seconds > 0
    assert Lake(settings).table("bench").log.numbers() == [1, 2]


def test_requests_to_s3_are_counted_by_the_server(tmp_path: Path) -> None:
    roots = {"processed_root": "s3://hyperion-processed"}
    with counted_s3(Settings(home=tmp_path, _env_file=None, **roots)) as (settings, count):
        assert isinstance(count, S3Requests)
        store = Lake(settings).processed
        before = count()
        store.put_if_absent("log/1.json", b"x")
        assert store.read("log/1.json") == b"x"
        assert difference(before, count()) == {"GET": 2, "PUT": 1}
        store.remove("log")
    with pytest.raises(OSError, match="refused"):
        count()


def test_calls_of_clients_are_counted_by_the_namenode(tmp_path: Path, hdfs_settings: Settings) -> None:
    rpc, http, *_ = Registry(hdfs_settings.home / "services" / "services.json").read()[NAMENODE].ports
    count = NameNodeCalls(http, rpc)
    with services(hdfs_settings, {"hdfs"}) as running:
        root = {"processed_root": f"{running.hdfs_namenode}/{tmp_path.name}"}
        store = Lake(Settings(home=tmp_path, _env_file=None, **root)).processed
        before = count()
        store.prepare("log")
        assert store.sizes("log") == {}
        found = difference(before, count())
    assert {name: found[name] for name in ("Mkdirs", "GetListing")} == {"Mkdirs": 1, "GetListing": 1}
    assert not {"SendHeartbeat", "BlockReport"} & set(found)
