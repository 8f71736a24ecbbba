"""An engine for the exports, and homes with a release."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from hyperion_assets.engines.session import connect_engine, own_session
from hyperion_assets_tests.release.released import first_release, lake_in


@pytest.fixture(scope="module")
def session(sail_remote: str) -> Iterator[SparkSession]:
    """A session on the shared Sail."""
    with own_session():
        yield connect_engine(sail_remote)


@pytest.fixture(scope="session")
def _home_with_a_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings, lake = lake_in(tmp_path_factory.mktemp("released") / "home")
    first_release(lake)
    return settings.home


@pytest.fixture
def home(_home_with_a_release: Path, tmp_path: Path) -> Path:
    """A home of the test's own in which the small release is release 1."""
    return shutil.copytree(_home_with_a_release, tmp_path / "home")
