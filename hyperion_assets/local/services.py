"""The services that a command uses: start them, or join those that run; the last to leave stops them.

Everything lies in `services/` in the home: the two locks, services.json, and a folder and a log per service.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from threading import Event, Thread
from typing import Literal, TypeVar

from pydantic import SecretStr

from hyperion_assets.disk import replace, writing
from hyperion_assets.errors import HyperionError, ServiceError
from hyperion_assets.local import process
from hyperion_assets.local.locks import ServiceLocks
from hyperion_assets.local.needs import (
    ADDRESS_SETTING,
    ALWAYS,
    ON_DEMAND,
    Need,
    all_services,
    services_of,
    settings_of,
    with_beneath,
)
from hyperion_assets.local.ports import HOST
from hyperion_assets.local.registry import Record, Registry
from hyperion_assets.local.service import Service
from hyperion_assets.local.supervisor import Supervisor
from hyperion_assets.progress import Report, unheard
from hyperion_assets.settings import Settings

__all__ = ["Need", "Services", "Status", "keep_up", "kept_up", "services", "status", "take_down"]
T = TypeVar("T")
CHECK_SECONDS = 1.0
KEPT = "kept"
"""A file in the folder of services that are to outlive the commands which use them."""


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
        self._supervisor = Supervisor(settings.home / "services", report)
        self._embedded = {
            need: services_of(settings, need, self._supervisor.registry, report)
            for need in sorted(with_beneath(settings, needed))
            if getattr(settings, ADDRESS_SETTING[need]) is None
        }
        self._locks: ServiceLocks | None = None
        self._records: dict[str, Record] = {}

    @property
    def settings(self) -> Settings:
        """The settings with the addresses of the embedded services filled in."""
        found: dict[str, object] = {}
        for need, (service, *_) in self._embedded.items():
            record = self._records[service.name]
            address = self._supervisor.address(service, record)
            found |= settings_of(need, address, record.ports, self._supervisor.home(service))
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

    @property
    def s3_endpoint(self) -> str:
        """The address of an S3 server, `http://host:port`; the settings have its keys."""
        return _present(self.settings.s3_endpoint, "s3")

    @property
    def hdfs_namenode(self) -> str:
        """The address of a NameNode, `hdfs://host:port`."""
        return _present(self.settings.hdfs_namenode, "hdfs")

    @property
    def metastore_uri(self) -> str:
        """The address of a Hive Metastore, `thrift://host:port`."""
        return _present(self.settings.metastore_uri, "metastore")

    @property
    def trino_url(self) -> str:
        """The address of a Trino server, `http://host:port`."""
        return _present(self.settings.trino_url, "trino")

    def join(self) -> None:
        """Have every needed service answer. On an error what was started is stopped again."""
        if not self._embedded:
            return
        folder = self._supervisor.folder
        with writing(folder):
            # Closed to other users: it holds the password of PostgreSQL and the keys of the S3 server.
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
            for service in self._chosen
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
                if locks.alone() and not _is_kept(self._supervisor.folder):
                    self._take_down()
        finally:
            locks.close()

    def keep(self) -> None:
        """Leave the services running, for whoever joins them later."""
        if self._locks is not None:
            replace(self._supervisor.folder / KEPT, "")
            self.leave()

    def end(self) -> None:
        """Stop all services of the home, kept ones too. Raises ServiceError while another command uses them."""
        folder = self._supervisor.folder
        if not folder.is_dir():
            return
        locks = ServiceLocks(folder)
        try:
            with locks.starting(self._report):
                if not locks.alone():
                    raise ServiceError(f"another command uses the services of {folder.parent}: end it first")
                (folder / KEPT).unlink(missing_ok=True)
                self._take_down()
        finally:
            locks.close()

    @property
    def _chosen(self) -> list[Service]:
        return [service for chosen in self._embedded.values() for service in chosen]

    def _ensure(self, locks: ServiceLocks) -> None:
        with locks.starting(self._report), ThreadPoolExecutor(len(self._chosen)) as pool:
            self._supervisor.cancelled.clear()
            alone = locks.alone()
            locks.share()
            chosen = {service.name: service for service in self._chosen}
            earlier = {name: [other for other in service.after if other in chosen] for name, service in chosen.items()}
            pending: dict[str, Future[None]] = {}
            for name in TopologicalSorter(earlier).static_order():
                before = [pending[other] for other in earlier[name]]
                pending[name] = pool.submit(self._bring_up, chosen[name], alone, before)
            try:
                for done in as_completed(pending.values()):
                    done.result()
            except BaseException:
                self._supervisor.cancelled.set()
                raise

    def _bring_up(self, service: Service, alone: bool, before: list[Future[None]]) -> None:
        for other in before:
            other.result()
        pinned: int | None = getattr(self._settings, service.port_setting) if service.port_setting else None
        self._records[service.name] = self._supervisor.bring_up(service, pinned, alone)

    def _take_down(self) -> None:
        # The registry knows better: another command may have started one anew. It is gone if the home was removed.
        registry = self._supervisor.registry
        records = {**self._records, **registry.read()}
        known = all_services(self._settings, registry, self._report)
        running = [(service, records[service.name]) for service in known if service.name in records]
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


def keep_up(settings: Settings, needed: set[Need], report: Report = unheard) -> None:
    """Have services answer, and leave them running when this process ends, until :func:`take_down`."""
    used = Services(settings, needed, report)
    used.join()
    used.keep()


def take_down(settings: Settings, report: Report = unheard) -> None:
    """Stop all services of the home. Raises ServiceError while another command uses them."""
    Services(settings, set(), report).end()


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
    """The services as they stand, those that not every home has where they are in use; starts and asks none."""
    registry = Registry(settings.home / "services" / "services.json")
    records = registry.read()
    found = []
    for need in (*ALWAYS, *ON_DEMAND):
        given = getattr(settings, ADDRESS_SETTING[need])
        for service in services_of(settings, need, registry, unheard):
            if given is not None:
                found.append(Status(service.name, "external", None, None if isinstance(given, SecretStr) else given))
                break
            if need in ALWAYS or service.name in records:
                found.append(_status(service, records.get(service.name)))
    return found


def _status(service: Service, record: Record | None) -> Status:
    if record is None:
        return Status(service.name, "stopped", None, None)
    address = f"{HOST}:{record.ports[0]}"
    if record.process is None:
        return Status(service.name, "stopped", None, address)
    state: Literal["running", "dead"] = "running" if process.is_running(record.process) else "dead"
    return Status(service.name, state, record.process.pid, address)


def _is_kept(folder: Path) -> bool:
    return (folder / KEPT).exists()


def _present(value: T | None, need: Need) -> T:
    if value is None:
        raise LookupError(f"{need} is not among the services that this command needs")
    return value
