"""The facts behind the modelled box office: real curves by period (box_office_shape.json) and states' populations.

Belongs here: reading and validating the two files. Not here: how a curve is drawn from them.
"""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hyperion_assets.errors import InputError
from hyperion_assets.model.vocabularies import STATES

Floats = NDArray[np.float64]

SHAPE_FILE = "box_office_shape.json"
POPULATION_FILE = "state_population.csv"

GROUPS = ("animation_2000_2019", "marvel_2008_2019", "films_2021_2024")
SEASONS = (
    "summer_Jun_Aug",
    "school_term_Jan5_May25_Sep_Nov19",
    "christmas_20Dec_3Jan",
    "thanksgiving_week_20_30Nov",
)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CENSUS_YEARS = (2020, 2024)

# The facts give the 10, 25, 50, 75 and 90 % points; a curve needs both ends too.
LEVELS = np.array([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0])
QUARTILES = np.array([0.0, 0.25, 0.5, 0.75, 1.0])


@dataclass(frozen=True)
class Group:
    """Quantile curves of one period's films, each over LEVELS. Shares are fractions of the run, lengths days."""

    opening_share: Floats
    first_week_share: Floats
    friday: Floats
    saturday: Floats
    sunday: Floats
    days: Floats
    span: Floats
    weekend_changes: Floats  # weekends 2 to 8, one row each: change against the weekend before, -0.4 is 40 % down


@dataclass(frozen=True)
class BoxOfficeFacts:
    """All that the model takes from real box office."""

    groups: dict[str, Group]
    weekday_ratios: Floats  # season x weekday (Monday first): the day's gross over its weekend's, weeks 2 to 8
    marvel_weekday_ratios: Floats
    holiday_ratios: dict[str, Floats]  # gross over the same weekday a week before, over QUARTILES
    ordinary_ratio: float  # the same for a day that is no holiday
    states: tuple[str, ...]
    populations: Floats  # census year x state
    digest: str  # of both files' bytes

    def state_shares(self, year: int) -> Floats:
        """Each state's fraction of the population in a year, between the 2020 census and the 2024 estimate."""
        first, last = CENSUS_YEARS
        late = min(max((year - first) / (last - first), 0.0), 1.0)
        people = self.populations[0] * (1.0 - late) + self.populations[1] * late
        shares: Floats = people / people.sum()
        return shares


def read_facts(folder: Path) -> BoxOfficeFacts:
    """Read both files of a facts folder. Raises InputError that names the file and what it lacks."""
    shape_bytes, population_bytes = _bytes(folder / SHAPE_FILE), _bytes(folder / POPULATION_FILE)
    try:
        shape = json.loads(shape_bytes)
        weekdays = shape["dow_share_animation_week2_8"]
        groups = {name: _group(shape[name]) for name in GROUPS}
        weekday_ratios = np.stack([_over_weekend(weekdays[season]) for season in SEASONS])
        marvel = _over_weekend(shape["dow_share_marvel_lucas_week2_8"])
        holidays = {name: _quartiles(entry) for name, entry in shape["holiday_ratio"].items()}
        ordinary = float(shape["same_weekday_prior_week_baseline_median"])
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise InputError(f"{folder / SHAPE_FILE}: not the expected box-office facts ({error!r})") from None
    states, populations = _populations(folder / POPULATION_FILE, population_bytes)
    digest = hashlib.sha256(shape_bytes + b"\0" + population_bytes).hexdigest()[:32]
    return BoxOfficeFacts(groups, weekday_ratios, marvel, holidays, ordinary, states, populations, digest)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); the box office is modelled from it") from None


def _group(entry: dict[str, Any]) -> Group:
    changes = [_ends_held(entry[f"wkd{week}_chg"]) for week in range(2, 9)]
    return Group(
        opening_share=_ends_extended(entry["ow_share"]),
        first_week_share=_ends_extended(entry["first_week_share"]),
        friday=_ends_extended(entry["fri"]),
        saturday=_ends_extended(entry["sat"]),
        sunday=_ends_extended(entry["sun"]),
        days=_ends_extended(entry["n_days"]),
        span=_ends_extended(entry["span"]),
        weekend_changes=np.stack(changes),
    )


def _ends_extended(points: list[float]) -> Floats:
    """Five quantiles with both ends: the line of the outer two points runs on."""
    low, q25, median, q75, high = map(float, points)
    ends = (low - (q25 - low) / 1.5, high + (high - q75) / 1.5)
    return np.array([ends[0], low, q25, median, q75, high, ends[1]])


def _ends_held(points: list[float]) -> Floats:
    """Five quantiles with both ends equal to the outer points: the extremes of weekly changes are holidays."""
    low, q25, median, q75, high = map(float, points)
    return np.array([low, low, q25, median, q75, high, high])


def _quartiles(entry: dict[str, float]) -> Floats:
    q25, median, q75 = entry["q25"], entry["median_ratio_vs_same_weekday_prior_week"], entry["q75"]
    return np.array([q25, q25, median, q75, q75], dtype=np.float64)


def _over_weekend(shares: dict[str, float]) -> Floats:
    days = np.array([shares[day] for day in WEEKDAYS], dtype=np.float64)
    ratios: Floats = days / days[4:].sum()
    return ratios


def _populations(path: Path, content: bytes) -> tuple[tuple[str, ...], Floats]:
    try:
        rows = list(csv.DictReader(content.decode("utf-8").splitlines()))
        states = tuple(row["state"] for row in rows)
        columns = [[float(row[column]) for row in rows] for column in ("census2020", "popestimate2024")]
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(f"{path}: not the expected table of states ({error!r})") from None
    populations = np.array(columns)
    if sorted(states) != sorted(STATES) or not (populations > 0).all():
        raise InputError(
            f"{path}: needs one row with people for each of the {len(STATES)} states; it has {len(states)} rows"
        )
    return states, populations
