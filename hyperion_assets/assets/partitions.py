"""Partitions of the ingestion: an offset range is a partition, its key fixed before it is read."""

from __future__ import annotations

import warnings

import dagster as dg

from hyperion_assets.topics import Topic

# Every asset with a backfill policy would say so once more.
warnings.filterwarnings("ignore", category=dg.BetaWarning, message=".*backfill_policy.*")

RANGES = {topic.value: dg.DynamicPartitionsDefinition(name=f"raw_{topic}") for topic in Topic}
"""Short topic name → the offset ranges of that topic."""

WHOLE_BATCH = dg.BackfillPolicy.single_run()
"""Ranges that wait together are landed and staged in one run."""
