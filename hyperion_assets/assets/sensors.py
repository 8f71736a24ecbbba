"""The sensors of the ingestion: each plans the ranges of a topic and asks for those that have not landed."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

import dagster as dg

from hyperion_assets.assets.partitions import RANGES
from hyperion_assets.broker.planning import plan
from hyperion_assets.broker.waiting import obtainable_ranges, partition_ranges
from hyperion_assets.checks.ledger_checks import NO_RANGE_MISSING
from hyperion_assets.errors import ServiceError
from hyperion_assets.platform import PlatformParam
from hyperion_assets.topics import Topic

TRIES = 3
INTERVAL_SECONDS = 5
RUN_KEY_TAG = "dagster/run_key"
RANGE_START_TAG = "dagster/asset_partition_range_start"
RANGE_END_TAG = "dagster/asset_partition_range_end"


def batches(keys: Sequence[str], known: Sequence[str]) -> list[list[str]]:
    """The keys grouped so that each group stands without a break in the list of all partitions: one run each."""
    place = {key: index for index, key in enumerate(known)}
    ordered = sorted(keys, key=lambda key: place[key])
    groups = [ordered[:1]] if ordered else []
    for before, key in pairwise(ordered):
        if place[key] == place[before] + 1:
            groups[-1].append(key)
        else:
            groups.append([key])
    return groups


def range_tags(keys: Sequence[str]) -> dict[str, str]:
    """The tags of a run over these partitions, which stand without a break between them."""
    return {RANGE_START_TAG: keys[0], RANGE_END_TAG: keys[-1]}


class Request(NamedTuple):
    """How often a range was asked for, and the run key of the last time."""

    attempt: int
    run_key: str


def _sensor(topic: Topic) -> dg.SensorDefinition:
    name = topic.value

    @dg.sensor(
        name=f"raw_{name}_ranges",
        target=dg.AssetSelection.assets(f"raw_{name}", topic.staged),
        minimum_interval_seconds=INTERVAL_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description=f"Cuts what waits on {topic.lake_name} into ranges and has each landed and staged; asks again for "
        f"those that did not land, {TRIES} times.",
    )
    def evaluate(context: dg.SensorEvaluationContext, platform: PlatformParam) -> dg.SensorResult | dg.SkipReason:
        try:
            plan(platform.settings, platform.lake.raw, topic, datetime.now(UTC), force=False)
        except ServiceError as error:
            # A broker that is away comes back; anything else fails the tick, for a person to see.
            return dg.SkipReason(str(error))
        waiting = obtainable_ranges(platform.settings, platform.lake, topic)
        known = context.instance.get_dynamic_partitions(f"raw_{name}")
        # All that were planned, so that a lost Dagster home has its partitions again.
        planned = partition_ranges(platform.settings, platform.lake, topic)
        fresh = [key for key in planned if key not in set(known)]
        before = {key: Request(*request) for key, request in json.loads(context.cursor or "{}").items()}
        asked = {key: request for key, request in before.items() if key in waiting}
        due = [key for key in waiting if _is_due(context.instance, asked.get(key))]
        requests = []
        # One range that fails fails the run of all, so whoever is asked for again is asked for alone.
        first = [key for key in due if key not in asked]
        again = [[key] for key in due if key in asked]
        for group in [*batches(first, [*known, *fresh]), *again]:
            attempt = 1 + max(asked[key].attempt if key in asked else 0 for key in group)
            request = Request(attempt, f"{group[0]}..{group[-1]}#{attempt}")
            requests.append(dg.RunRequest(run_key=request.run_key, tags=range_tags(group)))
            asked |= dict.fromkeys(group, request)
        lost = _lost(context.instance, asked)
        return dg.SensorResult(
            run_requests=requests,
            dynamic_partitions_requests=[RANGES[name].build_add_request(fresh)] if fresh else [],
            cursor=json.dumps(asked | {key: Request(TRIES + 1, asked[key].run_key) for key in lost}),
            asset_events=[_gave_up(topic, lost)] if lost else [],
        )

    return evaluate


def _is_due(instance: dg.DagsterInstance, request: Request | None) -> bool:
    """Whether to ask for a range: it was never asked for, or its last run has ended and tries are left."""
    return request is None or (request.attempt < TRIES and _has_ended(instance, request))


def _lost(instance: dg.DagsterInstance, asked: Mapping[str, Request]) -> list[str]:
    """Ranges whose last try has just ended in vain."""
    return [key for key, request in asked.items() if request.attempt == TRIES and _has_ended(instance, request)]


def _has_ended(instance: dg.DagsterInstance, request: Request) -> bool:
    records = instance.get_run_records(dg.RunsFilter(tags={RUN_KEY_TAG: request.run_key}), limit=1)
    return bool(records) and records[0].dagster_run.is_finished


def _gave_up(topic: Topic, keys: Sequence[str]) -> dg.AssetCheckEvaluation:
    return dg.AssetCheckEvaluation(
        asset_key=dg.AssetKey(topic.current),
        check_name=NO_RANGE_MISSING,
        passed=False,
        description=f"{len(keys)} ranges did not land in {TRIES} tries and hold back what follows them: "
        f"{', '.join(keys)}; see their runs, then materialize these partitions of raw_{topic} and {topic.staged}",
    )


SENSORS = [_sensor(topic) for topic in Topic]
