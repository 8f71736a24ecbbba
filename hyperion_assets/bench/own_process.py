"""A process of its own for each thing that is measured, so that none has what another has imported or allocated."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from hyperion_assets.bench.result import Use
from hyperion_assets.bench.usage import Watch

P = ParamSpec("P")
T = TypeVar("T")
PYTHON = "python"


class OwnProcess:
    """A fresh Python that does one thing after the other. Use :func:`own_process`."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool
        self._pid = pool.submit(os.getpid).result()

    def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the function returns there."""
        return self._pool.submit(function, *args, **kwargs).result()

    def measure(
        self, services: Mapping[str, int], function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> tuple[T, dict[str, Use]]:
        """What the function returns, and what that took: `python`, and each of the services (name → pid)."""
        with Watch({PYTHON: self._pid, **services}) as watch:
            made = self.run(function, *args, **kwargs)
        return made, watch.use


@contextmanager
def own_process() -> Iterator[OwnProcess]:
    """A fresh Python for as long as the block runs."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, initializer=_name_main) as pool:
        yield OwnProcess(pool)


def _name_main() -> None:
    # DuckDB takes a main module without a file for a person at a prompt, and draws progress bars.
    sys.modules["__main__"].__file__ = __file__
