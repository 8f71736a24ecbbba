"""Which of several roles is the most prominent."""

from __future__ import annotations

from pyspark.sql import Column
from pyspark.sql import functions as F

from hyperion_assets.model.vocabularies import ROLES
from spark.transforms.choices import rank_in


def prominence(role: str) -> list[Column]:
    """The order of a column of roles, most prominent first; then words outside of the model, then null."""
    return [F.col(role).isNull(), rank_in(F.col(role), ROLES), F.col(role).asc_nulls_last()]
