"""Commits: numbered, never lost, and a writer that loses builds on what the winner has committed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from threading import Barrier

import pytest
from pydantic import BaseModel, ConfigDict

from hyperion_assets.errors import StorageError
from hyperion_assets.lake import commits
from hyperion_assets.lake.commits import Commit, CommitLog
from hyperion_assets.lake.store import FolderStore

LIMIT = 60.0


class Names(BaseModel):
    """A manifest that is easy to follow: everyone who has committed, in order."""

    model_config = ConfigDict(frozen=True)
    names: tuple[str, ...] = ()

    def with_name(self, name: str) -> Names:
        return Names(names=(*self.names, name))


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path)


@pytest.fixture
def log(store: FolderStore) -> CommitLog[Names]:
    return CommitLog(store, "films", Names)


def add(log: CommitLog[Names], name: str) -> Commit[Names] | None:
    return log.update(lambda before: (before or Names()).with_name(name))


def test_before_the_first_commit_there_is_no_head(log: CommitLog[Names]) -> None:
    assert log.head() is None
    assert log.numbers() == []
    assert list(log.history()) == []


def test_each_commit_is_a_file_of_its_own_and_the_highest_is_the_head(
    store: FolderStore, log: CommitLog[Names]
) -> None:
    for name in "abc":
        add(log, name)
    assert store.walk("films") == [f"films/_commits/0000000{number}.json" for number in (1, 2, 3)]
    assert log.head() == (3, Names(names=("a", "b", "c")))
    assert log.get(2) == (2, Names(names=("a", "b")))
    assert [commit.number for commit in log.history()] == [3, 2, 1]
    assert [len(commit.manifest.names) for commit in log.history()] == [3, 2, 1]


def test_a_number_of_nine_digits_comes_after_all_of_eight(store: FolderStore, log: CommitLog[Names]) -> None:
    for number in (99_999_999, 100_000_000):
        store.put_if_absent(f"films/_commits/{number:08d}.json", Names(names=(str(number),)).model_dump_json().encode())
    head = add(log, "next")
    assert head == (100_000_001, Names(names=("100000000", "next")))


def test_nothing_to_change_commits_nothing(store: FolderStore, log: CommitLog[Names]) -> None:
    assert log.update(lambda _: None) is None
    assert store.walk("films") == []
    add(log, "a")
    assert log.update(lambda _: None) == (1, Names(names=("a",)))
    assert log.numbers() == [1]


def test_a_writer_that_loses_builds_again_on_the_winner_s_manifest(store: FolderStore, log: CommitLog[Names]) -> None:
    seen: list[tuple[str, ...]] = []

    def build(before: Names | None) -> Names:
        seen.append(before.names if before else ())
        if len(seen) < 3:
            add(CommitLog(store, "films", Names), f"faster {len(seen)}")
        return (before or Names()).with_name("mine")

    assert log.update(build) == (3, Names(names=("faster 1", "faster 2", "mine")))
    assert seen == [(), ("faster 1",), ("faster 1", "faster 2")]


def test_a_loser_whose_inputs_hold_no_more_commits_nothing(store: FolderStore, log: CommitLog[Names]) -> None:
    def build(before: Names | None) -> Names:
        if before is not None:
            raise KeyError("not what I began with")
        add(CommitLog(store, "films", Names), "faster")
        return Names(names=("mine",))

    with pytest.raises(KeyError):
        log.update(build)
    assert [commit.manifest.names for commit in log.history()] == [("faster",)]


def test_no_commit_of_many_writers_is_lost(store: FolderStore, log: CommitLog[Names]) -> None:
    start = Barrier(6)

    def write(writer: int) -> None:
        own = CommitLog(store, "films", Names)
        start.wait(LIMIT)
        for turn in range(4):
            add(own, f"{writer}.{turn}")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    made = [commit.manifest.names for commit in log.history()]
    assert log.numbers() == list(range(1, 25))
    assert sorted(made[0]) == sorted(f"{writer}.{turn}" for writer in range(6) for turn in range(4))
    for later, earlier in pairwise(made):
        assert later[:-1] == earlier
    for writer in range(6):
        assert [name for name in made[0] if name.startswith(f"{writer}.")] == [f"{writer}.{turn}" for turn in range(4)]


def test_a_writer_that_always_loses_gives_up(
    store: FolderStore, log: CommitLog[Names], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commits, "ATTEMPTS", 3)

    def build(before: Names | None) -> Names:
        add(CommitLog(store, "films", Names), "faster")
        return (before or Names()).with_name("mine")

    with pytest.raises(StorageError, match=r"^films: 3 other writers were faster; run again$"):
        log.update(build)
    assert log.get(3).manifest.names == ("faster",) * 3


def test_a_number_that_was_never_committed_is_named(log: CommitLog[Names]) -> None:
    with pytest.raises(StorageError, match=r"^films has no commit 7$"):
        log.get(7)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "Invalid JSON: EOF while parsing a value at line 1 column 0"),
        (b'{"names": ["a"', "Invalid JSON: EOF while parsing a list at line 1 column 14"),
        (b'{"names": 1}', "Input should be a valid array"),
        (b'{"names": ["\xff"]}', "Invalid JSON: invalid unicode code point at line 1 column 13"),
    ],
)
def test_a_damaged_manifest_is_named_and_nothing_is_built_on_it(
    store: FolderStore, log: CommitLog[Names], content: bytes, why: str
) -> None:
    add(log, "a")
    store.put_if_absent("films/_commits/00000002.json", content)
    path = store.uri("films/_commits/00000002.json")
    for use in (log.head, lambda: add(log, "b")):
        with pytest.raises(StorageError) as raised:
            use()
        assert str(raised.value) == f"the manifest {path} is damaged: {why}"
    assert log.numbers() == [1, 2]
    assert log.get(1).manifest.names == ("a",)
