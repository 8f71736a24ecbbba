"""What `hyperion doctor` says of the home's own HDFS: well, in safe mode, without DataNodes, without a NameNode.

The tests share it and run in their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

import psutil
import pytest

from hyperion_assets.local.registry import Registry
from hyperion_assets.local.services import services
from hyperion_assets.local.versions import version
from hyperion_assets.operations.doctor.diagnosis import diagnose
from hyperion_assets.operations.doctor.finding import Finding
from hyperion_assets.settings import Settings
from hyperion_assets_tests.lake.safe_mode import safe_mode

pytestmark = pytest.mark.stack

LIMIT_SECONDS = 60.0


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A home whose lake is on its own HDFS, which runs."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), raw_root="hdfs:///raw", _env_file=None)
    with services(settings, {"hdfs"}):
        yield settings


def kill(settings: Settings, name: str) -> None:
    found = Registry(settings.home / "services" / "services.json").read()[name].process
    assert found is not None
    process = psutil.Process(found.pid)
    process.kill()
    psutil.wait_procs([process], timeout=10)


def told(settings: Settings) -> tuple[Finding, Finding]:
    """What is found of HDFS, and of the root on it."""
    found = diagnose(settings)
    return found["hdfs"], found["raw"]


def test_its_version_and_datanodes(own: Settings) -> None:
    hdfs, raw = told(own)
    assert (hdfs.state, raw.state) == ("ok", "ok")
    assert str(hdfs).endswith(f": Hadoop {version('hadoop')}, 2 DataNodes alive")
    assert str(raw).endswith("/raw: list, read, write, remove; a commit is never overwritten")


def test_safe_mode(own: Settings) -> None:
    with safe_mode(own):
        hdfs, raw = told(own)
    assert (hdfs.state, raw.state) == ("failed", "failed")
    assert str(hdfs).startswith("HDFS is in safe mode and takes no writes: wait until enough DataNodes have reported")
    assert str(raw).startswith("it can be listed but not written: ")
    assert "HDFS is in safe mode and takes no writes: wait" in str(raw)
    assert told(own)[1].state == "ok"


def test_no_datanode(own: Settings) -> None:
    for number in (1, 2):
        kill(own, f"datanode-{number}")
    end = monotonic() + LIMIT_SECONDS
    while "no DataNode is alive: start the DataNodes" not in str(told(own)[0]):
        assert monotonic() < end
    _, raw = told(own)
    assert raw.state == "failed"
    assert "DataNode" in str(raw)


def test_a_namenode_that_was_killed_is_started_by_the_next_command(own: Settings) -> None:
    kill(own, "namenode")
    found = diagnose(own)
    assert found["hdfs"].state == "warning"
    assert str(found["hdfs"]).startswith("HDFS's NameNode was killed: the next command starts it again")
    assert "raw" not in found
