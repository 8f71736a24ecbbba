"""Whether anything waits in the quarantine for a person, as a Dagster asset check that warns."""

from collections import Counter

import dagster as dg

from hyperion_assets.checks.quarantine_counts import reason_counts
from hyperion_assets.platform import PlatformParam

QUARANTINE_OPEN = "quarantine_open"


@dg.asset_check(
    asset="quarantine",
    name=QUARANTINE_OPEN,
    description="No file and no record waits to be corrected or dropped. Fields that could not be used are in the "
    "metadata of the table: their records are in use.",
)
def quarantine_open(platform: PlatformParam) -> dg.AssetCheckResult:
    """Files and records that are open, by reason."""
    table = platform.lake.table("quarantine")
    counts = reason_counts(table.uris(table.required_head().manifest.files))
    fields, waiting = 0, Counter[str]()
    for each in counts:
        if each.scope == "field":
            fields += each.statuses["open"]
        else:
            waiting[each.code] += each.statuses["open"]
    said = ", ".join(f"{rows:,} {code}" for code, rows in waiting.most_common() if rows)
    return dg.AssetCheckResult(
        passed=not said,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"open: {said}; `hyperion quarantine list` shows them" if said else "no file or record is open",
        metadata={"open files and records": waiting.total(), "open fields": fields},
    )
