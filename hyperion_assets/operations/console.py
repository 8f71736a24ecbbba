"""What a person sees while work goes on: a live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

from rich.console import Console as RichConsole
from rich.status import Status


@dataclass
class Console:
    """Progress on `stream`, by default standard error, so that standard output holds results only."""

    stream: TextIO = field(default_factory=lambda: sys.stderr)
    seconds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rich = RichConsole(file=self.stream, highlight=False, soft_wrap=True)
        self._status: Status | None = None
        self._records = 0
        self._stage = ""

    def line(self, text: str) -> None:
        """A line that stays."""
        self._rich.print(text, markup=False)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """A stage of the work: shown while it runs, and with its time when it has ended."""
        started = time.monotonic()
        self._records, self._stage = 0, name
        try:
            if self._rich.is_terminal:
                with self._rich.status(name) as self._status:
                    yield
            else:
                yield
        finally:
            self._status = None
            self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - started
        counted = f"  {self._records:,} records" if self._records else ""
        self.line(f"{name:<34} {time.monotonic() - started:6.1f} s{counted}")

    def progress(self, asset: str, records: int) -> None:
        """Records that an asset has done since it last said so."""
        self._records += records
        if self._status is not None:
            self._status.update(f"{self._stage}: {asset} {self._records:,} records")
