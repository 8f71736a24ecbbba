"""An engine for the exports."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyspark.sql import SparkSession

from hyperion_assets.engines.session import connect_engine, own_session


@pytest.fixture(scope="module")
def session(sail_remote: str) -> Iterator[SparkSession]:
    """A session on the shared Sail."""
    with own_session():
        yield connect_engine(sail_remote)
