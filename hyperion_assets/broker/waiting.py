"""Ranges that are planned: all that are partitions, those that are not staged yet, those that can still be had."""

from __future__ import annotations

from hyperion_assets.broker.ranges import read_log
from hyperion_assets.lake.lake import Lake
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic


def waiting_ranges(settings: Settings, lake: Lake, topic: Topic) -> list[str]:
    """Keys of the planned ranges of a topic that are not staged, in the order of the offsets."""
    log = read_log(lake.raw, topic.name_in(settings))
    staged = lake.table(topic.staged).partitions()
    return [key for key in log.ranges if key not in staged]


def partition_ranges(settings: Settings, lake: Lake, topic: Topic) -> list[str]:
    """Keys of all ranges that Dagster is to have as partitions: planned, and landed or still to be had."""
    log = read_log(lake.raw, topic.name_in(settings))
    gone = {str(key) for key in log.superseded()}
    return [key for key in log.ranges if key not in gone]


def obtainable_ranges(settings: Settings, lake: Lake, topic: Topic) -> list[str]:
    """Those of the waiting ranges whose records can still be had: landed, or not gone with a topic made anew."""
    staged = lake.table(topic.staged).partitions()
    return [key for key in partition_ranges(settings, lake, topic) if key not in staged]
