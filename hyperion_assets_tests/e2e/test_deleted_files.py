"""Files of tables that somebody deletes behind their backs: told where they are read, made anew by the next run.

The tests share a world and run in their order.
"""

from __future__ import annotations

import pytest

from hyperion_assets.lake.tables import LakeTable
from hyperion_assets.operations.exit import Exit
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.world import World, changed


@pytest.fixture(scope="module")
def world(make_world: MakeWorld) -> World:
    return make_world(place="s3").released()


def delete_one(table: LakeTable) -> str:
    """Delete a data file of the current version; its address."""
    file = table.files()[-1]
    table.store.remove(file.path)
    return table.store.uri(file.path)


def test_a_query_names_the_file_and_what_to_do(world: World) -> None:
    gone = delete_one(world.lake.table("films"))
    done = world.hyperion("sql", "select count(*) from studios")
    assert (done.code, done.printed) == (2, "")
    assert done.said == (
        f"hyperion: films: the data file {gone} is missing: bring it back, or `hyperion run` makes the current version "
        "anew\n"
    )


def test_the_next_run_makes_the_table_anew_and_nothing_else(world: World) -> None:
    contents, files, offsets, rows = world.contents(), world.files(), world.offsets(), world.stored("films")
    world.released()
    assert world.contents() == contents
    assert changed(files, world.files()) == {"films"}
    assert world.offsets() == offsets
    assert world.rows("films") == rows
    assert world.release().number == 2


def test_a_release_whose_files_are_gone_is_not_brought_back(world: World) -> None:
    done = world.hyperion("release", "rollback", "1")
    assert done.code == 2
    [line] = done.said.splitlines()
    assert line.startswith("hyperion: films: the data file ")
    assert "is missing: bring it back" in line
    assert world.release().number == 2
    world.assert_in_order()


def test_files_of_several_tables_are_made_anew_with_the_rows_they_had(world: World) -> None:
    names = ["box_office_daily", "current_characters", "resolved_entries"]
    contents, files, before = world.contents(), world.files(), {name: world.head(name).partitions for name in names}
    gone = {name: delete_one(world.lake.table(name)) for name in names}
    world.released()
    assert world.contents() == contents
    assert changed(files, world.files()) == set(names)
    for name, parts in before.items():
        after, store = world.head(name).partitions, world.lake.table(name).store
        hit = {part for part, held in parts.items() if gone[name] in [store.uri(file.path) for file in held.files]}
        assert len(hit) == 1
        assert {part for part in parts if parts[part].files != after[part].files} == hit


def test_staged_ranges_are_staged_again_from_their_raw_files_or_from_the_topic(world: World) -> None:
    staged = {name: world.staged(name) for name in ("films", "characters")}
    contents, files = world.contents(), world.files()
    for name in staged:
        delete_one(world.lake.table(f"staged_{name}"))
    raw = [path for path in world.lake.raw.walk(world.topic("characters")) if path.endswith(".jsonl")]
    assert raw
    for path in raw:
        world.lake.raw.remove(path)
    done = world.run()
    assert (done.code, done.complaints) == (Exit.RELEASED, [])
    assert {name: world.staged(name) for name in staged} == staged
    assert world.lake.raw.walk(world.topic("characters"))
    assert world.contents() == contents
    assert changed(files, world.files()) == {"staged_films", "staged_characters"}


def test_after_all_of_it_a_run_with_nothing_new_writes_nothing(world: World) -> None:
    stores = (world.lake.raw, world.lake.staging, world.lake.processed)
    before = [store.sizes("") for store in stores]
    world.released()
    assert [store.sizes("") for store in stores] == before
