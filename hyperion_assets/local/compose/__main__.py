"""`python -m hyperion_assets.local.compose`: write compose/'s generated files; `--check` only says which are stale."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from hyperion_assets.local.compose import COMMAND, stale_files, write_files
from hyperion_assets.settings import REPOSITORY


def main(arguments: Sequence[str] | None = None) -> int:
    """0, or 1 if `--check` found a stale file."""
    parser = argparse.ArgumentParser(prog=COMMAND, description="Write the files in compose/ that are generated.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 and name the stale files")
    parser.add_argument("--repository", type=Path, default=REPOSITORY, help="where compose/ is")
    given = parser.parse_args(arguments)
    if not given.check:
        for path in write_files(given.repository):
            print(f"wrote {path}")
        return 0
    stale = stale_files(given.repository)
    for path in stale:
        print(f"{path} is stale: run `{COMMAND}`", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
