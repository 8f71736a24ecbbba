"""The ledger as Dagster asset checks, two on the current records of each topic."""

from collections.abc import Iterator
from dataclasses import asdict

import dagster as dg

from hyperion_assets.checks.ledger import topic_ledger
from hyperion_assets.platform import PlatformParam
from hyperion_assets.topics import Topic

LEDGER_BALANCES = "ledger_balances"
NO_RANGE_MISSING = "no_range_missing"

SPECS = {
    topic: [
        dg.AssetCheckSpec(
            LEDGER_BALANCES,
            asset=f"current_{topic}",
            blocking=True,
            description="Every source entry and every Kafka record is a row, a quarantine entry, a duplicate, "
            "superseded or deleted.",
        ),
        dg.AssetCheckSpec(
            NO_RANGE_MISSING,
            asset=f"current_{topic}",
            description="Every planned range has landed and is staged; one that has not holds back what follows it.",
        ),
    ]
    for topic in Topic
}


@dg.multi_asset_check(name="ledger", specs=[spec for topic in Topic for spec in SPECS[topic]], can_subset=True)
def ledger_checks(context: dg.AssetCheckExecutionContext, platform: PlatformParam) -> Iterator[dg.AssetCheckResult]:
    """The ledger of each topic, computed from the files."""
    for topic in Topic:
        wanted = {spec.name for spec in SPECS[topic] if spec.key in context.selected_asset_check_keys}
        if not wanted:
            continue
        found = topic_ledger(platform.settings, platform.lake, topic)
        if LEDGER_BALANCES in wanted:
            yield dg.AssetCheckResult(
                asset_key=f"current_{topic}",
                check_name=LEDGER_BALANCES,
                passed=found.difference == 0,
                severity=dg.AssetCheckSeverity.ERROR,
                description=found.in_words,
                metadata={
                    "source": dg.MetadataValue.json(asdict(found.source)),
                    "ranges": dg.MetadataValue.json(asdict(found.ranges)),
                    "cut": dg.MetadataValue.json(asdict(found.cut)),
                },
            )
        if NO_RANGE_MISSING in wanted:
            yield dg.AssetCheckResult(
                asset_key=f"current_{topic}",
                check_name=NO_RANGE_MISSING,
                passed=not found.missing,
                severity=dg.AssetCheckSeverity.ERROR,
                description=f"missing: {', '.join(found.missing)}"
                if found.missing
                else "every planned range is staged",
            )
