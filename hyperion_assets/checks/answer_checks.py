"""Whether Trino's answers are those of the engine that computed the tables, and of DuckDB, as Dagster asset checks."""

from collections.abc import Iterator

import dagster as dg
import duckdb

from hyperion_assets.checks.audit import add_views
from hyperion_assets.lake.content import connect
from hyperion_assets.lake.lake import Lake
from hyperion_assets.platform import PlatformParam
from hyperion_assets.queries import ANSWER_CHECKS, QUERIES, expected_text, query_text
from hyperion_assets.release.answers import Answer, kept_answer
from hyperion_assets.release.manifest import release_log

EQUALS_TABLES = "equals_tables"
EQUALS_DUCKDB = "equals_duckdb"
DESCRIPTIONS = {
    EQUALS_TABLES: "Trino finds the rows that Spark or Sail has computed for the summary table of the release.",
    EQUALS_DUCKDB: "DuckDB finds the same rows with the same SQL in the files of the release.",
}
SHOWN = 5


@dg.multi_asset_check(
    name=ANSWER_CHECKS,
    specs=[
        dg.AssetCheckSpec(check, asset=name, description=text, blocking=True)
        for name in QUERIES
        for check, text in DESCRIPTIONS.items()
    ],
    can_subset=True,
)
def answers(context: dg.AssetCheckExecutionContext, platform: PlatformParam) -> Iterator[dg.AssetCheckResult]:
    """Compare each answer row by row."""
    selected = {(key.asset_key.path[-1], key.name) for key in context.selected_asset_check_keys}
    for name in QUERIES:
        wanted = [check for check in DESCRIPTIONS if (name, check) in selected]
        if not wanted:
            continue
        answer = kept_answer(platform.settings, name)
        differing = differences(platform.lake, name, answer)
        for check in wanted:
            found = differing[check]
            said = f"release {answer.release}: {'; '.join(found) if found else f'{answer.rows.num_rows:,} equal rows'}"
            yield dg.AssetCheckResult(asset_key=name, check_name=check, passed=not found, description=said)


def differences(lake: Lake, name: str, answer: Answer) -> dict[str, list[str]]:
    """By check, some of the rows that only one side has, each marked by who has it; none where both agree."""
    release = release_log(lake).get(answer.release).manifest
    with connect() as connection:
        add_views(connection, lake, {table: found.manifest for table, found in release.tables.items()})
        connection.register("answer", answer.rows)
        return {
            EQUALS_TABLES: _differing(connection, expected_text(name)),
            EQUALS_DUCKDB: _differing(connection, query_text(name)),
        }


def _differing(connection: duckdb.DuckDBPyConnection, other: str) -> list[str]:
    connection.execute(f"create or replace temp table other as {other}")
    rows = connection.execute(
        "select 'Trino alone', * from (from answer except all from other) union all "
        f"select 'not Trino', * from (from other except all from answer) limit {SHOWN}"
    ).fetchall()
    return [f"{whose}: {', '.join(map(str, values))}" for whose, *values in rows]
