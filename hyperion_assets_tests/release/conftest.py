"""An engine for the exports."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyspark.sql import SparkSession

from hyperion_assets.engines.session import connect_engine


@pytest.fixture(scope="module")
def session(sail_remote: str) -> Iterator[SparkSession]:
    """A session on the shared Sail."""
    made = connect_engine(sail_remote)
    yield made
    made.stop()
