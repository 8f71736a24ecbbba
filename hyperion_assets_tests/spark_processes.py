"""The processes of an embedded Spark cluster, and its home."""

from __future__ import annotations

from pathlib import Path

import psutil

from hyperion_assets.local.services import Services
from hyperion_assets.settings import Settings


def of_home(cluster: Services) -> Settings:
    """The settings that started a cluster; those with its addresses would have it for another's."""
    return cluster.settings.model_copy(update={"spark_remote": None, "spark_ui": None})


def spark_processes(home: Path) -> list[psutil.Process]:
    """Everything that runs in the folders of the Spark services of a home."""
    processes = psutil.process_iter(["cwd", "status"])
    return [
        found
        for found in processes
        if found.info["status"] != psutil.STATUS_ZOMBIE and str(found.info["cwd"]).startswith(f"{home}/services/spark")
    ]
