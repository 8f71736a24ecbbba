"""Raw files as engines find them."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from hyperion_assets.broker.ranges import range_file
from hyperion_assets.lake.range_key import RangeKey
from hyperion_assets.lake.store import FolderStore


@pytest.mark.parametrize("first", ["_", "-", "a"])
def test_raw_file_is_read_whatever_its_topic_id_begins_with(sail_remote: str, tmp_path: Path, first: str) -> None:
    """Engines take a file whose name begins with an underscore for a hidden one, and read no row of it."""
    key = RangeKey(first + string.ascii_letters[:21], 0, 0, 1)
    store = FolderStore(tmp_path)
    file = range_file("raw-films", key)
    with store.writer(file) as out:
        out.write(b"{}\n")
    session = SparkSession.builder.remote(sail_remote).create()
    try:
        assert [row.value for row in session.read.text(store.uri(file)).collect()] == ["{}"]
    finally:
        session.stop()
