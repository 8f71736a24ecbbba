"""What Trino answers about the release, each with its rows, a plot and the SQL in Dagit."""

import base64
from time import monotonic

import dagster as dg

from hyperion_assets.assets.hive import hive
from hyperion_assets.assets.table_asset import FOLLOW
from hyperion_assets.lake.metadata import markdown_table
from hyperion_assets.platform import Platform, PlatformParam
from hyperion_assets.queries import query_text
from hyperion_assets.release.answers import ask
from hyperion_assets.release.plots import plot

GROUP = "queries"
SHOWN_ROWS = 25


@dg.asset(group_name=GROUP, kinds={"trino"}, deps=[hive], automation_condition=FOLLOW)
def trino_revenue_by_studio(platform: PlatformParam) -> dg.MaterializeResult[None]:
    """Revenue by studio and year: films, their gross, and the box office that fell into the year."""
    return _answered(platform, "trino_revenue_by_studio")


@dg.asset(group_name=GROUP, kinds={"trino"}, deps=[hive], automation_condition=FOLLOW)
def trino_characters_by_franchise(platform: PlatformParam) -> dg.MaterializeResult[None]:
    """Films, characters, leading characters and performers of each franchise."""
    return _answered(platform, "trino_characters_by_franchise")


@dg.asset(group_name=GROUP, kinds={"trino"}, deps=[hive], automation_condition=FOLLOW)
def trino_top_voice_actors(platform: PlatformParam) -> dg.MaterializeResult[None]:
    """The 25 people who appear in most films."""
    return _answered(platform, "trino_top_voice_actors")


@dg.asset(group_name=GROUP, kinds={"trino"}, deps=[hive], automation_condition=FOLLOW)
def trino_box_office_trends(platform: PlatformParam) -> dg.MaterializeResult[None]:
    """Box office by month, its highest film, and the same month of the year before."""
    return _answered(platform, "trino_box_office_trends")


def _answered(platform: Platform, name: str) -> dg.MaterializeResult[None]:
    began = monotonic()
    answer = ask(platform.settings, platform.lake, name)
    seconds = monotonic() - began
    picture = base64.b64encode(plot(name, answer.rows)).decode()
    columns = [dg.TableColumn(field.name, type=str(field.type)) for field in answer.rows.schema]
    return dg.MaterializeResult(
        metadata={
            "release": answer.release,
            "dagster/row_count": answer.rows.num_rows,
            "dagster/column_schema": dg.MetadataValue.table_schema(dg.TableSchema(columns)),
            "rows": dg.MetadataValue.md(markdown_table(answer.rows.slice(0, SHOWN_ROWS))),
            "plot": dg.MetadataValue.md(f"![{name}](data:image/png;base64,{picture})"),
            "sql": dg.MetadataValue.md(f"```sql\n{query_text(name)}```"),
            "seconds": seconds,
        }
    )
