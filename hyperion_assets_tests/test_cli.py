"""The command line: what it says of itself, what it does without Dagster, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from hyperion_assets import __version__, cli
from hyperion_assets.release.manifest import release_log, roll_back
from hyperion_assets.settings import REPOSITORY
from hyperion_assets_tests.release.released import lake_in, retitled

COMMANDS = {
    "": "Build and query the database of Disney's animated films",
    "run": "Do the main job: publish, land, stage, model, check, release, serve.",
    "publish": "Publish what changed in a source to its Kafka topic.",
    "land": "Land what waits on the topics as raw files.",
    "sql": "Query the current release: tables by their names; with DuckDB also the exports, as exports.*.",
    "ledger": "Show what became of every source entry and every record.",
    "trace": "Show what a row is made of (table and key, its parts joined by |), or what became of a record.",
    "quality": "Show how complete and how sure the release is, as Markdown.",
    "answers": "Write what Trino answered about the release as Markdown with plots.",
    "release": "List, show, roll back, resume and prune releases.",
    "release list": "All releases, newest first.",
    "release show": "One release, by default the current one",
    "release rollback": "Bring back a former release",
    "release resume": "Lift the hold of a rollback",
    "release prune": "Remove the files of table versions that no kept release uses",
    "stack": "keep them up",
    "stack up": "has answered a real request",
    "stack down": "Stop them all",
    "stack status": "A line for each service",
    "stack logs": "The end of a service's log",
    "stack reset": "remove what they hold",
    "submit": "Run a PySpark program on the Spark of HYPERION_SPARK_MASTER",
    "status": "Services, missing ranges, the release and its tables",
    "doctor": "Check what the profile in use needs",
    "quarantine": "List, show, correct, replay and drop what could not be used.",
    "quarantine list": "The open rows, a line each; starts nothing.",
    "quarantine show": "One row: the reason, what became of it, and its value",
    "quarantine export": "Write rows, by default all open ones, to a JSON file",
    "quarantine fix": "Say of each record of an edited file whether it can be used now",
    "quarantine replay": "Publish the records of an edited file, or rows as they are, to their topics again",
    "quarantine drop": "Decide that rows are not needed",
    "dev": "Dagit with Kafka, PostgreSQL and the engine up beside it",
}

LOADED = """
import sys
from hyperion_assets.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    code = end.code
heavy = ("dagster", "pyspark", "pysail", "pandas")
print([code or 0, *(name for name in heavy if name in sys.modules)], file=sys.stderr)
"""


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)


def hyperion(*arguments: str, **environment: str) -> Result:
    done = CliRunner().invoke(cli.main, arguments, env=environment)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def process(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own; the last line of standard error is its code and what heavy it imported."""
    given = {"HYPERION_HOME": str(home), "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def commands() -> dict[str, click.Command]:
    """All commands by their path."""

    def below(command: click.Command, path: str = "") -> dict[str, click.Command]:
        found = {path: command}
        for name, each in getattr(command, "commands", {}).items():
            found |= below(each, f"{path} {name}".strip())
        return found

    return below(cli.main)


def test_the_commands_are_these() -> None:
    assert set(commands()) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does_and_what_its_options_mean(command: str) -> None:
    said = hyperion(*command.split(), "--help")
    assert said.exit_code == 0
    assert COMMANDS[command] in " ".join(said.stdout.split())
    assert hyperion(*command.split(), "-h").stdout == said.stdout
    options = [option for option in commands()[command].params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize(
    ("command", "example"),
    [
        ("", "hyperion sql 'SELECT count(*) FROM films'"),
        ("publish", "hyperion publish films"),
        ("trace", "hyperion trace films toy-story-1995 · hyperion trace raw-films/0/17"),
        ("land", "hyperion land --follow"),
        ("sql", "--format csv --output stats.csv"),
        (
            "run",
            "Exit: 0 released and served; 1 checks stopped it; 2 a setting, input, service",
        ),
    ],
)
def test_the_help_has_examples(command: str, example: str) -> None:
    assert example in " ".join(hyperion(*command.split(), "--help").stdout.split())


def test_the_version() -> None:
    assert hyperion("--version").stdout == f"hyperion, version {__version__}\n"


def test_without_a_command_it_shows_what_there_is() -> None:
    said = hyperion()
    assert said.exit_code == 2
    assert "Commands:" in said.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sql", "SELECT 1"], "there is no release yet: `hyperion run` makes one"),
        (["release", "show"], "there is no release yet: `hyperion run` makes one"),
        (["release", "rollback"], "there is no release yet: `hyperion run` makes one"),
        (["release", "resume"], "there is no release yet: `hyperion run` makes one"),
        (["quarantine", "list"], "there is no quarantine yet: `hyperion run` makes it"),
        (["quarantine", "drop", "00", "--why", "x"], "there is no quarantine yet: `hyperion run` makes it"),
        (["run", "--scale", "0"], "HYPERION_SCALE=0: Input should be greater than or equal to 1"),
        (["publish", "films", "--scale", "5000"], "HYPERION_SCALE=5000: Input should be less than or equal to 1000"),
    ],
)
def test_what_a_person_can_mend_is_one_line_and_code_2(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = hyperion(*arguments, "--home", str(tmp_path / "home"))
    assert (done.exit_code, done.stderr, done.stdout) == (2, f"hyperion: {said}\n", "")
    assert not (tmp_path / "home").exists()


def test_a_wrong_variable_is_one_line(tmp_path: Path) -> None:
    done = hyperion("status", HYPERION_ENGINE="dask")
    assert (done.exit_code, done.stderr) == (2, "hyperion: HYPERION_ENGINE='dask': Input should be 'sail' or 'spark'\n")
    done = hyperion("status", HYPERION_KAFKA_CONFIG="not json")
    assert done.exit_code == 2
    assert done.stderr.startswith("hyperion: HYPERION_KAFKA_CONFIG=(hidden): ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [["publish", "cast"], ["sql"], ["sql", "SELECT 1", "--format", "xml"], ["release", "show", "one"], ["build"]],
)
def test_wrong_arguments_are_code_2_with_the_usage(arguments: list[str]) -> None:
    done = hyperion(*arguments)
    assert done.exit_code == 2
    assert done.stderr.startswith("Usage: ")
    assert "Error: " in done.stderr


def test_an_interrupt_is_one_line_and_code_130(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def endless() -> None:
        signal.raise_signal(signal.SIGTERM)

    monkeypatch.setitem(cli.main.commands, "endless", endless)
    done = hyperion("endless")
    assert (done.exit_code, done.stderr) == (130, "hyperion: stopped; the same command goes on from here\n")


def test_an_error_of_our_own_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def broken() -> None:
        raise LookupError("a mistake of ours")

    monkeypatch.setitem(cli.main.commands, "broken", broken)
    with pytest.raises(LookupError):
        hyperion("broken")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["status"],
        ["ledger"],
        ["trace", "films", "up-2009"],
        ["quality"],
        ["release", "list"],
        ["quarantine", "list"],
        ["quarantine", "show", "0000"],
    ],
    ids=" ".join,
)
def test_what_only_looks_imports_neither_dagster_nor_an_engine(home: Path, arguments: list[str]) -> None:
    done = process(home, *arguments)
    assert done.stderr.splitlines()[-1] == "[0]", done.stderr
    assert done.stdout


def test_sql_imports_neither_and_writes_nothing_else_to_standard_output(home: Path) -> None:
    done = process(home, "sql", "SELECT title, release_year FROM films ORDER BY 1", "--format", "csv")
    assert done.stderr == "[0]\n"
    assert done.stdout == "title,release_year\nToy Story,1995\nUp,2009\n"


def test_releases_are_listed_newest_first(home: Path) -> None:
    _, lake = lake_in(home)
    retitled(lake, "Two")
    roll_back(lake)
    made = {number: commit.created_at for number, commit in release_log(lake).history()}
    done = hyperion("release", "list", "--home", str(home))
    assert done.stdout.splitlines() == [
        f"    3  {made[3]:%Y-%m-%d %H:%M:%S}  rollback  of release 1  held",
        f"    2  {made[2]:%Y-%m-%d %H:%M:%S}  release",
        f"    1  {made[1]:%Y-%m-%d %H:%M:%S}  release",
    ]


def test_resuming_says_what_is_in_force(home: Path) -> None:
    _, lake = lake_in(home)
    retitled(lake, "Two")
    roll_back(lake)
    done = hyperion("release", "resume", "--home", str(home))
    assert done.exit_code == 0
    assert done.stdout == "release 4 is in force and no longer held; `hyperion run` releases the newest tables\n"


def test_status_for_a_program(home: Path) -> None:
    found = json.loads(hyperion("status", "--json", "--home", str(home)).stdout)
    assert found["home"] == str(home)
    assert found["release"]["number"] == 1
    assert found["release"]["rows"]["films"] == 2


def test_ledger_of_an_empty_home(tmp_path: Path) -> None:
    done = hyperion("ledger", "--home", str(tmp_path / "home"))
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.stdout.splitlines() if line.startswith("  raw-")] == [
        *["raw-films", "raw-characters", "raw-boxoffice"] * 3
    ]
    assert done.stdout.endswith("it balances\n")
    assert not (tmp_path / "home").exists()
