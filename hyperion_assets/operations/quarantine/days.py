"""Judging corrected days of the box office by staging itself: its rules are an engine's expressions, nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from hyperion_assets.broker.producing import Replay
from hyperion_assets.broker.replaying import landed_lines
from hyperion_assets.local.services import services
from hyperion_assets.progress import Report
from hyperion_assets.settings import Settings
from hyperion_assets.sources.refusals import Refusal


def refused_days(settings: Settings, days: Sequence[Replay], report: Report) -> list[Refusal | None]:
    """Why staging would quarantine each record, None where it would not; starts the engine unless one is named.

    Raises ServiceError if the engine cannot be started or reached.
    """
    # Importing PySpark takes a second, and most corrections are of other topics.
    from hyperion_assets.engines.session import connect_engine, engine_errors, own_session
    from spark.transforms.staging import staged_boxoffice

    with services(settings, {"engine"}, report) as running, own_session(), engine_errors(running.engine_remote):
        session = connect_engine(running.engine_remote)
        lines = session.createDataFrame([(line,) for line in landed_lines(days)], "value string")
        staged = staged_boxoffice(lines).select("offset", "reason_code", "reason").collect()
    refused = {row["offset"]: Refusal(row["reason_code"], row["reason"]) for row in staged if row["reason_code"]}
    return [refused.get(offset) for offset in range(len(days))]
