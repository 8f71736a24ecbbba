"""`hyperion`: the command line, thin over the functions that the assets call too."""

from __future__ import annotations

import errno
import io
import json
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from hyperion_assets import __version__
from hyperion_assets.cli_options import home_option
from hyperion_assets.cli_quarantine import quarantine
from hyperion_assets.cli_release import release
from hyperion_assets.cli_stack import stack
from hyperion_assets.errors import HyperionError
from hyperion_assets.operations.exit import Exit
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic


class Interruption:
    """Ctrl-C and SIGTERM while the block runs: both raise KeyboardInterrupt, and `came` remembers it.

    A library in C may make another exception of one that is raised while it works.
    """

    def __init__(self) -> None:
        self.came = False

    def __enter__(self) -> Interruption:
        # What is ignored stays so: a command that a script started in the background lives through its Ctrl-C.
        wanted = [kind for kind in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(kind) != signal.SIG_IGN]
        self._before = {kind: signal.signal(kind, self._interrupt) for kind in wanted}
        return self

    def __exit__(self, *error: object) -> None:
        for kind, handler in self._before.items():
            signal.signal(kind, handler)

    def _interrupt(self, *_: object) -> None:
        self.came = True
        raise KeyboardInterrupt


class OneLineErrors(click.Group):
    """A group whose commands end with one line, not a traceback, for what a person can mend."""

    def invoke(self, context: click.Context) -> Any:
        if isinstance(sys.stdout, io.TextIOWrapper):
            # A terminal without Unicode shows what it cannot show as an escape.
            sys.stdout.reconfigure(errors="backslashreplace")
        with Interruption() as interruption:
            try:
                return super().invoke(context)
            except (KeyboardInterrupt, Exception) as error:
                if interruption.came or isinstance(error, KeyboardInterrupt):
                    _stop("stopped; the same command goes on from here", Exit.INTERRUPTED)
                if isinstance(error, HyperionError):
                    _stop(str(error), Exit.BAD_INPUT)
                if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
                    _stop(f"what is printed cannot be written: {error.strerror}", Exit.BAD_INPUT)
                raise


def _stop(why: str, code: Exit) -> NoReturn:
    click.echo(f"hyperion: {why}", err=True)
    sys.exit(code)


@click.group(
    cls=OneLineErrors,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Examples: hyperion run · hyperion sql 'SELECT count(*) FROM films' · hyperion release list",
)
@click.version_option(__version__, prog_name="hyperion")
def main() -> None:
    """Build and query the database of Disney's animated films: Kafka, PySpark, checks, one atomic release."""


@main.command(
    epilog="Exit: 0 released and served; 1 checks stopped it; 2 a setting, input, service or range cannot be used; "
    "3 a consumer is behind."
)
@home_option
@click.option("--source", "source_dir", type=click.Path(path_type=Path), help="Folder of complete_movie_list.json.")
@click.option("--characters", "characters_dir", type=click.Path(path_type=Path), help="Folder of character files.")
@click.option("--scale", type=int, help="N times the films with a box office, for load tests.")
def run(**given: Any) -> None:
    """Do the main job: publish, land, stage, model, check, release, serve."""
    from hyperion_assets.operations.console import Console
    from hyperion_assets.operations.pipeline import run as run_pipeline

    sys.exit(run_pipeline(Settings.from_env(**given), Console()))


@main.command(epilog="Example: hyperion publish films")
@click.argument("topic", type=click.Choice([topic.value for topic in Topic]))
@home_option
@click.option("--source", "source_dir", type=click.Path(path_type=Path), help="Folder of complete_movie_list.json.")
@click.option("--characters", "characters_dir", type=click.Path(path_type=Path), help="Folder of character files.")
@click.option("--scale", type=int, help="N times the films with a box office, for load tests.")
def publish(topic: str, **given: Any) -> None:
    """Publish what changed in a source to its Kafka topic."""
    from hyperion_assets.operations.console import Console
    from hyperion_assets.operations.ingestion import publish as publish_topic

    click.echo(publish_topic(Settings.from_env(**given), Topic(topic), Console()))


@main.command(epilog="Example: hyperion land --follow   (Ctrl-C ends it)")
@click.option("--once/--follow", default=True, help="Land what waits now, or go on until Ctrl-C.")
@home_option
def land(once: bool, home: Path | None) -> None:
    """Land what waits on the topics as raw files."""
    from hyperion_assets.operations.console import Console
    from hyperion_assets.operations.ingestion import land as land_topics

    land_topics(Settings.from_env(home=home), Console(), once)


@main.command(epilog='Example: hyperion sql "SELECT * FROM exports.studio_stats" --format csv --output stats.csv')
@click.argument("query")
@home_option
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "csv", "json", "parquet"]),
    default="table",
    show_default=True,
    help="How rows are written.",
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "trino", "postgres", "spark"]),
    default="duckdb",
    show_default=True,
    help="Who answers; a server that does not run is started for the query. spark is the engine of HYPERION_ENGINE.",
)
def sql(query: str, home: Path | None, shape: Any, output: Path | None, engine: Any) -> None:
    """Query the current release: tables by their names; with DuckDB also the exports, as exports.*."""
    from hyperion_assets.operations.query import query as run_query

    run_query(Settings.from_env(home=home), query, shape, output, engine)


@main.command(epilog="Exit: 0 all of it balances; 1 the lines marked with ! do not. Example: hyperion ledger --by file")
@home_option
@click.option(
    "--by",
    type=click.Choice(["topic", "file", "range", "reason"]),
    default="topic",
    show_default=True,
    help="What a line is of.",
)
@click.option("--topic", type=click.Choice([topic.value for topic in Topic]), help="This topic alone.")
@click.option("--all", "every_unit", is_flag=True, help="By file: each film of the box office, not their sum.")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def ledger(home: Path | None, by: Any, topic: str | None, every_unit: bool, as_json: bool) -> None:
    """Show what became of every source entry and every record."""
    from hyperion_assets.operations.books import ledger_books, ledger_json, ledger_text, missing_ranges

    settings, wanted = Settings.from_env(home=home), Topic(topic) if topic else None
    books, missing = ledger_books(settings, by, wanted, every_unit=every_unit), missing_ranges(settings, wanted)
    click.echo(json.dumps(ledger_json(books, missing), indent=1) if as_json else ledger_text(books, missing))
    sys.exit(0 if all(book.balances for book in books) else 1)


@main.command(epilog="Examples: hyperion trace films toy-story-1995 · hyperion trace raw-films/0/17 --json")
@click.argument("target")
@click.argument("key", required=False)
@home_option
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def trace(target: str, key: str | None, home: Path | None, as_json: bool) -> None:
    """Show what a row is made of (table and key, its parts joined by |), or what became of a record."""
    from hyperion_assets.operations.tracing.text import trace_text
    from hyperion_assets.operations.tracing.trace import trace as trace_it

    found = trace_it(Settings.from_env(home=home), target, key)
    click.echo(json.dumps(found, default=str, indent=1) if as_json else trace_text(found))


@main.command(epilog="Example: hyperion quality --output quality.md")
@home_option
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
def quality(home: Path | None, output: Path | None) -> None:
    """Show how complete and how sure the release is, as Markdown."""
    from hyperion_assets.operations.quality import quality_page

    page = quality_page(Settings.from_env(home=home))
    if output is None:
        click.echo(page, nl=False)
    else:
        output.write_text(page, encoding="utf-8")


@main.command(epilog="Example: hyperion answers --output answers")
@home_option
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for README.md and plots."
)
def answers(home: Path | None, output: Path) -> None:
    """Write what Trino answered about the release as Markdown with plots."""
    from hyperion_assets.operations.answers import write_answers

    click.echo(write_answers(Settings.from_env(home=home), output))


@main.command()
@home_option
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def status(home: Path | None, as_json: bool) -> None:
    """Services, missing ranges, the release and its tables, and films without daily box office; starts nothing."""
    from hyperion_assets.operations.status import platform_status, status_text

    found = platform_status(Settings.from_env(home=home))
    click.echo(json.dumps(found, default=str, indent=1) if as_json else status_text(found))


@main.command(epilog="Exit: 0 nothing failed; 1 the lines marked failed did. Example: hyperion doctor --json")
@home_option
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def doctor(home: Path | None, as_json: bool) -> None:
    """Check what the profile in use needs: services, versions, rights, clock and disk; starts nothing."""
    from hyperion_assets.operations.doctor.diagnosis import diagnose, diagnosis_json, diagnosis_text, has_failed

    found = diagnose(Settings.from_env(home=home))
    click.echo(json.dumps(diagnosis_json(found), indent=1) if as_json else diagnosis_text(found))
    sys.exit(1 if has_failed(found) else 0)


@main.command()
@home_option
@click.option("--port", type=int, default=3000, show_default=True, help="Port of Dagit.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address of Dagit, which asks no password.")
def dev(home: Path | None, port: int, host: str) -> None:
    """Dagit with Kafka, PostgreSQL and the engine up beside it and the sensors on; Ctrl-C ends everything."""
    from hyperion_assets.operations.console import Console
    from hyperion_assets.operations.development import develop

    sys.exit(develop(Settings.from_env(home=home), Console(), port, host))


@main.command(
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    epilog="Example: hyperion submit spark/jobs/01_load_films.py --raw hdfs:///hyperion-raw/raw-films --out hdfs:///jobs",
)
@click.argument("arguments", nargs=-1, required=True, type=click.UNPROCESSED, metavar="[OPTIONS] PROGRAM [ARGS]...")
def submit(arguments: tuple[str, ...]) -> None:
    """Run a PySpark program on the Spark of HYPERION_SPARK_MASTER, with spark-submit's OPTIONS; ends as it ends."""
    from hyperion_assets.operations.console import Console
    from hyperion_assets.operations.submit import submit as submit_program

    sys.exit(submit_program(Settings.from_env(), arguments, Console()))


main.add_command(quarantine)
main.add_command(release)
main.add_command(stack)


if __name__ == "__main__":
    main()
