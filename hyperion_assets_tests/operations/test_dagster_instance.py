"""Opening a Dagster home, and adding partitions to it, while others do the same."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import dagster as dg
import pytest
from sqlalchemy.exc import IntegrityError

from hyperion_assets.errors import StorageError
from hyperion_assets.operations.dagster_instance import add_partitions, dagster_instance
from hyperion_assets.settings import Settings

KEYS = [f"key-{number}" for number in range(200)]


def _open_and_add(home: Path) -> list[str]:
    with dagster_instance(Settings(home=home, _env_file=None)) as instance:
        for key in KEYS:
            add_partitions(instance, "ranges", [key])
        return list(instance.get_dynamic_partitions("ranges"))


def test_a_new_home_is_opened_and_filled_by_two_at_once(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for found in pool.map(_open_and_add, [tmp_path, tmp_path]):
            assert sorted(found) == sorted(KEYS)


def test_a_home_that_is_no_database_is_one_line(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, _env_file=None)
    with dagster_instance(settings):
        pass
    for path in settings.dagster_home.rglob("*.db"):
        path.write_bytes(b"this is no database, and long enough to be looked at" * 100)
    said = r"^the Dagster home .*/dagster cannot be used: .*not a database"
    with pytest.raises(StorageError, match=said) as caught, dagster_instance(settings) as instance:
        instance.get_runs()
    assert "\n" not in str(caught.value)


def test_a_damaged_file_of_a_home_is_one_line(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, _env_file=None)
    with dagster_instance(settings):
        pass
    (settings.dagster_home / "history" / "runs" / "index.db").write_bytes(b"damaged, all of it" * 10_000)
    said = r"^the Dagster home .*/dagster cannot be used: .*not a database; it holds Dagster's history alone"
    with pytest.raises(StorageError, match=said), dagster_instance(settings) as instance:
        instance.fetch_materializations(dg.AssetKey("films"), limit=1)


def test_partitions_that_cannot_be_added_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise IntegrityError("INSERT", {}, Exception("UNIQUE constraint failed"))

    with dg.DagsterInstance.ephemeral() as instance:
        monkeypatch.setattr(instance, "add_dynamic_partitions", refuse)
        with pytest.raises(StorageError, match="partitions of ranges could not be added"):
            add_partitions(instance, "ranges", ["a"])
