"""Which of several roles is the most prominent, and which are leading ones."""

from __future__ import annotations

from pyspark.sql import Column
from pyspark.sql import functions as F

from spark.transforms.choices import position

LEADING = ("protagonist", "hero", "antihero", "deuteragonist", "antagonist", "villain")
ROLES = (
    *LEADING,
    *("tritagonist", "love_interest", "mentor", "sidekick", "ally", "comic_relief", "henchman"),
    *("supporting", "narrator", "minor", "cameo"),
)
"""Most prominent first; a role that is not among them comes after, then an unknown one."""


def prominence(role: str) -> list[Column]:
    """The order of a column of roles, most prominent first."""
    return [F.col(role).isNull(), position(F.col(role), ROLES), F.col(role).asc_nulls_last()]
