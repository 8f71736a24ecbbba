"""Makes, at set-up, an archive of classes that halves the time of Kafka's start.

The archive is what Java (JEP 514) writes when a Kafka made for the purpose ends. It belongs to this Java and these
jars; Java checks that, and starts without it where it does not fit.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from hyperion_assets.disk import writing
from hyperion_assets.errors import HyperionError
from hyperion_assets.local import jars
from hyperion_assets.local.kafka import Kafka, archive, java
from hyperion_assets.local.process import Command
from hyperion_assets.local.supervisor import Supervisor
from hyperion_assets.progress import Report

WRITE_LIMIT = 120.0


@dataclass(frozen=True)
class RecordedKafka(Kafka):
    """A Kafka that writes the archive when it ends."""

    target: Path = Path()

    def command(self, folder: Path, ports: list[int]) -> Command:
        plain = super().command(folder, ports)
        recorded = java(jars.folder(jars.KAFKA), [f"-XX:AOTCacheOutput={self.target}"])
        return Command([*recorded, *plain.arguments[-2:]], plain.environment, plain.directory)


def warm_up(report: Report) -> None:
    """Make the archive unless it is there. Raises ServiceError and StorageError."""
    lib = jars.fetch(report, jars.KAFKA)
    target = archive(lib)
    if target.exists():
        return
    began = monotonic()
    with writing(target, jars.CACHE_VARIABLE), tempfile.TemporaryDirectory(dir=lib.parent, prefix=".warm-up-") as made:
        written = Path(made, target.name)
        service = RecordedKafka(report, target=written)
        supervisor = Supervisor(Path(made), report)
        record = supervisor.bring_up(service, pinned=None, alone=True)
        supervisor.take_down(service, record, WRITE_LIMIT)
        written.replace(target)
    report(f"Kafka's start-up archive made in {monotonic() - began:.0f} s")


if __name__ == "__main__":
    try:
        warm_up(lambda line: print(line, flush=True))
    except HyperionError as error:
        print(f"{error}; Kafka will start without an archive of classes, some two seconds slower", file=sys.stderr)
