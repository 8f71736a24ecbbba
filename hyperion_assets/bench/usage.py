"""Memory and processor time of processes with their children, measured from outside while something runs."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType

import psutil

from hyperion_assets.bench.result import Use

INTERVAL_SECONDS = 0.1


class Watch:
    """Watches processes, given by name and pid, for as long as its block runs; `use` is theirs after it."""

    def __init__(self, pids: Mapping[str, int]) -> None:
        self._pids = pids
        self._peaks = dict.fromkeys(pids, 0)
        self._before: dict[str, float] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.use: dict[str, Use] = {}

    def __enter__(self) -> Watch:
        self._before = {name: _processor_seconds(pid) for name, pid in self._pids.items()}
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        self._thread.join()
        self._look()
        for name, pid in self._pids.items():
            self.use[name] = Use(self._peaks[name], _processor_seconds(pid) - self._before[name])

    def _watch(self) -> None:
        while not self._ended.wait(INTERVAL_SECONDS):
            self._look()

    def _look(self) -> None:
        for name, pid in self._pids.items():
            self._peaks[name] = max(self._peaks[name], _memory(pid))


def _memory(pid: int) -> int:
    """Bytes in memory of a process and its children; what PostgreSQL's share is counted once."""
    own, shared = 0, 0
    for process in _family(pid):
        with suppress(psutil.NoSuchProcess):
            found = process.memory_info()
            own += found.rss - found.shared
            shared = max(shared, found.shared)
    return own + shared


def _processor_seconds(pid: int) -> float:
    """Of a process and its children, with those that have ended."""
    seconds = 0.0
    for process in _family(pid):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            seconds += times.user + times.system + times.children_user + times.children_system
    return seconds


def _family(pid: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
