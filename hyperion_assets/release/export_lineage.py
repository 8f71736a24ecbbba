"""Where the columns of the exports come from: the tables that each export's transform takes."""

from __future__ import annotations

from inspect import signature

from hyperion_assets.model.lineage import column_sources
from hyperion_assets.model.tables import by_name, column_names, exports
from spark.transforms import exports as transforms


def export_sources() -> dict[str, list[tuple[str, str]]]:
    """`export.column` → the (table, column) pairs that it is made of, for all exports."""
    found = {}
    for export in exports():
        inputs = {name: column_names(by_name(name)) for name in signature(getattr(transforms, export.name)).parameters}
        for column in column_names(export):
            found[f"{export.name}.{column}"] = column_sources(export.name, column, inputs)
    return found
