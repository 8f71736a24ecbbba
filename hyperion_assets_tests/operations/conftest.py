"""Homes with a release, for what people ask of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyperion_assets.settings import Settings
from hyperion_assets_tests.release.released import lake_in


@pytest.fixture
def settings(home: Path) -> Settings:
    """Settings of a home of the test's own in which the small release is release 1."""
    return lake_in(home)[0]
