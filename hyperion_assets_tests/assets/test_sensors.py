"""The sensors of the ingestion on a real Kafka: what they plan, whom they ask for, and when they give up."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import dagster as dg

from hyperion_assets.assets.sensors import TRIES
from hyperion_assets.broker.client import Broker
from hyperion_assets.broker.landing import land
from hyperion_assets.broker.ranges import read_log
from hyperion_assets.broker.waiting import obtainable_ranges, waiting_ranges
from hyperion_assets.platform import Platform
from hyperion_assets.topics import Topic
from hyperion_assets_tests.assets.ingestion import Ingestion, bounds


def test_what_waits_is_planned_added_and_asked_for_in_one_run(ingestion: Ingestion) -> None:
    ingestion.send(10)
    result = ingestion.tick()
    assert isinstance(result, dg.SensorResult)
    keys = ingestion.ranges()
    place = f"{Broker(ingestion.settings).topic_id(Topic.FILMS)}.0"
    assert keys == [f"{place}.{start:012d}-{end:012d}" for start, end in ((0, 4), (4, 8), (8, 10))]
    [added] = result.dynamic_partitions_requests or []
    assert (added.partitions_def_name, added.partition_keys) == ("raw_films", keys)
    [request] = result.run_requests or []
    assert bounds(request) == (keys[0], keys[-1])
    assert request.run_key == f"{keys[0]}..{keys[-1]}#1"
    assert not result.asset_events


def test_a_request_is_made_once(ingestion: Ingestion) -> None:
    ingestion.send(10)
    assert len(ingestion.asked()) == 1
    result = ingestion.tick()
    assert isinstance(result, dg.SensorResult)
    assert not result.run_requests
    assert not result.dynamic_partitions_requests


def test_a_run_that_succeeds_is_the_end_of_it(ingestion: Ingestion) -> None:
    ingestion.send(6)
    [request] = ingestion.asked()
    assert ingestion.run(request)
    ingestion.staged()
    assert ingestion.asked() == []
    assert json.loads(ingestion.cursor or "") == {}
    ingestion.send(3)
    [later] = ingestion.asked()
    assert bounds(later) == (ingestion.ranges()[-1], ingestion.ranges()[-1])
    assert later.run_key != request.run_key


def test_nothing_waits_and_nothing_is_asked_for(ingestion: Ingestion) -> None:
    for topic in Topic:
        result = ingestion.tick(topic)
        assert isinstance(result, dg.SensorResult)
        assert not result.run_requests
        assert not result.dynamic_partitions_requests
        assert not result.asset_events
    assert not Path(ingestion.settings.raw).exists()


def test_new_ranges_on_both_sides_of_one_that_stands_are_runs_apart(ingestion: Ingestion) -> None:
    ingestion.send(12)
    result = ingestion.tick()
    assert isinstance(result, dg.SensorResult)
    keys = ingestion.ranges()
    [_, middle, _] = read_log(ingestion.platform.lake.raw, Topic.FILMS.name_in(ingestion.settings)).in_order()
    land(ingestion.settings, ingestion.platform.lake.raw, Topic.FILMS, middle)
    ingestion.staged()
    ingestion.cursor = None
    assert [bounds(each) for each in ingestion.asked()] == [(keys[0], keys[0]), (keys[2], keys[2])]


def test_a_range_that_fails_takes_no_other_with_it_again(ingestion: Ingestion) -> None:
    ingestion.send(10)
    [request] = ingestion.asked()
    ingestion.topics.truncate(Topic.FILMS, 4)
    assert not ingestion.run(request)
    requests = ingestion.asked()
    keys = ingestion.ranges()
    assert [bounds(each) for each in requests] == [(key, key) for key in keys]
    assert [each.run_key for each in requests] == [f"{key}..{key}#2" for key in keys]
    assert [ingestion.run(each) for each in requests] == [False, True, True]
    ingestion.staged()
    [last] = ingestion.asked()
    assert last.run_key == f"{keys[0]}..{keys[0]}#3"


def test_partitions_of_a_topic_share_a_run(ingestion: Ingestion) -> None:
    for number in range(4):
        ingestion.send(2, Topic.BOXOFFICE, number)
    [request] = ingestion.asked(Topic.BOXOFFICE)
    keys = ingestion.ranges(Topic.BOXOFFICE)
    assert [key.split(".")[1] for key in keys] == ["0", "1", "2", "3"]
    assert bounds(request) == (keys[0], keys[3])
    assert ingestion.run(request, Topic.BOXOFFICE)
    log = read_log(ingestion.platform.lake.raw, Topic.BOXOFFICE.name_in(ingestion.settings))
    assert log.missing() == []


def test_a_range_that_fails_is_asked_for_three_times_and_then_is_a_failed_check(ingestion: Ingestion) -> None:
    ingestion.send(4)
    for attempt in range(1, TRIES + 1):
        [request] = ingestion.asked()
        ingestion.topics.truncate(Topic.FILMS, 4)
        [key] = ingestion.ranges()
        assert bounds(request) == (key, key)
        assert request.run_key == f"{key}..{key}#{attempt}"
        assert not ingestion.run(request)
    assert attempt == 3
    result = ingestion.tick()
    assert isinstance(result, dg.SensorResult)
    assert not result.run_requests
    [event] = result.asset_events
    assert isinstance(event, dg.AssetCheckEvaluation)
    assert (event.asset_key, event.check_name) == (dg.AssetKey("current_films"), "no_range_missing")
    assert not event.passed
    assert event.description == (
        f"1 ranges did not land in 3 tries and hold back what follows them: {key}; see their runs, "
        "then materialize these partitions of raw_films and staged_films"
    )
    after = ingestion.tick()
    assert isinstance(after, dg.SensorResult)
    assert not after.run_requests
    assert not after.asset_events


def test_a_range_that_was_given_up_leaves_the_next_alone(ingestion: Ingestion) -> None:
    ingestion.send(4)
    for _ in range(TRIES):
        [request] = ingestion.asked()
        ingestion.topics.truncate(Topic.FILMS, 4)
        assert not ingestion.run(request)
    ingestion.tick()
    ingestion.send(2)
    [request] = ingestion.asked()
    assert bounds(request) == (ingestion.ranges()[1], ingestion.ranges()[1])
    assert (request.run_key or "").endswith("#1")
    assert ingestion.run(request)


def test_while_a_run_is_under_way_it_is_not_asked_for_again(ingestion: Ingestion) -> None:
    ingestion.send(2)
    [request] = ingestion.asked()
    tags = {"dagster/run_key": request.run_key or ""}
    run = ingestion.instance.add_run(
        dg.DagsterRun(job_name="__ASSET_JOB", run_id=str(uuid.uuid4()), tags=tags, status=dg.DagsterRunStatus.STARTED)
    )
    assert ingestion.asked() == []
    ingestion.instance.report_run_failed(run)
    [again] = ingestion.asked()
    assert (again.run_key or "").endswith("#2")


def test_a_lost_cursor_asks_again_for_what_waits(ingestion: Ingestion) -> None:
    ingestion.send(6)
    [request] = ingestion.asked()
    ingestion.cursor = None
    [again] = ingestion.asked()
    assert again.run_key == request.run_key


def test_a_lost_dagster_home_loses_no_range(ingestion: Ingestion) -> None:
    ingestion.send(6)
    ingestion.asked()
    lost = Ingestion(ingestion.settings)
    result = lost.tick()
    assert isinstance(result, dg.SensorResult)
    [added] = result.dynamic_partitions_requests or []
    assert list(added.partition_keys) == ingestion.ranges()
    [request] = result.run_requests or []
    assert lost.run(request)


def test_a_range_that_has_landed_and_is_not_staged_is_asked_for(ingestion: Ingestion) -> None:
    ingestion.send(4)
    [request] = ingestion.asked()
    assert ingestion.run(request)
    [again] = ingestion.asked()
    assert bounds(again) == bounds(request)
    ingestion.staged()
    assert ingestion.asked() == []


def test_a_broker_that_is_down_is_a_reason_to_skip(ingestion: Ingestion) -> None:
    down = ingestion.settings.model_copy(
        update={"kafka_bootstrap_servers": "127.0.0.1:1", "kafka_timeout_seconds": 0.5}
    )
    result = ingestion.tick(platform=Platform(down))
    assert isinstance(result, dg.SkipReason)
    assert "127.0.0.1:1" in (result.skip_message or "")
    assert "\n" not in (result.skip_message or "")
    assert ingestion.cursor is None


def test_what_went_with_a_topic_made_anew_is_not_asked_for(ingestion: Ingestion) -> None:
    ingestion.send(3)
    [request] = ingestion.asked()
    ingestion.topics.delete(Topic.FILMS)
    assert not ingestion.run(request)
    ingestion.send(2)
    [again] = ingestion.asked()
    [old, new] = ingestion.ranges()
    assert bounds(again) == (new, new)
    assert new != old
    assert waiting_ranges(ingestion.settings, ingestion.platform.lake, Topic.FILMS) == [old, new]
    assert obtainable_ranges(ingestion.settings, ingestion.platform.lake, Topic.FILMS) == [new]
    assert ingestion.run(again)
    ingestion.staged()
    assert ingestion.asked() == []
