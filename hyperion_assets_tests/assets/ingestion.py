"""Ingestion as Dagster does it: topics of the test's own, a sensor, and the daemon's part played by the test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg

from hyperion_assets.assembly import build_defs
from hyperion_assets.assets.sensors import SENSORS
from hyperion_assets.broker.ranges import read_log
from hyperion_assets.platform import Platform
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic
from hyperion_assets_tests.broker.kafka_topics import KafkaTopics, Sent
from hyperion_assets_tests.lake.written import partition

RECORD = Sent(b"k", b"1")
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


class Ingestion:
    """A home with topics of its own, Dagster's instance, and its daemon's part played by the test."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.heard: dict[str, list[int]] = {}
        self.platform = Platform(settings, lambda asset, records: self.heard.setdefault(asset, []).append(records))
        self.topics = KafkaTopics(settings)
        self.instance = dg.DagsterInstance.ephemeral()
        self.cursor: str | None = None

    def send(self, records: int, topic: Topic = Topic.FILMS, partition: int = 0) -> None:
        """Put records on a topic that have waited for long."""
        self.topics.produce(topic, [RECORD._replace(partition=partition)] * records, timestamp=1)

    def tick(self, topic: Topic = Topic.FILMS, platform: Platform | None = None) -> dg.SensorResult | dg.SkipReason:
        """Evaluate the sensor; its partitions are added and its cursor is kept, as the daemon does."""
        sensor = next(sensor for sensor in SENSORS if sensor.name == f"raw_{topic}_ranges")
        context = dg.build_sensor_context(
            instance=self.instance, cursor=self.cursor, resources={"platform": platform or self.platform}
        )
        result: Any = sensor(context)
        if isinstance(result, dg.SensorResult):
            self.cursor = result.cursor
            for request in result.dynamic_partitions_requests or []:
                self.instance.add_dynamic_partitions(request.partitions_def_name, list(request.partition_keys))
        assert isinstance(result, dg.SensorResult | dg.SkipReason)
        return result

    def asked(self, topic: Topic = Topic.FILMS) -> list[dg.RunRequest]:
        """What a tick asks to be run."""
        result = self.tick(topic)
        assert isinstance(result, dg.SensorResult)
        return list(result.run_requests or [])

    def run(self, request: dg.RunRequest, topic: Topic = Topic.FILMS) -> bool:
        """Land what was asked for; whether that succeeded."""
        return self.materialize([f"raw_{topic}"], {**request.tags, "dagster/run_key": request.run_key or ""}).success

    def materialize(self, assets: list[str], tags: Mapping[str, str]) -> dg.ExecuteInProcessResult:
        """Run assets as Dagster does."""
        job = build_defs(self.settings, {"platform": self.platform}).resolve_implicit_global_asset_job_def()
        return job.execute_in_process(
            instance=self.instance,
            asset_selection=[dg.AssetKey(name) for name in assets],
            tags=dict(tags),
            raise_on_error=False,
            run_config=QUIET,
        )

    def staged(self, topic: Topic = Topic.FILMS) -> None:
        """Have everything that has landed staged."""
        log = read_log(self.platform.lake.raw, topic.name_in(self.settings))
        table = self.platform.lake.table(f"staged_{topic}")
        rows = {str(key): partition(table, [{"key": "k"}]) for key in log.landed()}
        table.commit(rows, {}, "code", keep=True)

    def ranges(self, topic: Topic = Topic.FILMS) -> list[str]:
        """All planned ranges."""
        return list(read_log(self.platform.lake.raw, topic.name_in(self.settings)).ranges)


def bounds(request: dg.RunRequest) -> tuple[str, str]:
    """The first and the last partition of a request."""
    tags = request.tags
    return tags["dagster/asset_partition_range_start"], tags["dagster/asset_partition_range_end"]
