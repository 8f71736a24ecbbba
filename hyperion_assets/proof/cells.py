"""The cells of the matrix: an engine on a place where the lake lies, and the settings that choose them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hyperion_assets.errors import InputError
from hyperion_assets.local.needs import Need
from hyperion_assets.settings import Settings

LAYERS = ("raw", "staging", "processed")
ENGINES: dict[str, dict[str, str]] = {
    "sail": {"engine": "sail"},
    "spark-local": {"engine": "spark", "spark_master": "local[2]"},
    "spark-standalone": {"engine": "spark", "spark_master": "standalone"},
}
"""The settings of each engine."""


class Cell(NamedTuple):
    """One run of the main job."""

    engine: str
    place: str

    @property
    def name(self) -> str:
        """What it is called on the command line and in reports."""
        return f"{self.engine}/{self.place}"

    @property
    def slug(self) -> str:
        """Its name as part of a topic's, a database's and a folder's."""
        return self.name.replace("-", "_").replace("/", "_")

    @property
    def needs(self) -> set[Need]:
        """The services that its lake lies on."""
        found: dict[str, set[Need]] = {"folder": set(), "s3": {"s3"}, "hdfs": {"hdfs"}}
        return found[self.place]

    def roots(self, shared: Settings) -> dict[str, str | None]:
        """The settings of its lake, on the servers that `shared` names; by default it lies in its home."""
        if self.place == "s3":
            return {f"{layer}_root": f"s3://hyperion-{layer}/{self.slug}" for layer in LAYERS}
        if self.place == "hdfs":
            return {f"{layer}_root": f"{shared.hdfs_namenode}/{self.slug}/{layer}" for layer in LAYERS}
        return dict.fromkeys(f"{layer}_root" for layer in LAYERS)


CELLS = (
    Cell("sail", "folder"),
    Cell("sail", "hdfs"),
    Cell("sail", "s3"),
    Cell("spark-local", "folder"),
    Cell("spark-standalone", "folder"),
    Cell("spark-standalone", "hdfs"),
    Cell("spark-standalone", "s3"),
)
"""All cells, those of one engine together."""


def chosen(names: Sequence[str]) -> list[Cell]:
    """The cells of these names, in the order of CELLS; all where none is named. Raises InputError for another name."""
    known = {cell.name: cell for cell in CELLS}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise InputError(f"there is no cell {', '.join(unknown)}; there are {', '.join(known)}")
    return [cell for name, cell in known.items() if not names or name in names]
