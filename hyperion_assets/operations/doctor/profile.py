"""Which checks a profile needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from urllib.parse import urlsplit

from hyperion_assets.local.needs import (
    ADDRESS_SETTING,
    Need,
    connected,
    needs_of_job,
    needs_of_lake,
    services_of,
    with_beneath,
)
from hyperion_assets.local.ports import holder, is_free
from hyperion_assets.local.registry import Registry
from hyperion_assets.operations.doctor import machine
from hyperion_assets.operations.doctor.clock import clock
from hyperion_assets.operations.doctor.engine import engine, spark_master
from hyperion_assets.operations.doctor.finding import Finding, failed, ok, warning
from hyperion_assets.operations.doctor.hdfs import WEB_PORT, hdfs
from hyperion_assets.operations.doctor.hive import hive_metastore, trino
from hyperion_assets.operations.doctor.kafka import kafka
from hyperion_assets.operations.doctor.lake import root, s3
from hyperion_assets.operations.doctor.postgres import postgres
from hyperion_assets.progress import unheard
from hyperion_assets.settings import Settings

Check = Callable[[], Finding]
CLIENTS = {
    "sc://": "pyspark.sql.connect.session",
    "s3://": "hyperion_assets.lake.s3",
    "hdfs://": "hyperion_assets.lake.hdfs",
}
"""What takes long to import, by the addresses that it is for."""
KEEP_UP = "a command starts it, and `hyperion stack up` keeps it up"


def checks_of(given: Settings) -> dict[str, Check]:
    """The checks of a profile by their names, in the order in which they are told."""
    needed = needs_of_profile(given)
    settings = connected(given, needed)
    embedded = {need for need in needed if getattr(given, ADDRESS_SETTING[need]) is None}
    found: dict[str, Check] = {"python": machine.python}
    if machine.java_is_needed({*embedded}, given.engine):
        found["java"] = machine.java
    found |= {
        "home": partial(machine.home, given.home),
        "time zone": machine.time_zone,
        "clock": partial(clock, settings),
    }
    for need in ADDRESS_SETTING:
        if need in needed:
            found[need] = _service(need, given, settings, embedded)
    found |= _masters(given) | _namenodes(given) | _roots(given, settings)
    _load_clients(settings)
    return found


def needs_of_profile(settings: Settings) -> set[Need]:
    """What the main job needs, and what is named by an address beside it."""
    optional: tuple[Need, ...] = ("metastore", "trino")
    named = {need for need in optional if getattr(settings, ADDRESS_SETTING[need]) is not None}
    return with_beneath(settings, needs_of_job(settings)) | named


def _service(need: Need, given: Settings, settings: Settings, embedded: set[Need]) -> Check:
    """The check of what answers for a need, or what to say where nothing runs that is to be started."""
    address = getattr(settings, ADDRESS_SETTING[need])
    if address is None:
        return partial(not_running, given, need)
    match need:
        case "kafka":
            return partial(kafka, settings)
        case "postgres":
            beneath = "metastore" in embedded
            return partial(postgres, address.get_secret_value(), metastore_beneath=beneath)
        case "engine":
            return partial(engine, address, settings.engine)
        case "s3":
            return partial(s3, address)
        case "hdfs":
            return partial(hdfs, address, _web_port(given) if need in embedded else WEB_PORT)
        case "metastore":
            return partial(hive_metastore, address)
        case "trino":
            return partial(trino, address)


def not_running(settings: Settings, need: Need) -> Finding:
    """What is to be said of an embedded service that does not run: nothing is wrong, unless its port is taken."""
    registry = _registry(settings)
    (service, *_) = services_of(settings, need, registry, unheard)
    pinned: int | None = getattr(settings, service.port_setting) if service.port_setting else None
    if pinned is not None and not is_free(pinned):
        variable = f"HYPERION_{(service.port_setting or '').upper()}"
        return failed(f"{variable}={pinned} is in use by {holder(pinned)}", "end that, or choose another port")
    record = registry.read().get(service.name)
    if record is not None and record.process is not None:
        return warning(f"{service.title} was killed", "the next command starts it again, as does `hyperion stack up`")
    return ok("not running", KEEP_UP)


def _masters(given: Settings) -> dict[str, Check]:
    is_elsewhere = given.engine == "spark" and given.spark_master.startswith("spark://") and given.spark_remote is None
    return {"spark master": partial(spark_master, given.spark_master)} if is_elsewhere else {}


def _namenodes(given: Settings) -> dict[str, Check]:
    """NameNodes that the roots themselves name, beside that of the home if others lie there."""
    parts = (urlsplit(address) for address in given.roots if address.startswith("hdfs://"))
    hosts = dict.fromkeys(part.netloc for part in parts if part.netloc)
    is_alone = len(hosts) == 1 and "hdfs" not in needs_of_lake(given)
    return {"hdfs" if is_alone else f"hdfs {host}": partial(hdfs, f"hdfs://{host}") for host in hosts}


def _roots(given: Settings, settings: Settings) -> dict[str, Check]:
    """The roots, without those on a server that is not running because it is to be started."""
    found: dict[str, Check] = {}
    for layer in ("raw", "staging", "processed"):
        address: str = getattr(settings, layer)
        waits = address.startswith("hdfs:///") or (address.startswith("s3://") and settings.s3_endpoint is None)
        if not waits:
            found[layer] = partial(root, address, settings, f"HYPERION_{layer.upper()}_ROOT")
    return found


def _load_clients(settings: Settings) -> None:
    """Before the time of the checks begins: it would be that of the machine, not of a server."""
    addresses = (*settings.roots, settings.spark_remote or "")
    for scheme, module in CLIENTS.items():
        if any(address.startswith(scheme) for address in addresses):
            import_module(module)


def _web_port(given: Settings) -> int:
    return _registry(given).read()["namenode"].ports[1]


def _registry(settings: Settings) -> Registry:
    return Registry(settings.home / "services" / "services.json")
