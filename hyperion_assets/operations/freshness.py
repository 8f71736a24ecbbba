"""Which assets have to run so that the release and its consumers stand at what has been staged."""

from __future__ import annotations

from hyperion_assets.assets.partitions import TOPICS
from hyperion_assets.assets.quarantine import rejected_entries, rejected_fingerprint
from hyperion_assets.assets.table_asset import code_version
from hyperion_assets.lake.staged import staged_inputs
from hyperion_assets.lake.tables import WHOLE
from hyperion_assets.model.tables import released_tables
from hyperion_assets.platform import Platform
from hyperion_assets.release.consumers import consumers
from hyperion_assets.release.manifest import current_release

CURRENT = [f"current_{topic}" for topic in TOPICS]
TABLES = [table.name for table in released_tables()]
CONSUMERS = ["postgresql", "exports"]


def what_is_stale(platform: Platform) -> list[str]:
    """Names of the assets to run; none if everything stands.

    A release is made of one cut, so a table that is behind makes all of them run; those whose inputs hold the same
    rows are then carried over unread.
    """
    release = current_release(platform.lake)
    held = release is not None and release.manifest.hold
    if not _tables_stand(platform):
        return [*CURRENT, *TABLES, "release", *CONSUMERS]
    if not held and not _is_released(platform):
        return ["release", *CONSUMERS]
    number = release.number if release else None
    return [consumer.name for consumer in consumers(platform.settings) if consumer.release != number]


def _tables_stand(platform: Platform) -> bool:
    lake, version = platform.lake, code_version()
    heads = {name: lake.table(name).head() for name in [*CURRENT, *TABLES]}
    if any(head is None or head.manifest.code_version != version for head in heads.values()):
        return False
    for topic in TOPICS:
        _, staged_cut, _ = staged_inputs(lake, f"staged_{topic}", resolving=True)
        for head in heads.values():
            assert head is not None
            here = head.manifest.cut.get(f"raw-{topic}")
            if here is not None and here != staged_cut[f"raw-{topic}"]:
                return False
    quarantine = heads["quarantine"]
    assert quarantine is not None
    refused = rejected_fingerprint(rejected_entries(platform))
    return quarantine.manifest.partitions[WHOLE].inputs.get("rejected") == refused


def _is_released(platform: Platform) -> bool:
    release = current_release(platform.lake)
    if release is None:
        return False
    now = {}
    for name in TABLES:
        head = platform.lake.table(name).head()
        now[name] = head.number if head else None
    return {name: table.version for name, table in release.manifest.tables.items()} == now
