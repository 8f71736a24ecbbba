"""A partition key that would lead out of the lake: every asset of ranges refuses it, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyperion_assets.assets.sensors import range_tags
from hyperion_assets.topics import Topic
from hyperion_assets_tests.assets.ingestion import Ingestion
from hyperion_assets_tests.lake.asset_world import failures

ID = "A" * 22
KEYS = ["../../etc", f"../{ID}.0.000000000000-000000000004", f"{ID}.0.000000000000-000000000004/../../x"]


@pytest.mark.parametrize("layer", ["raw", "staged"])
@pytest.mark.parametrize("topic", Topic)
@pytest.mark.parametrize("key", KEYS)
def test_a_key_with_dots_is_no_range(ingestion: Ingestion, topic: Topic, layer: str, key: str) -> None:
    ingestion.instance.add_dynamic_partitions(f"raw_{topic}", [key])
    before = {path: path.stat().st_mtime_ns for path in files(ingestion)}
    result = ingestion.materialize([f"{layer}_{topic}"], range_tags([key]))
    assert not result.success
    [message] = failures(result)
    assert message.startswith(f"hyperion_assets.errors.RangeError: {key!r} is not an offset range: expected <topic id>")
    assert {path: path.stat().st_mtime_ns for path in files(ingestion)} == before


def files(ingestion: Ingestion) -> list[Path]:
    """All that lies in the home, and what such a key would have led to beside it."""
    home = ingestion.settings.home
    return [path for path in [*home.rglob("*"), *home.parent.glob("etc*"), *home.parent.glob("x*")] if path.is_file()]
