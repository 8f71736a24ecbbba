"""What the tests of assets look at: the definitions, and an ingestion of their own."""

from __future__ import annotations

import uuid
from pathlib import Path

import dagster as dg
import pytest

from hyperion_assets.assembly import build_defs
from hyperion_assets.settings import Settings
from hyperion_assets_tests.assets.ingestion import Ingestion


@pytest.fixture(scope="session")
def unmade_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that nobody has made."""
    return tmp_path_factory.mktemp("nothing") / "home"


@pytest.fixture(scope="session")
def defs(unmade_home: Path) -> dg.Definitions:
    """All definitions. Tests look at them and run nothing."""
    return build_defs(Settings(home=unmade_home, _env_file=None))


@pytest.fixture(scope="session")
def defs_with_catalog(unmade_home: Path) -> dg.Definitions:
    """The definitions of a home whose releases are registered in a Hive Metastore."""
    return build_defs(Settings(home=unmade_home, catalog="hive", _env_file=None))


@pytest.fixture
def ingestion(kafka: str, tmp_path: Path) -> Ingestion:
    """Ranges of four records, from topics that nobody else uses."""
    return Ingestion(
        Settings(
            home=tmp_path,
            kafka_bootstrap_servers=kafka,
            topic_prefix=f"{uuid.uuid4().hex[:12]}-",
            range_records=4,
            _env_file=None,
        )
    )
