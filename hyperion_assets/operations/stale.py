"""What was made of other inputs, or by other code, than there are now, and has to run."""

from __future__ import annotations

from hyperion_assets.assets.quarantine import inputs_beside_tables
from hyperion_assets.assets.table_asset import code_version
from hyperion_assets.broker.ranges import read_log
from hyperion_assets.lake.commits import Commit
from hyperion_assets.lake.lake import RESOLVED_TABLES, Lake
from hyperion_assets.lake.range_cut import staged_inputs
from hyperion_assets.lake.tables import UNPARTITIONED, LakeTable, TableManifest
from hyperion_assets.model.tables import released_tables
from hyperion_assets.platform import Platform
from hyperion_assets.release.consumers import consumer_names, consumers
from hyperion_assets.release.manifest import current_release, newer_tables
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

STAGING = [*(topic.current for topic in Topic), *RESOLVED_TABLES]
TABLES = [table.name for table in released_tables()]


def stale_assets(platform: Platform) -> list[str]:
    """Names of the assets to run so that the release and its consumers stand at what has been staged; none if they do.

    A release is made of one cut, so a table that is behind makes all of them run; those whose inputs hold the same
    rows are then carried over unread.
    """
    release, followers = current_release(platform.lake), consumer_names(platform.settings)
    held = release is not None and release.manifest.hold
    if not _tables_stand(platform):
        return [*STAGING, *TABLES, "release", *followers]
    if not held and (release is None or newer_tables(platform.lake, release.manifest)):
        return ["release", *followers]
    number = release.number if release else None
    return [consumer.name for consumer in consumers(platform.settings) if consumer.release != number]


def stale_ranges(settings: Settings, lake: Lake, topic: Topic) -> list[str]:
    """Keys of the landed ranges of a topic that were staged by other code than today's, or whose staged files are gone.

    They are in the order of the offsets.
    """
    table = lake.table(topic.staged)
    staged = table.partitions()
    present = table.present(staged)
    keys = [str(key) for key in read_log(lake.raw, topic.name_in(settings)).landed() if str(key) in staged]
    return [key for key in keys if key not in present or present[key].inputs.get("code") != code_version()]


def _tables_stand(platform: Platform) -> bool:
    lake, version = platform.lake, code_version()
    heads = {name: lake.table(name).head() for name in [*STAGING, *TABLES]}
    if any(head is None or head.manifest.code_version != version for head in heads.values()):
        return False
    if not all(_files_stand(lake.table(name), head) for name, head in heads.items()):
        return False
    for topic in Topic:
        _, staged_cut, _ = staged_inputs(lake, topic, resolving=True)
        for head in heads.values():
            assert head is not None
            here = head.manifest.cut.get(topic.lake_name)
            if here is not None and here != staged_cut[topic.lake_name]:
                return False
    quarantine = heads["quarantine"]
    assert quarantine is not None
    made_of = quarantine.manifest.partitions[UNPARTITIONED].inputs
    return all(made_of.get(name) == found for name, found in inputs_beside_tables(platform).items())


def _files_stand(table: LakeTable, head: Commit[TableManifest] | None) -> bool:
    """Whether no file of the current version was deleted behind its back."""
    return head is not None and len(table.present(head.manifest.partitions)) == len(head.manifest.partitions)
