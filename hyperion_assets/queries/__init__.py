"""The questions that Trino answers about every release, one `.sql` file each, which DuckDB can run as well.

Belongs here: the queries, over tables by their bare names, and in `from_tables/` what each must equal in the summary
tables that Spark or Sail has computed. Not here: how they are run (``release/answers.py``).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
QUERIES = (
    "trino_revenue_by_studio",
    "trino_characters_by_franchise",
    "trino_top_voice_actors",
    "trino_box_office_trends",
)
"""Names of the queries, which are those of their assets."""
ANSWER_CHECKS = "answers"
"""The step that compares the answers, after the release."""


@cache
def query_text(name: str) -> str:
    """The SQL of a query."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


@cache
def expected_text(name: str) -> str:
    """The SQL that finds the rows of a query in the summary tables of the release; columns in the same order."""
    return (FOLDER / "from_tables" / f"{name}.sql").read_text(encoding="utf-8")
