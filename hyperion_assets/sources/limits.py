"""How much one source file may hold; what is over a limit is reported and not parsed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hyperion_assets.settings import PREFIX, Settings


def _default(setting: str) -> Any:
    return Settings.model_fields[setting].default


def _variable(setting: str) -> str:
    return f"{PREFIX}{setting.upper()}"


BYTES, DEPTH, ENTRIES = "max_source_bytes", "max_json_depth", "max_file_entries"
BYTES_VARIABLE, DEPTH_VARIABLE, ENTRIES_VARIABLE = map(_variable, (BYTES, DEPTH, ENTRIES))
"""The settings, as errors name them."""


@dataclass(frozen=True)
class Limits:
    """Bytes of a file, depth of its objects and lists, and items of all its lists together."""

    bytes: int = _default(BYTES)
    depth: int = _default(DEPTH)
    entries: int = _default(ENTRIES)

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """The limits in the settings."""
        return cls(settings.max_source_bytes, settings.max_json_depth, settings.max_file_entries)


DEFAULT_LIMITS = Limits()
