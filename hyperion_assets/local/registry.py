"""services.json in the home: which services were started, where they listen and which process each is."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path

from hyperion_assets.disk import replace
from hyperion_assets.errors import StorageError
from hyperion_assets.local.process import Identity


@dataclass(frozen=True)
class Record:
    """A service's ports, kept for its next start, and its process; None once it was stopped."""

    ports: list[int] = field(default_factory=list)
    process: Identity | None = None


class Registry:
    """The records, by service. Written only under the start lock; several threads of its holder may write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writing = threading.Lock()

    def read(self) -> dict[str, Record]:
        """All records. Raises StorageError if the file is not what this class wrote."""
        try:
            found = json.loads(self.path.read_bytes())
            return {name: _record(entry) for name, entry in found.items()}
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise StorageError(
                f"{self.path} is damaged ({error}): end the processes that it names, then remove it"
            ) from None

    def write(self, name: str, record: Record) -> None:
        """Put one record in the place of the one before."""
        with self._writing:
            records = {**self.read(), name: record}
            replace(self.path, json.dumps({key: asdict(value) for key, value in records.items()}, indent=1) + "\n")


def _record(entry: dict[str, object]) -> Record:
    ports, process = entry["ports"], entry["process"]
    if not isinstance(ports, list):
        raise TypeError("ports is no list")
    return Record([int(port) for port in ports], Identity(**process) if isinstance(process, dict) else None)
