"""Clean-up with a catalog: partitions of what goes are dropped, and what the catalog serves stays."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hyperion_assets.engines import hive
from hyperion_assets.lake.lake import Lake
from hyperion_assets.local.metastore_client import metastore
from hyperion_assets.local.services import services
from hyperion_assets.operations import prune as cleaning
from hyperion_assets.operations.console import Console
from hyperion_assets.operations.prune import prune_releases
from hyperion_assets.release.consumers import register_hive
from hyperion_assets.release.manifest import required_release
from hyperion_assets.release.prune import Plan
from hyperion_assets.settings import Settings
from hyperion_assets_tests.release.released import first_release, retitled

# The first start on a machine fetches the Metastore.
pytestmark = [pytest.mark.stack, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Metastore of this module's own."""
    with services(Settings(home=tmp_path_factory.mktemp("services"), _env_file=None), {"metastore"}) as joined:
        yield joined.metastore_uri


@pytest.fixture
def settings(uri: str, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, catalog="hive", metastore_uri=uri, _env_file=None)


def registered(uri: str) -> set[str]:
    """The partitions of films."""
    with metastore(uri) as client:
        return set(client.get_partition_names(hive.STORED, "films", -1))


def prune(settings: Settings) -> str:
    return prune_releases(settings, Console(io.StringIO()), 1, 0, dry_run=False).splitlines()[-1]


def test_partitions_are_dropped_with_the_files_and_what_is_served_stays(settings: Settings, uri: str) -> None:
    lake = Lake(settings)
    assert hive.forget(uri, {1}) == 0
    first_release(lake)
    for title in ("Two", "Three", "Four"):
        register_hive(settings, lake, required_release(lake))
        retitled(lake, title)
    # The catalog still serves release 3, and release 4 is in force.
    assert hive.served_release(uri) == 3
    assert registered(uri) == {"release=1", "release=2", "release=3"}
    assert prune(settings).endswith("; kept: release 4, 3")
    assert registered(uri) == {"release=3"}
    table = lake.table("films")
    assert len([path for path in lake.processed.walk("films/data") if path.endswith(".parquet")]) == 2
    assert len(table.uris(table.log.get(3).manifest.files)) == 1
    register_hive(settings, lake, required_release(lake))
    assert prune(settings).endswith("; kept: release 4")
    assert registered(uri) == {"release=4"}


def test_a_release_that_is_made_meanwhile_stays_registered(
    settings: Settings, uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = Lake(settings)
    first_release(lake)
    register_hive(settings, lake, required_release(lake))
    plan = cleaning.plan_prune

    def planned_before_a_release(*given: Any) -> Plan:
        made = plan(*given)
        retitled(lake, "Two")
        register_hive(settings, lake, required_release(lake))
        return made

    monkeypatch.setattr(cleaning, "plan_prune", planned_before_a_release)
    prune(settings)
    assert registered(uri) >= {"release=1", "release=2"}
