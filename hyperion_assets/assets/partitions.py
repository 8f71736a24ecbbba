"""Partitions of the ingestion: an offset range is a partition, its key fixed before it is read."""

from __future__ import annotations

import warnings

import dagster as dg

# Every asset with a backfill policy would say so once more.
warnings.filterwarnings("ignore", category=dg.BetaWarning, message=".*backfill_policy.*")

TOPICS = ("films", "characters", "boxoffice")

RANGES = {name: dg.DynamicPartitionsDefinition(name=f"raw_{name}") for name in TOPICS}
"""Short topic name → the offset ranges of that topic."""

WHOLE_BATCH = dg.BackfillPolicy.single_run()
"""Ranges that wait together are landed and staged in one run."""
