"""The definitions that the tests of assets look at."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from hyperion_assets.assembly import build_defs
from hyperion_assets.settings import Settings


@pytest.fixture(scope="session")
def unmade_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that nobody has made."""
    return tmp_path_factory.mktemp("nothing") / "home"


@pytest.fixture(scope="session")
def defs(unmade_home: Path) -> dg.Definitions:
    """All definitions. Tests look at them and run nothing."""
    return build_defs(Settings(home=unmade_home, _env_file=None))
