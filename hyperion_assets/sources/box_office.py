"""The modelled daily box office: a Faker provider that spreads a film's original run over days and states.

The totals are real; days and states are modelled, and the 51 states carry the whole domestic figure, Canada's part
included. The same seed and film give the same cents on every machine.

Belongs here: money, states, records and source units. The curve over the days is in box_office_curve.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from faker.providers import BaseProvider
from numpy.typing import NDArray

from hyperion_assets.errors import InputError
from hyperion_assets.model.vocabularies import EXTRAPOLATED, MODELLED
from hyperion_assets.sources.box_office_curve import Days, draw_curve, period
from hyperion_assets.sources.box_office_facts import BoxOfficeFacts, Floats, read_facts
from hyperion_assets.sources.scale import scaled_id
from hyperion_assets.sources.units import RECORD_SCHEMA, SourceUnit, UnitContent

SOURCE = "faker:box-office"
PROVIDER_VERSION = "1"  # raise it with every change of the curve, the states or the record's form

LARGEST_TOTAL = 10**15  # cents; beyond it a float's 53 bits no longer hold every cent

STATE_TASTE = 0.5  # how far a film's share of a state may lie from its population, at the most
CELL_NOISE = 0.25  # the same for one state on one day

_FIELDS: list[pa.Field[Any]] = [
    pa.field("film_id", pa.string()),
    pa.field("date", pa.date32()),
    pa.field("state", pa.string()),
    pa.field("gross_cents", pa.int64()),
    pa.field("basis", pa.string()),
]
_SCHEMA = pa.schema(_FIELDS)
_join: Any = pc.binary_join_element_wise  # its stub has no room for plain strings among the arrays


@dataclass(frozen=True)
class BoxOfficeInput:
    """One film with an original run: what its daily rows are made from. `studio` only tells Marvel's curves apart."""

    film_id: str
    release_date: date
    release_year: int
    total_cents: int
    studio: str = ""


class BoxOfficeProvider(BaseProvider):
    """Faker provider: `fake.add_provider(BoxOfficeProvider(fake, facts, seed))`, then `fake.daily_box_office(film)`.

    Its draws come from the seed and the film alone, never from Faker's own generator or the order of calls.
    """

    def __init__(self, generator: Any, facts: BoxOfficeFacts, seed: int) -> None:
        super().__init__(generator)
        self._facts = facts
        self._seed = seed

    def daily_box_office(self, film: BoxOfficeInput) -> pa.Table:
        """The film's days and states: film_id, date, state, gross_cents (US cents), basis; by date, then state.

        gross_cents sums to the film's total exactly and is never below 1: a state without a cent on a day has no row.
        Raises InputError for a total below 0 or above LARGEST_TOTAL.
        """
        if not 0 <= film.total_cents <= LARGEST_TOTAL:
            raise InputError(
                f"{film.film_id}: an original run of {film.total_cents} cents cannot be spread over days; "
                f"it must lie between 0 and {LARGEST_TOTAL}"
            )
        rng = _generator(self._seed, film.film_id)
        like = period(self._facts, film.release_year, film.studio)
        days, day_shares = draw_curve(self._facts, like, film.release_date, film.total_cents, rng)
        cells = _cells(day_shares, self._facts.state_shares(film.release_year), rng)
        cents = apportion(film.total_cents, cells.ravel())
        return _table(film.film_id, days, self._facts.states, cents, EXTRAPOLATED if like.extrapolated else MODELLED)


def box_office_inputs(films: Iterable[Mapping[str, Any]]) -> list[BoxOfficeInput]:
    """The inputs of all films that have a release date and an original run; of two with one film_id the last.

    `films` are rows of staged_films: film_id, release_date, release_year, domestic_original_run_cents, studio_name.
    """
    inputs = {
        film["film_id"]: BoxOfficeInput(
            film["film_id"],
            film["release_date"],
            film["release_year"],
            film["domestic_original_run_cents"],
            film["studio_name"] or "",
        )
        for film in films
        if film["release_date"] is not None and film["domestic_original_run_cents"] is not None
    }
    return list(inputs.values())


def box_office(
    films: Iterable[BoxOfficeInput], seed: int, scale: int, facts: Path, replayed: Iterable[BoxOfficeInput] = ()
) -> list[SourceUnit]:
    """One source unit `faker:box-office/<film_id>` for each film, and at scale N for N - 1 copies of each.

    `films` are the films of the unscaled catalogue; the copies' keys are those that `scale_catalogue` gives them.
    `replayed` films stand in place of the catalogue's and have no copies.
    `facts` is the folder of box_office_shape.json and state_population.csv. Raises InputError if they are unusable.
    """
    read = read_facts(facts)
    provider = BoxOfficeProvider(None, read, seed)
    originals = list(films)
    shown = {film.film_id: film for film in [*originals, *replayed]}
    copies = [
        replace(film, film_id=scaled_id(film.film_id, copy)) for copy in range(2, scale + 1) for film in originals
    ]
    return [_unit(provider, read, seed, film) for film in [*shown.values(), *copies]]


def box_office_records(daily: pa.Table) -> pa.Table:
    """The Kafka records of one film's daily_box_office: key, value (compact JSON), source, place, content_hash.

    place is the row's index within the film; content_hash the first 32 hex digits of SHA-256 of the value.
    """
    film_id, dates = daily["film_id"].combine_chunks(), daily["date"].combine_chunks().cast(pa.string())
    states, cents = daily["state"].combine_chunks(), daily["gross_cents"].combine_chunks().cast(pa.string())
    basis = daily["basis"].combine_chunks()
    # film_id, state and basis are slugs and codes: no character of theirs needs escaping in JSON.
    pieces = ('{"film_id":"', film_id, '","date":"', dates, '","state":"', states)
    values = _join(*pieces, '","gross_cents":', cents, ',"basis":"', basis, '"}', "")
    values = values.cast(pa.binary())
    sha256 = hashlib.sha256  # OpenSSL's, by a bound name: twice as fast here as DuckDB's own
    return pa.table(
        {
            "key": _join(film_id, dates, states, "|"),
            "value": values,
            "source": pa.repeat(SOURCE, len(values)),
            "place": pa.array(np.arange(len(values))).cast(pa.string()),
            "content_hash": pa.array([sha256(value).hexdigest()[:32] for value in values.to_pylist()], pa.string()),
        },
        schema=RECORD_SCHEMA,
    )


def unit_name(film_id: str) -> str:
    """The name of a film's source unit."""
    return f"{SOURCE}/{film_id}"


def apportion(total: int, weights: Floats) -> NDArray[np.int64]:
    """Spread an integer total over non-negative weights by largest remainder: integers that sum to it exactly."""
    # A hair below the total, so that no rounding lets the whole parts exceed it.
    quotas = weights * (total * (1.0 - 1e-12) / float(weights.sum()))
    whole = np.floor(quotas)
    parts = whole.astype(np.int64)
    each, left = divmod(total - int(parts.sum()), len(parts))
    parts += each
    if left:
        largest = np.argpartition(quotas - whole, len(parts) - left)[-left:]
        parts[largest] += 1
    return parts


def _generator(seed: int, film_id: str) -> np.random.Generator:
    digest = hashlib.sha256(f"{seed}\0{film_id}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


def _cells(day_shares: Floats, state_shares: Floats, rng: np.random.Generator) -> Floats:
    """Share of the run of each day (rows) in each state: population, the film's taste, and noise; days keep theirs."""
    taste = 1.0 + STATE_TASTE * (rng.random((3, len(state_shares))).mean(axis=0) * 2.0 - 1.0)
    noise = 1.0 + CELL_NOISE * (rng.random((len(day_shares), len(state_shares))) * 2.0 - 1.0)
    cells = noise * (state_shares * taste)
    scaled: Floats = cells * (day_shares / cells.sum(axis=1))[:, np.newaxis]
    return scaled


def _table(film_id: str, days: Days, states: tuple[str, ...], cents: NDArray[np.int64], basis: str) -> pa.Table:
    sold = np.flatnonzero(cents)
    day, state = np.divmod(sold, len(states))
    columns: list[pa.Array[Any]] = [
        pa.repeat(film_id, len(sold)),
        pa.array(days).take(day),
        pa.array(states, pa.string()).take(state),
        pa.array(cents[sold]),
        pa.repeat(basis, len(sold)),
    ]
    return pa.Table.from_arrays(columns, schema=_SCHEMA)


def _unit(provider: BoxOfficeProvider, facts: BoxOfficeFacts, seed: int, film: BoxOfficeInput) -> SourceUnit:
    made_from = [PROVIDER_VERSION, facts.digest, seed, *map(str, vars(film).values())]
    fingerprint = hashlib.sha256(json.dumps(made_from).encode()).hexdigest()[:32]
    return SourceUnit(unit_name(film.film_id), fingerprint, partial(_content, provider, film))


def _content(provider: BoxOfficeProvider, film: BoxOfficeInput) -> UnitContent:
    records = box_office_records(provider.daily_box_office(film))
    return UnitContent(entries=records.num_rows, records=records, rejections=[])
