"""`python -m hyperion_assets.bench`: measure, and write docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
import sys

from hyperion_assets.bench.report import render
from hyperion_assets.bench.report_stores import render_stores, with_stores
from hyperion_assets.bench.run import benchmarks, stores
from hyperion_assets.errors import HyperionError
from hyperion_assets.operations.console import Console
from hyperion_assets.settings import PREFIX, REPOSITORY

DOCUMENT = REPOSITORY / "docs" / "benchmarks.md"
SCALES = [1, 5]


def main() -> int:
    """Run the benchmarks of the command line; the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m hyperion_assets.bench", description="Measure the platform against a bare loop."
    )
    parser.add_argument("--scale", type=int, action="append", help=f"a scale to measure; default: {SCALES}")
    parser.add_argument("--quick", action="store_true", help="scale 1 only; print the report and leave docs alone")
    parser.add_argument("--stores", action="store_true", help="the stores only; the rest of the report stays")
    arguments = parser.parse_args()
    console = Console()
    # What is measured is the platform as it comes, not a developer's settings.
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
    try:
        if arguments.stores:
            found = stores(console)
            shown = render_stores(found)
            document = with_stores(DOCUMENT.read_text(encoding="utf-8"), found)
        else:
            shown = document = render(benchmarks([1] if arguments.quick else arguments.scale or SCALES, console))
    except HyperionError as error:
        console.line(f"bench: {error}")
        return 2
    if arguments.quick:
        sys.stdout.write(shown)
    else:
        DOCUMENT.write_text(document, encoding="utf-8")
        console.line(f"written: {DOCUMENT.relative_to(REPOSITORY)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
