"""Makes the film catalogue and the character files from the facts and the knowledge tables.

Run `python data/make_sources.py`; the output is committed. `--output DIR` writes elsewhere, for comparison.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from making.catalogue import catalogue
from making.files import character_files
from making.tables import DATA, write_json


def main() -> None:
    """Write every source file below the output folder."""
    parser = argparse.ArgumentParser(description="Make the source files from the facts and the knowledge tables.")
    parser.add_argument("--output", type=Path, default=DATA, help="folder to write into (default: data/)")
    output: Path = parser.parse_args().output
    write_json(output / "complete_movie_list.json", catalogue())
    for path, content in character_files().items():
        write_json(output / "characters" / path, content)


if __name__ == "__main__":
    main()
