"""`python -m hyperion_assets.model`: write the generated documents; with `--check`, only say which are stale."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from hyperion_assets.model.documents import COMMAND, stale_documents, write_documents
from hyperion_assets.settings import REPOSITORY


def main(arguments: Sequence[str] | None = None) -> int:
    """0, or 1 if `--check` found a stale document."""
    parser = argparse.ArgumentParser(prog=COMMAND, description="Write the documents that are generated from the model.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 and name the stale documents")
    parser.add_argument("--repository", type=Path, default=REPOSITORY, help="where docs/ is (default: this repository)")
    given = parser.parse_args(arguments)
    if not given.check:
        for path in write_documents(given.repository):
            print(f"wrote {path}")
        return 0
    stale = stale_documents(given.repository)
    for path in stale:
        print(f"{path} is stale: run `{COMMAND}`", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
