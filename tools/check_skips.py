"""Fails on a skipped test, so that none falls silent: `check_skips.py RESULTS.xml` (pytest's --junitxml).

A test may skip for what a machine may lack by right: Terraform, Docker, or the samples beside the repository.
"""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

ALLOWED = ("docker", "samples", "terraform")


def unexpected(results: Path) -> list[str]:
    """`test: reason` of each skipped test whose reason names nothing that may be missing."""
    found = []
    for case in ElementTree.parse(results).iter("testcase"):
        for skipped in case.iter("skipped"):
            reason = skipped.get("message", "")
            if not any(word in reason.lower() for word in ALLOWED):
                found.append(f"{case.get('classname')}.{case.get('name')}: {reason}")
    return found


def main() -> int:
    """Print what was skipped without leave; returns the exit status."""
    found = unexpected(Path(sys.argv[1]))
    for line in found:
        print(f"skipped: {line}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
