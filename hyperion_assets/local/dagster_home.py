"""The Dagster home under the Hyperion home: its dagster.yaml, written once and left to its owner after that."""

from __future__ import annotations

from hyperion_assets.disk import writing
from hyperion_assets.settings import Settings

DAGSTER_YAML = """\
# Written once by hyperion; yours to change.
telemetry:
  enabled: false
nux:
  enabled: false
python_logs:
  # What a step says; Dagster's own events are kept whatever their level.
  python_log_level: INFO
storage:
  # Dagster's own SQLite files, with their connections kept open; without this block it reads the same ones.
  custom:
    module: hyperion_assets.local.dagster_storage
    class: OpenSqliteStorage
    config:
      base_dir:
        env: DAGSTER_HOME
concurrency:
  runs:
    # Runs write the same tables: one after the other is the fastest way through on a small machine.
    max_concurrent_runs: 1
retention:
  sensor:
    purge_after_days:
      skipped: 1
      success: 30
"""


def prepare_dagster_home(settings: Settings) -> None:
    """Make the folder and its dagster.yaml unless they are there. Raises StorageError if it cannot be written."""
    home = settings.dagster_home
    with writing(home):
        home.mkdir(parents=True, exist_ok=True)
        target = home / "dagster.yaml"
        if not target.exists():
            target.write_text(DAGSTER_YAML, encoding="utf-8")
