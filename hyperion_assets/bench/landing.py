"""Landing against consuming: the same records of one topic, with and without what makes them raw files."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from confluent_kafka import Message

from hyperion_assets.bench.bare_loop import batches
from hyperion_assets.bench.result import Landing
from hyperion_assets.broker.landing import land
from hyperion_assets.broker.planning import plan
from hyperion_assets.errors import ServiceError
from hyperion_assets.lake.store import FolderStore
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

TURNS = 3


def landing_rates(settings: Settings, folder: Path) -> Landing:
    """Consume raw-boxoffice and drop it unread, consume it and read it, land it below `folder`, by turns."""
    ways: list[Callable[[int], int]] = [
        lambda _: _consume(settings, len),
        lambda _: _consume(settings, _read),
        lambda turn: _land(settings, folder / str(turn)),
    ]
    seconds: list[list[float]] = [[] for _ in ways]
    records = set()
    for turn in range(TURNS):
        for way, taken in zip(ways, seconds, strict=True):
            started = time.perf_counter()
            records.add(way(turn))
            taken.append(time.perf_counter() - started)
    if len(records) > 1:
        raise ServiceError(f"landing: the same topic was consumed and landed as {sorted(records)} records")
    return Landing(records.pop(), *map(min, seconds))


def _consume(settings: Settings, take: Callable[[list[Message]], int]) -> int:
    assert settings.kafka_bootstrap_servers
    return sum(map(take, batches(settings.kafka_bootstrap_servers, Topic.BOXOFFICE.name_in(settings))))


def _read(messages: list[Message]) -> int:
    """Take all that a record has out of the client; the number of records."""
    return len([(it.offset(), it.timestamp(), it.key(), it.headers(), it.value()) for it in messages])


def _land(settings: Settings, folder: Path) -> int:
    store = FolderStore(folder)
    keys = plan(settings, store, Topic.BOXOFFICE, datetime.now(UTC), force=True)
    return sum(land(settings, store, Topic.BOXOFFICE, key).records for key in keys)
