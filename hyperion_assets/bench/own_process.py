"""A process of its own for each thing that is measured, so that none has what another has imported or allocated."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from typing import ParamSpec, TypeVar

from hyperion_assets.bench.result import Use
from hyperion_assets.bench.usage import Watch

P = ParamSpec("P")
T = TypeVar("T")
PYTHON = "python"


def measured(
    services: Mapping[str, int], function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> tuple[T, dict[str, Use]]:
    """What a function returns in a fresh Python, and what that took: `python`, and `services` (name → pid)."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as pool:
        pid = pool.submit(os.getpid).result()
        with Watch({PYTHON: pid, **services}) as watch:
            made = pool.submit(function, *args, **kwargs).result()
    return made, watch.use
