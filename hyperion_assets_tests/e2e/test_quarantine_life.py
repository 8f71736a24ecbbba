"""What could not be used is listed, corrected, replayed and dropped; the books balance and count it once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from hyperion_assets.checks.quarantine_checks import QUARANTINE_OPEN
from hyperion_assets.operations.dagster_instance import dagster_instance
from hyperion_assets.operations.exit import Exit
from hyperion_assets.topics import Topic
from hyperion_assets_tests.e2e.conftest import FORGETFUL, MakeWorld, configure_dagster
from hyperion_assets_tests.e2e.small_source import LAMP_TOWN_FILE
from hyperion_assets_tests.e2e.test_poison import DAY, FILM, Message, send
from hyperion_assets_tests.e2e.world import World, as_value

PLAIN = {"studio": "North Studio", "animation_type": "animated", "release_type": "theatrical"}
RUN = {"release_date": "2001-06-15", "domestic_original_run_usd": 3_000, "domestic_gross_usd": 3_000}
DEEP_LAMP = {"title": "Deep Lamp", "year": "19x5"} | RUN | PLAIN
FLICKER = {"name": "Flicker", "role": "ally", "voice_actor": "Ada (Berg) Cole"}
NAMELESS = {"role": "minor", "voice_actor": "Finn Holm"}
OWN_CONTEXT = {"shape": "one_film", "franchise": "Lamp Town", "category": None, "group": None, "studio": None}
CODES = {"not_json", "invalid_year", "no_key", "no_name", "film_not_in_catalogue", "undecidable_credit"}
ENTRIES = "/categories/lamp_town_2/characters"


class Desk:
    """The world as a person sees it who mends what lies in its quarantine."""

    def __init__(self, world: World, file: Path) -> None:
        self.world = world
        self.file = file

    def open(self, *arguments: str) -> dict[str, dict[str, Any]]:
        """The open records and fields by their codes."""
        done = self.world.hyperion("quarantine", "list", "--json", *arguments)
        assert done.code == 0, done
        return {row["code"]: row for row in json.loads(done.printed) if row["scope"] != "file"}

    def export(self, *arguments: str) -> dict[str, dict[str, Any]]:
        """A new file of rows, by code."""
        self.file.unlink(missing_ok=True)
        done = self.world.hyperion("quarantine", "export", *arguments, "--output", str(self.file))
        assert done.code == 0, done
        return {row["code"]: row for row in json.loads(self.file.read_text(encoding="utf-8"))}

    def save(self, rows: dict[str, dict[str, Any]]) -> None:
        self.file.write_text(json.dumps(list(rows.values())), encoding="utf-8")

    def say(self, *arguments: str) -> tuple[int, list[str]]:
        """A command's exit code and what it printed."""
        done = self.world.hyperion("quarantine", *arguments)
        assert done.code != Exit.BAD_INPUT, done
        return done.code, done.printed.splitlines()

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        """The row of the release in force."""
        [row] = [row for row in self.world.rows("quarantine") if row["quarantine_id"] == found["quarantine_id"]]
        return row


@pytest.fixture(scope="module")
def desk(make_world: MakeWorld, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A film with a bad year, an undecidable credit, a nameless entry, a torn file, and messages of nobody's."""
    world = make_world(history=True)
    world.source.films.append(DEEP_LAMP)
    world.source.files[LAMP_TOWN_FILE]["categories"]["lamp_town_2"]["characters"] += [FLICKER, NAMELESS]
    world.source.write()
    (world.source.characters / "torn.json").write_text("{", encoding="utf-8")
    for topic in Topic:
        world.hyperion("publish", topic.value)
    stray = as_value(DAY | {"film_id": "lost", "basis": "modelled"})
    send(
        world,
        Message(Topic.FILMS, None, as_value(FILM), "no_key"),
        Message(Topic.BOXOFFICE, b"lost|2003-12-12|CA", stray, ""),
        Message(Topic.CHARACTERS, b"x|1", b"\x00\xff", "not_json"),
    )
    return Desk(world.released(), tmp_path_factory.mktemp("desk") / "fix.json")


@pytest.fixture(scope="module")
def found(desk: Desk) -> dict[str, dict[str, Any]]:
    """The rows as they were listed first."""
    return desk.open()


@pytest.fixture(scope="module")
def dagit(desk: Desk) -> tuple[dict[str, Any], Any]:
    """What Dagit shows of the quarantine after the first run: its metadata, and the check."""
    with dagster_instance(desk.world.settings) as instance:
        event = instance.get_latest_materialization_event(dg.AssetKey("quarantine"))
        assert event is not None
        assert event.asset_materialization is not None
        key = dg.AssetCheckKey(dg.AssetKey("quarantine"), QUARANTINE_OPEN)
        [record] = instance.event_log_storage.get_asset_check_execution_history(key, limit=1)
        assert record.event is not None
        found = dict(event.asset_materialization.metadata), record.event.asset_check_evaluation
    configure_dagster(desk.world.settings, FORGETFUL)
    return found


@pytest.fixture(scope="module")
def unedited(desk: Desk, found: dict[str, dict[str, Any]]) -> tuple[int, list[str]]:
    desk.export()
    return desk.say("fix", str(desk.file))


@pytest.fixture(scope="module")
def replayed(desk: Desk, found: dict[str, dict[str, Any]], unedited: object, dagit: object) -> list[str]:
    """Every record corrected, replayed once, and taken in by a run."""
    rows = desk.export()
    rows["invalid_year"]["value"]["year"] = 2001
    rows["undecidable_credit"]["value"]["entry"]["voice_actor"] = "Ada Berg"
    rows["no_name"]["value"]["name"] = "Flame"
    # Any other gross would break the rule that days sum to the original run.
    rows["film_not_in_catalogue"]["value"] |= {"film_id": "lamp-town-2003", "date": "2004-12-31", "gross_cents": 0}
    del rows["not_json"]["base64"]
    media = [{"kind": "film", "title": "Lamp Town", "year": 2003}]
    rows["not_json"]["value"] = {
        "entry": {"name": "Stray", "role": "cameo", "voice_actor": "Zoë Gad"},
        "context": OWN_CONTEXT | {"media": media, "file_media": media},
    }
    desk.save(rows)
    code, lines = desk.say("fix", str(desk.file))
    assert code == 0, lines
    assert sum(": ok" in line for line in lines) == len(CODES)
    before = desk.world.offsets()
    code, lines = desk.say("replay", str(desk.file))
    assert code == 0, lines
    assert lines[-1] == "`hyperion run` takes it in"
    after = desk.world.offsets()
    # A day of another film has another key, so that the old key is deleted.
    assert {name: after[name] - before[name] for name in after} == {"films": 2, "characters": 3, "boxoffice": 2}
    assert desk.open() == {}
    assert any("takes it in" in line for line in desk.say("show", found["invalid_year"]["quarantine_id"])[1])
    _, again = desk.say("replay", str(desk.file))
    assert all("already replayed" in line for line in again), again
    assert desk.world.offsets() == after
    desk.world.released()
    return lines


def test_open_rows_are_listed_with_place_and_reason(desk: Desk, found: dict[str, dict[str, Any]]) -> None:
    assert set(found) == CODES
    assert {row["status"] for row in found.values()} == {"open"}
    assert found["no_name"]["place"] == f"{ENTRIES}/3"
    assert found["undecidable_credit"]["scope"] == "field"


def test_dagit_shows_counts_by_reason_with_samples(dagit: tuple[dict[str, Any], Any]) -> None:
    metadata, _ = dagit
    assert metadata["open"].value == len(CODES) + 1
    assert metadata["resolved"].value == 0
    table = metadata["by reason"].value.splitlines()
    assert table[0] == "| code | scope | open | replayed | resolved | dropped | sample |"
    assert len(table) == 2 + len(CODES) + 1
    [year] = [line for line in table if line.startswith("| invalid_year | record | 1 | 0 | 0 | 0 | ")]
    assert 'complete_movie_list.json /films/4 year is "19x5"' in year


def test_a_check_warns_of_open_files_and_records(dagit: tuple[dict[str, Any], Any]) -> None:
    _, check = dagit
    assert (check.passed, check.severity, check.blocking) == (False, dg.AssetCheckSeverity.WARN, False)
    assert check.description.startswith("open: 2 not_json, ")
    assert check.metadata["open files and records"].value == 5
    assert check.metadata["open fields"].value == 2


def test_what_is_not_corrected_is_told_row_by_row(unedited: tuple[int, list[str]]) -> None:
    code, lines = unedited
    assert code == Exit.CHECKS_FAILED
    told = {line.split(" ", 2)[1].rstrip(":"): line.split(": ", 1)[1] for line in lines}
    assert told["invalid_year"].startswith('year is "19x5"')
    assert told["undecidable_credit"] == "unchanged: it is as it was"
    assert told["no_name"].startswith("the entry has no name")
    assert told["not_json"].startswith("'utf-8' codec can't decode")
    assert told["film_not_in_catalogue"] == "unchanged: it is as it was"
    assert told["no_key"] == "ok"


def test_corrections_are_rows_of_the_tables(desk: Desk, replayed: list[str]) -> None:
    world = desk.world
    assert {"deep-lamp-2001", "lost-lamp-2001"} <= {row["film_id"] for row in world.rows("films")}
    talent = {(row["character_id"], row["talent_id"], row["film_id"]) for row in world.rows("character_talent")}
    assert {
        ("lamp-town--flicker", "ada-berg", "lamp-town-2-2006"),
        ("lamp-town--flame", "finn-holm", "lamp-town-2-2006"),
        ("lamp-town--stray", "zoe-gad", "lamp-town-2003"),
    } <= talent
    assert world.query("SELECT count(*) FROM box_office_daily WHERE film_id = 'lost'") == [(0,)]
    sums = world.query("SELECT sum(gross_cents) FROM box_office_daily WHERE film_id = 'deep-lamp-2001'")
    assert sums == [(300_000,)], "the days of a film that only a replay has brought"
    resent = [record["key"] for record in world.staged("boxoffice") if record["replay_of"]]
    assert sorted(resent) == ["lamp-town-2003|2004-12-31|CA", "lost|2003-12-12|CA"]


def test_rows_say_when_and_how_they_were_resolved(
    desk: Desk, found: dict[str, dict[str, Any]], replayed: list[str]
) -> None:
    for code in CODES:
        row = desk.row(found[code])
        assert (row["status"], row["why"]) == ("resolved", None), code
        topic, partition, offset = row["resolved_by"].split("/")
        [record] = [
            record
            for record in desk.world.staged(topic.removeprefix("raw-"))
            if (record["partition"], record["offset"]) == (int(partition), int(offset))
        ]
        assert (record["replay_of"], record["outcome"]) == (row["quarantine_id"], "staged")
        assert row["resolved_at"] == f"{record['timestamp']:%Y-%m-%dT%H:%M:%SZ}"
    _, lines = desk.say("show", found["invalid_year"]["quarantine_id"][:12])
    assert "now     the replay is the current record of its key" in lines


def test_the_ledger_counts_a_replay_once(desk: Desk, replayed: list[str]) -> None:
    found, world = desk.world.ledger(), desk.world
    films, characters = world.topic("films"), world.topic("characters")
    assert (found["ranges"][films]["staged"], found["ranges"][films]["quarantined"]) == (6, 2)
    assert (found["ranges"][characters]["staged"], found["ranges"][characters]["quarantined"]) == (12, 1)
    current = {name: {fate: count for fate, count in line.items() if count} for name, line in found["cut"].items()}
    assert current[films] == {"staged": 6, "current": 6, "rows": 6}
    assert current[characters] == {"staged": 12, "current": 11, "superseded": 1, "rows": 11}


def test_a_second_replay_changes_nothing(desk: Desk, replayed: list[str]) -> None:
    offsets, release = desk.world.offsets(), desk.world.release().number
    code, lines = desk.say("replay", str(desk.file))
    assert (code, len(lines)) == (0, len(CODES))
    assert all(line.endswith("already replayed") for line in lines)
    assert desk.world.run().code == Exit.RELEASED
    assert (desk.world.offsets(), desk.world.release().number) == (offsets, release)


def test_a_dropped_row_is_closed_at_once_and_in_the_next_release(desk: Desk, replayed: list[str]) -> None:
    [torn] = json.loads(desk.world.hyperion("quarantine", "list", "--json", "--scope", "file").printed)
    release = desk.world.release().number
    code, [line] = desk.say("drop", torn["quarantine_id"][:8], "--why", "not  ours")
    assert (code, line) == (0, f"{torn['quarantine_id'][:10]} not_json: dropped")
    assert desk.world.hyperion("quarantine", "list").printed.splitlines()[0].startswith("in the quarantine: 1 dropped")
    desk.world.released()
    assert desk.world.release().number == release + 1
    row = desk.row(torn)
    assert (row["status"], row["why"], row["resolved_by"]) == ("dropped", "not ours", None)
    assert desk.say("drop", torn["quarantine_id"], "--why", "not ours")[1][0].endswith("already dropped")
    assert desk.world.run().code == Exit.RELEASED
    assert desk.world.release().number == release + 1
    (desk.world.source.characters / "torn.json").write_text('{"film', encoding="utf-8")
    desk.world.released()
    files = json.loads(desk.world.hyperion("quarantine", "list", "--json", "--scope", "file").printed)
    assert [row["status"] for row in files if row["quarantine_id"] != torn["quarantine_id"]] == ["open"], "another text"


def test_a_source_published_later_wins_and_show_says_so(
    desk: Desk, found: dict[str, dict[str, Any]], replayed: list[str]
) -> None:
    world = desk.world
    entries = world.source.files[LAMP_TOWN_FILE]["categories"]["lamp_town_2"]["characters"]
    next(entry for entry in entries if entry.get("name") == "Flicker")["voice_actor"] = "Emil Falk"
    next(entry for entry in entries if "name" not in entry)["name"] = "Spark"  # the replay said "Flame"
    world.source.film("Quiet Harbour")["runtime_min"] = 66
    world.source.write()
    world.released()
    films = {row["film_id"] for row in world.rows("films")}
    assert {"deep-lamp-2001", "lost-lamp-2001"} <= films, "what their replays correct is there still, or never was"
    names = {row["name"] for row in world.rows("characters")}
    assert "Spark" in names
    assert "Flame" not in names
    flicker = [row for row in world.rows("character_talent") if row["character_id"] == "lamp-town--flicker"]
    assert [row["talent_id"] for row in flicker] == ["emil-falk"]
    row = found["undecidable_credit"]
    assert desk.row(row)["status"] == "resolved"
    [now] = [line for line in desk.say("show", row["quarantine_id"])[1] if line.startswith("now")]
    assert "is newer than the replay" in now
    assert f"characters/{LAMP_TOWN_FILE} {ENTRIES}/2; a source published later wins" in now


def test_a_day_that_staging_would_refuse_again_is_not_replayed(
    desk: Desk, found: dict[str, dict[str, Any]], replayed: list[str]
) -> None:
    bad = as_value(DAY | {"date": "2003-12-14", "gross_cents": -1, "basis": "modelled"})
    send(desk.world, Message(Topic.BOXOFFICE, b"lamp-town-2003|2003-12-14|CA", bad, "negative_amount"))
    desk.world.released()
    offsets = desk.world.offsets()
    rows = desk.export("--code", "negative_amount")
    rows["negative_amount"]["value"]["gross_cents"] = -2
    desk.save(rows)
    code, [judged, said] = desk.say("replay", str(desk.file))
    assert code == Exit.CHECKS_FAILED
    assert judged.endswith(" negative_amount: gross_cents is negative: -2")
    assert said == "nothing was replayed"
    assert desk.world.offsets() == offsets
