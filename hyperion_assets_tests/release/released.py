"""A lake with every released table, and the releases made of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from hyperion_assets.lake.commits import Commit
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.tables import TableManifest
from hyperion_assets.model.tables import by_name
from hyperion_assets.release.manifest import ReleaseManifest, make_release, required_release
from hyperion_assets.settings import Settings
from hyperion_assets_tests.lake.written import AT_10, Cut, put
from hyperion_assets_tests.small_release import Rows, arrow_table, small_release


def lake_in(home: Path) -> tuple[Settings, Lake]:
    """Settings with a home, and its lake."""
    settings = Settings(home=home, _env_file=None)
    return settings, Lake(settings)


def write_tables(lake: Lake, rows: Rows, cut: Cut = AT_10) -> dict[str, Commit[TableManifest]]:
    """The rows as the current version of their tables, those of the box office by year."""
    return {name: put(lake.table(name), _parts(name, items), cut) for name, items in rows.items()}


def _parts(name: str, items: list[dict[str, Any]]) -> pa.Table | dict[str, pa.Table]:
    column = by_name(name).info["partitioned_by"]
    if not column or not items:
        return arrow_table(name, items)
    values = sorted({row[column] for row in items})
    return {str(value): arrow_table(name, [row for row in items if row[column] == value]) for value in values}


def first_release(lake: Lake) -> Commit[ReleaseManifest]:
    """Release 1: the small release."""
    return make_release(lake, write_tables(lake, small_release()), checks_passed=7)


def retitled(lake: Lake, title: str) -> Commit[ReleaseManifest]:
    """The next release, with another title of the first film."""
    return with_film(lake, 0, title=title)


def with_film(lake: Lake, number: int, **changes: Any) -> Commit[ReleaseManifest]:
    """The next release, with a film changed."""
    films = small_release()["films"]
    films[number].update(changes)
    versions = {name: lake.table(name).required_head() for name in required_release(lake).manifest.tables}
    return make_release(lake, versions | write_tables(lake, {"films": films}), checks_passed=7)
