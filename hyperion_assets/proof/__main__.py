"""`python -m hyperion_assets.proof`: prove it, and write docs/engines.md."""

from __future__ import annotations

import argparse
import os
import sys

from hyperion_assets.errors import HyperionError
from hyperion_assets.operations.console import Console
from hyperion_assets.proof.cells import CELLS, chosen
from hyperion_assets.proof.report import matrix, render
from hyperion_assets.proof.run import prove
from hyperion_assets.settings import PREFIX, REPOSITORY

DOCUMENT = REPOSITORY / "docs" / "engines.md"


def main() -> int:
    """Prove what the command line says; the exit code: 0 if every hash agrees, 1 if one differs, 2 for an error."""
    parser = argparse.ArgumentParser(
        prog="python -m hyperion_assets.proof",
        description="Prove that every engine, store and reader gives the same tables.",
    )
    names = ", ".join(cell.name for cell in CELLS)
    parser.add_argument("--only", action="append", default=[], metavar="CELL", help=f"a cell to run: {names}")
    parser.add_argument("--write", action="store_true", help="write docs/engines.md, which needs all cells")
    arguments = parser.parse_args()
    if arguments.write and arguments.only:
        parser.error("--write needs all cells: leave out --only")
    console = Console()
    # What is proven is the platform as it comes, not a developer's settings.
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
    # Java's second compiler takes more of the processor than it saves for servers that live a few minutes.
    os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")
    try:
        proof = prove(chosen(arguments.only), console)
    except HyperionError as error:
        console.line(f"proof: {error}")
        return 2
    sys.stdout.write(matrix(proof))
    if arguments.write and proof.holds:
        DOCUMENT.write_text(render(proof), encoding="utf-8")
        console.line(f"written: {DOCUMENT.relative_to(REPOSITORY)}")
    return 0 if proof.holds else 1


if __name__ == "__main__":
    sys.exit(main())
