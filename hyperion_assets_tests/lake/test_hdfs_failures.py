"""An HDFS whose servers are killed one after the other: what goes on goes on, the rest is told in bounded time."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest

from hyperion_assets.errors import StorageError
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.store import Store
from hyperion_assets.local.registry import Registry
from hyperion_assets.local.services import services
from hyperion_assets.settings import Settings

pytestmark = pytest.mark.stack

BOUND_SECONDS = 40.0
Kill = Callable[[str], None]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A lake on an HDFS of these tests' own."""
    settings = Settings(home=tmp_path_factory.mktemp("hdfs"), raw_root="hdfs:///raw", _env_file=None)
    with services(settings, {"hdfs"}) as running:
        yield running.settings


@pytest.fixture(scope="module")
def store(own: Settings) -> Store:
    return Lake(own).raw


@pytest.fixture
def kill(own: Settings) -> Kill:
    """Ends a service of the HDFS with SIGKILL."""

    def end(name: str) -> None:
        found = Registry(Path(own.home) / "services" / "services.json").read()[name].process
        assert found is not None
        os.kill(found.pid, signal.SIGKILL)
        os.waitpid(found.pid, 0)

    return end


def refusal(use: Callable[[], object]) -> str:
    """The one line of an error that comes in bounded time."""
    began = monotonic()
    with pytest.raises(StorageError) as raised:
        use()
    assert monotonic() - began < BOUND_SECONDS
    [line] = str(raised.value).splitlines()
    return line


def test_with_one_of_two_datanodes_a_commit_is_put_and_files_are_read(store: Store, kill: Kill) -> None:
    assert store.put_if_absent("log/1.json", b"first")
    kill("datanode-2")
    assert store.read("log/1.json") == b"first"
    assert store.put_if_absent("log/2.json", b"second")
    assert store.sizes("log") == {"log/1.json": 5, "log/2.json": 6}


def test_with_no_datanode_nothing_is_written_nor_read_and_names_are_known(store: Store, kill: Kill) -> None:
    kill("datanode-1")
    said = refusal(lambda: store.put_if_absent("log/3.json", b"third"))
    assert "DataNode" in said
    assert "start" in said
    assert "no DataNode that holds the data answers" in refusal(lambda: store.read("log/1.json"))
    assert store.names("log") == ["1.json", "2.json"]


def test_a_namenode_that_dies_is_told_and_not_waited_for(store: Store, kill: Kill, own: Settings) -> None:
    kill("namenode")
    for use in (lambda: store.names("log"), lambda: store.read("log/1.json"), lambda: Lake(own).raw):
        assert "no NameNode answers at" in refusal(use)
