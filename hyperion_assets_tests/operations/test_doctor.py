"""`hyperion doctor`: what it finds of servers that serve, refuse, hang or are not there, in bounded time."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import monotonic, time
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from psycopg.conninfo import make_conninfo
from pydantic import SecretStr

from hyperion_assets.cli import main
from hyperion_assets.errors import StorageError
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.s3 import S3Store
from hyperion_assets.local.ports import HOST
from hyperion_assets.local.s3 import identity
from hyperion_assets.local.versions import version
from hyperion_assets.operations.doctor import machine
from hyperion_assets.operations.doctor.clock import clock
from hyperion_assets.operations.doctor.diagnosis import diagnose, diagnosis_text, findings
from hyperion_assets.operations.doctor.finding import Finding, failed, ok, warning
from hyperion_assets.operations.doctor.lake import probe
from hyperion_assets.operations.doctor.postgres import postgres
from hyperion_assets.operations.doctor.profile import KEEP_UP
from hyperion_assets.settings import PREFIX, REPOSITORY, Settings
from hyperion_assets_tests.places import LAYERS, PLACES, lake_settings

BOUND_SECONDS = 15.0
LOADED = "import sys\nfrom hyperion_assets.cli import main\nmain(sys.argv[1:], standalone_mode=False)"


@pytest.fixture
def closed_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server((HOST, 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never answers."""
    with socket.create_server((HOST, 0)) as server:
        yield int(server.getsockname()[1])


@pytest.fixture
def everything(
    request: pytest.FixtureRequest, kafka: str, postgres_dsn: str, sail_remote: str, tmp_path: Path
) -> dict[str, Any]:
    """Settings that name running services."""
    return {"kafka_bootstrap_servers": kafka, "postgres_dsn": SecretStr(postgres_dsn), "spark_remote": sail_remote}


def states(found: dict[str, Finding]) -> dict[str, str]:
    return {name: finding.state for name, finding in found.items()}


@pytest.mark.parametrize("place", PLACES)
def test_services_that_serve_are_told_with_their_versions_and_nothing_is_left(
    place: str, everything: dict[str, Any], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    settings = lake_settings(request, place, tmp_path / "home").model_copy(update=everything)
    found = diagnose(settings)
    # A NameNode that the roots name is asked on the port that is usual, and this one has another.
    untold = {"hdfs": "warning"} if place == "hdfs" else {}
    assert states(found) == dict.fromkeys(found, "ok") | untold, diagnosis_text(found)
    assert "1 broker" in str(found["kafka"])
    assert str(found["postgres"]).startswith(f"PostgreSQL {version('postgresql')}.")
    assert f"Sail {version('sail')}, speaks Spark {version('spark')}" in str(found["engine"])
    assert str(found["clock"]).startswith("within 1 s of ")
    for layer in LAYERS:
        wanted = "can be written" if place == "folder" else "a commit is never overwritten"
        assert wanted in str(found[layer])
    if place == "folder":
        assert list(tmp_path.iterdir()) == []
    else:
        lake = Lake(settings)
        assert [store.walk("") for store in (lake.raw, lake.staging, lake.processed)] == [[], [], []]


def test_embedded_services_that_do_not_run_are_no_failure_and_are_not_started(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", catalog="hive", raw_root="s3://hyperion-raw", _env_file=None)
    found = diagnose(settings)
    assert {name for name, finding in found.items() if finding == ok("not running", KEEP_UP)} == {
        *("kafka", "postgres", "engine", "s3", "metastore", "trino")
    }
    assert set(states(found).values()) == {"ok"}, diagnosis_text(found)
    assert "raw" not in found
    assert list(tmp_path.iterdir()) == []


def test_a_pinned_port_that_another_has_is_named(tmp_path: Path, silent_port: int) -> None:
    found = diagnose(Settings(home=tmp_path / "home", kafka_port=silent_port, _env_file=None))
    assert found["kafka"].state == "failed"
    assert f"HYPERION_KAFKA_PORT={silent_port} is in use by " in str(found["kafka"])
    assert f"(pid {os.getpid()}): end that, or choose another port" in str(found["kafka"])


def external(port: int) -> dict[str, Any]:
    """Settings by which every service is somewhere else, at one port."""
    at = f"{HOST}:{port}"
    return {
        "kafka_bootstrap_servers": at,
        "postgres_dsn": SecretStr(f"postgresql://me:hunter2@{at}/films"),
        "spark_remote": f"sc://{at}",
        "s3_endpoint": f"http://{at}",
        "s3_access_key": "me",
        "s3_secret_key": SecretStr("hunter2"),
        "metastore_uri": f"thrift://{at}",
        "trino_url": f"http://{at}",
        "raw_root": "s3://hyperion-raw",
        "staging_root": f"hdfs://{at}/staging",
    }


EXTERNAL = {"kafka", "postgres", "engine", "s3", "hdfs", "metastore", "trino", "raw", "staging"}


def test_whatever_nobody_answers_for_is_one_line_with_the_setting(tmp_path: Path, closed_port: int) -> None:
    began = monotonic()
    found = diagnose(Settings(home=tmp_path / "home", **external(closed_port), _env_file=None))
    assert monotonic() - began < 2 * BOUND_SECONDS  # with the imports, on a machine that is busy
    assert {name for name, state in states(found).items() if state == "failed"} == EXTERNAL
    for name in EXTERNAL:
        [line] = str(found[name]).splitlines()
        assert str(closed_port) in line or name == "engine"
        assert "HYPERION_" in line or name == "postgres", line
        assert "hunter2" not in line


def test_servers_that_hang_are_told_in_time(tmp_path: Path, silent_port: int) -> None:
    settings = Settings(home=tmp_path / "home", **external(silent_port), _env_file=None)
    diagnose(settings.model_copy(update=external(1)))  # what is imported is no part of the time
    began = monotonic()
    found = diagnose(settings)
    assert monotonic() - began < BOUND_SECONDS
    assert {name for name, state in states(found).items() if state == "failed"} == EXTERNAL - {"hdfs"}
    assert "port 9870 tells nothing" in str(found["hdfs"])
    assert str(found["engine"]).endswith("takes connections and does not answer: end it, and start it again")
    assert str(found["staging"]) == "no answer within 12 s: the service hangs: see to it, or end it and start it again"


def test_a_check_that_breaks_is_a_finding_and_no_traceback() -> None:
    def broken() -> Finding:
        raise LookupError("no such thing\nsecond line")

    found = findings({"sound": lambda: ok("fine"), "broken": broken})
    assert found["sound"] == ok("fine")
    assert str(found["broken"]) == "LookupError: no such thing: see to the service and the settings that name it"


@pytest.fixture
def s3(s3_settings: Settings, tmp_path: Path) -> Settings:
    """Settings of an empty lake on S3."""
    roots = {f"{layer}_root": f"s3://hyperion-{layer}/{tmp_path.name}" for layer in LAYERS}
    return s3_settings.model_copy(update={"home": tmp_path, **roots})


def test_a_key_that_may_only_read_is_told_so(s3: Settings, service_settings: Settings) -> None:
    reader = identity(service_settings.home / "services" / "s3", "reader")
    keys = {"s3_access_key": reader.access_key, "s3_secret_key": SecretStr(reader.secret_key)}
    found = diagnose(s3.model_copy(update=keys))
    for layer in LAYERS:
        assert found[layer].state == "failed"
        assert str(found[layer]).startswith("it can be listed but not written: s3://hyperion-")
        assert "give it the right to list, read and write there" in str(found[layer])


def test_a_bucket_that_is_not_there_and_a_wrong_key(s3: Settings) -> None:
    found = diagnose(s3.model_copy(update={"raw_root": "s3://nobody-made-this"}))
    assert "there is no such bucket: make it" in str(found["raw"])
    assert found["staging"].state == found["processed"].state == "ok"
    found = diagnose(s3.model_copy(update={"s3_secret_key": SecretStr("wrong")}))
    assert "check HYPERION_S3_SECRET_KEY" in str(found["processed"])
    assert found["s3"].state == "ok"


class Overwriting(S3Store):
    """As a server that does not know If-None-Match."""

    def put_if_absent(self, path: str, data: bytes) -> bool:
        self.filesystem.pipe_file(self.uri(path), data)
        return True


class Undeletable(S3Store):
    """As with a key that may not delete."""

    def remove(self, path: str) -> None:
        raise StorageError("AccessDenied")


def test_a_server_that_overwrites_commits_is_not_safe(s3: Settings) -> None:
    store = Overwriting(s3.raw, s3)
    found = probe(store)
    assert found.state == "failed"
    assert "overwrites a file that is to be put only if absent: use one that honours If-None-Match" in str(found)
    assert store.walk("") == []


def test_a_probe_that_cannot_be_removed_is_named(s3: Settings) -> None:
    store = Undeletable(s3.raw, s3)
    found = probe(store)
    [kept] = store.walk("")
    assert found == warning(
        f"{s3.raw}: {kept} cannot be removed (AccessDenied)", "give the right to delete, and remove it"
    )


@pytest.fixture
def server(postgres_dsn: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute("CREATE ROLE doctor_guest LOGIN PASSWORD 'guest'")
        connection.execute("CREATE DATABASE doctor_plain")
        connection.execute("CREATE DATABASE doctor_latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        yield connection
        for name in ("doctor_plain", "doctor_latin"):
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
        connection.execute("DROP ROLE doctor_guest")


def test_what_a_user_of_postgresql_may_not_do_is_told_with_the_grant(
    server: psycopg.Connection, postgres_dsn: str
) -> None:
    guest = make_conninfo(postgres_dsn, dbname="doctor_plain", user="doctor_guest", password="guest")
    found = postgres(guest, metastore_beneath=False)
    assert found.state == "failed"
    assert str(found).startswith(
        "the user doctor_guest may not make the schema hyperion: GRANT CREATE ON DATABASE doctor_plain TO doctor_guest"
    )
    server.execute(found.remedy.partition(",")[0].encode())  # type: ignore[union-attr]  # a failure has one
    assert postgres(guest, metastore_beneath=False).state == "ok"
    beneath = postgres(guest, metastore_beneath=True)
    assert "may not make the database hyperion_metastore of the Hive Metastore: ALTER ROLE" in str(beneath)
    with psycopg.connect(make_conninfo(postgres_dsn, dbname="doctor_plain")) as owner:
        owner.execute("CREATE SCHEMA hyperion")
    assert str(postgres(guest, metastore_beneath=False)).startswith("the schema hyperion is another's: ALTER SCHEMA")


def test_a_database_of_another_encoding_cannot_hold_the_names(server: psycopg.Connection, postgres_dsn: str) -> None:
    found = postgres(make_conninfo(postgres_dsn, dbname="doctor_latin"), metastore_beneath=False)
    assert str(found) == "the database doctor_latin is encoded in LATIN1: make one with ENCODING 'UTF8'"


class Tardy(BaseHTTPRequestHandler):
    """A server whose clock is an hour behind."""

    def do_GET(self) -> None:
        self.send_response(403)
        self.end_headers()

    def date_time_string(self, timestamp: float | None = None) -> str:
        return formatdate(time() - 3600, usegmt=True)

    def log_message(self, *_: object) -> None:
        return


def test_a_clock_that_s3_would_refuse_has_failed(tmp_path: Path) -> None:
    with ThreadingHTTPServer((HOST, 0), Tardy) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://{HOST}:{server.server_address[1]}"
        of_s3 = clock(Settings(home=tmp_path, s3_endpoint=address, _env_file=None))
        of_trino = clock(Settings(home=tmp_path, trino_url=address, _env_file=None))
        server.shutdown()
    told = "this machine's clock is 60 min ahead of that of S3, and S3 refuses requests from 5 min on"
    assert of_s3 == failed(told, "set it right, best by NTP")
    assert of_trino.state == "warning"


def test_a_disk_that_fills_up_and_a_folder_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "AMPLE_BYTES", 1 << 60)
    assert machine.home(tmp_path / "home").state == "warning"
    monkeypatch.setattr(machine, "FREE_BYTES", 1 << 60)
    assert "free some space, or set HYPERION_HOME" in str(machine.home(tmp_path / "home"))
    for home in ("/proc/hyperion", "/dev/full/home"):
        found = diagnose(Settings(home=Path(home), _env_file=None))
        assert "set HYPERION_HOME to a folder that can be written" in str(found["home"]), found["home"]
        assert found["home"].state == "failed"


def test_packages_other_than_locked_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        "click==0.1 \\\n    --hash=sha256:00\nnever-made==1.0 ; sys_platform == 'win32'\nduckdb>=0\n", encoding="utf-8"
    )
    monkeypatch.setattr(machine, "LOCK", lock)
    assert "other packages than locked: click " in str(machine.python())
    lock.write_text("kafka-that-is-not==1.0\n", encoding="utf-8")
    monkeypatch.setattr(machine, "DIRECT", lock)
    assert str(machine.python()).endswith("without the packages kafka-that-is-not: run `make setup`")


def test_the_command_tells_by_its_code_and_for_programs(
    tmp_path: Path, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = ["doctor", "--home", str(tmp_path / "home")]
    fine = CliRunner().invoke(main, arguments)
    assert (fine.exit_code, fine.stderr) == (0, "")
    assert f"ok       kafka      not running: {KEEP_UP}" in fine.stdout.splitlines()
    environment = {f"{PREFIX}KAFKA_BOOTSTRAP_SERVERS": f"{HOST}:{closed_port}"}
    broken = CliRunner().invoke(main, [*arguments, "--json"], env=environment)
    assert broken.exit_code == 1
    told = {entry["check"]: entry for entry in json.loads(broken.stdout)}
    assert told["kafka"]["state"] == "failed"
    assert f"Kafka at {HOST}:{closed_port} did not answer" in told["kafka"]["found"]
    assert told["postgres"] == {"check": "postgres", "state": "ok", "found": "not running", "remedy": KEEP_UP}


def test_it_does_without_dagster(tmp_path: Path) -> None:
    code = f"{LOADED}\n"
    listing = "import atexit; atexit.register(lambda: print([n for n in ('dagster', 'pysail') if n in sys.modules]))\n"
    done = subprocess.run(
        [sys.executable, "-c", "import sys\n" + listing + code, "doctor", "--home", str(tmp_path / "home")],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
