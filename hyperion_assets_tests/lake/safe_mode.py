"""Safe mode of an embedded HDFS, as its administrator turns it on and off."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from hyperion_assets.local import jars
from hyperion_assets.local.hadoop import client_jars
from hyperion_assets.local.java import java_home
from hyperion_assets.settings import Settings


@contextmanager
def safe_mode(settings: Settings) -> Iterator[None]:
    """HDFS takes no writes for as long as the block runs."""
    _administer(settings, "-safemode", "enter")
    try:
        yield
    finally:
        _administer(settings, "-safemode", "leave")


def _administer(settings: Settings, *arguments: str) -> None:
    folder = settings.home / "services" / "namenode"
    fetched = jars.fetch(print, jars.HDFS)
    servers = [fetched / jar.name for jar in jars.locked(jars.HDFS)]
    path = ":".join(map(str, ["conf", *servers, *client_jars()]))
    command = [str(java_home() / "bin" / "java"), "-cp", path, "org.apache.hadoop.hdfs.tools.DFSAdmin", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
