"""An engine for the tests of the lake, and a small world of assets that live in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dagster_pyspark import LazyPySparkResource

from hyperion_assets.engines.session import SESSION, own_session
from hyperion_assets.settings import Settings
from hyperion_assets_tests.lake.asset_world import AssetWorld
from hyperion_assets_tests.places import PLACES, lake_settings


@pytest.fixture(scope="module")
def engine(sail_remote: str) -> Iterator[LazyPySparkResource]:
    """A session on the shared Sail, as assets get it."""
    with own_session():
        yield LazyPySparkResource(spark_config={"spark.remote": sail_remote, **SESSION})


@pytest.fixture
def world(engine: LazyPySparkResource, place: Settings) -> AssetWorld:
    """An empty lake, in each place."""
    return AssetWorld(place, engine)


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of an empty lake in each place."""
    return lake_settings(request, request.param, tmp_path)
