"""The storage with its connections kept open: the same files as Dagster's own, seen by other processes at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import dagster as dg
import psutil
import pytest

from hyperion_assets.local import dagster_storage
from hyperion_assets.local.dagster_home import DAGSTER_YAML, prepare_dagster_home
from hyperion_assets.local.dagster_storage import EventLog, Runs
from hyperion_assets.settings import Settings


@dg.asset
def table() -> dg.MaterializeResult[None]:
    return dg.MaterializeResult(metadata={"rows": 3})


@dg.asset_check(asset="table")
def has_rows() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=True)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings = Settings(home=tmp_path, _env_file=None)
    prepare_dagster_home(settings)
    monkeypatch.setenv("DAGSTER_HOME", str(settings.dagster_home))
    return settings.dagster_home


@contextmanager
def opened(home: Path) -> Iterator[dg.DagsterInstance]:
    assert os.environ["DAGSTER_HOME"] == str(home)
    with dg.DagsterInstance.get() as instance:
        yield instance


def materialize(instance: dg.DagsterInstance) -> str:
    result = dg.materialize([table, has_rows], instance=instance)
    assert result.success
    return result.run_id


def events_of(instance: dg.DagsterInstance, run_id: str) -> list[str]:
    return [entry.get_dagster_event().event_type_value for entry in instance.all_logs(run_id) if entry.is_dagster_event]


def test_a_home_has_this_storage(home: Path) -> None:
    with opened(home) as instance:
        assert isinstance(instance.event_log_storage, EventLog)
        assert isinstance(instance.run_storage, Runs)


def test_dagsters_own_storage_reads_and_goes_on_with_the_same_files(home: Path) -> None:
    with opened(home) as instance:
        first = materialize(instance)
        events = events_of(instance, first)
        assert {"ASSET_MATERIALIZATION", "ASSET_CHECK_EVALUATION", "PIPELINE_SUCCESS"} <= set(events)
    own = DAGSTER_YAML.partition("storage:\n")[0]
    (home / "dagster.yaml").write_text(own, encoding="utf-8")
    with opened(home) as instance:
        assert not isinstance(instance.event_log_storage, EventLog)
        assert events_of(instance, first) == events
        second = materialize(instance)
    (home / "dagster.yaml").write_text(DAGSTER_YAML, encoding="utf-8")
    with opened(home) as instance:
        assert {run.run_id for run in instance.get_runs()} == {first, second}
        assert len(instance.fetch_materializations(dg.AssetKey("table"), limit=5).records) == 2


def test_who_watches_a_run_from_elsewhere_sees_its_events_while_it_goes_on(home: Path) -> None:
    seen: list[str] = []
    come = Event()

    def hear(entry: dg.EventLogEntry, _cursor: str) -> None:
        seen.append(entry.get_dagster_event().message or "")
        if "hello" in seen[-1]:
            come.set()

    with opened(home) as writer, opened(home) as dagit:
        run = writer.create_run_for_job(dg.Definitions(assets=[table]).resolve_implicit_global_asset_job_def())
        dagit.watch_event_logs(run.run_id, None, hear)
        writer.report_engine_event("hello", run)
        assert come.wait(20), seen


def test_more_runs_than_are_kept_open_are_all_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dagster_storage, "KEPT_FILES", 2)
    with opened(home) as instance:
        runs = [materialize(instance) for _ in range(4)]
        for run_id in runs:
            assert "PIPELINE_SUCCESS" in events_of(instance, run_id)
        kept = {Path(file.path).stem for file in psutil.Process().open_files() if Path(file.path).parent.name == "runs"}
        assert kept == {*runs[-2:]}


def test_a_thread_reads_while_another_writes(home: Path) -> None:
    with opened(home) as instance, ThreadPoolExecutor(1) as pool:
        runs = [pool.submit(materialize, instance) for _ in range(5)]
        while not runs[-1].done():
            instance.fetch_materializations(dg.AssetKey("table"), limit=20)
            for run in instance.get_runs():
                events_of(instance, run.run_id)
        assert all("PIPELINE_SUCCESS" in events_of(instance, run.result()) for run in runs)
        assert len(instance.fetch_materializations(dg.AssetKey("table"), limit=20).records) == 5


def test_threads_write_at_once(home: Path) -> None:
    with opened(home) as instance, ThreadPoolExecutor(4) as pool:
        asset = dg.AssetKey("table")
        events = [dg.AssetMaterialization(asset, metadata={"number": number}) for number in range(60)]
        list(pool.map(instance.report_runless_asset_event, events))
        found = instance.fetch_materializations(asset, limit=100).records
        numbers = [record.asset_materialization.metadata["number"].value for record in found]
        assert sorted(numbers) == list(range(60))


def test_a_wiped_history_starts_anew(home: Path) -> None:
    with opened(home) as instance:
        materialize(instance)
        instance.wipe()
        assert not instance.get_runs()
        again = materialize(instance)
        assert [run.run_id for run in instance.get_runs()] == [again]
        assert len(instance.fetch_materializations(dg.AssetKey("table"), limit=5).records) == 1
