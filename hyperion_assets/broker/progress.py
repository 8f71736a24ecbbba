"""How long work over records tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int], None]
"""Called now and then with the number of records done since the last call; it may raise to stop the work."""


def no_progress(_records: int) -> None:
    """Progress that nobody looks at."""
