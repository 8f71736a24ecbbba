"""Releases: one only where something is new, at one cut, and what a rollback holds back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pyarrow.parquet as pq
import pytest

from hyperion_assets.errors import CutError, InputError, StorageError
from hyperion_assets.lake.commits import Commit
from hyperion_assets.lake.lake import Lake
from hyperion_assets.lake.tables import TableManifest
from hyperion_assets.release.manifest import (
    ReleaseHeldError,
    ReleaseManifest,
    current_release,
    make_release,
    release_log,
    required_release,
    resume,
    roll_back,
)
from hyperion_assets.settings import Settings
from hyperion_assets_tests.lake.written import AT_10, AT_20, PLACE, Cut, put

Versions = dict[str, Commit[TableManifest]]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(Settings(home=tmp_path, _env_file=None))


def write(lake: Lake, cut: Cut = AT_10, **names: str) -> Versions:
    """A table of one row for each name."""
    return {table: put(lake.table(table), [{"name": name}], cut) for table, name in names.items()}


def names(lake: Lake, release: Commit[ReleaseManifest]) -> dict[str, str]:
    """The name in the one row of each released table."""
    found = {}
    for name, table in release.manifest.tables.items():
        [uri] = lake.table(name).uris(table.manifest.files)
        found[name] = str(pq.read_table(uri).column("name")[0].as_py())
    return found


def test_before_the_first_release_there_is_none(lake: Lake) -> None:
    assert current_release(lake) is None
    for needs in (required_release, roll_back, resume):
        with pytest.raises(InputError, match=r"^there is no release yet: `hyperion run` makes one$"):
            needs(lake)


def test_a_release_names_the_versions_of_all_tables_at_their_cut(lake: Lake) -> None:
    write(lake, heroes="Woody")
    versions = write(lake, heroes="Buzz", villains="Sid")
    made = make_release(lake, versions, 5)
    assert (made.number, made.manifest.kind, made.manifest.checks_passed) == (1, "release", 5)
    assert (made.manifest.restores, made.manifest.hold) == (None, False)
    assert made.manifest.cut == AT_10
    assert {name: table.version for name, table in made.manifest.tables.items()} == {"heroes": 2, "villains": 1}
    assert {name: table.manifest for name, table in made.manifest.tables.items()} == {
        name: version.manifest for name, version in versions.items()
    }
    assert made.manifest.rows == {"heroes": 1, "villains": 1}
    assert current_release(lake) == required_release(lake) == made


def test_the_same_tables_at_the_same_cut_are_no_new_release(lake: Lake) -> None:
    versions = write(lake, heroes="Woody", villains="Sid")
    first = make_release(lake, versions, 5)
    assert make_release(lake, dict(reversed(versions.items())), 9) == first
    assert release_log(lake).numbers() == [1]


def test_the_same_rows_at_a_later_cut_are_a_new_release(lake: Lake) -> None:
    first = make_release(lake, write(lake, heroes="Woody"), 5)
    second = make_release(lake, write(lake, AT_20, heroes="Woody"), 5)
    assert second.number == 2
    assert second.manifest.cut == AT_20
    assert second.manifest.content_hash == first.manifest.content_hash


def test_other_rows_have_another_hash(lake: Lake) -> None:
    hashes = {
        make_release(lake, write(lake, heroes=hero, villains=villain), 5).manifest.content_hash
        for hero, villain in (("Woody", "Sid"), ("Sid", "Woody"), ("Woody", "Zurg"))
    }
    assert len(hashes) == 3


def test_tables_of_different_cuts_are_refused(lake: Lake) -> None:
    versions = write(lake, heroes="Woody") | write(lake, AT_20, villains="Sid")
    with pytest.raises(CutError, match="heroes and villains stand at different cuts of raw-films"):
        make_release(lake, versions, 5)
    assert current_release(lake) is None


def test_tables_of_different_topics_are_of_one_cut(lake: Lake) -> None:
    of_characters = {"raw-characters": {PLACE: 3}}
    versions = write(lake, heroes="Woody") | write(lake, of_characters, villains="Sid")
    assert make_release(lake, versions, 5).manifest.cut == AT_10 | of_characters


def test_whoever_comes_late_with_an_older_cut_gets_the_release_in_force(lake: Lake) -> None:
    old = write(lake, heroes="Woody")
    newest = make_release(lake, write(lake, AT_20, heroes="Buzz"), 5)
    assert make_release(lake, old, 5) == newest
    assert release_log(lake).numbers() == [1]


def test_of_many_at_once_one_makes_the_release(lake: Lake) -> None:
    versions = write(lake, heroes="Woody")
    start = Barrier(6)

    def release(_: int) -> Commit[ReleaseManifest]:
        start.wait(30)
        return make_release(lake, versions, 5)

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(release, range(6)))
    assert release_log(lake).numbers() == [1]
    assert made == [required_release(lake)] * 6


def test_a_rollback_brings_back_the_tables_before_and_holds_new_ones(lake: Lake) -> None:
    make_release(lake, write(lake, heroes="Woody"), 5)
    make_release(lake, write(lake, heroes="Buzz"), 6)
    back = roll_back(lake)
    assert (back.number, back.manifest.kind, back.manifest.restores, back.manifest.hold) == (3, "rollback", 1, True)
    assert names(lake, back) == {"heroes": "Woody"}
    assert back.manifest.checks_passed == 5
    newer = write(lake, heroes="Jessie")
    with pytest.raises(ReleaseHeldError) as raised:
        make_release(lake, newer, 5)
    assert str(raised.value) == (
        "release 1 was brought back and is held: the new tables stand unreleased until `hyperion release resume`"
    )
    assert required_release(lake) == back
    assert lake.table("heroes").required_head() == newer["heroes"]


def test_after_resuming_the_next_release_has_the_newest_tables(lake: Lake) -> None:
    make_release(lake, write(lake, heroes="Woody"), 5)
    make_release(lake, write(lake, heroes="Buzz"), 5)
    roll_back(lake)
    newest = write(lake, heroes="Jessie")
    lifted = resume(lake)
    assert (lifted.number, lifted.manifest.kind, lifted.manifest.hold) == (4, "resume", False)
    assert names(lake, lifted) == {"heroes": "Woody"}
    assert resume(lake) == lifted
    made = make_release(lake, newest, 5)
    assert (made.number, made.manifest.kind, made.manifest.restores) == (5, "release", None)
    assert names(lake, made) == {"heroes": "Jessie"}


def test_resuming_where_nothing_is_held_changes_nothing(lake: Lake) -> None:
    made = make_release(lake, write(lake, heroes="Woody"), 5)
    assert resume(lake) == made
    assert release_log(lake).numbers() == [1]


def test_any_former_release_can_be_named(lake: Lake) -> None:
    for hero in ("Woody", "Buzz", "Jessie"):
        make_release(lake, write(lake, heroes=hero), 5)
    back = roll_back(lake, 1)
    assert names(lake, back) == {"heroes": "Woody"}
    forth = roll_back(lake, 3)
    assert (forth.number, forth.manifest.restores) == (5, 3)
    assert names(lake, forth) == {"heroes": "Jessie"}


def test_bringing_back_what_is_held_already_changes_nothing(lake: Lake) -> None:
    make_release(lake, write(lake, heroes="Woody"), 5)
    make_release(lake, write(lake, heroes="Buzz"), 5)
    back = roll_back(lake, 1)
    assert roll_back(lake, 1) == back
    assert roll_back(lake, back.number) == back
    assert release_log(lake).numbers() == [1, 2, 3]


def test_a_rollback_of_a_rollback_names_the_release_that_was_made(lake: Lake) -> None:
    make_release(lake, write(lake, heroes="Woody"), 5)
    make_release(lake, write(lake, heroes="Buzz"), 5)
    roll_back(lake, 1)
    resume(lake)
    make_release(lake, write(lake, heroes="Jessie"), 5)
    back = roll_back(lake, 3)
    assert (back.number, back.manifest.restores) == (6, 1)
    assert names(lake, back) == {"heroes": "Woody"}


def test_the_release_before_is_the_newest_with_other_rows(lake: Lake) -> None:
    make_release(lake, write(lake, heroes="Woody"), 5)
    make_release(lake, write(lake, heroes="Buzz"), 5)
    make_release(lake, write(lake, AT_20, heroes="Buzz"), 5)
    back = roll_back(lake)
    assert back.manifest.restores == 1
    assert names(lake, back) == {"heroes": "Woody"}


def test_each_rollback_goes_further_back(lake: Lake) -> None:
    for hero in ("Woody", "Buzz", "Jessie"):
        make_release(lake, write(lake, heroes=hero), 5)
    assert names(lake, roll_back(lake)) == {"heroes": "Buzz"}
    back = roll_back(lake)
    assert (back.number, back.manifest.restores) == (5, 1)
    assert names(lake, back) == {"heroes": "Woody"}
    with pytest.raises(InputError, match="release 1 is the first with these tables"):
        roll_back(lake)


def test_the_first_release_has_none_before_it(lake: Lake) -> None:
    make_release(lake, write(lake, heroes="Woody"), 5)
    with pytest.raises(InputError, match="release 1 is the first with these tables: there is none before it"):
        roll_back(lake)


def test_a_release_that_never_was_is_refused(lake: Lake) -> None:
    make_release(lake, write(lake, heroes="Woody"), 5)
    with pytest.raises(InputError, match=r"^there is no release 7: `hyperion release list` shows those there are$"):
        roll_back(lake, 7)


def test_a_release_whose_files_are_gone_is_not_brought_back(lake: Lake) -> None:
    first = make_release(lake, write(lake, heroes="Woody"), 5)
    present = make_release(lake, write(lake, heroes="Buzz"), 5)
    [file] = first.manifest.tables["heroes"].manifest.files
    Path(lake.processed.uri(file.path)).unlink()
    with pytest.raises(StorageError, match="is missing"):
        roll_back(lake)
    assert required_release(lake) == present
