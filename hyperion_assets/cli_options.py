"""Options that commands of several modules share."""

from __future__ import annotations

from pathlib import Path

import click

home_option = click.option(
    "--home", type=click.Path(path_type=Path), help="Where everything is kept; default .hyperion, or HYPERION_HOME."
)
