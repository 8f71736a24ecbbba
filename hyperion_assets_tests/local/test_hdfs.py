"""The embedded HDFS: what is written is kept, whatever of it is killed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import psutil
import pytest
from hdfs_native import Client, WriteOptions

from hyperion_assets.errors import StorageError
from hyperion_assets.local.hadoop import client_jars
from hyperion_assets.local.hdfs import NameNode
from hyperion_assets.local.process import identify
from hyperion_assets.local.services import Services, Status, services, status
from hyperion_assets.local.versions import version
from hyperion_assets.progress import unheard
from hyperion_assets.settings import Settings

PARTS = {"namenode", "datanode-1", "datanode-2"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """An HDFS that this module may kill, in a home with an awkward path."""
    home = tmp_path_factory.mktemp("home") / "of Zoë, Ltd"
    with services(Settings(home=home, _env_file=None), {"hdfs"}) as joined:
        yield joined


def write(running: Services, path: str, content: bytes) -> None:
    file = Client(running.hdfs_namenode).create(path, WriteOptions(overwrite=True))
    file.write(content)
    file.close()


def read(running: Services, path: str) -> bytes:
    return Client(running.hdfs_namenode).read(path).read()


def parts(running: Services) -> list[Status]:
    """What `hyperion status` shows; settings that name a NameNode would have it for another's."""
    home = Settings(home=running.settings.home, _env_file=None)
    return [found for found in status(home) if found.service in PARTS]


def pids(running: Services) -> dict[str, int]:
    return {found.service: found.pid for found in parts(running) if found.pid is not None}


def kill(running: Services, *names: str) -> None:
    killed = [psutil.Process(pids(running)[name]) for name in names]
    for process in killed:
        process.kill()
    psutil.wait_procs(killed, timeout=10)


def test_every_part_runs_and_keeps_what_is_written(running: Services) -> None:
    assert set(pids(running)) == PARTS
    write(running, "/kept/once", b"content")
    found = Client(running.hdfs_namenode).get_file_info("/kept/once")
    assert (found.length, found.replication) == (7, 2)
    assert read(running, "/kept/once") == b"content"


def test_a_file_is_whole_as_soon_as_it_is_closed(running: Services) -> None:
    for number in range(60):
        write(running, f"/closed/{number}", b"%d" % number)
        assert read(running, f"/closed/{number}") == b"%d" % number


def test_one_datanode_is_enough_to_read(running: Services) -> None:
    write(running, "/one/before", b"before")
    kill(running, "datanode-1")
    assert read(running, "/one/before") == b"before"
    assert running.revive() == ["HDFS's DataNode 1"]
    untouched = pids(running)["datanode-1"]
    kill(running, "datanode-2")
    assert read(running, "/one/before") == b"before"
    assert running.revive() == ["HDFS's DataNode 2"]
    assert pids(running)["datanode-1"] == untouched


def test_all_killed_at_once_come_back_with_every_file(running: Services) -> None:
    for number in range(20):
        write(running, f"/killed/{number}", b"%d" % number)
    kill(running, *PARTS)
    assert {found.state for found in parts(running)} == {"dead"}
    assert len(running.revive()) == 3
    assert [read(running, f"/killed/{number}") for number in range(20)] == [b"%d" % number for number in range(20)]


def test_it_stops_and_starts_with_its_files_wherever_it_listens(running: Services) -> None:
    write(running, "/moved", b"kept")
    before, stopped = running.hdfs_namenode, pids(running)
    left = monotonic()
    running.leave()
    assert monotonic() - left < 8
    assert not any(map(identify, stopped.values()))
    # Its ports are written here: without it, it starts on others.
    (running.settings.home / "services" / "services.json").unlink()
    running.join()
    assert running.hdfs_namenode != before
    assert read(running, "/moved") == b"kept"


def test_blocks_without_their_namenode_are_not_given_up(tmp_path: Path) -> None:
    (tmp_path / "datanode-1" / "data").mkdir(parents=True)
    folder = tmp_path / "namenode"
    folder.mkdir()
    with pytest.raises(StorageError, match=r"namenode/data is gone, .*datanode-1/data"):
        NameNode(unheard).command(folder, [20001, 20002])
    assert not (folder / "data").exists()


def test_the_client_jars_are_of_the_version(tmp_path: Path) -> None:
    assert f"hadoop-client-api-{version('hadoop')}.jar" in {path.name for path in client_jars()}
