"""`hyperion submit`: a PySpark program on the Spark of the settings, as spark-submit runs it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hyperion_assets.errors import InputError
from hyperion_assets.local.process import end_with_parent
from hyperion_assets.local.registry import Registry
from hyperion_assets.local.services import services
from hyperion_assets.local.spark import submission
from hyperion_assets.operations.console import Console
from hyperion_assets.settings import Settings


def submit(settings: Settings, arguments: Sequence[str], console: Console) -> int:
    """Run a program with what follows `spark-submit`, and return its exit code; what it needs is started, or joined.

    `hdfs:///…` means the NameNode of the settings, as it does in a root. Raises InputError if the engine is not Spark.
    """
    if settings.engine != "spark":
        raise InputError("there is no Spark to submit to: set HYPERION_ENGINE=spark, and HYPERION_SPARK_MASTER")
    folder = settings.home / "services"
    with (
        services(settings, {"engine"}, console.line) as running,
        TemporaryDirectory(prefix="submit-", dir=folder) as own,
    ):
        command = submission(running.settings, Path(own), Registry(folder / "services.json"), console.line)
        namenode = f"{running.settings.hdfs_namenode or 'hdfs://'}/"
        given = [
            argument.replace("hdfs:///", namenode, 1) if argument.startswith("hdfs:///") else argument
            for argument in arguments
        ]
        # What another Spark of the user's is reached by, or a session of Spark Connect has set.
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SPARK_")}
        return subprocess.run(
            [*command.arguments, *given],
            env={**kept, **command.environment},
            preexec_fn=end_with_parent,
            check=False,
        ).returncode
