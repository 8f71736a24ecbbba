"""`hyperion stack`: the services of a profile, kept running between commands."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from hyperion_assets.cli_options import home_option
from hyperion_assets.local.needs import Need
from hyperion_assets.settings import Settings


@click.group(
    epilog="Commands join what runs here, and leave it running. Example: HYPERION_PROFILE=stack-s3 hyperion stack up"
)
def stack() -> None:
    """Start the services of a profile and keep them up; stop them, read their logs, empty them."""


@stack.command("up")
@home_option
@click.option("--only", type=click.Choice(get_args(Need)), multiple=True, help="This one only; may be repeated.")
def up_command(home: Path | None, only: tuple[Need, ...]) -> None:
    """Start what does not run or was killed; returns when each has answered a real request."""
    from hyperion_assets.operations.console import Console
    from hyperion_assets.operations.stack import stack_up

    click.echo(stack_up(Settings.from_env(home=home), only, Console()))


@stack.command("down")
@home_option
def down_command(home: Path | None) -> None:
    """Stop them all; what they hold stays."""
    from hyperion_assets.operations.console import Console
    from hyperion_assets.operations.stack import stack_down

    stack_down(Settings.from_env(home=home), Console())


@stack.command("status")
@home_option
def status_command(home: Path | None) -> None:
    """A line for each service: running, stopped, dead or elsewhere; starts nothing."""
    from hyperion_assets.operations.stack import stack_status

    click.echo(stack_status(Settings.from_env(home=home)))


@stack.command("logs")
@click.argument("service")
@home_option
@click.option("--lines", type=click.IntRange(min=1), default=40, show_default=True, help="Lines from the end.")
def logs_command(service: str, home: Path | None, lines: int) -> None:
    """The end of a service's log."""
    from hyperion_assets.operations.stack import service_log

    click.echo(service_log(Settings.from_env(home=home), service, lines))


@stack.command("reset")
@home_option
@click.confirmation_option(prompt="Remove all topics, databases, buckets and files that the services hold?")
def reset_command(home: Path | None) -> None:
    """Stop them all and remove what they hold."""
    from hyperion_assets.operations.console import Console
    from hyperion_assets.operations.stack import stack_reset

    stack_reset(Settings.from_env(home=home), Console())
