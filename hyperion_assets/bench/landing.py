"""Landing against consuming: the same records of one topic, with and without what makes them raw files."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from hyperion_assets.bench.bare_loop import batches
from hyperion_assets.bench.result import Landing
from hyperion_assets.broker.landing import land
from hyperion_assets.broker.planning import plan
from hyperion_assets.broker.topics import Topic
from hyperion_assets.errors import ServiceError
from hyperion_assets.lake.store import FolderStore
from hyperion_assets.settings import Settings

TURNS = 3


def landing_rates(settings: Settings, folder: Path) -> Landing:
    """Consume all of raw-boxoffice and do nothing with it, land all of it below `folder`, by turns."""
    consumed, landed = [], []
    for turn in range(TURNS):
        started = time.perf_counter()
        seen = _consume(settings)
        consumed.append(time.perf_counter() - started)
        started = time.perf_counter()
        records = _land(settings, folder / str(turn))
        landed.append(time.perf_counter() - started)
        if seen != records:
            raise ServiceError(f"landing: {seen} records were consumed, {records} landed")
    return Landing(records, min(consumed), min(landed))


def _consume(settings: Settings) -> int:
    assert settings.kafka_bootstrap_servers
    name = Topic.BOXOFFICE.name_in(settings)
    return sum(map(len, batches(settings.kafka_bootstrap_servers, name)))


def _land(settings: Settings, folder: Path) -> int:
    store = FolderStore(folder)
    keys = plan(settings, store, Topic.BOXOFFICE, datetime.now(UTC), force=True)
    return sum(land(settings, store, Topic.BOXOFFICE, key).records for key in keys)
