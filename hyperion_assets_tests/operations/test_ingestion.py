"""`hyperion publish` and `hyperion land`: producers and consumers as programs of their own."""

from __future__ import annotations

import io
import json
import re
import uuid
from pathlib import Path

import pytest

from hyperion_assets.broker.ranges import read_log
from hyperion_assets.lake.lake import Lake
from hyperion_assets.operations.console import Console
from hyperion_assets.operations.ingestion import land, publish
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic
from hyperion_assets_tests.e2e.small_source import SmallSource


@pytest.fixture
def settings(kafka: str, tmp_path: Path) -> Settings:
    made = Settings(
        home=tmp_path / "home",
        source_dir=tmp_path / "source",
        kafka_bootstrap_servers=kafka,
        topic_prefix=f"{uuid.uuid4().hex[:12]}-",
        _env_file=None,
    )
    SmallSource(made.source_dir)
    return made


def test_what_is_published_lands_once(settings: Settings) -> None:
    name = Topic.FILMS.name_in(settings)
    said = io.StringIO()
    assert publish(settings, Topic.FILMS, Console(said)) == (
        f"{name}: 4 published, 0 unchanged, 0 tombstones, 0 rejected"
    )
    assert re.fullmatch(r"publish films +\d+\.\d s  4 records\n", said.getvalue())
    assert publish(settings, Topic.FILMS, Console(io.StringIO())) == (
        f"{name}: 0 published, 4 unchanged, 0 tombstones, 0 rejected"
    )
    said = io.StringIO()
    land(settings, Console(said), once=True)
    store = Lake(settings).raw
    [(key, entry)] = read_log(store, name).landed().items()
    assert said.getvalue() == f"{name} {key}: 4 records, {entry.bytes:,} bytes\n"
    lines = [json.loads(line) for line in store.read(entry.file).splitlines()]
    assert [line["offset"] for line in lines] == [0, 1, 2, 3]
    assert {line["key"] for line in lines} == {
        "lamp-town-2003",
        "lamp-town-2-2006",
        "the-tin-whale-1994",
        "quiet-harbour-2010",
    }
    said = io.StringIO()
    land(settings, Console(said), once=True)
    assert said.getvalue() == ""
