"""`hyperion run` that kills itself with SIGKILL at a given call: `python -m … module:name before|after number text`.

The call is the one of that number among the calls of the function whose arguments hold the text.
"""

from __future__ import annotations

import importlib
import itertools
import os
import signal
import sys
from collections.abc import Callable
from typing import Any


def kill_at(function: Callable[..., Any], when: str, number: int, text: str) -> Callable[..., Any]:
    """The function, whose call of that number ends the process before it does anything or after it has."""
    calls = itertools.count(1)

    def killing(*arguments: Any, **options: Any) -> Any:
        due = text in repr(arguments) and next(calls) == number
        if due and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*arguments, **options)
        if due:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return killing


def main(target: str, when: str, number: str, text: str = "") -> None:
    """Replace the function by one that kills, and run."""
    module, _, path = target.partition(":")
    *parents, name = path.split(".")
    owner: Any = importlib.import_module(module)
    for parent in parents:
        owner = getattr(owner, parent)
    setattr(owner, name, kill_at(getattr(owner, name), when, int(number), text))
    from hyperion_assets.cli import main as hyperion

    hyperion(["run"])


if __name__ == "__main__":
    main(*sys.argv[1:])
