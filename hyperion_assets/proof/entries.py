"""How an entry of the proof's source is written: a studio, a film, a character. All of them are invented."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

NORTH, SOUTH, WEST = "North Lantern Studio", "South Harbour Pictures", "Zoë West & Daughters"
STUDIOS: list[Json] = [
    {"name": NORTH, "parent_company": "Polar Holding", "active_from": 1931, "active_to": None},
    {"name": SOUTH, "parent_company": None, "active_from": 1988, "active_to": 2015},
    {"name": WEST, "parent_company": "Polar Holding", "active_from": "2001", "active_to": None},
]


def film(title: str, year: int, studio: str = NORTH, **facts: Any) -> Json:
    """A film's entry."""
    usual = {"title": title, "year": year, "studio": studio, "animation_type": "animated", "release_type": "theatrical"}
    return usual | {"release_date": f"{year}-06-16", "runtime_min": 84} | facts


def run_of(dollars: int) -> Json:
    """The facts of a film with a box office: what its original run took."""
    gross = ("domestic_gross_usd", "domestic_original_run_usd", "worldwide_gross_usd")
    return dict.fromkeys(gross, dollars)


def character(name: str | None, voice_actor: Any, role: str | None = "supporting", **more: Any) -> Json:
    """A character's entry."""
    return {"name": name, "role": role, "voice_actor": voice_actor, "species": "human", "gender": "female"} | more
