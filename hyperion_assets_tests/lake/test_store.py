"""Every store: exclusive, whole or not at all, nothing left over, and nothing outside of its root."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hyperion_assets.errors import StorageError
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.store import FolderStore, Store
from hyperion_assets.settings import PREFIX, Settings

WRITERS = 8
LIMIT = 30.0

PUT_WHEN_TOLD = """
import sys
from hyperion_assets.lake.stores import open_store
from hyperion_assets.settings import Settings
store = open_store(sys.argv[1], Settings.from_env())
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
def folder(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "store")


@pytest.fixture
def store(place: Settings) -> Store:
    return Lake(place).raw


def variables(place: Settings) -> dict[str, str]:
    """The environment of a process that finds the same store."""
    given = {"S3_ENDPOINT": place.s3_endpoint, "S3_ACCESS_KEY": place.s3_access_key, "HOME": str(place.home)}
    given["S3_SECRET_KEY"] = place.s3_secret_key.get_secret_value() if place.s3_secret_key else None
    return {**os.environ, **{f"{PREFIX}{name}": value for name, value in given.items() if value}}


def all_files(store: Store) -> list[str]:
    """Every file below the root, hidden ones included."""
    return store.walk("")


def test_one_thread_of_many_wins_and_its_bytes_stand_whole(store: Store) -> None:
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


def test_one_process_of_many_wins_and_its_bytes_stand_whole(store: Store, place: Settings) -> None:
    names = ["a", "b", "c", "d"]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PUT_WHEN_TOLD, place.raw, name],
            env=variables(place),
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


def test_a_reader_sees_all_of_a_file_or_none(store: Store) -> None:
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


def test_a_second_put_changes_nothing(store: Store) -> None:
    assert store.put_if_absent("a/b/1.json", b"first")
    assert not store.put_if_absent("a/b/1.json", b"second")
    assert store.read("a/b/1.json") == b"first"
    assert all_files(store) == ["a/b/1.json"]


def test_a_second_put_touches_no_file(folder: FolderStore) -> None:
    assert folder.put_if_absent("a/b/1.json", b"first")
    before = Path(folder.uri("a/b/1.json")).stat()
    assert not folder.put_if_absent("a/b/1.json", b"second")
    after = Path(folder.uri("a/b/1.json")).stat()
    assert (after.st_mtime_ns, after.st_ino, after.st_nlink) == (before.st_mtime_ns, before.st_ino, 1)


def test_a_write_that_breaks_off_leaves_nothing(folder: FolderStore) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PUT_MORE_THAN_ALLOWED, str(folder.root)],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=True,
    )
    assert done.stdout.splitlines() == ["EFBIG", "EFBIG"]
    assert all_files(folder) == []


def test_an_error_in_the_block_leaves_the_file_as_it_was(store: Store) -> None:
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


def test_a_streamed_file_appears_when_the_block_ends(store: Store) -> None:
    with store.writer("raw/1.jsonl") as out:
        out.write(b"old")
    with store.writer("raw/1.jsonl") as out:
        out.write(b"new")
        assert store.read("raw/1.jsonl") == b"old"
        assert store.names("raw") == ["1.jsonl"]
    assert store.read("raw/1.jsonl") == b"new"
    assert store.size("raw/1.jsonl") == 3


def test_what_a_killed_writer_left_behind_is_no_name_and_in_nobodys_way(folder: FolderStore) -> None:
    folder.prepare("log")
    (folder.root / "log" / ".1.json.0123456789ab").write_bytes(b"hal")
    assert folder.names("log") == []
    assert folder.put_if_absent("log/1.json", b"whole")
    assert folder.names("log") == ["1.json"]


def test_names_are_those_of_a_folder_and_paths_those_below_it(store: Store) -> None:
    for path in ("b/2.json", "b/10.json", "b/1.json", "b/deep/0.json", "a.json"):
        store.put_if_absent(path, b"")
    assert store.names("b") == ["1.json", "10.json", "2.json"]
    assert store.walk("b") == ["b/1.json", "b/10.json", "b/2.json", "b/deep/0.json"]
    assert store.names("nothing") == store.walk("nothing") == []


def test_a_big_file_is_written_piece_by_piece_and_read_back(store: Store) -> None:
    pieces = [bytes([number]) * (5 << 20) for number in range(5)]
    with store.writer("raw/1.jsonl") as out:
        for piece in pieces:
            out.write(piece)
    assert store.read("raw/1.jsonl") == b"".join(pieces)
    assert store.sizes("") == {"raw/1.jsonl": 25 << 20}
    with store.open("raw/1.jsonl") as file:
        assert (file.seek(12 << 20), file.read(4)) == (12 << 20, bytes([2]) * 4)


def test_a_file_without_bytes_is_a_file(store: Store) -> None:
    with store.writer("raw/1.jsonl"):
        pass
    assert store.sizes("raw") == {"raw/1.jsonl": 0}
    assert store.read("raw/1.jsonl") == b""


def test_a_folder_is_no_file(store: Store) -> None:
    store.put_if_absent("log/1.json", b"x")
    with pytest.raises(FileNotFoundError):
        store.size("log")


def test_what_is_removed_is_gone_and_nothing_beside_it(store: Store) -> None:
    for path in ("log/1.json", "log/10.json", "log/1/a.json", "log/1/deep/b.json", "log/11/a.json"):
        store.put_if_absent(path, b"x")
    store.remove("log/1")
    assert store.walk("") == ["log/1.json", "log/10.json", "log/11/a.json"]
    store.remove("log/1.json")
    assert store.walk("") == ["log/10.json", "log/11/a.json"]
    store.remove("log")
    assert store.walk("") == []


def test_removing_what_is_not_there_is_no_error(store: Store) -> None:
    store.remove("nothing")
    store.remove("nothing/1.json")
    assert store.walk("") == []


def test_a_folder_that_many_remove_at_once_is_gone(store: Store) -> None:
    for number in range(60):
        store.put_if_absent(f"log/{number % 7}/{number}.json", b"x")
    start = Barrier(4)

    def remove(_: int) -> None:
        start.wait(LIMIT)
        store.remove("log")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(remove, range(4)))
    assert store.walk("") == []


def test_a_folder_tells_when_a_file_in_it_was_written_last(store: Store) -> None:
    assert store.changed_at("log") is None
    # To whole seconds, as some stores have it.
    began = datetime.now(UTC).replace(microsecond=0)
    store.put_if_absent("log/deep/1.json", b"x")
    first = store.changed_at("log")
    store.put_if_absent("log/2.json", b"x")
    second = store.changed_at("log")
    assert first is not None
    assert second is not None
    assert began <= first <= second <= datetime.now(UTC)


def test_odd_names_are_names(store: Store) -> None:
    odd = ["log/a b.json", "log/ä=ö.json", "log/100%25.json", "log/a+b&c.json"]
    for number, path in enumerate(odd):
        assert store.put_if_absent(path, b"x" * number)
    assert store.sizes("log") == dict(sorted((path, number) for number, path in enumerate(odd)))
    assert [store.read(path) for path in odd] == [b"x" * number for number in range(len(odd))]


def test_a_file_is_read_at_any_place(store: Store) -> None:
    store.put_if_absent("log/1.json", b"0123456789")
    with store.open("log/1.json") as file:
        assert (file.seek(-3, os.SEEK_END), file.read(2)) == (7, b"78")


def test_a_file_that_is_not_there_is_a_file_not_found(store: Store) -> None:
    for look in (store.read, store.size, store.open):
        with pytest.raises(FileNotFoundError):
            look("log/1.json")


PATHS_OUT = ["../x", "a/../../x", "/etc/hostname", "out/x", "a/b/../../../store-beside/x"]
USES: dict[str, Callable[[Store, str], object]] = {
    "uri": lambda store, path: store.uri(path),
    "read": lambda store, path: store.read(path),
    "put_if_absent": lambda store, path: store.put_if_absent(path, b"x"),
    "names": lambda store, path: store.names(path),
    "walk": lambda store, path: store.walk(path),
    "size": lambda store, path: store.size(path),
    "remove": lambda store, path: store.remove(path),
    "changed_at": lambda store, path: store.changed_at(path),
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


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/etc/hostname", "a/b/../../../store-beside/x"])
@pytest.mark.parametrize("use", USES)
def test_no_path_leads_out_of_a_root_anywhere(store: Store, use: str, path: str, place: Settings) -> None:
    with pytest.raises(StorageError) as raised:
        USES[use](store, path)
    assert str(raised.value) == f"{path!r} leads out of {place.raw}"


@pytest.mark.parametrize("path", ["log/1#2.json", "log/a?b"])
def test_what_no_engine_could_read_is_not_written(store: Store, path: str, place: Settings) -> None:
    if "://" not in place.raw:
        assert store.put_if_absent(path, b"x")
        return
    with pytest.raises(StorageError, match="cannot be part of an address"):
        store.put_if_absent(path, b"x")


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
