"""The peer of `make bench` does the whole way: its rows are the provider's, to the cent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from confluent_kafka.admin import AdminClient

from hyperion_assets.bench.bare_loop import bare_loop
from hyperion_assets.errors import ServiceError
from hyperion_assets.settings import REPOSITORY
from hyperion_assets.sources.box_office import BoxOfficeInput, BoxOfficeProvider, box_office
from hyperion_assets.sources.box_office_facts import read_facts

FACTS_FOLDER = REPOSITORY / "data" / "facts"
FILMS = [
    BoxOfficeInput("toy-story-1995", date(1995, 11, 22), 1995, 19_179_623_300),
    BoxOfficeInput("frozen-2013", date(2013, 11, 27), 2013, 40_022_793_600),
]


def test_its_parquet_rows_are_those_of_the_provider(kafka: str, tmp_path: Path) -> None:
    records, seconds = bare_loop(kafka, box_office(FILMS, 7, 1, FACTS_FOLDER), tmp_path)

    assert list(seconds) == ["read", "produce", "consume", "tables"]
    assert min(seconds.values()) > 0
    provider = BoxOfficeProvider(None, read_facts(FACTS_FOLDER), 7)
    expected = pa.concat_tables([provider.daily_box_office(film) for film in FILMS])
    files = str(tmp_path / "box_office_daily" / "*" / "*.parquet")
    with duckdb.connect() as connection:
        connection.register("expected", expected)
        found = f"(select film_id, date, state, gross_cents, basis from read_parquet('{files}'))"
        counted = f"select (select count(*) from {found}), (select count(*) from (from {found} except from expected))"
        assert connection.execute(counted).fetchall() == [(records, 0)]
    assert records == expected.num_rows
    assert {path.name for path in (tmp_path / "box_office_daily").iterdir()} == {
        "year=1995",
        "year=1996",
        "year=2013",
        "year=2014",
    }


def test_its_topic_is_gone_afterwards(kafka: str, tmp_path: Path) -> None:
    bare_loop(kafka, box_office(FILMS[:1], 7, 1, FACTS_FOLDER), tmp_path)
    topics = AdminClient({"bootstrap.servers": kafka}).list_topics(timeout=10).topics
    assert not [name for name in topics if name.startswith("bare-loop-")]


def test_a_missing_broker_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hyperion_assets.bench.bare_loop.ADMIN_SECONDS", 1.0)
    with pytest.raises(ServiceError, match=r"bare loop: no topic can be made on Kafka at 127\.0\.0\.1:1: "):
        bare_loop("127.0.0.1:1", [], tmp_path)
