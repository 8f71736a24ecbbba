"""The services that a command uses: start them, or join those that run; the last to leave stops them.

Everything lies in `services/` in the home: the two locks, services.json, and a folder and a log per service.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from typing import Literal, TypeVar

from pydantic import SecretStr

from hyperion_assets.disk import writing
from hyperion_assets.errors import HyperionError
from hyperion_assets.local import process
from hyperion_assets.local.engine import Sail, Spark
from hyperion_assets.local.kafka import Kafka
from hyperion_assets.local.locks import ServiceLocks
from hyperion_assets.local.ports import HOST
from hyperion_assets.local.postgres import Postgres
from hyperion_assets.local.registry import Record, Registry
from hyperion_assets.local.service import Service
from hyperion_assets.local.supervisor import Supervisor
from hyperion_assets.progress import Report, unheard
from hyperion_assets.settings import Settings

Need = Literal["kafka", "postgres", "engine"]
T = TypeVar("T")
CHECK_SECONDS = 1.0
ADDRESS_SETTING = {"kafka": "kafka_bootstrap_servers", "postgres": "postgres_dsn", "engine": "spark_remote"}


@dataclass(frozen=True)
class Status:
    """One service as it stands. `address` holds no password; it is None where there is none yet."""

    service: str
    state: Literal["running", "stopped", "dead", "external"]
    pid: int | None
    address: str | None


class Services:
    """The services of one home in use by this process. Use :func:`services`, which joins and leaves."""

    def __init__(self, settings: Settings, needed: set[Need], report: Report) -> None:
        self._settings = settings
        self._report = report
        self._embedded = {
            need: _embedded(settings, need, report)
            for need in sorted(needed)
            if getattr(settings, ADDRESS_SETTING[need]) is None
        }
        self._supervisor = Supervisor(settings.home / "services", report)
        self._locks: ServiceLocks | None = None
        self._records: dict[str, Record] = {}

    @property
    def settings(self) -> Settings:
        """The settings with the addresses of the embedded services filled in."""
        found: dict[str, object] = {}
        for need, service in self._embedded.items():
            address = self._supervisor.address(service, self._records[service.name])
            found[ADDRESS_SETTING[need]] = SecretStr(address) if need == "postgres" else address
        return self._settings.model_copy(update=found)

    @property
    def kafka_bootstrap(self) -> str:
        """Broker addresses, `host:port[,…]`."""
        return _present(self.settings.kafka_bootstrap_servers, "kafka")

    @property
    def postgres_dsn(self) -> str:
        """A DSN with its password."""
        return _present(self.settings.postgres_dsn, "postgres").get_secret_value()

    @property
    def engine_remote(self) -> str:
        """The address of a Spark Connect server, `sc://host:port`."""
        return _present(self.settings.spark_remote, "engine")

    def join(self) -> None:
        """Have every needed service answer. On an error what was started is stopped again."""
        if not self._embedded:
            return
        folder = self._supervisor.folder
        with writing(folder):
            # Closed to other users: it holds the password of PostgreSQL.
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._locks = ServiceLocks(folder)
        try:
            self._ensure(self._locks)
        except BaseException:
            self.leave()
            raise

    def revive(self) -> list[str]:
        """Start what died or was killed since; returns the titles of those services. For long-running commands."""
        dead = [
            service.title
            for service in self._embedded.values()
            if (found := self._records[service.name].process) is None or not process.is_running(found)
        ]
        if dead and self._locks is not None:
            self._ensure(self._locks)
        return dead

    def leave(self) -> None:
        """Stop all services of the home, unless another command uses them."""
        locks, self._locks = self._locks, None
        if locks is None:
            return
        try:
            with locks.starting(self._report):
                if locks.alone():
                    self._take_down()
        finally:
            locks.close()

    def _ensure(self, locks: ServiceLocks) -> None:
        with locks.starting(self._report), ThreadPoolExecutor(len(self._embedded)) as pool:
            self._supervisor.cancelled.clear()
            alone = locks.alone()
            locks.share()
            pending = [pool.submit(self._bring_up, need, service, alone) for need, service in self._embedded.items()]
            try:
                for done in as_completed(pending):
                    done.result()
            except BaseException:
                self._supervisor.cancelled.set()
                raise

    def _bring_up(self, need: Need, service: Service, alone: bool) -> None:
        pinned: int | None = getattr(self._settings, service.port_setting)
        self._records[service.name] = self._supervisor.bring_up(service, pinned, alone)

    def _take_down(self) -> None:
        # The registry knows better: another command may have started one anew. It is gone if the home was removed.
        records = {**self._records, **self._supervisor.registry.read()}
        running = [(service, records[service.name]) for service in _all(self._report) if service.name in records]
        with ThreadPoolExecutor(max(1, len(running))) as pool:
            list(pool.map(lambda found: self._supervisor.take_down(*found), running))


@contextmanager
def services(settings: Settings, needed: set[Need], report: Report = unheard) -> Iterator[Services]:
    """Services that answer for as long as the block runs; `report` gets a line of progress now and then.

    A service whose address the settings give is not started. Raises ServiceError and StorageError.
    """
    used = Services(settings, needed, report)
    used.join()
    try:
        yield used
    finally:
        used.leave()


@contextmanager
def kept_up(running: Services, report: Report = unheard) -> Iterator[None]:
    """Start again, for as long as the block runs, whatever of the services ends; `report` gets a line of each."""
    done = Event()

    def watch() -> None:
        told = ""
        while not done.wait(CHECK_SECONDS):
            try:
                running.revive()
            except HyperionError as error:
                if str(error) != told:
                    told = str(error)
                    report(told)

    watcher = Thread(target=watch, name="services", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def status(settings: Settings) -> list[Status]:
    """Kafka, PostgreSQL and the engine as they stand; starts nothing and asks no service."""
    records = Registry(settings.home / "services" / "services.json").read()
    return [_status(settings, need, records) for need in ("kafka", "postgres", "engine")]


def _status(settings: Settings, need: Need, records: dict[str, Record]) -> Status:
    service = _embedded(settings, need, unheard)
    given = getattr(settings, ADDRESS_SETTING[need])
    if given is not None:
        return Status(service.name, "external", None, None if isinstance(given, SecretStr) else given)
    record = records.get(service.name)
    if record is None:
        return Status(service.name, "stopped", None, None)
    address = f"{HOST}:{record.ports[0]}"
    if record.process is None:
        return Status(service.name, "stopped", None, address)
    state: Literal["running", "dead"] = "running" if process.is_running(record.process) else "dead"
    return Status(service.name, state, record.process.pid, address)


def _embedded(settings: Settings, need: Need, report: Report) -> Service:
    if need == "kafka":
        return Kafka(report)
    if need == "postgres":
        return Postgres()
    return Sail() if settings.engine == "sail" else Spark()


def _all(report: Report) -> list[Service]:
    return [Kafka(report), Postgres(), Sail(), Spark()]


def _present(value: T | None, need: Need) -> T:
    if value is None:
        raise LookupError(f"{need} is not among the services that this command needs")
    return value
