"""How long work tells how far it is. What is called now and then may raise, to stop the work."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int], None]
"""Called with the number of records done since the last call."""
AssetProgress = Callable[[str, int], None]
"""Called with the name of an asset and the number of its records done since the last call."""
Report = Callable[[str], None]
"""Called with a line for a person to read."""


def unheard(*_told: object) -> None:
    """The progress or report that nobody looks at."""
