"""A plot of each query's answer, for Dagit and the documents."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pyarrow as pa

CENTS_IN_A_BILLION = 100_000_000_000
CENTS_IN_A_MILLION = 100_000_000
BARS = 20
SIZE = (9.0, 4.5)
DOTS_PER_INCH = 100


def plot(name: str, rows: pa.Table) -> bytes:
    """The plot of the query of that name as PNG."""
    # Takes half a second, which only who plots should wait for; its state is shared by threads, a figure is not.
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.add_subplot()
    if rows.num_rows:
        PLOTS[name](axes, rows)
    axes.spines[["top", "right"]].set_visible(False)
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=DOTS_PER_INCH)
    return written.getvalue()


def _revenue(axes: Any, rows: pa.Table) -> None:
    """A line for each studio: worldwide gross of the films of each year."""
    studios: dict[str, list[dict[str, Any]]] = {}
    for row in rows.sort_by([("studio_name", "ascending"), ("year", "ascending")]).to_pylist():
        studios.setdefault(row["studio_name"], []).append(row)
    for studio, years in studios.items():
        gross = [(row["worldwide_gross_cents"] or 0) / CENTS_IN_A_BILLION for row in years]
        axes.plot([row["year"] for row in years], gross, label=studio, linewidth=1.2)
    axes.set(title="Worldwide gross of the films of a year", ylabel="billion US dollars")
    axes.legend(fontsize="x-small", frameon=False)


def _franchises(axes: Any, rows: pa.Table) -> None:
    _bars(axes, rows, "franchise_name", "characters", "Characters of a franchise")


def _actors(axes: Any, rows: pa.Table) -> None:
    _bars(axes, rows, "talent_name", "films", "Films that a person is heard in")


def _trends(axes: Any, rows: pa.Table) -> None:
    years, months, gross = _lists(rows, "year", "month", "gross_cents")
    times = [year + (month - 1) / 12 for year, month in zip(years, months, strict=True)]
    axes.plot(times, [cents / CENTS_IN_A_MILLION for cents in gross], linewidth=0.8)
    axes.set(title="Box office by month (days are modelled)", ylabel="million US dollars")


def _bars(axes: Any, rows: pa.Table, label: str, value: str, title: str) -> None:
    labels, values = _lists(rows.slice(0, BARS), label, value)
    places = range(len(labels))
    axes.barh(places, values)
    # By place, since two of them may have one name.
    axes.set_yticks(places, labels, fontsize="x-small")
    axes.invert_yaxis()
    axes.set(title=title)


def _lists(rows: pa.Table, *names: str) -> list[list[Any]]:
    return [rows[name].to_pylist() for name in names]


PLOTS: dict[str, Callable[[Any, pa.Table], None]] = {
    "trino_revenue_by_studio": _revenue,
    "trino_characters_by_franchise": _franchises,
    "trino_top_voice_actors": _actors,
    "trino_box_office_trends": _trends,
}
