"""`hyperion release`: the releases there are, and which is in force."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from hyperion_assets.cli_options import home_option
from hyperion_assets.settings import Settings


@click.group()
def release() -> None:
    """List, show, roll back, resume and prune releases."""


@release.command("list")
@home_option
def release_list(home: Path | None) -> None:
    """All releases, newest first."""
    from hyperion_assets.operations.releases import list_releases

    click.echo(list_releases(Settings.from_env(home=home)))


@release.command("show")
@click.argument("number", type=int, required=False)
@home_option
def release_show(number: int | None, home: Path | None) -> None:
    """One release, by default the current one: its tables, cut and consumers."""
    from hyperion_assets.operations.releases import describe_release

    click.echo(describe_release(Settings.from_env(home=home), number))


@release.command("rollback")
@click.argument("number", type=int, required=False)
@home_option
def release_rollback(number: int | None, home: Path | None) -> None:
    """Bring back a former release (by default the one before), with every consumer, and hold new ones."""
    from hyperion_assets.operations.console import Console
    from hyperion_assets.operations.rollback import roll_back_everywhere

    sys.exit(roll_back_everywhere(Settings.from_env(home=home), Console(), number))


@release.command("resume")
@home_option
def release_resume(home: Path | None) -> None:
    """Lift the hold of a rollback; the next run releases the newest tables."""
    from hyperion_assets.operations.releases import resume_releases

    click.echo(resume_releases(Settings.from_env(home=home)))


@release.command("prune", epilog="Example: hyperion release prune --keep 2 --dry-run")
@home_option
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="Newest releases that stay.",
)
@click.option(
    "--grace",
    type=click.FloatRange(min=0),
    default=1.0,
    show_default=True,
    metavar="HOURS",
    help="Leave what was replaced in the last so many hours.",
)
@click.option("--dry-run", is_flag=True, help="Say what would go, and remove nothing.")
def release_prune(home: Path | None, keep: int, grace: float, dry_run: bool) -> None:
    """Remove the files of table versions that no kept release uses and that are not current.

    Raw files and manifests stay. A release whose files are gone is listed as pruned and cannot be brought back. Whoever
    began to read or to build on a version before it was replaced has the grace to end; after that it fails for a
    missing file, and is to be run again. Folders that a killed run has left go when they are a day old.
    """
    from hyperion_assets.operations.console import Console
    from hyperion_assets.operations.prune import prune_releases

    click.echo(prune_releases(Settings.from_env(home=home), Console(), keep, grace, dry_run=dry_run))
