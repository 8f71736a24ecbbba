"""What Trino answered about the release, as a page with its plots."""

from __future__ import annotations

from pathlib import Path

from hyperion_assets.disk import writing
from hyperion_assets.lake.metadata import markdown_table
from hyperion_assets.queries import QUERIES, query_text
from hyperion_assets.release.answers import kept_answer
from hyperion_assets.release.plots import plot
from hyperion_assets.settings import Settings

SHOWN_ROWS = 15


def write_answers(settings: Settings, folder: Path) -> Path:
    """Write README.md and a plot of each query into a folder; the page.

    Raises HyperionError if a query was never answered, StorageError if the folder cannot be written.
    """
    answers = {name: kept_answer(settings, name) for name in QUERIES}
    page = folder / "README.md"
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        sections = []
        for name, answer in answers.items():
            (folder / f"{name}.png").write_bytes(plot(name, answer.rows))
            shown = answer.rows.slice(0, SHOWN_ROWS)
            sections.append(
                f"## {name}\n\n![{name}]({name}.png)\n\n{markdown_table(shown)}\n\n"
                f"{shown.num_rows:,} of {answer.rows.num_rows:,} rows, of release {answer.release}.\n\n"
                f"```sql\n{query_text(name)}```\n"
            )
        head = (
            "# What Trino answers about a release\n\n"
            "Written by `hyperion answers`; do not edit. Days and states of the box office are modelled.\n"
        )
        page.write_text("\n".join([head, *sections]), encoding="utf-8")
    return page
