"""Character files of every shape, one in twenty damaged, with what reading each must give; the same on every run.

Belongs here: writing them and saying what they hold. Not here: reading them (reading).
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ONE_DAMAGED_IN = 20
SEED = 1923

_FIRST = ("Wick", "Moth", "Ember", "Gale", "Tallow", "Zoë", "Señor Lumen", "Lady Ash", "Old Flint", "Spark")
_LAST = (
    "the Lamp",
    "of the North",
    "Brightwater",
    "O'Hara",
    "the Second",
    "Junior",
    "MacWick",
    "Hollow",
    "Day",
    "Reed",
)
_CREDITS = (
    "Ada Berg", "Ben Cole (young) / Ada Berg", "Cleo Dahl, Dora Ek", "Emil Falk (1)", "N/A", None, "Zoë Gad Jr.",
    "Various",
)  # fmt: skip
_ROLES = ("protagonist", "comic relief", "henchmen", "Villain", "minor", "love interest", "n/a")
_SPECIES = ("human", "toy (lamp)", "clownfish", "robot", "various", "Spix's macaw", "enchanted clock")

Json = dict[str, Any]
Entries = list[Any]
Shape = Callable[[str, Entries], Any]


@dataclass(frozen=True)
class Expected:
    """What reading a file gives: records, and the codes of what is rejected when it is read or refused at stage."""

    records: int
    rejected: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def write_files(folder: Path, count: int, seed: int = SEED) -> dict[str, Expected]:
    """Write `count` files below a folder; what each gives, by its path there. Links lead out, to beside the folder."""
    chance = random.Random(seed)
    made: dict[str, Expected] = {}
    for number in range(count):
        name = f"{number % 40:02}/file_{number:05}.json"
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        entries = [_entry(chance, at) for at in range(chance.randint(2, 40))]
        shape = _SHAPES[number % len(_SHAPES)]
        if number % ONE_DAMAGED_IN == ONE_DAMAGED_IN - 1:
            damage = _DAMAGES[number // ONE_DAMAGED_IN % len(_DAMAGES)]
            made[name] = damage(path, f"Lantern {number}", entries, shape)
        else:
            encoding = "utf-16" if number % 50 == 7 else "utf-8"
            path.write_bytes(_text(shape(f"Lantern {number}", entries)).encode(encoding))
            made[name] = Expected(len(entries))
    return made


def _entry(chance: random.Random, number: int) -> Json:
    return {
        "name": f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {number}",
        "role": chance.choice(_ROLES),
        "species": chance.choice(_SPECIES),
        "gender": chance.choice(("male", "Female", "n/a")),
        "voice_actor": chance.choice(_CREDITS),
        "notes": chance.choice((None, "Flickers in the wind. " * 5)),
    }


def _films(title: str) -> list[str]:
    return [f"{title} (1999)", f"{title} 2 (2003)"]


def _halves(entries: Entries) -> tuple[Entries, Entries]:
    return entries[: len(entries) // 2], entries[len(entries) // 2 :]


def _franchise(title: str, entries: Entries) -> Json:
    first, second = _halves(entries)
    categories = {"one": {"year": 1999, "characters": first}, "two": {"year": 2003, "characters": second}}
    return {"franchise": title, "films": _films(title), "categories": categories}


def _listed_categories(title: str, entries: Entries) -> Json:
    first, second = _halves(entries)
    categories = [{"name": f"{title} 2", "characters": first}, {"name": "recurring_cast", "characters": second}]
    return {"franchise": title, "films": _films(title), "categories": categories}


def _games(title: str, entries: Entries) -> Json:
    return {"franchise": title, "games": _films(title), "categories": {"one": {"year": 1999, "characters": entries}}}


def _grouped(title: str, entries: Entries) -> Json:
    first, second = _halves(entries)
    return {"franchise": title, "films": _films(title), "characters": {"heroes": first, "villains": second}}


def _series(title: str, entries: Entries) -> Json:
    return {"series": title, "categories": {"season_one": {"seasons": 1, "episode_count": 9, "characters": entries}}}


_SHAPES: tuple[Shape, ...] = (
    _franchise,
    lambda title, entries: {"franchise": title, "films": _films(title), "characters": entries},
    lambda title, entries: {"film": title, "year": 1999, "studio": "North Studio", "characters": entries},
    lambda title, entries: {"game": title, "year": 2004, "platform": "PC", "characters": entries},
    _games,
    _grouped,
    _series,
    _listed_categories,
    lambda title, entries: {"short": title, "year": 2001, "characters": entries},
)

Damage = Callable[[Path, str, Entries, Shape], Expected]


def _text(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False)


def _whole(code: str, data: Callable[[str, Entries, Shape], bytes]) -> Damage:
    """Damage that costs the whole file."""

    def damage(path: Path, title: str, entries: Entries, shape: Shape) -> Expected:
        path.write_bytes(data(title, entries, shape))
        return Expected(0, (code,))

    return damage


def _first_entry(code: str, changed: Callable[[Json], Any], *, at_stage: bool = False) -> Damage:
    """Damage that costs the first entry only."""

    def damage(path: Path, title: str, entries: Entries, shape: Shape) -> Expected:
        damaged = [changed(entries[0]), *entries[1:]]
        path.write_bytes(_text(shape(title, damaged)).encode())
        return Expected(len(entries), (), (code,)) if at_stage else Expected(len(entries) - 1, (code,))

    return damage


def _said_twice(path: Path, title: str, entries: Entries, shape: Shape) -> Expected:
    text = _text(shape(title, [{"role": "first", **entries[0]}, *entries[1:]]))
    path.write_bytes(text.replace('"role": ', '"role": "second", "role": ', 1).encode())
    return Expected(len(entries) - 1, ("duplicate_key",))


def _outside(path: Path, title: str, entries: Entries, shape: Shape) -> Expected:
    beside = path.parent.parent.parent / "outside" / path.name
    beside.parent.mkdir(exist_ok=True)
    beside.write_text(_text(shape(title, entries)), encoding="utf-8")
    path.symlink_to(beside)
    return Expected(0, ("link_leaves_folder",))


_DAMAGES: tuple[Damage, ...] = (
    _whole("empty_file", lambda *_: b" \n"),
    _whole("not_json", lambda title, entries, shape: _text(shape(title, entries)).encode()[:-9]),
    _whole("not_utf8", lambda title, entries, shape: _text(shape(f"{title} Фонарь", [])).encode("cp1251")),
    _whole("too_deep", lambda *_: b'{"film":' + b"[" * 100_000),
    _whole("unknown_shape", lambda title, *_: _text({"folder": title, "files": ["a.json"], "total": 1}).encode()),
    _whole("unknown_shape", lambda title, entries, _: _text(entries).encode()),
    _whole("no_entries", lambda title, _, shape: _text({"film": title, "characters": []}).encode()),
    _whole("duplicate_key", lambda title, entries, _: f'{{"film": "A", "film": "B", "x": {_text(entries)}}}'.encode()),
    _outside,
    _said_twice,
    _first_entry("not_an_object", lambda entry: entry["name"]),
    _first_entry("no_name", lambda entry: entry | {"name": 7}),
    _first_entry("not_json_value", lambda entry: entry | {"height": float("nan")}),
    _first_entry("name_too_long", lambda entry: entry | {"name": "x" * 10_000}, at_stage=True),
    _first_entry("empty_name", lambda entry: entry | {"name": "…!", "voice_actor": "Ada Berg"}, at_stage=True),
)
