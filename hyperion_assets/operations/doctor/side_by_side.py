"""Questions that are asked at once, of servers that may never answer."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def asked(name: str, ask: Callable[[], T]) -> Future[T]:
    """The answer to come, in a thread that nobody waits for at the end: a client may hang for ever."""
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(ask())
        except BaseException as error:
            answer.set_exception(error)

    Thread(target=run, name=name, daemon=True).start()
    return answer
