"""Whether each consumer serves the release in force, as Dagster asset checks."""

from collections.abc import Iterator

import dagster as dg

from hyperion_assets.platform import PlatformParam
from hyperion_assets.release.consumers import CONSUMERS, consumers
from hyperion_assets.release.manifest import required_release

SERVES_RELEASE = "serves_release"


@dg.multi_asset_check(
    name="consumers",
    specs=[
        dg.AssetCheckSpec(SERVES_RELEASE, asset=name, description="The release in force is the one that is served.")
        for name in CONSUMERS
    ],
    can_subset=True,
)
def consumer_checks(context: dg.AssetCheckExecutionContext, platform: PlatformParam) -> Iterator[dg.AssetCheckResult]:
    """Ask each consumer which release it serves; one that lags is mended by materializing it again."""
    release = required_release(platform.lake).number
    selected = {key.asset_key.path[-1] for key in context.selected_asset_check_keys}
    for consumer in consumers(platform.settings):
        if consumer.name in selected:
            found = consumer.problem or f"serves release {consumer.release}; release {release} is in force"
            yield dg.AssetCheckResult(
                asset_key=consumer.name,
                check_name=SERVES_RELEASE,
                passed=consumer.release == release,
                description=found,
            )
