"""Trino's answers about a release: kept with its number, and compared with the tables and with DuckDB row by row."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from hyperion_assets.checks.answer_checks import EQUALS_DUCKDB, EQUALS_TABLES, differences
from hyperion_assets.engines.hive import point
from hyperion_assets.errors import HyperionError, ServiceError
from hyperion_assets.lake.lake import Lake
from hyperion_assets.local.services import Services
from hyperion_assets.operations.answers import write_answers
from hyperion_assets.queries import QUERIES
from hyperion_assets.release.answers import Answer, answered_release, ask, kept_answer
from hyperion_assets.release.consumers import register_hive
from hyperion_assets.release.manifest import make_release, required_release
from hyperion_assets.release.plots import plot
from hyperion_assets.settings import Settings
from hyperion_assets_tests.release.released import retitled, write_tables
from hyperion_assets_tests.small_release import small_release

# The first start on a machine fetches Trino.
pytestmark = pytest.mark.timeout(900)

DAYS = sum(row["gross_cents"] for row in small_release()["box_office_daily"])
SUMMARIES = {
    "revenue_by_studio_year": [
        {"studio_id": "pixar", "studio_name": "Pixar", "year": 1995, "films": 1, "box_office_cents": DAYS},
        {"studio_id": "pixar", "studio_name": "Pixar", "year": 2009, "films": 1},
    ],
    "character_counts_by_franchise": [
        {"franchise_id": "toy-story", "franchise_name": "Toy Story", "films": 1, "characters": 1}
        | {"leading_characters": 0, "talent": 1},
        {"franchise_id": "up", "franchise_name": "Up", "films": 1, "characters": 0, "leading_characters": 0}
        | {"talent": 0},
    ],
    "voice_actor_filmography": [
        {"talent_id": "tom-hanks", "talent_name": "Tom Hanks", "film_id": "toy-story-1995", "title": "Toy Story"}
        | {"release_year": 1995, "characters": 1, "character_names": "Woody"}
    ],
    "box_office_trends": [
        {"year": 1995, "month": 11, "films": 1, "gross_cents": DAYS, "top_film_id": "toy-story-1995"}
        | {"basis": "modelled"}
    ],
}
"""The summary tables of the small release, by hand."""


def registered(trino: Services, home: Path) -> Settings:
    """A home in which the small release, with its summaries, is release 1 and registered."""
    settings = Settings(
        home=home,
        metastore_uri=trino.metastore_uri,
        trino_url=trino.trino_url,
        catalog="hive",
        _env_file=None,
    )
    lake = Lake(settings)
    release = make_release(lake, write_tables(lake, small_release() | SUMMARIES), checks_passed=7)
    register_hive(settings, lake, release)
    return settings


@pytest.fixture(scope="module")
def settled(trino: Services, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home that tests leave as it is; they run before any other is registered."""
    return registered(trino, tmp_path_factory.mktemp("settled") / "home")


@pytest.fixture
def settings(trino: Services, tmp_path: Path) -> Settings:
    """A home of the test's own."""
    return registered(trino, tmp_path / "home")


@pytest.mark.parametrize("name", QUERIES)
def test_an_answer_is_that_of_the_tables_and_of_duckdb(settled: Settings, name: str) -> None:
    lake = Lake(settled)
    answer = ask(settled, lake, name)
    assert answer.release == answered_release(settled, name) == 1
    assert kept_answer(settled, name).rows.to_pylist() == answer.rows.to_pylist() != []
    assert differences(lake, name, answer) == {EQUALS_TABLES: [], EQUALS_DUCKDB: []}


def test_rows_are_those_of_the_release(settled: Settings) -> None:
    rows = ask(settled, Lake(settled), "trino_revenue_by_studio").rows.to_pylist()
    facts = {"domestic_gross_cents": None, "worldwide_gross_cents": None, "box_office_cents": None}
    assert rows == [facts | row for row in SUMMARIES["revenue_by_studio_year"]]


def test_a_row_that_differs_is_shown_with_who_has_it(settled: Settings) -> None:
    lake = Lake(settled)
    rows = ask(settled, lake, "trino_box_office_trends").rows
    tampered = rows.set_column(3, "gross_cents", pa.array([DAYS + 1]))
    found = differences(lake, "trino_box_office_trends", Answer(1, tampered))
    wanted = [
        f"Trino alone: 1995, 11, 1, {DAYS + 1}, toy-story-1995, modelled, None",
        f"not Trino: 1995, 11, 1, {DAYS}, toy-story-1995, modelled, None",
    ]
    assert {check: sorted(shown) for check, shown in found.items()} == {EQUALS_TABLES: wanted, EQUALS_DUCKDB: wanted}


@pytest.mark.parametrize("name", QUERIES)
def test_plots_are_pictures_with_and_without_rows(settled: Settings, name: str) -> None:
    rows = ask(settled, Lake(settled), name).rows
    pictures = [plot(name, shown) for shown in (rows, rows.slice(0, 0))]
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert pictures[0] != pictures[1]


def test_the_page_shows_rows_and_plots_of_every_query(settled: Settings, tmp_path: Path) -> None:
    for name in QUERIES:
        ask(settled, Lake(settled), name)
    page = write_answers(settled, tmp_path / "page").read_text(encoding="utf-8")
    assert "| pixar | Pixar | 1995 | 1 |" in page
    assert "2 of 2 rows, of release 1." in page
    plots = {path.name for path in (tmp_path / "page").glob("*.png")}
    assert plots == {f"{name}.png" for name in QUERIES}
    assert all(f"({name})" in page for name in plots)


def test_a_metastore_that_lags_gives_no_answer(settings: Settings) -> None:
    lake = Lake(settings)
    retitled(lake, "Two")
    told = r"^the Hive Metastore serves release 1, and release 2 is in force: materialize hive first$"
    with pytest.raises(ServiceError, match=told):
        ask(settings, lake, QUERIES[0])
    assert answered_release(settings, QUERIES[0]) is None


def test_whoever_registers_late_ends_at_the_release_in_force(settings: Settings, trino: Services) -> None:
    lake = Lake(settings)
    old = required_release(lake)
    retitled(lake, "Two")
    register_hive(settings, lake, old)
    assert ask(settings, lake, QUERIES[0]).release == 2
    point(trino.metastore_uri, 1)
    with pytest.raises(ServiceError, match="serves release 1"):
        ask(settings, lake, QUERIES[0])


def test_a_file_that_is_gone_keeps_the_release_before(settings: Settings) -> None:
    lake = Lake(settings)
    release = retitled(lake, "Two")
    (file,) = release.manifest.tables["films"].manifest.files
    Path(lake.processed.uri(file.path)).unlink()
    with pytest.raises(HyperionError, match=r"films: the data file .* is missing"):
        register_hive(settings, lake, release)
    with pytest.raises(ServiceError, match="serves release 1"):
        ask(settings, lake, QUERIES[0])


def test_what_was_never_answered_is_told(tmp_path: Path) -> None:
    with pytest.raises(HyperionError, match=r"^trino_box_office_trends was never answered: materialize it first$"):
        kept_answer(Settings(home=tmp_path, _env_file=None), "trino_box_office_trends")
