"""Homes with a release, for what people ask of one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hyperion_assets.settings import Settings
from hyperion_assets_tests.release.released import first_release, lake_in


@pytest.fixture(scope="session")
def _released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings, lake = lake_in(tmp_path_factory.mktemp("operations") / "home")
    first_release(lake)
    return settings.home


@pytest.fixture
def settings(_released: Path, tmp_path: Path) -> Settings:
    """A home of the test's own in which the small release is release 1."""
    return lake_in(shutil.copytree(_released, tmp_path / "home"))[0]
