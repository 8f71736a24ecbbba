"""Where Dagster finds the platform; it only assembles."""

from __future__ import annotations

import dagster as dg

from hyperion_assets.assembly import build_defs
from hyperion_assets.settings import Settings


@dg.definitions
def definitions() -> dg.Definitions:
    """Everything, with the settings of the environment."""
    return build_defs(Settings.from_env())
