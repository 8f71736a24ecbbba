"""Brings one service up or down: recognises the one that runs, starts it anew where it is gone or broken."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from hyperion_assets.disk import writing
from hyperion_assets.errors import HyperionError, ServiceError
from hyperion_assets.local import ports, process
from hyperion_assets.local.failure import failure
from hyperion_assets.local.registry import Record, Registry
from hyperion_assets.local.service import Service
from hyperion_assets.progress import Report

JOIN_LIMIT = 15.0
STOP_LIMIT = 10.0
STARTS = 3


@dataclass
class Supervisor:
    """Starts and stops services in `folder`. Its callers hold the start lock."""

    folder: Path
    report: Report
    cancelled: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.registry = Registry(self.folder / "services.json")

    def bring_up(self, service: Service, pinned: int | None, alone: bool) -> Record:
        """The record of a service that answers: the one that runs, or a new one.

        `pinned` is the port that a setting asks for; `alone` tells that nobody else uses the services. Raises
        ServiceError for a port in use and a service that does not start, StorageError for a home that cannot be
        written.
        """
        record = self.registry.read().get(service.name, Record())
        if record.process is not None:
            if self._can_join(service, record, pinned, alone):
                return record
            process.stop(record.process, STOP_LIMIT, service.stop_signal)
        with writing(self.folder):
            self.home(service).mkdir(exist_ok=True)
            return self._start(service, record.ports, pinned)

    def take_down(self, service: Service, record: Record, limit: float = STOP_LIMIT) -> None:
        """Stop a service and keep its ports for the next start."""
        if record.process is not None:
            process.stop(record.process, limit, service.stop_signal)
        # A home that was removed meanwhile takes its records with it.
        if self.folder.is_dir():
            self.registry.write(service.name, Record(record.ports))

    def address(self, service: Service, record: Record) -> str:
        """What a client connects to."""
        return service.address(self.home(service), record.ports)

    def home(self, service: Service) -> Path:
        """The service's own folder."""
        return self.folder / service.name

    def _log(self, service: Service) -> Path:
        return self.folder / f"{service.name}.log"

    def _can_join(self, service: Service, record: Record, pinned: int | None, alone: bool) -> bool:
        assert record.process is not None
        pid, port = record.process.pid, record.ports[0]
        if not process.is_running(record.process):
            self.report(f"{service.title} (pid {pid}) is gone: starting it again")
            return False
        if pinned is not None and pinned != port:
            if not alone:
                raise ServiceError(
                    f"{service.title} runs on port {port} for another command: end that one, "
                    f"or unset {_variable(service)}={pinned}"
                )
            return False
        if not self._wait(service, record, JOIN_LIMIT):
            self.report(f"{service.title} (pid {pid}) does not answer: starting it again")
            return False
        return True

    def _start(self, service: Service, kept: list[int], pinned: int | None) -> Record:
        for _ in range(STARTS):
            began = monotonic()
            chosen = self._ports(service, kept, pinned)
            record = self._spawn(service, chosen)
            if self._wait(service, record, service.start_limit):
                self.report(f"{service.title} is up on port {chosen[0]} ({monotonic() - began:.1f} s)")
                return record
            assert record.process is not None
            ended = not process.is_running(record.process)
            process.stop(record.process, STOP_LIMIT, service.stop_signal)
            # Between the look for a free port and the start another process may have taken it.
            if not ended or all(map(ports.is_free, chosen)):
                break
        raise self._failure(service, ended)

    def _spawn(self, service: Service, chosen: list[int]) -> Record:
        command = service.command(self.home(service), chosen)
        mark = str(self.home(service))
        for stray in process.strays(command, mark):
            process.stop(stray, STOP_LIMIT, service.stop_signal)
        record = Record(chosen, process.spawn(command, self._log(service), mark))
        self.registry.write(service.name, record)
        return record

    def _ports(self, service: Service, kept: list[int], pinned: int | None) -> list[int]:
        if pinned is not None and not ports.is_free(pinned):
            raise ServiceError(
                f"{_variable(service)}={pinned}: the port is in use by {ports.holder(pinned)}; "
                "end that, choose another port, or unset the variable for a free one"
            )
        taken = {port for record in self.registry.read().values() for port in record.ports}
        reused = kept if len(kept) == service.port_count and all(map(ports.is_free, kept)) else []
        chosen = reused or ports.find(service.port_count, taken)
        return chosen if pinned is None else [pinned, *chosen[1:]]

    def _wait(self, service: Service, record: Record, limit: float) -> bool:
        """Wait until a service answers; False if its process ends or the limit passes first."""
        end = monotonic() + limit
        while record.process is not None and process.is_running(record.process):
            if service.is_ready(self.home(service), record.ports):
                return True
            if self.cancelled.is_set() or monotonic() > end:
                return False
            sleep(process.POLL)
        return False

    def _failure(self, service: Service, ended: bool) -> HyperionError:
        log = self._log(service)
        how = "ended while it started" if ended else f"did not answer within {service.start_limit:.0f} s"
        written = log.read_text(encoding="utf-8", errors="replace")
        return failure(f"{service.title} {how}", written, self.home(service), log)


def _variable(service: Service) -> str:
    return f"HYPERION_{(service.port_setting or '').upper()}"
