"""The box-office provider: exact sums, the same cents everywhere, and records as the topic's contract says."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from faker import Faker
from hypothesis import given
from hypothesis import strategies as st

from hyperion_assets.errors import InputError
from hyperion_assets.settings import REPOSITORY
from hyperion_assets.sources.box_office import (
    LARGEST_TOTAL,
    PROVIDER_VERSION,
    BoxOfficeInput,
    BoxOfficeProvider,
    apportion,
    box_office,
    box_office_inputs,
    box_office_records,
)
from hyperion_assets.sources.box_office_facts import Floats, read_facts
from hyperion_assets.sources.units import RECORD_SCHEMA
from hyperion_assets_tests.properties import SOME

FACTS_FOLDER = REPOSITORY / "data" / "facts"
FACTS = read_facts(FACTS_FOLDER)
TOY_STORY = BoxOfficeInput("toy-story-1995", date(1995, 11, 22), 1995, 19_179_623_300, "Pixar Animation Studios")
FROZEN = BoxOfficeInput("frozen-2013", date(2013, 11, 27), 2013, 40_022_793_600)


def daily(film: BoxOfficeInput, seed: int = 1923) -> pa.Table:
    return BoxOfficeProvider(None, FACTS, seed).daily_box_office(film)


def test_rows_sum_to_the_original_run_and_each_holds_at_least_a_cent() -> None:
    rows = daily(TOY_STORY)
    cents = rows["gross_cents"].to_pylist()
    assert sum(cents) == TOY_STORY.total_cents
    assert min(cents) >= 1
    assert rows["date"][0].as_py() == TOY_STORY.release_date
    assert set(rows["state"].to_pylist()) == set(FACTS.states)
    assert rows.select(["date", "state"]).to_pylist() == sorted(
        rows.select(["date", "state"]).to_pylist(), key=lambda row: (row["date"], row["state"])
    )
    assert len({(row["date"], row["state"]) for row in rows.to_pylist()}) == rows.num_rows


@SOME
@given(
    total=st.integers(1, 10**12),
    release=st.one_of(st.dates(date(1937, 1, 1), date(2030, 12, 31)), st.just(date(2024, 2, 29))),
    film_id=st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,8}){0,3}", fullmatch=True),
    studio=st.sampled_from(["", "Marvel Studios"]),
    seed=st.integers(0, 2**63),
)
def test_any_total_from_a_cent_up_is_spread_exactly(
    total: int, release: date, film_id: str, studio: str, seed: int
) -> None:
    rows = daily(BoxOfficeInput(film_id, release, release.year, total, studio), seed)
    cents = rows["gross_cents"].to_pylist()
    assert sum(cents) == total
    assert min(cents) >= 1
    assert min(rows["date"].to_pylist()) >= release
    assert set(rows["basis"].to_pylist()) == {"modelled_extrapolated" if release.year < 2000 else "modelled"}


@given(
    total=st.integers(0, LARGEST_TOTAL),
    weights=st.lists(st.floats(1e-12, 1e6), min_size=1, max_size=400),
)
def test_apportion_is_exact_and_within_a_cent_of_each_share(total: int, weights: list[float]) -> None:
    parts = apportion(total, np.array(weights))
    assert int(parts.sum()) == total
    assert int(parts.min()) >= 0
    shares = np.array(weights) / sum(weights) * total
    # A cent for the rounding, and what a float loses of a total of up to 10^15.
    assert np.abs(parts - shares).max() <= 1 + total * 2e-12


def test_apportion_gives_the_remainder_to_the_largest_fractions() -> None:
    assert apportion(10, np.array([0.26, 0.35, 0.39])).tolist() == [3, 3, 4]
    assert apportion(1, np.array([1.0, 3.0, 2.0])).tolist() == [0, 1, 0]
    assert apportion(4, np.array([5.0])).tolist() == [4]


def test_a_cent_is_one_row_and_nothing_is_none() -> None:
    assert daily(replace(TOY_STORY, total_cents=1))["gross_cents"].to_pylist() == [1]
    nothing = box_office_records(daily(replace(TOY_STORY, total_cents=0)))
    assert nothing.num_rows == 0
    assert nothing.schema == RECORD_SCHEMA


@pytest.mark.parametrize("total", [-1, LARGEST_TOTAL + 1])
def test_an_impossible_total_names_the_film(total: int) -> None:
    with pytest.raises(InputError, match=f"toy-story-1995: an original run of {total} cents"):
        daily(replace(TOY_STORY, total_cents=total))


def digest(film: BoxOfficeInput) -> str:
    records = box_office([film], 1923, 1, FACTS_FOLDER)[0].read().records
    return hashlib.sha256(b"".join(records["value"].to_pylist())).hexdigest()


def test_the_same_in_another_process_whatever_its_hash_seed() -> None:
    program = f"""
import datetime, hashlib
from pathlib import Path
from hyperion_assets.sources.box_office import BoxOfficeInput, box_office
(unit,) = box_office([{TOY_STORY!r}], 1923, 1, Path({str(FACTS_FOLDER)!r}))
print(unit.fingerprint, hashlib.sha256(b"".join(unit.read().records["value"].to_pylist())).hexdigest())
"""
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONHASHSEED": "1", "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    (unit,) = box_office([TOY_STORY], 1923, 1, FACTS_FOLDER)
    assert result.stdout == f"{unit.fingerprint} {digest(TOY_STORY)}\n"


def test_no_cent_changes_without_a_new_provider_version() -> None:
    # A published film is made again only for a new fingerprint: with a change here, raise PROVIDER_VERSION.
    assert (PROVIDER_VERSION, digest(TOY_STORY)[:16], digest(FROZEN)[:16]) == (
        "1",
        "daa365692f30daed",
        "91b8f92e821a9352",
    )


def test_a_film_does_not_depend_on_the_films_before_it() -> None:
    provider = BoxOfficeProvider(None, FACTS, 1923)
    provider.daily_box_office(FROZEN)
    assert provider.daily_box_office(TOY_STORY).equals(daily(TOY_STORY))


def test_another_seed_and_another_film_give_other_cents() -> None:
    assert not daily(TOY_STORY, 1).equals(daily(TOY_STORY, 2))
    twin = daily(replace(TOY_STORY, film_id="toy-story-load-copy-2-1995"))
    assert twin["gross_cents"].to_pylist() != daily(TOY_STORY)["gross_cents"].to_pylist()


def test_it_is_a_faker_provider() -> None:
    fake = Faker()
    fake.add_provider(BoxOfficeProvider(fake, FACTS, 1923))
    assert fake.daily_box_office(TOY_STORY).equals(daily(TOY_STORY))


def test_records_equal_those_of_plain_python() -> None:
    rows = daily(FROZEN)
    records = box_office_records(rows)
    assert records.schema == RECORD_SCHEMA
    assert records.num_rows == rows.num_rows
    for index in [0, 1, 50, 51, 52, rows.num_rows // 2, rows.num_rows - 1]:
        row, record = rows.slice(index, 1).to_pylist()[0], records.slice(index, 1).to_pylist()[0]
        payload = row | {"date": row["date"].isoformat()}
        value = json.dumps(payload, separators=(",", ":")).encode()
        assert record == {
            "key": f"{row['film_id']}|{payload['date']}|{row['state']}",
            "value": value,
            "source": "faker:box-office",
            "place": str(index),
            "content_hash": hashlib.sha256(value).hexdigest()[:32],
        }
    assert len(set(records["key"].to_pylist())) == records.num_rows


def test_states_follow_population_with_each_film_s_taste() -> None:
    shares = FACTS.state_shares(2013)

    def of_states(film: BoxOfficeInput) -> Floats:
        by_state = daily(film).group_by("state").aggregate([("gross_cents", "sum")]).sort_by("state")
        return np.array(by_state["gross_cents_sum"].to_pylist()) / film.total_cents / shares

    tastes = [of_states(replace(FROZEN, film_id=f"film-{number}-2013")) for number in range(40)]
    assert np.median(tastes) == pytest.approx(1.0, abs=0.05)
    assert 0.5 < np.min(tastes) < 0.8
    assert 1.25 < np.max(tastes) < 1.7
    # A taste is one film's, not the provider's: over many films no state stands out.
    assert np.mean(tastes, axis=0) == pytest.approx(np.ones(51), abs=0.15)


def test_populations_lie_between_the_census_and_the_estimate() -> None:
    texas = FACTS.states.index("TX")
    census, estimate = FACTS.populations[0], FACTS.populations[1]
    assert FACTS.state_shares(1977)[texas] == pytest.approx(census[texas] / census.sum())
    assert FACTS.state_shares(2024)[texas] == pytest.approx(estimate[texas] / estimate.sum())
    assert FACTS.state_shares(2020)[texas] < FACTS.state_shares(2022)[texas] < FACTS.state_shares(2024)[texas]


def test_units_are_lazy_and_their_fingerprint_changes_with_what_their_rows_are_made_from() -> None:
    units = box_office([TOY_STORY, FROZEN], 1923, 1, FACTS_FOLDER)
    assert [unit.name for unit in units] == ["faker:box-office/toy-story-1995", "faker:box-office/frozen-2013"]
    content = units[0].read()
    assert content.entries == content.records.num_rows
    assert content.rejections == []

    def fingerprint(film: BoxOfficeInput, seed: int = 1923, scale: int = 1) -> str:
        return box_office([film], seed, scale, FACTS_FOLDER)[0].fingerprint

    changed = [
        fingerprint(replace(TOY_STORY, total_cents=TOY_STORY.total_cents + 1)),
        fingerprint(replace(TOY_STORY, release_date=date(1995, 11, 23))),
        fingerprint(replace(TOY_STORY, studio="Marvel Animation")),
        fingerprint(TOY_STORY, seed=1924),
    ]
    assert len({units[0].fingerprint, *changed}) == 5
    assert fingerprint(TOY_STORY, scale=3) == units[0].fingerprint


def test_scale_makes_more_films_and_leaves_the_first_as_they_are() -> None:
    units = box_office([TOY_STORY, FROZEN], 1923, 3, FACTS_FOLDER)
    assert [unit.name.removeprefix("faker:box-office/") for unit in units] == [
        "toy-story-1995",
        "frozen-2013",
        "toy-story-load-copy-2-1995",
        "frozen-load-copy-2-2013",
        "toy-story-load-copy-3-1995",
        "frozen-load-copy-3-2013",
    ]
    assert len({unit.fingerprint for unit in units}) == 6
    values = [json.loads(value) for value in units[2].read().records["value"].to_pylist()]
    assert {value["film_id"] for value in values} == {"toy-story-load-copy-2-1995"}
    assert sum(value["gross_cents"] for value in values) == TOY_STORY.total_cents


def test_inputs_are_the_films_with_a_date_and_an_original_run_the_last_of_a_key_winning() -> None:
    film = {
        "film_id": "toy-story-1995",
        "release_date": date(1995, 11, 22),
        "release_year": 1995,
        "domestic_original_run_cents": 1,
        "studio_name": "Pixar Animation Studios",
    }
    films = [
        film,
        film | {"film_id": "undated-1990", "release_date": None},
        film | {"film_id": "no-run-1990", "domestic_original_run_cents": None},
        film | {"domestic_original_run_cents": TOY_STORY.total_cents},
    ]
    assert box_office_inputs(films) == [TOY_STORY]


def test_missing_or_damaged_facts_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"box_office_shape\.json: cannot be read"):
        box_office([TOY_STORY], 1923, 1, tmp_path)
    (tmp_path / "state_population.csv").write_bytes((FACTS_FOLDER / "state_population.csv").read_bytes())
    (tmp_path / "box_office_shape.json").write_text('{"animation_2000_2019": {}}')
    with pytest.raises(InputError, match=r"box_office_shape\.json: not the expected box-office facts \(KeyError"):
        read_facts(tmp_path)
    (tmp_path / "box_office_shape.json").write_bytes((FACTS_FOLDER / "box_office_shape.json").read_bytes())
    (tmp_path / "state_population.csv").write_text("state,name,fips,census2020,popestimate2024\nCA,California,6,1,1\n")
    with pytest.raises(InputError, match=r"state_population\.csv: needs one row .* 51 states; it has 1 rows"):
        read_facts(tmp_path)
    known = (FACTS_FOLDER / "state_population.csv").read_text()
    (tmp_path / "state_population.csv").write_text(known.replace("\nTX,", "\nXX,"))
    with pytest.raises(InputError, match="one row with people for each of the 51 states"):
        read_facts(tmp_path)
