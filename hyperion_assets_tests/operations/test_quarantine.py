"""Rows of the quarantine for a person: lists, files to edit, judgements, and mistakes that are a line each."""

from __future__ import annotations

import datetime as dt
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner, Result

from hyperion_assets.broker.connection import MAX_RECORD_BYTES
from hyperion_assets.cli import main
from hyperion_assets.lake.decisions import drop
from hyperion_assets.lake.lake import Lake
from hyperion_assets.operations.quarantine import file
from hyperion_assets.operations.quarantine.file import corrections
from hyperion_assets.operations.quarantine.fix import judge
from hyperion_assets.operations.quarantine.rows import quarantine_rows
from hyperion_assets.progress import unheard
from hyperion_assets.settings import Settings
from hyperion_assets.sources.box_office import box_office_records
from hyperion_assets_tests.e2e.small_source import GAME_FILE, SmallSource
from hyperion_assets_tests.lake.written import AT_10, partition, put
from hyperion_assets_tests.small_release import arrow_table

CONTEXT = {"shape": "one_film", "franchise": "Lamp Town", "category": None, "group": None, "studio": None}
MEDIA = [{"kind": "film", "title": "Lamp Town", "year": 2003}]
ENTRY = {"entry": {"name": "Wick", "voice_actor": "12"}, "context": CONTEXT | {"media": MEDIA, "file_media": MEDIA}}
FILM = {"title": "Lost Lamp", "year": "19x5", "studio": "North Studio", "studio_facts": {"name": "North Studio"}}
NAMELESS = {"role": "minor", "voice_actor": "Finn Holm"}
DAY = {"film_id": "lost", "date": "2003-12-12", "state": "CA", "gross_cents": 1, "basis": "modelled"}
ON_TOPIC = {"partition": 0, "generation": 0}


def as_bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def row(beginning: str, scope: str, topic: str, code: str, original: bytes | None, **more: Any) -> dict[str, Any]:
    """A row that is open, unless said otherwise; the id is its beginning and noughts."""
    facts = {"quarantine_id": beginning.ljust(32, "0"), "scope": scope, "topic": f"raw-{topic}", "code": code}
    return {**facts, "reason": f"it is {code}", "original": original, "status": "open", **more}


ROWS = [
    row("a1", "record", "films", "invalid_year", as_bytes(FILM), key="sha256:1", offset=4, source="f.json", **ON_TOPIC),
    row("a2", "record", "films", "no_key", as_bytes(FILM | {"year": 2001}), offset=5, **ON_TOPIC),
    row("a3", "record", "films", "no_key", as_bytes(FILM | {"year": 2001}), offset=6, **ON_TOPIC),
    row(
        *("b1", "field", "characters", "undecidable_credit", as_bytes(ENTRY)),
        **{"key": "k|1", "field": "voice_actor", "offset": 1, "source": "c.json", "place": "/characters/0"} | ON_TOPIC,
    ),
    row("b2", "field", "characters", "no_medium", as_bytes(ENTRY), key="k|1", field="media", offset=1, **ON_TOPIC),
    row("b3", "record", "characters", "not_json", b'{"entry": NaN}', key="k|2", offset=2, **ON_TOPIC),
    row("b4", "record", "characters", "not_json", b"\x00\xff", key="k|3", offset=3, **ON_TOPIC),
    row("c1", "file", "characters", "not_json", b"{", source="characters/torn.json", place=""),
    row(
        *("c2", "record", "characters", "no_name", as_bytes(NAMELESS)),
        source=f"characters/{GAME_FILE}",
        place="/characters/1",
    ),
    row(
        *("d1", "field", "boxoffice", "film_not_in_catalogue", as_bytes(DAY)),
        **{"key": "lost|2003-12-12|CA", "source": "faker:box-office", "place": "7"} | ON_TOPIC,
    ),
    row(
        *("e1", "record", "films", "invalid_year", as_bytes(FILM)),
        key="old",
        status="resolved",
        resolved_by="raw-films/0/9",
        why="a later record of its key …",
    ),
]


class Desk:
    """A home with these rows in its quarantine, and a source in which the nameless entry stands."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "fix.json"
        self.settings = Settings(home=folder / "home", source_dir=folder / "source", _env_file=None)
        self.environment = {
            "HYPERION_HOME": str(self.settings.home),
            "HYPERION_SOURCE_DIR": str(self.settings.source_dir),
        }
        self.source = SmallSource(self.settings.source_dir)
        self.source.files[GAME_FILE]["characters"].append(NAMELESS)
        path = self.source.characters / GAME_FILE
        path.write_bytes(as_bytes(self.source.files[GAME_FILE]))
        put(self.lake.table("quarantine"), arrow_table("quarantine", ROWS))

    @property
    def lake(self) -> Lake:
        return Lake(self.settings)

    def __call__(self, *arguments: str) -> Result:
        done = CliRunner().invoke(main, ["quarantine", *arguments], env=self.environment)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    def export(self, *arguments: str) -> dict[str, dict[str, Any]]:
        """A new file; its rows by the beginning of their ids."""
        done = self("export", *arguments, "--output", str(self.file))
        assert done.exit_code == 0, done.stderr
        return {found["id"][:2]: found for found in json.loads(self.file.read_text(encoding="utf-8"))}

    def save(self, *rows: dict[str, Any]) -> None:
        self.file.write_text(json.dumps(rows), encoding="utf-8")

    def judged(self, *rows: dict[str, Any]) -> tuple[int, list[str]]:
        """What is said of these rows, without their ids and codes."""
        self.save(*rows)
        done = self("fix", str(self.file))
        assert done.exit_code in (0, 1), done.stderr
        return done.exit_code, [line.partition(": ")[2] for line in done.stdout.splitlines()]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def ids(done: Result) -> list[str]:
    return [found["quarantine_id"].rstrip("0") for found in json.loads(done.stdout)]


def test_open_rows_are_listed_files_first(desk: Desk) -> None:
    assert ids(desk("list", "--json")) == ["c1", "a1", "a2", "a3", "c2", "b3", "b4", "d1", "b2", "b1"]
    assert ids(desk("list", "--json", "--all", "--code", "invalid_year")) == ["e1", "a1"]
    assert ids(desk("list", "--json", "--topic", "boxoffice")) == ["d1"]
    assert ids(desk("list", "--json", "--scope", "field", "--limit", "2")) == ["d1", "b2"]
    lines = desk("list", "--scope", "field", "--limit", "2").stdout.splitlines()
    assert lines[0].split() == ["id", "status", "scope", "code", "from", "reason"]
    assert lines[1].startswith("d100000000  open    field  film_not_in_catalogue  faker:box-office 7")
    assert lines[-2:] == ["… 1 more: --limit N", "in the quarantine: 10 open, 1 resolved"]


def test_a_row_is_shown_with_its_value_and_what_can_be_done(desk: Desk) -> None:
    shown = desk("show", "b1").stdout
    assert (
        f"id      {'b1'.ljust(32, '0')}\nstatus  open\nreason  undecidable_credit: it is undecidable_credit\n" in shown
    )
    assert "from    c.json /characters/0 (raw-characters/0/1)" in shown
    assert "next    hyperion quarantine export b100000000 --output FILE" in shown
    assert '  "voice_actor": "12"' in shown
    assert "mend characters/torn.json in the source folder" in desk("show", "c1").stdout
    assert "next" not in desk("show", "e1").stdout
    assert desk("show", "b4").stdout.endswith("\n�\\xff\n")


def test_a_file_to_edit_has_a_row_a_record_in_the_form_that_its_value_has(desk: Desk) -> None:
    done = desk("export", "--output", str(desk.file))
    assert done.stdout.splitlines() == [
        f"{desk.file}: 8 records to edit",
        "left out: 1 whole file; mend them in the source folder and publish them",
        "9 rows are of 8 records; see `also`",
    ]
    found = {row["id"][:2]: row for row in json.loads(desk.file.read_text())}
    assert found.keys() == {"a1", "a2", "a3", "b2", "b3", "b4", "c2", "d1"}
    assert found["a1"] == {
        "id": "a1".ljust(32, "0"),
        "topic": "raw-films",
        "source": "f.json",
        "key": "sha256:1",
        "code": "invalid_year",
        "reason": "it is invalid_year",
        "value": FILM,
    }
    assert found["b2"]["also"] == ["b100000000 undecidable_credit: it is undecidable_credit"]
    assert found["b3"]["text"] == '{"entry": NaN}'
    assert found["b4"]["base64"] == "AP8="


def test_corrections_are_judged_by_the_readers_of_staging(desk: Desk) -> None:
    rows = desk.export("a1", "b1", "b3", "c2")
    assert desk.judged(*rows.values()) == (
        1,
        [
            'year is "19x5", not a year from 1930 to 2040',
            "unchanged: it is as it was",
            "NaN is not JSON",
            "the entry has no name, and no credit without one",
        ],
    )
    rows["a1"]["value"]["year"] = 2001
    rows["b1"]["value"]["entry"]["voice_actor"] = "34"
    rows["b3"]["text"] = as_bytes(ENTRY).decode()
    rows["c2"]["value"]["name"] = "Flame"
    code, said = desk.judged(*rows.values())
    assert code == 1
    assert said[1] == "voice_actor undecidable_credit: no letter that a name could be made of"
    assert said[2].startswith("ok (but voice_actor undecidable_credit: ")
    assert [said[0], said[3]] == ["ok", "ok"]
    rows["b1"]["value"]["entry"]["voice_actor"] = "Ada Berg"
    assert desk.judged(*rows.values())[0] == 0


def test_records_that_were_not_edited_and_cannot_be_used_so_are_left_alone(desk: Desk) -> None:
    rows = desk.export("a1", "a2", "b1")
    rows["a1"]["value"]["year"] = 2001
    desk.save(*rows.values())
    done = desk("fix", str(desk.file))
    assert done.exit_code == 0
    assert [line.split()[-1] for line in done.stdout.splitlines()[:-1]] == ["ok", "ok"]
    [left] = done.stdout.splitlines()[-1:]
    assert left == "left alone, as exported and not to be used so: 1 record"


def test_more_open_rows_than_a_person_edits_are_exported_by_their_reason(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "MOST_UNNAMED", 9)
    done = desk("export", "--output", str(desk.file))
    assert done.exit_code == 2
    assert "10 rows are open (3 not_json, 2 no_key, 1 " in done.stderr
    assert not desk.file.exists()
    assert desk.export("--code", "no_key").keys() == {"a2", "a3"}


def test_days_of_the_box_office_are_judged_by_staging_and_the_catalogue(desk: Desk, sail_remote: str) -> None:
    desk.environment["HYPERION_SPARK_REMOTE"] = sail_remote
    put(desk.lake.table("current_films"), pa.table({"film_id": ["up-2009"]}))
    day = desk.export("d1")["d1"]
    assert desk.judged(day) == (1, ["unchanged: it is as it was"])

    def judged(**changed: object) -> tuple[int, list[str]]:
        return desk.judged(day | {"value": DAY | changed})

    assert judged(film_id="up-2009") == (0, ["ok"])
    assert judged(film_id="pu-2009") == (1, ["film_id film_not_in_catalogue: pu-2009 is not in the catalogue"])
    assert judged(gross_cents=-5) == (1, ["negative_amount: gross_cents is negative: -5"])
    assert judged(date="2003-02-30") == (1, ["invalid_date: date is not a day (YYYY-MM-DD)"])
    assert judged(state="XX") == (1, ["unknown_state: state is not one of the 51"])
    assert judged(basis="guessed") == (1, ["unknown_basis: basis is not known"])
    assert judged(gross_cents="1") == (1, ["invalid_type: gross_cents is not a whole number"])
    assert judged(date=None)[0] == 1
    assert judged(date="0000-01-01") == (1, ["invalid_date: date is not from 1930 to 2040"])
    assert judged(film_id="up-2009|x") == (1, ["film_id film_not_in_catalogue: up-2009|x is not in the catalogue"])
    for film_id in ("up\n2009", "up-2009\0", "\ud800"):
        assert judged(film_id=film_id) == (
            1,
            ["no_key: film_id, date and state hold control characters or half a surrogate pair"],
        )


def test_a_day_is_replayed_as_one_of_its_film_s_unit(desk: Desk, sail_remote: str) -> None:
    settings = desk.settings.model_copy(update={"spark_remote": sail_remote})
    put(desk.lake.table("current_films"), pa.table({"film_id": ["up-2009"]}))
    day = desk.export("d1")["d1"]
    desk.save(day | {"value": DAY | {"film_id": "up-2009"}})
    with quarantine_rows(settings) as quarantine:
        [judged] = judge(settings, quarantine, corrections(quarantine, desk.file), unheard)
    unit = "faker:box-office/lost"
    text = box_office_records(
        pa.table({name: [value] for name, value in DAY.items()} | {"date": [dt.date(2003, 12, 12)]})
    )
    assert [(each.key, each.unit) for each in judged.replays] == [
        ("up-2009|2003-12-12|CA", unit),
        ("lost|2003-12-12|CA", unit),
    ]
    assert {each.corrects for each in judged.replays} == set(text.column("content_hash").to_pylist())


def test_a_key_in_use_is_not_taken_from_its_record(desk: Desk) -> None:
    rows = desk.export("a2")
    record = {"source": "f.json", "place": "/films/8", "generation": 0, "partition": 0, "offset": 8}
    in_use = {"film_id": "lost-lamp-2001", "key": "lost-lamp-2001", "replay_of": None, **record}
    schema = pa.schema(
        [(name, pa.int32() if isinstance(value, int) else pa.string()) for name, value in in_use.items()]
    )
    put(desk.lake.table("current_films"), pa.Table.from_pylist([in_use], schema))
    assert desk.judged(*rows.values()) == (
        1,
        ["key_in_use: lost-lamp-2001 is the key of a record in use, of f.json /films/8: correct that one"],
    )


def test_a_day_and_its_film_are_corrected_together(desk: Desk, sail_remote: str) -> None:
    desk.environment["HYPERION_SPARK_REMOTE"] = sail_remote
    rows = desk.export("a1", "d1")
    rows["d1"]["value"] |= {"film_id": "lost-lamp-2001", "state": "NY"}
    rows["a1"]["value"]["year"] = 2001
    assert desk.judged(*rows.values()) == (0, ["ok", "ok"])
    assert desk.judged(rows["d1"]) == (
        1,
        ["film_id film_not_in_catalogue: lost-lamp-2001 is not in the catalogue"],
    )


def test_an_entry_whose_place_has_changed_needs_its_whole_record(desk: Desk) -> None:
    rows = desk.export("c2")
    rows["c2"]["value"]["name"] = "Flame"
    path = desk.source.characters / GAME_FILE
    path.write_bytes(as_bytes(desk.source.files[GAME_FILE] | {"characters": [NAMELESS]}))
    place = f"characters/{GAME_FILE}"
    assert desk.judged(rows["c2"]) == (
        1,
        [f"{place} has another entry at /characters/1 by now; give the whole record as its value"],
    )
    path.unlink()
    assert desk.judged(rows["c2"])[1] == [
        f"{place} is not among the sources any more; give the whole record as its value"
    ]
    rows["c2"]["value"] = ENTRY | {"entry": {"name": "Flame", "voice_actor": "Finn Holm"}}
    assert desk.judged(rows["c2"]) == (0, ["ok"])


def test_what_was_dropped_since_the_table_was_made_is_dropped(desk: Desk) -> None:
    done = desk("drop", "a2", "a3", "--why", " a  test\nof ours ")
    assert done.stdout == "a200000000 no_key: dropped\na300000000 no_key: dropped\n"
    assert ids(desk("list", "--json", "--code", "no_key")) == []
    [first, _] = json.loads(desk("list", "--json", "--all", "--code", "no_key").stdout)
    assert (first["status"], first["why"]) == ("dropped", "a test of ours")
    assert "why     a test of ours" in desk("show", "a2").stdout
    commits = desk.lake.raw.names("_quarantine/decisions/_commits")
    assert desk("drop", "a2", "--why", "a test of ours").stdout == "a200000000 no_key: already dropped\n"
    assert desk.lake.raw.names("_quarantine/decisions/_commits") == commits == ["00000001.json"]


def test_decisions_are_kept_one_after_the_other(desk: Desk) -> None:
    now = datetime(2026, 1, 2, tzinfo=UTC)
    assert drop(desk.lake.raw, ["a"], "x", now) == ["a"]
    assert drop(desk.lake.raw, ["b", "a"], "x", now) == ["b"]
    assert drop(desk.lake.raw, ["a"], "y", now) == ["a"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "ff"], "the quarantine has no row 'ff'; `hyperion quarantine list --all` lists them"),
        (["show", "%"], "the quarantine has no row '%'; `hyperion quarantine list --all` lists them"),
        (["show", "b"], "b is the beginning of 4 rows (b100000000, b200000000, b300000000, …)"),
        (["drop", "a1", "zz", "--why", "x"], "the quarantine has no row 'zz'; `hyperion quarantine list --all` lists"),
        (["drop", "a1", "--why", " "], "--why says in words why nobody needs it"),
        (["drop", "e1", "--why", "x"], "e100000000 is resolved by raw-films/0/9: there is nothing to drop"),
        (["export", "c1", "--output", "x.json"], "c100000000 is a whole file: mend characters/torn.json in the source"),
        (["replay", "c1"], "c100000000 is a whole file: mend characters/torn.json in the source folder and publish it"),
        (["export", "--code", "none", "--output", "x.json"], "no record is open for none: there is nothing to export"),
        (["fix", "missing.json"], "cannot read missing.json: No such file or directory"),
        (["replay", "missing.json"], "there is no file missing.json; give one file, or ids of rows"),
        (["replay", "a2", "a3"], "a200000000 and a300000000 are two records of one key (lost-lamp-2001): replay one"),
        (
            ["replay", "e1"],
            "e100000000 is resolved, for a later record of its key … (raw-films/0/9); correct the source",
        ),
    ],
)
def test_a_mistake_is_one_line_and_code_2(desk: Desk, arguments: list[str], said: str) -> None:
    done = desk(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"hyperion: {said}")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no JSON that can be read: line 1 column 2: Expecting property name enclosed in double quotes"),
        ("{}", "is no list of rows as `hyperion quarantine export` writes it"),
        ("[]", "is no list of rows as `hyperion quarantine export` writes it"),
        ("[1]", "element 0 has no id of a row"),
        ('[{"id": "a1", "value": {}}]', "the quarantine has no row 'a1'; an id stays as it was exported"),
        (json.dumps([{"id": "a1".ljust(32, "0")}]), "a100000000 has no value; give one of value, text, base64"),
        (
            json.dumps([{"id": "a1".ljust(32, "0"), "value": 1, "text": "1"}]),
            "a100000000 has value and text; give one of value, text, base64",
        ),
        (json.dumps([{"id": "a1".ljust(32, "0"), "value": 1}] * 2), "a100000000 stands there twice"),
        (json.dumps([{"id": "a1".ljust(32, "0"), "base64": "?"}]), "base64 of a100000000 is no such text"),
        (json.dumps([{"id": "a1".ljust(32, "0"), "text": 1}]), "text of a100000000 is no such text"),
        (f'[{{"id": "{"a1".ljust(32, "0")}", "value": NaN}}]', "the value of a100000000 is no JSON: it holds NaN"),
        (
            json.dumps([{"id": "a1".ljust(32, "0"), "key": "another", "value": 1}]),
            "the key of a100000000 is another one; a record keeps its key",
        ),
        (json.dumps([{"id": "c1".ljust(32, "0"), "value": 1}]), "c100000000 is a whole file"),
        ("[" * 200 + "]" * 200, "is no JSON that can be read: objects or lists are nested more than 100 deep"),
    ],
)
def test_a_file_that_is_none_is_one_line_and_code_2(desk: Desk, text: str, said: str) -> None:
    desk.file.write_text(text, encoding="utf-8")
    for command in ("fix", "replay"):
        done = desk(command, str(desk.file))
        assert (done.exit_code, done.stdout) == (2, "")
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_value_that_no_topic_takes_and_a_file_that_is_there_are_one_line(desk: Desk) -> None:
    rows = desk.export("a1")
    rows["a1"]["value"]["title"] = "x" * MAX_RECORD_BYTES
    desk.save(*rows.values())
    done = desk("fix", str(desk.file))
    assert done.exit_code == 2
    assert done.stderr.startswith("hyperion: the value of a100000000 has 4194")
    done = desk("export", "a1", "--output", str(desk.file))
    assert done.exit_code == 2
    assert done.stderr == f"hyperion: {desk.file} is there already: name another file, so that no correction is lost\n"


def test_two_new_entries_of_one_name_have_keys_of_their_own(desk: Desk) -> None:
    nobody = row("f1", "record", "characters", "no_key", as_bytes(ENTRY), source="s.json", **ON_TOPIC)
    rows = [nobody, {**nobody, "quarantine_id": "f2".ljust(32, "0")}]
    put(desk.lake.table("quarantine"), arrow_table("quarantine", rows))
    exported = desk.export()
    assert desk.judged(*exported.values())[0] == 0


def test_rows_of_an_earlier_version_are_one_line(desk: Desk) -> None:
    table = arrow_table("quarantine", ROWS).drop_columns("status")
    made = {"": partition(desk.lake.table("quarantine"), table, hashed=False)}
    desk.lake.table("quarantine").commit(made, AT_10, "older")
    done = desk("list")
    assert (done.exit_code, done.stderr) == (
        2,
        "hyperion: the quarantine was made by an earlier version: `hyperion run` makes it anew\n",
    )
