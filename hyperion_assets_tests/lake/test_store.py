"""The folder store: exclusive, whole or not at all, nothing left over, and nothing outside of its root."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hyperion_assets.errors import StorageError
from hyperion_assets.lake.store import FolderStore

WRITERS = 8
LIMIT = 30.0

PUT_WHEN_TOLD = """
import sys
from pathlib import Path
from hyperion_assets.lake.store import FolderStore
store = FolderStore(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
print(store.put_if_absent("log/1.json", sys.argv[2].encode() * 100_000))
"""

PUT_MORE_THAN_ALLOWED = """
import errno, resource, sys
from pathlib import Path
from hyperion_assets.lake.store import FolderStore
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
store = FolderStore(Path(sys.argv[1]))

def stream():
    with store.writer("log/2.jsonl") as out:
        out.write(b"x" * 5000)

for write in (lambda: store.put_if_absent("log/1.json", b"x" * 5000), stream):
    try:
        write()
    except OSError as error:
        print(errno.errorcode[error.errno])
"""


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "store")


def all_files(store: FolderStore) -> list[str]:
    """Every file below the root, hidden ones included."""
    return sorted(path.relative_to(store.root).as_posix() for path in store.root.rglob("*") if path.is_file())


def test_one_thread_of_many_wins_and_its_bytes_stand_whole(store: FolderStore) -> None:
    start = Barrier(WRITERS)
    contents = [bytes([65 + number]) * 300_000 for number in range(WRITERS)]

    def put(content: bytes) -> bool:
        start.wait(LIMIT)
        return store.put_if_absent("log/1.json", content)

    with ThreadPoolExecutor(WRITERS) as pool:
        won = list(pool.map(put, contents))
    assert won.count(True) == 1
    assert store.read("log/1.json") == contents[won.index(True)]
    assert all_files(store) == ["log/1.json"]


def test_one_process_of_many_wins_and_its_bytes_stand_whole(store: FolderStore) -> None:
    names = ["a", "b", "c", "d"]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PUT_WHEN_TOLD, str(store.root), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=LIMIT)[0].strip() for process in processes]
    assert sorted(said) == ["False", "False", "False", "True"]
    assert store.read("log/1.json") == names[said.index("True")].encode() * 100_000
    assert all_files(store) == ["log/1.json"]


def test_a_reader_sees_all_of_a_file_or_none(store: FolderStore) -> None:
    content, done = b"0123456789abcdef" * 250_000, Event()
    seen: set[int | None] = set()

    def watch() -> None:
        last = False
        while not last:
            last = done.is_set()
            try:
                seen.add(len(store.read("log/1.json")))
            except FileNotFoundError:
                seen.add(None)

    with ThreadPoolExecutor(1) as pool:
        watched = pool.submit(watch)
        store.put_if_absent("log/1.json", content)
        done.set()
        watched.result(LIMIT)
    assert len(content) in seen
    assert seen <= {None, len(content)}


def test_a_second_put_changes_nothing(store: FolderStore) -> None:
    assert store.put_if_absent("a/b/1.json", b"first")
    before = Path(store.uri("a/b/1.json")).stat()
    assert not store.put_if_absent("a/b/1.json", b"second")
    after = Path(store.uri("a/b/1.json")).stat()
    assert store.read("a/b/1.json") == b"first"
    assert (after.st_mtime_ns, after.st_ino, after.st_nlink) == (before.st_mtime_ns, before.st_ino, 1)


def test_a_write_that_breaks_off_leaves_nothing(store: FolderStore) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PUT_MORE_THAN_ALLOWED, str(store.root)],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=True,
    )
    assert done.stdout.splitlines() == ["EFBIG", "EFBIG"]
    assert all_files(store) == []


def test_an_error_in_the_block_leaves_the_file_as_it_was(store: FolderStore) -> None:
    with store.writer("raw/1.jsonl") as out:
        out.write(b"old")

    def break_off() -> None:
        with store.writer("raw/1.jsonl") as out:
            out.write(b"new" * 100_000)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert store.read("raw/1.jsonl") == b"old"
    assert all_files(store) == ["raw/1.jsonl"]


def test_a_streamed_file_appears_when_the_block_ends(store: FolderStore) -> None:
    with store.writer("raw/1.jsonl") as out:
        out.write(b"old")
    with store.writer("raw/1.jsonl") as out:
        out.write(b"new")
        out.flush()
        assert store.read("raw/1.jsonl") == b"old"
        assert store.names("raw") == ["1.jsonl"]
    assert store.read("raw/1.jsonl") == b"new"
    assert store.size("raw/1.jsonl") == 3


def test_what_a_killed_writer_left_behind_is_no_name_and_in_nobodys_way(store: FolderStore) -> None:
    store.prepare("log")
    (store.root / "log" / ".1.json.0123456789ab").write_bytes(b"hal")
    assert store.names("log") == []
    assert store.put_if_absent("log/1.json", b"whole")
    assert store.names("log") == ["1.json"]


def test_names_are_those_of_a_folder_and_paths_those_below_it(store: FolderStore) -> None:
    for path in ("b/2.json", "b/10.json", "b/1.json", "b/deep/0.json", "a.json"):
        store.put_if_absent(path, b"")
    assert store.names("b") == ["1.json", "10.json", "2.json"]
    assert store.walk("b") == ["b/1.json", "b/10.json", "b/2.json", "b/deep/0.json"]
    assert store.names("nothing") == store.walk("nothing") == []


def test_a_file_is_read_at_any_place(store: FolderStore) -> None:
    store.put_if_absent("log/1.json", b"0123456789")
    with store.open("log/1.json") as file:
        assert (file.seek(-3, os.SEEK_END), file.read(2)) == (7, b"78")


def test_a_file_that_is_not_there_is_a_file_not_found(store: FolderStore) -> None:
    for look in (store.read, store.size, store.open):
        with pytest.raises(FileNotFoundError):
            look("log/1.json")


PATHS_OUT = ["../x", "a/../../x", "/etc/hostname", "out/x", "a/b/../../../store-beside/x"]
USES: dict[str, Callable[[FolderStore, str], object]] = {
    "uri": lambda store, path: store.uri(path),
    "read": lambda store, path: store.read(path),
    "put_if_absent": lambda store, path: store.put_if_absent(path, b"x"),
    "names": lambda store, path: store.names(path),
    "walk": lambda store, path: store.walk(path),
    "size": lambda store, path: store.size(path),
    "prepare": lambda store, path: store.prepare(path),
    "writer": lambda store, path: store.writer(path).__enter__(),
    "open": lambda store, path: store.open(path),
}


@pytest.mark.parametrize("path", PATHS_OUT)
@pytest.mark.parametrize("use", USES)
def test_no_path_leads_out_of_the_root(tmp_path: Path, use: str, path: str) -> None:
    (tmp_path / "x").write_text("outside")
    store = FolderStore(tmp_path / "store")
    store.prepare("a")
    (store.root / "out").symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(StorageError, match="leads out of") as raised:
        USES[use](store, path)
    assert str(raised.value) == f"{path!r} leads out of {tmp_path / 'store'}"
    assert (tmp_path / "x").read_text() == "outside"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["store", "x"]


def test_a_root_behind_a_link_is_a_root(tmp_path: Path) -> None:
    (tmp_path / "big disk").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "big disk")
    store = FolderStore(tmp_path / "link")
    assert store.put_if_absent("log/1.json", b"x")
    assert (tmp_path / "big disk" / "log" / "1.json").read_bytes() == b"x"
    assert store.walk("log") == ["log/1.json"]


@pytest.mark.parametrize(
    "use",
    [
        lambda store: store.put_if_absent("log/1.json", b"x"),
        lambda store: store.prepare("log"),
        lambda store: store.writer("log/1.json").__enter__(),
    ],
)
def test_a_root_that_cannot_be_written_is_one_line(tmp_path: Path, use: Callable[[FolderStore], object]) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError) as raised:
        use(FolderStore(tmp_path / "file" / "raw"))
    assert str(raised.value) == (
        f"cannot write {tmp_path / 'file' / 'raw' / 'log'}: a part of the path is a file; "
        "set HYPERION_HOME to a folder that can be written"
    )


@given(names=st.lists(st.text("ab.", min_size=1, max_size=4), min_size=1, max_size=8), data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_first_put_under_each_name_is_what_stands(
    names: list[str], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = FolderStore(tmp_path_factory.mktemp("store"))
    expected: dict[str, bytes] = {}
    for name in names:
        content = data.draw(st.binary(max_size=20))
        path = f"log/x{name}"
        assert store.put_if_absent(path, content) is (path not in expected)
        expected.setdefault(path, content)
    assert {path: store.read(path) for path in store.walk("log")} == expected
    assert [f"log/{name}" for name in store.names("log")] == sorted(expected)
    assert {path: store.size(path) for path in expected} == {path: len(held) for path, held in expected.items()}
    assert len(os.listdir(store.uri("log"))) == len(expected)
