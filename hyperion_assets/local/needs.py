"""What a command may need, which services answer for it, and which settings name their addresses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import SecretStr

from hyperion_assets.local.engine import Sail, s3_environment
from hyperion_assets.local.hdfs import DataNode, NameNode
from hyperion_assets.local.kafka import Kafka
from hyperion_assets.local.metastore import Metastore
from hyperion_assets.local.ports import HOST
from hyperion_assets.local.postgres import Postgres
from hyperion_assets.local.process import is_running
from hyperion_assets.local.registry import Registry
from hyperion_assets.local.s3 import S3, identity
from hyperion_assets.local.service import Service
from hyperion_assets.local.spark import STANDALONE, spark_services
from hyperion_assets.local.supervisor import Supervisor
from hyperion_assets.local.trino import Trino
from hyperion_assets.progress import Report, unheard
from hyperion_assets.settings import Settings

Need = Literal["kafka", "postgres", "engine", "s3", "hdfs", "metastore", "trino"]
ALWAYS: tuple[Need, ...] = ("kafka", "postgres", "engine")
"""What a status lists in every home."""
ON_DEMAND: tuple[Need, ...] = ("s3", "hdfs", "metastore", "trino")
"""What a status lists where it was started or is named by a setting."""
ADDRESS_SETTING: dict[Need, str] = {
    "kafka": "kafka_bootstrap_servers",
    "postgres": "postgres_dsn",
    "engine": "spark_remote",
    "s3": "s3_endpoint",
    "hdfs": "hdfs_namenode",
    "metastore": "metastore_uri",
    "trino": "trino_url",
}
"""The setting by which a need is met from elsewhere; no service is started then."""


BENEATH: dict[Need, tuple[Need, ...]] = {"metastore": ("postgres",), "trino": ("metastore", "postgres")}
"""What an embedded service of a need stands on."""


def with_beneath(settings: Settings, needed: Iterable[Need]) -> set[Need]:
    """The needs, with what the lake lies on and what their embedded services stand on."""
    found = {*needed, *needs_of_lake(settings)}
    if "engine" in found and settings.engine == "spark":
        found |= _catalog_of_engine(settings)
    embedded = [need for need in found if getattr(settings, ADDRESS_SETTING[need]) is None]
    return found.union(*(BENEATH.get(need, ()) for need in embedded))


def services_of(settings: Settings, need: Need, registry: Registry, report: Report) -> list[Service]:
    """The embedded services of a need; clients connect to the first."""
    match need:
        case "kafka":
            return [Kafka(report)]
        case "postgres":
            return [Postgres()]
        case "engine":
            if settings.engine == "sail":
                return [Sail(lambda: s3_environment(connected(settings)))]
            return spark_services(settings, lambda: connected(settings, _catalog_of_engine(settings)), registry, report)
        case "s3":
            return [S3()]
        case "hdfs":
            return _hdfs(registry, report)
        case "metastore":
            return [Metastore(lambda: connected(settings, BENEATH["metastore"]), report)]
        case "trino":
            return [Trino(lambda: connected(settings, BENEATH["trino"]), report)]


def all_services(settings: Settings, registry: Registry, report: Report) -> list[Service]:
    """Every service that a home may hold, whichever of them the settings choose."""
    chosen = [service for need in ADDRESS_SETTING for service in services_of(settings, need, registry, report)]
    other = settings.model_copy(update={"spark_master": STANDALONE})
    engines = [Sail(), *spark_services(other, lambda: connected(other), registry, report)]
    return list({service.name: service for service in (*engines, *chosen)}.values())


def needs_of_lake(settings: Settings) -> set[Need]:
    """What the roots of the lake lie on."""
    found: set[Need] = set()
    if any(root.startswith("s3://") for root in settings.roots):
        found.add("s3")
    if any(root.startswith("hdfs:///") for root in settings.roots):
        found.add("hdfs")
    return found


def needs_of_job(settings: Settings) -> set[Need]:
    """What the main job uses from its sources to those who follow a release."""
    return {*ALWAYS, *needs_of_lake(settings), *needs_of_catalog(settings)}


def needs_of_catalog(settings: Settings) -> set[Need]:
    """What serves releases beside PostgreSQL and the exports."""
    return {"metastore", "trino"} if settings.catalog == "hive" else set()


def _catalog_of_engine(settings: Settings) -> set[Need]:
    return {"metastore"} if settings.catalog == "hive" else set()


def connected(settings: Settings, needs: Iterable[Need] = ()) -> Settings:
    """The settings, with the addresses of what runs embedded in the home: the stores of the lake, and `needs`."""
    supervisor = Supervisor(settings.home / "services", unheard)
    records = supervisor.registry.read()
    found: dict[str, object] = {}
    for need in {*needs, *needs_of_lake(settings)}:
        (service, *_) = services_of(settings, need, supervisor.registry, unheard)
        record = records.get(service.name)
        is_up = record and record.process and is_running(record.process)
        if record and is_up and getattr(settings, ADDRESS_SETTING[need]) is None:
            found |= settings_of(need, supervisor.address(service, record), record.ports, supervisor.home(service))
    return settings.model_copy(update=found) if found else settings


def _hdfs(registry: Registry, report: Report) -> list[Service]:
    return [NameNode(report), *(DataNode(number, registry, report) for number in (1, 2))]


def settings_of(need: Need, address: str, ports: list[int], folder: Path) -> dict[str, object]:
    """The settings that a running service fills in; `folder` is its own, `address` may hold a password."""
    if need == "postgres":
        return {ADDRESS_SETTING[need]: SecretStr(address)}
    if need == "s3":
        admin = identity(folder, "admin")
        return {
            ADDRESS_SETTING[need]: address,
            "s3_access_key": admin.access_key,
            "s3_secret_key": SecretStr(admin.secret_key),
        }
    if need == "engine" and len(ports) > 1:
        return {ADDRESS_SETTING[need]: address, "spark_ui": f"http://{HOST}:{ports[1]}"}
    return {ADDRESS_SETTING[need]: address}
