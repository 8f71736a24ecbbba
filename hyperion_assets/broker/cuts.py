"""How far a topic has landed: its manifest as it stands, and the contiguous prefix that a cut can take in.

A missing range holds back what follows it in its partition. A generation does not wait for an older one: a topic made
anew is published again in full, so what an older one lost is superseded, and stays listed as missing.
"""

from __future__ import annotations

from hyperion_assets.broker.ranges import LandedRange, TopicLog, check_contiguous, topic_log
from hyperion_assets.lake.store import Store


def read_log(store: Store, name: str) -> TopicLog:
    """The current manifest of a topic (its name on the broker); an empty one if nothing was planned yet."""
    head = topic_log(store, name).head()
    return head.manifest if head else TopicLog()


def landed_prefix(log: TopicLog) -> dict[str, int]:
    """`<topic id>.<partition>` → end of the landed ranges that follow each other from offset 0, as in a cut.

    Raises RangeError where ranges leave a gap or overlap.
    """
    keys = log.in_order()
    check_contiguous(keys)
    ends: dict[str, int] = {}
    for key in keys:
        place = f"{key.topic_id}.{key.partition}"
        if isinstance(log.ranges[str(key)], LandedRange) and ends.get(place, 0) == key.start:
            ends[place] = key.end
    return ends
