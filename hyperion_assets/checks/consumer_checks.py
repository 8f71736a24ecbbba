"""Whether each consumer serves the release in force, as Dagster asset checks."""

from collections.abc import Iterator, Sequence

import dagster as dg

from hyperion_assets.platform import PlatformParam
from hyperion_assets.release.consumers import consumers
from hyperion_assets.release.manifest import required_release

SERVES_RELEASE = "serves_release"


def consumer_checks(names: Sequence[str]) -> dg.AssetChecksDefinition:
    """A check of each of these consumers; one that lags is mended by materializing it again."""

    @dg.multi_asset_check(
        name="consumers",
        specs=[
            dg.AssetCheckSpec(SERVES_RELEASE, asset=name, description="The release in force is the one that is served.")
            for name in names
        ],
        can_subset=True,
    )
    def found(context: dg.AssetCheckExecutionContext, platform: PlatformParam) -> Iterator[dg.AssetCheckResult]:
        release = required_release(platform.lake).number
        selected = {key.asset_key.path[-1] for key in context.selected_asset_check_keys}
        for consumer in consumers(platform.settings):
            if consumer.name in selected:
                said = consumer.problem or f"serves release {consumer.release}; release {release} is in force"
                yield dg.AssetCheckResult(
                    asset_key=consumer.name,
                    check_name=SERVES_RELEASE,
                    passed=consumer.release == release,
                    description=said,
                )

    return found
