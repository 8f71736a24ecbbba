"""Producing to Kafka and landing from it as programs of their own: what the assets do, without Dagster."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from hyperion_assets.broker.landing import land as land_range
from hyperion_assets.broker.planning import plan
from hyperion_assets.broker.publishing import publish as publish_units
from hyperion_assets.broker.ranges import read_log
from hyperion_assets.broker.replayed_films import units_of
from hyperion_assets.lake.lake import Lake
from hyperion_assets.local.services import services
from hyperion_assets.operations.console import Console
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

FOLLOW_SECONDS = 1.0


def publish(settings: Settings, topic: Topic, console: Console) -> str:
    """Publish one topic's sources; returns what was done in one line."""
    with services(settings, {"kafka"}, console.line) as running, console.stage(f"publish {topic.value}"):
        lake = Lake(settings)
        units = units_of(running.settings, lake, topic)
        report = publish_units(running.settings, lake.raw, topic, units, lambda n: console.progress(topic.value, n))
    counts = report.total
    return (
        f"{topic.name_in(settings)}: {counts.published:,} published, {counts.unchanged:,} unchanged, "
        f"{counts.tombstones:,} tombstones, {counts.rejected:,} rejected"
    )


def land(settings: Settings, console: Console, once: bool) -> None:
    """Land what waits on the topics, without Dagster; with `once` false go on until interrupted."""
    store = Lake(settings).raw
    with services(settings, {"kafka"}, console.line) as running:
        while True:
            for topic in Topic:
                plan(running.settings, store, topic, datetime.now(UTC), force=once)
                for key in read_log(store, topic.name_in(settings)).awaited():
                    landed = land_range(running.settings, store, topic, key)
                    console.line(f"{topic.name_in(settings)} {key}: {landed.records:,} records, {landed.bytes:,} bytes")
            if once:
                return
            time.sleep(FOLLOW_SECONDS)
