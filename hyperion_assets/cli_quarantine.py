"""`hyperion quarantine`: what could not be used, and what a person can do with it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from hyperion_assets.cli_options import home_option
from hyperion_assets.model.vocabularies import QUARANTINE_SCOPES
from hyperion_assets.operations.exit import Exit
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

source_option = click.option("--source", "source_dir", type=click.Path(path_type=Path), help="Folder of the catalogue.")
characters_option = click.option(
    "--characters", "characters_dir", type=click.Path(path_type=Path), help="Folder of character files."
)


@click.group(
    epilog="An id may be cut short as long as no other row begins so. Example: hyperion quarantine export --code "
    "undecidable_credit --output fix.json, edit it, hyperion quarantine replay fix.json, hyperion run"
)
def quarantine() -> None:
    """List, show, correct, replay and drop what could not be used."""


@quarantine.command("list")
@home_option
@click.option("--code", help="Rows of this reason only.")
@click.option("--topic", type=click.Choice([topic.value for topic in Topic]), help="Rows of this topic only.")
@click.option("--scope", type=click.Choice(QUARANTINE_SCOPES), help="Files, records or fields only.")
@click.option("--all", "every", is_flag=True, help="Not the open ones only.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="Rows at most.")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def list_command(
    home: Path | None, code: str | None, topic: str | None, scope: str | None, every: bool, limit: int, as_json: bool
) -> None:
    """The open rows, a line each; starts nothing."""
    from hyperion_assets.operations.quarantine.view import list_rows

    chosen = Topic(topic) if topic else None
    settings = Settings.from_env(home=home)
    click.echo(list_rows(settings, code=code, topic=chosen, scope=scope, every=every, limit=limit, as_json=as_json))


@quarantine.command("show")
@click.argument("row", metavar="ID")
@home_option
def show_command(row: str, home: Path | None) -> None:
    """One row: the reason, what became of it, and its value; starts nothing."""
    from hyperion_assets.operations.quarantine.view import show_row

    click.echo(show_row(Settings.from_env(home=home), row))


@quarantine.command("export")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@home_option
@click.option("--code", help="All open rows of this reason.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="A new file.")
def export_command(ids: tuple[str, ...], home: Path | None, code: str | None, output: Path) -> None:
    """Write rows, by default all open ones, to a JSON file that a person edits."""
    from hyperion_assets.operations.quarantine.file import export_rows

    if ids and code:
        raise click.UsageError("name rows by their ids or by --code, not by both")
    click.echo("\n".join(export_rows(Settings.from_env(home=home), ids, code, output)))


@quarantine.command("fix", epilog="Exit: 0 all can be used; 1 some cannot; 2 the file is none that was exported.")
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@source_option
@characters_option
def fix_command(file: Path, home: Path | None, source_dir: Path | None, characters_dir: Path | None) -> None:
    """Say of each record of an edited file whether it can be used now; changes nothing."""
    from hyperion_assets.operations.console import Console
    from hyperion_assets.operations.quarantine.fix import fix_file

    settings = Settings.from_env(home=home, source_dir=source_dir, characters_dir=characters_dir)
    _end(*fix_file(settings, file, Console().line))


@quarantine.command("replay", epilog="Exit: 0 all stand on their topics; 1 some cannot be used, and none was sent.")
@click.argument("given", metavar="FILE|ID...", nargs=-1, required=True)
@home_option
@source_option
@characters_option
def replay_command(
    given: tuple[str, ...], home: Path | None, source_dir: Path | None, characters_dir: Path | None
) -> None:
    """Publish the records of an edited file, or rows as they are, to their topics again; each once."""
    from hyperion_assets.operations.console import Console
    from hyperion_assets.operations.quarantine.replay import replay

    settings = Settings.from_env(home=home, source_dir=source_dir, characters_dir=characters_dir)
    _end(*replay(settings, given, Console()))


@quarantine.command("drop")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--why", required=True, help="The reason, which the row keeps.")
@home_option
def drop_command(ids: tuple[str, ...], why: str, home: Path | None) -> None:
    """Decide that rows are not needed; the next run writes it into the table."""
    from hyperion_assets.operations.quarantine.replay import drop_rows

    click.echo("\n".join(drop_rows(Settings.from_env(home=home), ids, why)))


def _end(lines: list[str], usable: bool) -> None:
    click.echo("\n".join(lines))
    if not usable:
        sys.exit(Exit.CHECKS_FAILED)
